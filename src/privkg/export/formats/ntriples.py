"""N-Triples: facts, one triple per line, in the order of `store.contents`."""

from collections.abc import Iterator
from pathlib import Path

from privkg.core.progress import SILENT, Progress, followed
from privkg.export.formats import Carries, FileFormat
from privkg.export.target import Target
from privkg.store import contents, rdf
from privkg.store.graph import Graph

FORMAT = FileFormat(
    name="N-Triples",
    suffix=".nt",
    media_type="application/n-triples",
    carries=Carries.FACTS,
    purpose="programs that read line by line",
    file_type="RDF_N_TRIPLES",
    w3c="http://www.w3.org/ns/formats/N-Triples",
)


def write(graph: Graph, target: Target, progress: Progress = SILENT) -> None:
    """Write the facts of a graph."""
    names = contents.graphs_of_facts(graph)
    described = contents.read(graph, names)
    with target.file() as file:
        for things in followed(described, progress, f"writing {FORMAT.name}", len(names)):
            file.write("".join(f"{s} {p} {o} .\n" for s, p, o in contents.triples(things)).encode())


def read(path: Path) -> Iterator[rdf.Statement]:
    """Yield the statements of a file."""
    return rdf.read_quads(path, FORMAT.media_type)
