"""Exporting: a built graph to a file or folder, in the format asked for or told by its name."""

from pathlib import Path
from typing import BinaryIO

from privkg.core import files, registry
from privkg.core.errors import UsageError, in_file
from privkg.export import formats
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
    exporter = registry.load(formats, name, "format")
    if not exporter.SUFFIX:
        if target == STANDARD_OUTPUT:
            raise UsageError(f"{name} is several files; name a folder")
        exporter.write(graph, target)
    elif target == STANDARD_OUTPUT:
        exporter.write(graph, output)
        output.flush()
    else:
        with files.writing(target) as file:
            exporter.write(graph, file)


def _by_suffix(target: Path) -> str:
    names = registry.names(formats)
    suffixes = {registry.load(formats, name, "format").SUFFIX: name for name in names}
    if not target.suffix or target.suffix not in suffixes:
        ends = ", ".join(sorted(suffix for suffix in suffixes if suffix))
        raise UsageError(f"its name ends in no format ({ends}); name one with --format", in_file(target))
    return suffixes[target.suffix]
