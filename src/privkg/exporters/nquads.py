"""N-Quads: everything, canonical and sorted within each graph, so that its hash is RDFC-1.0's."""

from typing import BinaryIO

from privkg.notation import content
from privkg.store.graph import Graph
from privkg.terms import iri

SUFFIX = ".nq"


def write(graph: Graph, target: BinaryIO) -> None:
    """Write all quads of a graph."""
    for name in content.graphs(graph):
        end = f" {iri(name)} .\n"
        target.writelines((line.removesuffix(" .\n") + end).encode() for line in graph.lines(name))
