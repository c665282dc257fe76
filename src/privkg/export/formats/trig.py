"""TriG: everything, a block for each named graph."""

import shutil
from typing import BinaryIO

from privkg.core import files
from privkg.export.turtle import Turtle
from privkg.rdf.terms import iri
from privkg.store import contents
from privkg.store.graph import Graph

SUFFIX = ".trig"


def write(graph: Graph, target: BinaryIO) -> None:
    """Write all quads of a graph."""
    turtle, names = Turtle(), contents.graphs(graph)
    with files.scratch() as body:  # what the blocks use is declared before them
        for name, said in zip(names, contents.read(graph, names), strict=True):
            blocks = "".join(turtle.blocks(said, "  "))
            body.write(f"\nGRAPH {iri(name)} {{\n{blocks}}}\n".encode())
        target.write(turtle.head().encode())
        body.seek(0)
        shutil.copyfileobj(body, target)
