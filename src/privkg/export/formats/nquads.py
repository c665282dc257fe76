"""N-Quads: everything, canonical and sorted within each graph, so that its hash is RDFC-1.0's."""

from typing import BinaryIO

from privkg.store import contents
from privkg.store.graph import Graph

SUFFIX = ".nq"


def write(graph: Graph, target: BinaryIO) -> None:
    """Write all quads of a graph."""
    target.writelines(graph.texts(contents.graphs(graph)))
