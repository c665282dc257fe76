"""JSON-LD 1.1: everything, an object for each named graph; an incident holds its rows."""

import json
from functools import lru_cache
from typing import BinaryIO

from privkg.notation import content, context, shortening
from privkg.notation.objects import Objects, quoted
from privkg.store.graph import Graph
from privkg.terms import Term, iri

SUFFIX = ".jsonld"


def write(graph: Graph, target: BinaryIO) -> None:
    """Write all quads of a graph."""
    meanings = {"@base": shortening.HERE} | context.context()
    head = json.dumps(meanings, indent=2, ensure_ascii=False)
    target.write(f'{{\n"@context": {head},\n"@graph": ['.encode())
    for number, name in enumerate(content.graphs(graph)):
        things = content.things(content.triples(graph, name))
        objects = ",\n  ".join(Objects(things, _short, _short).all("  "))
        text = f'{{\n "id": {_short(iri(name))},\n "@graph": [\n  {objects}\n ]\n}}'
        target.write(f"{',' if number else ''}\n{text}".encode())
    target.write(b"\n]\n}\n")


@lru_cache(maxsize=100_000)
def _short(node: Term) -> str:
    return quoted(shortening.short(node))
