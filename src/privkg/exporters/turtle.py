"""Turtle: facts, an incident with its rows after the other, then what incidents share."""

import shutil
import tempfile
from typing import BinaryIO

from privkg.notation import content
from privkg.notation.turtle import Turtle
from privkg.store.graph import Graph

SUFFIX = ".ttl"


def write(graph: Graph, target: BinaryIO) -> None:
    """Write the facts of a graph."""
    turtle = Turtle()
    with tempfile.TemporaryFile() as body:  # what the blocks use is declared before them
        for said in content.read(graph, content.graphs_of_facts(graph)):
            body.write("".join(turtle.blocks(said)).encode())
        target.write(turtle.head().encode())
        body.seek(0)
        shutil.copyfileobj(body, target)
