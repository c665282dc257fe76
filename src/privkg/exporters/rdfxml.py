"""RDF/XML: facts, for tools that read nothing else; U+FFFD stands for characters that XML lacks."""

from typing import BinaryIO

from privkg.notation import content
from privkg.store import rdf
from privkg.store.graph import Graph

SUFFIX = ".rdf"


def write(graph: Graph, target: BinaryIO) -> None:
    """Write the facts of a graph."""
    rdf.write_xml((triple for said in content.merged(graph) for triple in content.triples(said)), target)
