"""N-Triples: facts, a triple a line, in the order of `store.contents`."""

from typing import BinaryIO

from privkg.store import contents
from privkg.store.graph import Graph

SUFFIX = ".nt"


def write(graph: Graph, target: BinaryIO) -> None:
    """Write the facts of a graph."""
    for said in contents.read(graph, contents.graphs_of_facts(graph)):
        target.write("".join(f"{s} {p} {o} .\n" for s, p, o in contents.triples(said)).encode())
