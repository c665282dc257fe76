"""TriG: everything, a block for each named graph."""

from itertools import chain
from typing import BinaryIO

from privkg.exporters import _content, _turtle
from privkg.store.graph import Graph
from privkg.terms import iri

SUFFIX = ".trig"


def write(graph: Graph, target: BinaryIO) -> None:
    """Write all quads of a graph."""
    names = _content.graphs(graph)
    every = chain.from_iterable(_content.triples(graph, name) for name in names)
    target.write(_turtle.head(every).encode())
    for name in names:
        target.write(f"\nGRAPH {iri(name)} {{\n".encode())
        blocks = _turtle.blocks(_content.triples(graph, name), "  ")
        target.writelines(block.encode() for block in blocks)
        target.write(b"}\n")
