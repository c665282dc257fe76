"""TriG: everything, a block for each named graph."""

from itertools import chain
from typing import BinaryIO

from privkg.notation import content, turtle
from privkg.store.graph import Graph
from privkg.terms import iri

SUFFIX = ".trig"


def write(graph: Graph, target: BinaryIO) -> None:
    """Write all quads of a graph."""
    names = content.graphs(graph)
    every = chain.from_iterable(content.triples(graph, name) for name in names)
    target.write(turtle.head(every).encode())
    for name in names:
        target.write(f"\nGRAPH {iri(name)} {{\n".encode())
        blocks = turtle.blocks(content.triples(graph, name), "  ")
        target.writelines(block.encode() for block in blocks)
        target.write(b"}\n")
