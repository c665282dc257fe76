"""Turtle: facts, an incident with its rows after the other, then what incidents share."""

from typing import BinaryIO

from privkg.notation import content, turtle
from privkg.store.graph import Graph

SUFFIX = ".ttl"


def write(graph: Graph, target: BinaryIO) -> None:
    """Write the facts of a graph."""
    target.write(turtle.head(content.facts(graph)).encode())
    target.writelines(block.encode() for block in turtle.blocks(content.facts(graph)))
