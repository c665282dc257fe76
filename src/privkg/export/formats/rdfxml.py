"""RDF/XML: facts, for tools that read nothing else; U+FFFD stands for characters that XML lacks."""

from typing import BinaryIO

from privkg.store import contents, rdf
from privkg.store.graph import Graph

SUFFIX = ".rdf"


def write(graph: Graph, target: BinaryIO) -> None:
    """Write the facts of a graph."""
    merged = contents.merged(graph)
    rdf.write_xml((triple for block in merged for triple in contents.triples(block)), target)
