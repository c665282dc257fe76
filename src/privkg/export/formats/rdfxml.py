"""RDF/XML: facts, for tools that read no other format; U+FFFD replaces characters that XML forbids."""

from collections.abc import Iterator
from pathlib import Path

from privkg.core.progress import SILENT, Progress, followed
from privkg.export.formats import Carries, FileFormat
from privkg.export.target import Target
from privkg.store import contents, rdf, serialization
from privkg.store.graph import Graph

FORMAT = FileFormat(
    name="RDF/XML",
    suffix=".rdf",
    media_type="application/rdf+xml",
    carries=Carries.FACTS,
    purpose=("tools that read no other format; U+FFFD replaces the control characters that XML forbids"),
    file_type="RDF_XML",
    w3c="http://www.w3.org/ns/formats/RDF_XML",
)


def write(graph: Graph, target: Target, progress: Progress = SILENT) -> None:
    """Write the facts of a graph."""
    count = len(contents.graphs_of_incidents(graph)) + 1  # the last block is what they share
    merged = followed(contents.merged(graph), progress, f"writing {FORMAT.name}", count)
    with target.file() as file:
        serialization.write_xml((triple for block in merged for triple in contents.triples(block)), file)


def read(path: Path) -> Iterator[rdf.Statement]:
    """Yield the statements of a file."""
    return rdf.read_quads(path, FORMAT.media_type)
