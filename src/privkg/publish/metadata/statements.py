"""The triples of a catalogue record, functions that make their terms, and their Turtle."""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from urllib.parse import quote

from privkg.export.turtle import Turtle
from privkg.rdf import prefixes
from privkg.rdf.terms import PREFIXES, A, Term, Triple, iri, literal
from privkg.store import contents

_PREFIXES = PREFIXES | prefixes.CATALOGUES
WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
_NONE: Mapping[str, Term] = MappingProxyType({})
_IN_FRAGMENTS = ":/"  # RFC 3986, 3.5; letters, digits and -._~ are never encoded
_XSD = "http://www.w3.org/2001/XMLSchema#"


class Statements:
    """A set of triples, filled one subject at a time."""

    def __init__(self) -> None:
        self._triples: set[Triple] = set()

    def add(
        self, subject: Term, kind: str, values: Mapping[str, Term | Iterable[Term] | None] = _NONE
    ) -> Term:
        """Add the type and properties of a subject; return the subject.

        Args:
            subject: the described resource.
            kind: its class, such as `dcat:Dataset`.
            values: properties such as `dcterms:title`, each with one value, several, or None.
        """
        self._triples.add((subject, A, name(kind)))
        for key, found in values.items():
            some = [found] if isinstance(found, str) else list(found or ())
            self._triples |= {(subject, name(key), Term(value)) for value in some}
        return subject

    def to_turtle(self, comment: str, here: str) -> str:
        """Return the triples as Turtle, sorted, below a comment.

        Args:
            comment: one line of text.
            here: the base IRI; if it is empty, relative IRIs are resolved against the document's.
        """
        turtle = Turtle(here, _PREFIXES)
        blocks = "".join(turtle.blocks(contents.things(self._triples)))
        return f"# {comment}\n{turtle.head()}{blocks}"

    def has(self, predicate: str, subject: Term) -> bool:
        """Return whether a subject has a property."""
        return any(s == subject and p == name(predicate) for s, p, _ in self._triples)


def name(curie: str) -> Term:
    """Return the IRI of a prefixed name, such as `dcat:Dataset`."""
    prefix, _, local = curie.partition(":")
    return iri(f"{_PREFIXES[prefix]}{local}")


def text(words: str, language: str | None = None) -> Term:
    """Return a literal, with a language tag if one is given."""
    plain = literal(words)
    return Term(f"{plain}@{language}") if language else plain


def texts(words: Iterable[str], language: str | None = None) -> list[Term]:
    """Return a literal for each text, with a language tag if one is given."""
    return [text(each, language) for each in words]


def typed(value: str, datatype: str) -> Term:
    """Return a literal with an XML Schema datatype, such as `date`."""
    return Term(f"{literal(value)}^^<{_XSD}{datatype}>")


def number(value: int) -> Term:
    """Return an `xsd:integer`."""
    return typed(str(value), "integer")


def day(value: datetime.date) -> Term:
    """Return an `xsd:date`."""
    return typed(value.isoformat(), "date")


def wkt(shape: str) -> Term:
    """Return a GeoSPARQL literal of Well-Known Text."""
    return Term(f"{literal(shape)}^^<{WKT}>")


def box(corners: tuple[Decimal, Decimal, Decimal, Decimal]) -> str:
    """Return a box, given as west, south, east and north, as Well-Known Text, longitude first."""
    west, south, east, north = corners
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return f"POLYGON(({', '.join(f'{x} {y}' for x, y in ring)}))"


def centre(corners: tuple[Decimal, Decimal, Decimal, Decimal]) -> str:
    """Return the centre of a box as Well-Known Text."""
    west, south, east, north = corners
    return f"POINT({(west + east) / 2} {(south + north) / 2})"


def fragment(document: str, *parts: str) -> Term:
    """Return the IRI of a part of a document: the document's IRI with a fragment made from words.

    Other words have another IRI: signs are percent-encoded, among them the comma that separates words.
    It is relative if the document's IRI is empty.
    """
    words = ",".join(quote(part, safe=_IN_FRAGMENTS) for part in parts)
    found = f"{document}#{words}"
    return iri(found) if document else Term(f"<{found}>")
