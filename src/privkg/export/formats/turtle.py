"""Turtle: facts, a block for each subject: an incident, its rows, the next; then what they share."""

import shutil
from typing import BinaryIO

from privkg.core import files
from privkg.export.turtle import Turtle
from privkg.store import contents
from privkg.store.graph import Graph

SUFFIX = ".ttl"


def write(graph: Graph, target: BinaryIO) -> None:
    """Write the facts of a graph."""
    turtle = Turtle()
    with files.scratch() as body:  # what the blocks use is declared before them
        for said in contents.merged(graph):
            body.write("".join(turtle.blocks(said)).encode())
        target.write(turtle.head().encode())
        body.seek(0)
        shutil.copyfileobj(body, target)
