"""Checks the values of SHACL's properties in shapes graphs, and reports an invalid one with its line.

With an invalid value, pySHACL may fail with an internal error, or silently check nothing.

Source: Shapes Constraint Language (W3C, 2017), Appendix A, "Summary of SHACL Syntax Rules".
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from privkg.check.shapes.graph import Triples
from privkg.core.errors import Place, RdfError, in_file
from privkg.rdf.terms import Term, iri_text, term
from privkg.store import turtle_places
from privkg.store.rdf import literal_parts, literal_text

_MOST_DIGITS = 1_000
_MOST_SHOWN = 60
_STRING, _LANG_STRING = term("xsd:string"), term("rdf:langString")
_INTEGER, _BOOLEAN = term("xsd:integer"), term("xsd:boolean")
_NUMBER = re.compile(r"\s*[+-]?[0-9]")
_KINDS = ("BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRI", "IRIOrLiteral", "Literal")
_NODE_KINDS = frozenset(term(f"sh:{name}") for name in _KINDS)

Rule = tuple[Callable[[Term], bool], str]
"""A test for valid values, and the advice for an invalid one."""


def check(path: Path, triples: Triples) -> None:
    """Check the values of SHACL's properties in a file of shapes.

    Raises:
        RdfError: a value is invalid, or there are two where one is allowed; located at `file:line:col`
            if the file is Turtle or N-Triples.
    """
    for _, predicate, value in triples.all:
        wrong = next(_wrong(triples, predicate, value), None)
        if wrong:
            at, words = wrong
            raise RdfError(words, _place(path, predicate, at))
    for subject in sorted({s for s, _, _ in triples.all}):
        for predicate, values in triples.about(subject).items():
            if len(values) > 1 and predicate in _SINGLE:
                shown = " and ".join(map(_shown, values[:2]))
                place = _place(path, predicate, values[1])
                raise RdfError(f"{_name(predicate)} has two values, {shown}; keep one", place)


def _wrong(triples: Triples, predicate: Term, value: Term) -> Iterator[tuple[Term, str]]:
    """Yield each invalid value in a triple, or in the list that is its object, with a message."""
    if value.startswith('"') and _is_too_long(value):
        yield (
            value,
            f"{_shown(value)} is a number of more than {_MOST_DIGITS:,} digits; write a shorter one",
        )
    if predicate in _RULES:
        is_fine, advice = _RULES[predicate]
        if not is_fine(value):
            yield value, f"{_name(predicate)} is {_shown(value)}; write {advice}"
    if predicate in _LISTS:
        if not triples.is_list(value):
            yield value, f"{_name(predicate)} is {_shown(value)}; write a list, such as ( … )"
            return
        is_fine, advice = _LISTS[predicate]
        for item in triples.items(value):
            if not is_fine(item):
                yield item, f"{_name(predicate)} lists {_shown(item)}; write {advice}"


def _is_too_long(value: Term) -> bool:
    """Return whether a literal is a number so long that Python refuses it, or is slow to convert it."""
    if len(value) <= _MOST_DIGITS:
        return False
    text, _, datatype = literal_parts(value)
    return datatype not in (_STRING, _LANG_STRING) and bool(_NUMBER.match(text))


def _is_iri(value: Term) -> bool:
    return value.startswith("<")


def _is_node(value: Term) -> bool:
    return not value.startswith('"')


def _is_literal(value: Term) -> bool:
    return value.startswith('"')


def _is_count(value: Term) -> bool:
    return _is_literal(value) and _is_of(value, _INTEGER, r"\s*\+?[0-9]+\s*|-0+")


def _is_flag(value: Term) -> bool:
    return _is_literal(value) and _is_of(value, _BOOLEAN, "true|false|1|0")


def _is_string(value: Term) -> bool:
    return _is_literal(value) and _is_of(value, _STRING, ".*")


def _is_text(value: Term) -> bool:
    return _is_literal(value) and literal_parts(value)[2] in (_STRING, _LANG_STRING)


def _is_of(value: Term, datatype: Term, pattern: str) -> bool:
    text, _, found = literal_parts(value)
    return found == datatype and bool(re.fullmatch(pattern, text, re.DOTALL | re.ASCII))


def _is_node_kind(value: Term) -> bool:
    return value in _NODE_KINDS


def _is_pattern(value: Term) -> bool:
    try:
        return _is_string(value) and bool(re.compile(literal_text(value)))
    except (re.error, OverflowError, RecursionError):
        return False


def _place(path: Path, predicate: Term, value: Term) -> Place:
    if path.suffix.lower() not in (".ttl", ".nt"):
        return in_file(path)
    return turtle_places.place_of_value(path, predicate, value)


def _name(predicate: Term) -> str:
    return f"sh:{iri_text(predicate).rpartition('#')[2]}"


def _shown(value: Term) -> str:
    if value.startswith("_:"):
        return "a blank node"
    return value if len(value) <= _MOST_SHOWN else f"{value[:_MOST_SHOWN]}…"


def _each(names: str, is_fine: Callable[[Term], bool], advice: str) -> dict[Term, Rule]:
    return {term(f"sh:{name}"): (is_fine, advice) for name in names.split()}


_RULES: dict[Term, Rule] = {
    **_each(
        "minCount maxCount minLength maxLength qualifiedMinCount qualifiedMaxCount",
        _is_count,
        "a whole number from 0, without quotation marks, such as 1",
    ),
    **_each(
        "closed deactivated optional qualifiedValueShapesDisjoint uniqueLang", _is_flag, "true or false"
    ),
    **_each(
        "class datatype disjoint equals lessThan lessThanOrEquals severity targetClass targetObjectsOf"
        " targetSubjectsOf",
        _is_iri,
        "an IRI",
    ),
    **_each(
        "node not path property qualifiedValueShape sparql", _is_node, "an IRI or a blank node: [ … ]"
    ),
    **_each("minExclusive minInclusive maxExclusive maxInclusive", _is_literal, "a number or a date"),
    **_each("nodeKind", _is_node_kind, f"sh:{', sh:'.join(_KINDS[:-1])} or sh:{_KINDS[-1]}"),
    **_each("pattern", _is_pattern, 'a regular expression as a string, such as "^[a-z]+$"'),
    **_each("ask flags prefix select", _is_string, "a string"),
    **_each("message", _is_text, "a string, with a language or without"),
}
_LISTS: dict[Term, Rule] = {
    **_each("in", lambda _: True, "a list"),
    **_each("and or xone", _is_node, "shapes: IRIs or blank nodes"),
    **_each("ignoredProperties", _is_iri, "IRIs"),
    **_each("languageIn", _is_string, 'tags of languages as strings, such as "en"'),
}
_SINGLES = """
closed datatype deactivated flags in languageIn maxCount maxExclusive maxInclusive maxLength minCount
minExclusive minInclusive minLength nodeKind path qualifiedMaxCount qualifiedMinCount severity uniqueLang
"""
_SINGLE = frozenset(term(f"sh:{name}") for name in _SINGLES.split())
