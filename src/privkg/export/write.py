"""Exports a built graph to a file or folder, in a named format or that of the file's suffix."""

from pathlib import Path
from typing import BinaryIO

from privkg.core import stopping
from privkg.core.errors import UsageError, in_file
from privkg.core.files import interruption
from privkg.core.progress import SILENT, Progress
from privkg.export import formats
from privkg.export.formats import FORMATS, FileFormat
from privkg.export.target import Place, Stream
from privkg.store.graph import Graph

STANDARD_OUTPUT = Path("-")


def export(
    graph: Graph,
    target: Path,
    wanted: str | None,
    output: BinaryIO,
    progress: Progress = SILENT,
) -> FileFormat:
    """Write a graph completely or not at all, and return the format it was written in.

    An existing file is replaced once all is written.

    Args:
        graph: the graph.
        target: a file, a folder for a format of several files, or `-` for the output.
        wanted: the name of the format; if None, it is found by the suffix of the target.
        output: the stream for `-`.
        progress: receives the named graphs written.

    Raises:
        UsageError: the format is unknown, or the target is a link, in the folder of a graph, or a
            table that privkg did not export.
        StoreError: the graph is damaged.
        WriteError: the target cannot be written.
    """
    name = wanted or _by_suffix(target)
    exporter = FORMATS.load(name)
    if target != STANDARD_OUTPUT:
        with interruption.reporting(target):
            exporter.write(graph, Place(target), progress)
    elif exporter.FORMAT.is_folder:
        raise UsageError(f"{name} is several files; name a folder")
    else:
        with stopping.leaving(lambda: "the output may be incomplete"):
            exporter.write(graph, Stream(output), progress)
    return exporter.FORMAT


def _by_suffix(target: Path) -> str:
    """Return the name of the format that has the suffix of a target."""
    name = formats.of_file(target.name) if target.suffix else None
    if name is None or FORMATS.load(name).FORMAT.is_folder:
        files = [each.FORMAT for each in FORMATS.all().values() if not each.FORMAT.is_folder]
        ends = ", ".join(sorted(each.suffix for each in files))
        raise UsageError(
            f"the suffix of the name is not that of a format ({ends}); name a format with --format",
            in_file(target),
        )
    return name
