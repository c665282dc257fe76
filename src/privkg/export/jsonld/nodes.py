"""Serializes resources as JSON-LD node objects, a line for each property, with parts nested.

Canonical N-Triples escapes every character in a literal that JSON must escape, with escapes that are
valid in JSON too. So the text of a literal is copied without decoding it.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from privkg.rdf.prefixes import prefixed
from privkg.rdf.terms import A, Term, term
from privkg.reference import properties
from privkg.store.contents import Things

PARTS = {term("pk:hasViolation"): "/v", term("pk:hasDecision"): "/d"}
"""Properties whose values are parts of an incident, with the text before the number in their IRIs."""
Naming = Callable[[Term], str]
"""Returns the JSON of an IRI."""

_INTEGER, _BOOLEAN = f"^^{term('xsd:integer')}", f"^^{term('xsd:boolean')}"
_TRUTHS = ('"true"', '"false"')
_WHOLE = re.compile('"(?:0|-?[1-9][0-9]{0,14})"')  # integers with more digits may be inexact as doubles
_WIDTH = 90
"""The maximum length of a list of values on one line."""


class Objects:
    """Serializes resources as JSON objects."""

    def __init__(self, things: Things, identify: Naming, refer: Naming) -> None:
        """Store the resources and the functions that return their JSON.

        Args:
            things: the resources with their descriptions.
            identify: returns the JSON of a resource's IRI.
            refer: returns the JSON of a resource that is the value of a property.
        """
        self._things = things
        self._identify = identify
        self._refer = refer

    def all(self, indent: str) -> Iterator[str]:
        """Yield an object for each resource that is not nested in another as its part."""
        held = {part for node in self._things for each in PARTS for part in self._parts(node, each)}
        return (self.one(node, indent) for node in self._things if node not in held)

    def one(self, node: Term, indent: str = "") -> str:
        """Return the object of a resource, its last line indented by `indent`."""
        about = self._things[node]
        inner = f"\n{indent} "
        found = [f'"id": {self._identify(node)}', *members(about, self._refer, inner)]
        for predicate in PARTS:
            if predicate in about:
                here = self._parts(node, predicate)
                parts = [self.one(part, f"{indent}  ") for part in self._things if part in here]
                parts += [
                    _value(part, True, self._refer) for part in about[predicate] if part not in here
                ]
                found.append(f'"{_naming(predicate)[0]}": {listed(parts, inner)}')
        return f"{{{inner}{f',{inner}'.join(found)}\n{indent}}}"

    def _parts(self, node: Term, predicate: Term) -> set[Term]:
        """Return the parts nested in a resource: the referenced resources whose IRIs extend its own."""
        named, mark = self._things[node].get(predicate, ()), PARTS[predicate]
        return {part for part in named if part in self._things and part.rpartition(mark)[0] == node[:-1]}


def members(about: Mapping[Term, list[Term]], refer: Naming, line: str) -> Iterator[str]:
    """Yield the description of a resource as members of an object, its type first, without parts.

    Args:
        about: the values of each property.
        refer: returns the JSON of a resource that is a value.
        line: the line end and indentation before each line of a value.
    """
    if A in about:
        yield f'"type": [{", ".join(map(_type, about[A]))}]'
    for predicate, key, is_thing, is_list in _order(tuple(about)):
        values = about[predicate]
        if len(values) == 1 and not is_list:
            yield key + _value(values[0], is_thing, refer)
        else:
            yield key + listed([_value(value, is_thing, refer) for value in values], line)


@lru_cache(maxsize=10_000)
def _type(node: Term) -> str:
    return quoted(prefixed(node))


def listed(values: list[str], line: str) -> str:
    """Return a list of values, on one line if it is short."""
    if sum(map(len, values)) < _WIDTH:
        return f"[{', '.join(values)}]"
    return f"[{line} {f',{line} '.join(values)}{line}]"


def quoted(text: str) -> str:
    """Return a text as a JSON string."""
    return json.dumps(text, ensure_ascii=False)


def _value(value: Term, is_thing: bool, refer: Naming) -> str:
    if value[-1] == '"' and not is_thing:
        return value
    if value[0] != "<":
        return _literal(value, is_thing)
    named = refer(value)
    return named if is_thing or named[0] == "{" else f'{{"id": {named}}}'


def _literal(value: Term, is_among_things: bool) -> str:
    """Return a literal: strings, integers and booleans as JSON values, others as value objects."""
    end = value.rindex('"') + 1
    text, kind = value[:end], value[end:]
    if kind.startswith("@"):
        return f'{{"@value": {text}, "@language": "{kind[1:]}"}}'
    if (kind == _INTEGER and _WHOLE.fullmatch(text)) or (kind == _BOOLEAN and text in _TRUTHS):
        text = text[1:-1]
    elif kind:
        return f'{{"@value": {text}, "@type": {quoted(prefixed(Term(kind[2:])))}}}'
    return f'{{"@value": {text}}}' if is_among_things else text


@lru_cache(maxsize=10_000)
def _order(predicates: tuple[Term, ...]) -> list[tuple[Term, str, bool, bool]]:
    """Return properties sorted by name, each with its key, whether values are IRIs, and are a list."""
    named = sorted((_naming(each), each) for each in predicates if each != A and each not in PARTS)
    return [
        (each, f"{quoted(name)}: ", is_thing, name in properties.REPEATED)
        for (name, is_thing), each in named
    ]


def _naming(predicate: Term) -> tuple[str, bool]:
    """Return the name of a property, and whether its values are IRIs."""
    return properties.names().get(predicate) or (prefixed(predicate), False)
