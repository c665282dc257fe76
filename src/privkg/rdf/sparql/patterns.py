"""A parser for a part of SPARQL, which reads the triple patterns of a query.

It reads SELECT, ASK and CONSTRUCT queries with the most frequent syntax, and refuses the rest: SERVICE,
DESCRIBE, relative IRIs, collections, blank node property lists, negated properties. Expressions are
skipped, except for the patterns of EXISTS in them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from privkg.rdf.sparql import paths
from privkg.rdf.sparql.cursor import Cursor, unknown
from privkg.rdf.sparql.groups import Graph, Group, Part, Pattern, Query, Role
from privkg.rdf.sparql.paths import Path
from privkg.rdf.sparql.tokens import Token, close, step
from privkg.rdf.terms import A, Term

_FORMS = ("select", "ask", "construct")
_REPEATED: Mapping[str, Callable[[Path], Path]] = {
    "+": Path.repeated,
    "?": Path.or_empty,
    "*": lambda path: path.repeated().or_empty(),
}


def read(query: str) -> Query:
    """Return the groups of a query.

    Raises:
        QueryError: a string has no end.
        InvalidValueError: the query is long, or has syntax that this parser does not know.
    """
    cursor = Cursor(query)
    cursor.prologue()
    found = _query(cursor)
    if cursor.at < len(cursor.tokens):
        raise unknown(cursor.token)
    return found


def _query(cursor: Cursor) -> Query:
    """Read a query from its form on, to the end of its clauses."""
    form = cursor.text
    if form not in _FORMS:
        raise unknown(cursor.token)
    cursor.at += 1
    if form == "construct" and cursor.text == "{":  # the template, which matches nothing
        _skip_block(cursor)
    start = cursor.at
    before = tuple(_exists_in_clauses(cursor, "{"))
    projected = _projected(cursor.tokens[start : cursor.at]) if form == "select" else frozenset()
    group = _group(cursor)
    return Query(group, (*before, *_exists_in_clauses(cursor, "")), projected)


def _projected(tokens: Sequence[Token]) -> frozenset[str] | None:
    """Return the variables of a projection that are not in brackets; None for `*`."""
    found, depth = set[str](), 0
    for token in tokens:
        depth += step(token)
        if not depth and token.text == "*":
            return None
        if not depth and token.kind == "variable":
            found.add(f"?{token.text[1:]}")
    return frozenset(found)


def _exists_in_clauses(cursor: Cursor, end: str) -> Iterator[Group]:
    """Read clauses up to a token or the end of the query; yield the groups of EXISTS in them."""
    while cursor.text not in (end, "", "}"):
        if cursor.text == "(":
            yield from _brackets(cursor)
        elif cursor.skip("values"):
            _values(cursor)
        elif cursor.text == "{":
            raise unknown(cursor.token)
        else:
            cursor.at += 1


def _group(cursor: Cursor) -> Group:
    cursor.take("{")
    if cursor.text == "select":
        found = Group([_query(cursor)])
        cursor.take("}")
        return found
    found = Group()
    while not cursor.skip("}"):
        if cursor.text == "{":
            found.parts.append(Part(Role.JOINED, tuple(_alternatives(cursor))))
        elif cursor.kind == "word" and cursor.text in _PARTS:
            read_part = _PARTS[cursor.text]
            cursor.at += 1
            found.parts += read_part(cursor)
        else:
            found.parts += _triples(cursor)
        cursor.skip(".")
    return found


def _alternatives(cursor: Cursor) -> Iterator[Group]:
    yield _group(cursor)
    while cursor.skip("union"):
        yield _group(cursor)


def _optional(cursor: Cursor) -> list[Part]:
    return [Part(Role.OPTIONAL, (_group(cursor),))]


def _filter(cursor: Cursor) -> list[Part]:
    """Read the condition of a FILTER: EXISTS, a bracket, or a call."""
    if cursor.text in ("exists", "not"):
        return [Part(Role.TESTED, (_exists(cursor),))]
    while cursor.kind in ("word", "iri", "name", "local"):
        cursor.at += 1
    return [Part(Role.TESTED, _brackets(cursor))]


def _bind(cursor: Cursor) -> list[Part]:
    return [Part(Role.BOUND, _brackets(cursor))]


def _graph(cursor: Cursor) -> list[Graph]:
    return [Graph(cursor.node(), _group(cursor))]


def _values(cursor: Cursor) -> list[Part]:
    """Skip a VALUES block, which matches nothing."""
    cursor.at += 1  # a variable, or the bracket before several
    while cursor.kind == "variable" or cursor.text == ")":
        cursor.at += 1
    _skip_block(cursor)
    return []


_PARTS: Mapping[str, Callable[[Cursor], Sequence[Part | Graph]]] = {
    "optional": _optional,
    "minus": _optional,
    "filter": _filter,
    "bind": _bind,
    "graph": _graph,
    "values": _values,
}


def _skip_block(cursor: Cursor) -> None:
    if cursor.text != "{":
        raise unknown(cursor.token)
    cursor.at = close(cursor.tokens, cursor.at) + 1


def _exists(cursor: Cursor) -> Group:
    cursor.skip("not")
    cursor.take("exists")
    return _group(cursor)


def _brackets(cursor: Cursor) -> tuple[Group, ...]:
    """Skip an expression in brackets; return the groups of EXISTS in it."""
    cursor.take("(")
    found = list[Group]()
    while not cursor.skip(")"):
        if cursor.text == "(":
            found += _brackets(cursor)
        elif cursor.text == "exists":
            found.append(_exists(cursor))
        elif cursor.text in ("", "{", "}"):
            raise unknown(cursor.token)
        else:
            cursor.at += 1
    return tuple(found)


def _triples(cursor: Cursor) -> Iterator[Pattern]:
    """Read the triples of one subject."""
    subject = cursor.node()
    while cursor.text not in (".", "}"):
        path = _verb(cursor)
        yield Pattern(subject, path, cursor.node())
        while cursor.skip(","):
            yield Pattern(subject, path, cursor.node())
        if cursor.text != ";":
            return
        while cursor.skip(";"):
            pass


def _verb(cursor: Cursor) -> Path | None:
    if cursor.kind == "variable":
        cursor.at += 1
        return None
    return _path(cursor)


def _path(cursor: Cursor) -> Path:
    found = _sequence(cursor)
    while cursor.skip("|"):
        found = found.or_else(_sequence(cursor))
    return found


def _sequence(cursor: Cursor) -> Path:
    found = _step(cursor)
    while cursor.skip("/"):
        found = found.then(_step(cursor))
    return found


def _step(cursor: Cursor) -> Path:
    is_inverse = cursor.skip("^")
    if cursor.skip("("):
        found = _path(cursor)
        cursor.take(")")
    elif cursor.skip("a"):
        found = paths.of_predicate(A)
    else:
        found = paths.of_predicate(Term(cursor.iri()))
    if cursor.text in _REPEATED:
        found = _REPEATED[cursor.text](found)
        cursor.at += 1
    return found.inverse() if is_inverse else found
