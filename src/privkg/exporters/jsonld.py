"""JSON-LD 1.1: everything, an object for each named graph; an incident holds its rows."""

import json
from typing import BinaryIO

from privkg import properties
from privkg.exporters import _content, _context, _names
from privkg.exporters._content import Things
from privkg.store.graph import Graph
from privkg.store.rdf import literal_parts
from privkg.terms import A, Term, iri, term

SUFFIX = ".jsonld"
_ROWS = term("pk:hasViolation")
_ROW_OF = term("pk:violationOf")


def write(graph: Graph, target: BinaryIO) -> None:
    """Write all quads of a graph."""
    head = json.dumps(_context.context(), indent=2, ensure_ascii=False)
    target.write(f'{{\n"@context": {head},\n"@graph": ['.encode())
    for number, name in enumerate(_content.graphs(graph)):
        things = _content.things(_content.triples(graph, name))
        document = {"id": _names.short(iri(name)), "@graph": _documents(things)}
        text = json.dumps(document, indent=1, ensure_ascii=False)
        target.write(f"{',' if number else ''}\n{text}".encode())
    target.write(b"\n]\n}\n")


def _documents(things: Things) -> list[dict[str, object]]:
    """Return an object for each thing that no other one here holds as its row."""
    held = {row for about in things.values() for row in about.get(_ROWS, ()) if row in things}
    return [_object(node, things) for node in things if node not in held]


def _object(node: Term, things: Things) -> dict[str, object]:
    written: dict[str, object] = {"id": _names.short(node)}
    about = things[node]
    if A in about:
        written["type"] = _one_or_all([_names.short(value) for value in about[A]])
    for name, predicate in sorted(((_key(p), p) for p in about if p != A), key=_last_rows):
        written[name] = _one_or_all([_value(value, predicate, things) for value in about[predicate]])
    return written


def _last_rows(item: tuple[str, Term]) -> tuple[bool, str]:
    return item[1] == _ROWS, item[0]


def _key(predicate: Term) -> str:
    return properties.names().get(predicate, (_names.short(predicate), False))[0]


def _value(value: Term, predicate: Term, things: Things) -> object:
    if predicate == _ROWS and value in things:
        return _object(value, things)
    is_thing = properties.names().get(predicate, ("", False))[1]
    if value.startswith("<"):
        return _names.short(value) if is_thing else {"id": _names.short(value)}
    written = _literal(value)
    return {"@value": written} if is_thing and not isinstance(written, dict) else written


def _literal(value: Term) -> object:
    """Return a literal as JSON says it: text, a number or a truth as such, all else with its type."""
    text, language, kind = literal_parts(value)
    if language:
        return {"@value": text, "@language": language}
    datatype = _names.short(kind)
    if datatype == "xsd:string":
        return text
    if datatype == "xsd:integer" and str(int(text)) == text and abs(int(text)) < 2**53:
        return int(text)
    if datatype == "xsd:boolean" and text in ("true", "false"):
        return text == "true"
    return {"@value": text, "@type": datatype}


def _one_or_all(values: list[object]) -> object:
    return values[0] if len(values) == 1 else values
