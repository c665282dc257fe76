"""JSON-LD 1.1: everything, an object for each named graph; an incident holds its rows."""

import json
from functools import lru_cache
from typing import BinaryIO

from privkg.export.jsonld import context
from privkg.export.jsonld.nodes import Objects
from privkg.rdf import prefixes
from privkg.rdf.terms import Term, iri
from privkg.store import contents
from privkg.store.graph import Graph

SUFFIX = ".jsonld"


def write(graph: Graph, target: BinaryIO) -> None:
    """Write all quads of a graph."""
    meanings = {"@base": prefixes.HERE} | context.context()
    head = json.dumps(meanings, indent=2, ensure_ascii=False)
    target.write(f'{{\n"@context": {head},\n"@graph": ['.encode())
    names = contents.graphs(graph)
    for number, (name, said) in enumerate(zip(names, contents.read(graph, names), strict=True)):
        objects = ",\n  ".join(Objects(said, _short, _short).all("  "))
        text = f'{{\n "id": {_short(iri(name))},\n "@graph": [\n  {objects}\n ]\n}}'
        target.write(f"{',' if number else ''}\n{text}".encode())
    target.write(b"\n]\n}\n")


@lru_cache(maxsize=100_000)
def _short(node: Term) -> str:
    return f'"{prefixes.short(node)}"'  # an IRI holds nothing that JSON escapes
