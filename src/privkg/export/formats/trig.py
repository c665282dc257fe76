"""TriG: all quads, a block for each named graph."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from privkg.core import files
from privkg.core.progress import SILENT, Progress, followed
from privkg.export.formats import Carries, FileFormat
from privkg.export.target import Target
from privkg.export.turtle import Turtle
from privkg.rdf.terms import iri
from privkg.store import contents, rdf
from privkg.store.graph import Graph

FORMAT = FileFormat(
    name="TriG",
    suffix=".trig",
    media_type="application/trig",
    carries=Carries.QUADS,
    purpose="people, with the named graphs",
    file_type="RDF_TRIG",
    w3c="http://www.w3.org/ns/formats/TriG",
)


def write(graph: Graph, target: Target, progress: Progress = SILENT) -> None:
    """Write all quads of a graph."""
    with target.file() as file:
        turtle, names = Turtle(graph.base.things), contents.graphs(graph)
        with files.scratch() as body:  # the head, which comes first, needs the prefixes of all blocks
            described = zip(names, contents.read(graph, names), strict=True)
            for name, things in followed(described, progress, f"writing {FORMAT.name}", len(names)):
                blocks = "".join(turtle.blocks(things, "  "))
                body.write(f"\nGRAPH {iri(name)} {{\n{blocks}}}\n".encode())
            file.write(turtle.head().encode())
            body.seek(0)
            shutil.copyfileobj(body, file)


def read(path: Path) -> Iterator[rdf.Statement]:
    """Yield the statements of a file."""
    return rdf.read_quads(path, FORMAT.media_type)
