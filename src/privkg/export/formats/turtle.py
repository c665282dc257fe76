"""Turtle: facts, a block for each subject: each incident with its rows, then shared resources."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from privkg.core import files
from privkg.core.progress import SILENT, Progress, followed
from privkg.export.formats import Carries, FileFormat
from privkg.export.target import Target
from privkg.export.turtle import Turtle
from privkg.store import contents, rdf
from privkg.store.graph import Graph

FORMAT = FileFormat(
    name="Turtle",
    suffix=".ttl",
    media_type="text/turtle",
    carries=Carries.FACTS,
    purpose=("people: a block for each thing, an incident before its rows, the same order each time"),
    file_type="RDF_TURTLE",
    w3c="http://www.w3.org/ns/formats/Turtle",
)


def write(graph: Graph, target: Target, progress: Progress = SILENT) -> None:
    """Write the facts of a graph."""
    count = len(contents.graphs_of_incidents(graph)) + 1  # the last block is what they share
    with target.file() as file:
        turtle = Turtle(graph.base.things)
        with files.scratch() as body:  # the head, which comes first, needs the prefixes of all blocks
            merged = contents.merged(graph)
            for things in followed(merged, progress, f"writing {FORMAT.name}", count):
                body.write("".join(turtle.blocks(things)).encode())
            file.write(turtle.head().encode())
            body.seek(0)
            shutil.copyfileobj(body, file)


def read(path: Path) -> Iterator[rdf.Statement]:
    """Yield the statements of a file."""
    return rdf.read_quads(path, FORMAT.media_type)
