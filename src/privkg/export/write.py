"""Exporting: a built graph to a file or folder, in the format asked for or told by its name."""

from pathlib import Path
from typing import BinaryIO

from privkg.core.errors import UsageError, in_file
from privkg.export import formats
from privkg.export.formats import FORMATS
from privkg.export.target import Place, Stream
from privkg.store.graph import Graph

STANDARD_OUTPUT = Path("-")


def export(graph: Graph, target: Path, wanted: str | None, output: BinaryIO) -> None:
    """Write a graph, whole or not at all: a file that was there is replaced when all is written.

    Args:
        graph: what to write.
        target: a file, a folder for a format of several files, or `-` for the output.
        wanted: the format's name; if none, the one whose files end as the target does.
        output: where `-` is written to.

    Raises:
        UsageError: no format is named so or ends so, or it cannot be written there: at a link, in a
            graph's folder, or over tables that privkg did not export.
        StoreError: the graph is not what was written.
        WriteError: it cannot be written.
    """
    name = wanted or _by_suffix(target)
    exporter = FORMATS.load(name)
    if target != STANDARD_OUTPUT:
        exporter.write(graph, Place(target))
    elif exporter.FORMAT.is_folder:
        raise UsageError(f"{name} is several files; name a folder")
    else:
        exporter.write(graph, Stream(output))


def _by_suffix(target: Path) -> str:
    """Return the name of the format whose suffix a target's name ends in."""
    name = formats.of_file(target.name) if target.suffix else None
    if name is None or FORMATS.load(name).FORMAT.is_folder:
        files = [each.FORMAT for each in FORMATS.all().values() if not each.FORMAT.is_folder]
        ends = ", ".join(sorted(each.suffix for each in files))
        raise UsageError(f"its name ends in no format ({ends}); name one with --format", in_file(target))
    return name
