"""N-Quads: all quads, canonical and sorted within each graph, so that the hash is that of RDFC-1.0."""

from collections.abc import Iterator
from pathlib import Path

from privkg.core.progress import SILENT, Progress, followed
from privkg.export.formats import Carries, FileFormat
from privkg.export.target import Target
from privkg.store import contents, rdf
from privkg.store.graph import Graph

FORMAT = FileFormat(
    name="N-Quads",
    suffix=".nq",
    media_type="application/n-quads",
    carries=Carries.QUADS,
    purpose=(
        "programs; canonical, so that its sorted lines are the form that "
        "[RDFC-1.0](https://www.w3.org/TR/rdf-canon/) hashes"
    ),
    file_type="RDF_N_QUADS",
    w3c="http://www.w3.org/ns/formats/N-Quads",
)


def write(graph: Graph, target: Target, progress: Progress = SILENT) -> None:
    """Write all quads of a graph."""
    names = contents.graphs(graph)
    texts = graph.texts(names)
    with target.file() as file:
        file.writelines(followed(texts, progress, f"writing {FORMAT.name}", len(names)))


def read(path: Path) -> Iterator[rdf.Statement]:
    """Yield the statements of a file."""
    return rdf.read_quads(path, FORMAT.media_type)
