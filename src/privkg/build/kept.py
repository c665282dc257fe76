"""What was read of a text as JSON, and back: strictly, each field of its kind."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from privkg.build.lifting.shared_nodes import Mention
from privkg.build.pages import Read
from privkg.core import rules
from privkg.core.errors import InvalidValueError
from privkg.core.findings import Place, PlacedFinding
from privkg.rdf import iris
from privkg.rdf.terms import Term, Triple
from privkg.store import rdf

_IRI = r'<[^<>"{}|^`\\\x00-\x20]+>'
_LITERAL = rf'"(?:[^"\\\n\r]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^{_IRI})?'
_NODE = re.compile(_IRI)
_TERM = re.compile(f"{_IRI}|{_LITERAL}")
_LINE = re.compile(rf"{_IRI} {_IRI} (?:{_IRI}|{_LITERAL}) ({_IRI}) \.\n")


def to_json(page: Read) -> dict[str, Any]:
    """Return what was read of a page as what JSON can hold."""
    found = [[f.rule.code, f.message, *map(asdict, (f.place, *f.related))] for f in page.findings]
    held = asdict(page) | {"used": sorted(page.used), "findings": found}
    del held["is_kept"]
    return held


def from_json(held: dict[str, Any]) -> Read:
    """Return what `to_json` was given.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it is not what `to_json` returns.
    """
    left = dict(held)
    slug = _text(left.pop("slug"))
    proof = iris.prov_graph(slug)
    page = Read(
        path=_text(left.pop("path")),
        file_name=_text(left.pop("file_name")),
        sha256=_text(left.pop("sha256")),
        title=_text(left.pop("title")),
        slug=slug,
        facts=_lines(left.pop("facts"), iris.graph(slug)),
        provenance=_lines(left.pop("provenance"), proof),
        claims=_lines(left.pop("claims"), proof),
        used=frozenset(_node(each) for each in _list(left.pop("used"))),
        mentions=tuple(_mentions(_list(left.pop("mentions")))),
        findings=tuple(_finding(*each) for each in _list(left.pop("findings"))),
        is_kept=True,
    )
    if left:
        raise InvalidValueError(f"unknown fields {sorted(left)}")
    rdf.check_lines(_quads(page))
    return page


def _quads(page: Read) -> Iterator[str]:
    """Yield all terms of a page in quads, for the engine to read."""
    yield from (*page.facts, *page.provenance, *page.claims)
    yield from (f"{node} {node} {node} .\n" for node in page.used)
    for mention in page.mentions:
        yield f"{mention.node} {mention.node} {mention.node} .\n"
        yield from (f"{s} {p} {o} .\n" for s, p, o in mention.triples)


def _lines(held: Any, graph: Term) -> list[str]:
    for line in _list(held):
        match = _LINE.fullmatch(_text(line))
        if not match or match[1] != graph:
            raise InvalidValueError(f"not a quad of {graph}: {line}")
    return list(held)


def _mentions(held: Iterable[Any]) -> Iterator[Mention]:
    for one in held:
        name = one["name"]
        triples = tuple(_triple(*triple) for triple in _list(one["triples"]))
        yield Mention(_node(one["node"]), None if name is None else _text(name), triples)


def _triple(subject: Any, predicate: Any, value: Any) -> Triple:
    if not _TERM.fullmatch(_text(value)):
        raise InvalidValueError(f"not a term: {value}")
    return _node(subject), _node(predicate), Term(value)


def _finding(code: Any, message: Any, place: Any, *related: Any) -> PlacedFinding:
    return PlacedFinding(
        rule=rules.BY_CODE[code],
        message=_text(message),
        place=_place(place),
        related=tuple(map(_place, related)),
    )


def _place(held: Any) -> Place:
    numbers = {name: held[name] for name in ("line", "column", "end_line", "end_column")}
    if any(type(number) is not int or number < 1 for number in numbers.values()):
        raise InvalidValueError(f"not a place: {numbers}")
    return Place(path=_text(held["path"]), excerpt=_text(held["excerpt"]), **numbers)


def _node(held: Any) -> Term:
    if not _NODE.fullmatch(_text(held)):
        raise InvalidValueError(f"not an IRI: {held}")
    return Term(held)


def _list(held: Any) -> list[Any]:
    if not isinstance(held, list):
        raise InvalidValueError("not a list")
    return held


def _text(held: Any) -> str:
    if not isinstance(held, str):
        raise InvalidValueError("not a text")
    return held
