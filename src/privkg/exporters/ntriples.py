"""N-Triples: facts, a triple a line, in the order of `notation.content`."""

from typing import BinaryIO

from privkg.notation import content
from privkg.store.graph import Graph

SUFFIX = ".nt"


def write(graph: Graph, target: BinaryIO) -> None:
    """Write the facts of a graph."""
    target.writelines(f"{s} {p} {o} .\n".encode() for s, p, o in content.facts(graph))
