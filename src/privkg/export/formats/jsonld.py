"""JSON-LD 1.1: all quads, an object for each named graph, with rows nested in their incident."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from privkg.core.progress import SILENT, Progress, followed
from privkg.export.formats import Carries, FileFormat
from privkg.export.jsonld import context
from privkg.export.jsonld.nodes import Objects
from privkg.export.target import Target
from privkg.rdf import prefixes
from privkg.rdf.terms import Term, iri
from privkg.store import contents, rdf
from privkg.store.graph import Graph

FORMAT = FileFormat(
    name="JSON-LD",
    suffix=".jsonld",
    media_type="application/ld+json",
    carries=Carries.QUADS,
    purpose=(
        "programs that read JSON: an object for each named graph, rows nested in their incident, "
        "short names for properties"
    ),
    file_type="JSON_LD",
    w3c="http://www.w3.org/ns/formats/JSON-LD",
)


def write(graph: Graph, target: Target, progress: Progress = SILENT) -> None:
    """Write all quads of a graph."""

    @lru_cache(maxsize=100_000)
    def short(node: Term) -> str:
        return f'"{prefixes.short(node, graph.base.things)}"'  # no character of an IRI needs an escape

    with target.file() as file:
        meanings = {"@base": graph.base.things} | context.context()
        head = json.dumps(meanings, indent=2, ensure_ascii=False)
        file.write(f'{{\n"@context": {head},\n"@graph": ['.encode())
        names = contents.graphs(graph)
        described = zip(names, contents.read(graph, names), strict=True)
        found = followed(described, progress, f"writing {FORMAT.name}", len(names))
        for number, (name, things) in enumerate(found):
            objects = ",\n  ".join(Objects(things, short, short).all("  "))
            text = f'{{\n "id": {short(iri(name))},\n "@graph": [\n  {objects}\n ]\n}}'
            file.write(f"{',' if number else ''}\n{text}".encode())
        file.write(b"\n]\n}\n")


def read(path: Path) -> Iterator[rdf.Statement]:
    """Yield the statements of a file."""
    return rdf.read_quads(path, FORMAT.media_type)
