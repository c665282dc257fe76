"""Facets: the properties by which incidents are listed and counted, and the values that they have."""

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from privkg.rdf.terms import Term, iri_text, term
from privkg.reference import concepts
from privkg.reference.vocabulary import Vocabulary


class Facet(StrEnum):
    """A property of incidents; the value is its name in options, the order that of lists."""

    YEAR = "year"
    COUNTRY = "country"
    HARM = "harm"
    ACTOR_TYPE = "actor-type"
    STATUS = "status"

    @property
    def noun(self) -> str:
        """The noun for a value, in messages."""
        return self.replace("-", " ")


@dataclass(frozen=True, slots=True, order=True)
class Value:
    """A value of a facet: its label, and an IRI, or the digits of a year."""

    label: str
    key: str


NO_STATUS = Value("not understood", "NotUnderstood")
"""The value of incidents with an act whose status was not understood, as questions name it."""


def years(dates: Iterable[str]) -> Iterator[Value]:
    """Yield the year of the earliest of some dates, if there is one."""
    for date in sorted(dates)[:1]:
        year = date[:5] if date.startswith("-") else date[:4]
        yield Value(year, year)


def values(facet: Facet, terms: Iterable[Term]) -> Iterator[Value]:
    """Yield the values of a facet for some of its concepts and all that are broader.

    Terms that are not concepts of the facet have no value.
    """
    known = _known(facet)
    for node in {broader for one in terms for broader in _with_broader(facet).get(one, ())}:
        yield Value(known[node], iri_text(node))


@functools.cache
def _vocabularies() -> Mapping[Facet, Vocabulary]:
    return {
        Facet.COUNTRY: concepts.countries(),
        Facet.HARM: concepts.harms_and_groups(),
        Facet.ACTOR_TYPE: concepts.actor_types(),
        Facet.STATUS: concepts.claim_statuses(),
    }


@functools.lru_cache(maxsize=len(Facet))
def _known(facet: Facet) -> Mapping[Term, str]:
    """Return the labels of the concepts of a facet, without `pk:Actor`, which every actor is."""
    every = {one.iri: one.label for one in _vocabularies()[facet]}
    every.pop(term("pk:Actor"), None)
    return every


@functools.lru_cache(maxsize=len(Facet))
def _with_broader(facet: Facet) -> Mapping[Term, list[Term]]:
    """Return each concept of a facet with those that include it."""
    found: dict[Term, list[Term]] = {}
    for broader in _known(facet):
        for node in concepts.with_narrower(broader):
            found.setdefault(node, []).append(broader)
    return found
