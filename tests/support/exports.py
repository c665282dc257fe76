"""Writes and reads back each export format."""

import io
import tempfile
from pathlib import Path
from typing import cast

from any_graphs import Written
from privkg.export import formats
from privkg.export.formats import FORMATS, Carries
from privkg.export.target import Stream
from privkg.store import rdf
from privkg.store.graph import Graph
from privkg.store.rdf import Statement

OF_STATEMENTS = sorted(formats.of_statements())
OF_QUADS = [n for n in OF_STATEMENTS if FORMATS.load(n).FORMAT.carries is Carries.QUADS]
OF_FACTS = [n for n in OF_STATEMENTS if FORMATS.load(n).FORMAT.carries is Carries.FACTS]
SUFFIXES = [found.FORMAT.suffix[1:] for found in formats.of_statements().values()]
GRAPHS = {
    name: found.FORMAT.media_type
    for name, found in formats.of_statements().items()
    if rdf.is_graph_format(found.FORMAT.media_type)
}
"""Media types of those that the engine reads and writes, by their names."""


def exported(graph: Graph | Written, name: str) -> bytes:
    """Return a graph serialized in a single-file format."""
    target = io.BytesIO()
    FORMATS.load(name).write(cast("Graph", graph), Stream(target))
    return target.getvalue()


def statements(content: bytes, name: str) -> set[Statement]:
    """Return the statements parsed from a file of a format."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "exported"
        path.write_bytes(content)
        return set(formats.of_statements()[name].read(path))
