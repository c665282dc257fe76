"""Entries of the index: what an incident is found by."""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from privkg.rdf import order
from privkg.rdf.iris import Base
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import ALT_LABEL, PREF_LABEL, A, Term, Triple, term
from privkg.search import facets
from privkg.search.facets import NO_STATUS, Facet, Value
from privkg.store.graph import Quads
from privkg.store.rdf import literal_text

_TITLES = (term("dcterms:title"), term("dcterms:alternative"))
_FIRST = (term("dcterms:abstract"), term("dcterms:description"))
_DATE, _PLACE, _COUNTRY = term("dcterms:date"), term("dcterms:spatial"), term("pk:country")
_ACTORS = (term("pk:actor"), term("pk:statedActor"))
_HARMS = (term("pk:harm"), term("pk:statedHarm"), term("pk:markedHarm"))
_STATUS, _ROW_OF = term("pk:claimStatus"), term("pk:violationOf")
_NOT_FOUND = frozenset((A, term("pk:dateEdtf"), term("pk:derivedBy"), term("pk:leftEmpty"), *_TITLES))
"""Properties whose values an incident is not found by."""
_LABELS = (PREF_LABEL, ALT_LABEL)
_OF_ONE_PAGE = frozenset((Kind.INCIDENT, Kind.PAGE, Kind.SOURCE))
_MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An incident in the index.

    Attributes:
        slug: its slug.
        titles: its titles, the main one first.
        names: the labels of all that it names, sorted.
        texts: its texts, as paragraphs: what happened, then each row and decision.
        date: its earliest date; empty if it is not known.
        values: its values of the facets.
    """

    slug: str
    titles: tuple[str, ...]
    names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    date: str = ""
    values: Mapping[Facet, tuple[Value, ...]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The main title, or the slug if there is none."""
        return self.titles[0] if self.titles else self.slug


class Described:
    """What a dataset states about the resources that incidents share; the last looked up are kept."""

    def __init__(self, quads: Quads) -> None:
        self.base = quads.base
        self._quads = quads
        self._known = functools.lru_cache(maxsize=_MOST_KEPT)(self._look_up)

    def labels(self, nodes: Iterable[Term]) -> set[str]:
        """Return all labels of resources."""
        return {label for node in nodes for label in self._known(node).labels}

    def countries(self, places: Iterable[Term]) -> set[Term]:
        """Return the countries of places."""
        return {country for place in places for country in self._known(place).countries}

    def types(self, actors: Iterable[Term]) -> set[Term]:
        """Return the classes of actors."""
        return {type_ for actor in actors for type_ in self._known(actor).types}

    def _look_up(self, node: Term) -> "_Description":
        about = [triple for triple, _ in self._quads.facts.triples(node)]
        return _Description(
            labels=tuple(literal_text(o) for _, p, o in about if p in _LABELS),
            types=tuple(o for _, p, o in about if p == A),
            countries=tuple(o for _, p, o in about if p == _COUNTRY),
        )


@dataclass(frozen=True, slots=True)
class _Description:
    """The labels, classes and countries of a resource."""

    labels: tuple[str, ...]
    types: tuple[Term, ...]
    countries: tuple[Term, ...]


def entry(slug: str, facts: Iterable[Triple], described: Described) -> Entry:
    """Return the entry of an incident.

    Args:
        slug: its slug.
        facts: the triples of its own graph.
        described: the descriptions of what it names.
    """
    incident, stated = described.base.incident(slug), _by_property(facts)
    dates = sorted(literal_text(o) for s, o in stated.get(_DATE, ()) if s == incident)
    titles = (o for title in _TITLES for s, o in stated.get(title, ()) if s == incident)
    return Entry(
        slug=slug,
        titles=tuple(map(literal_text, titles)),
        names=tuple(sorted(described.labels(_named(stated, described.base)))),
        texts=tuple(literal_text(o) for _, _, o in sorted(_texts(stated), key=_place)),
        date="".join(dates[:1]),
        values={
            facet: tuple(sorted(found)) for facet, found in _values(stated, dates, described) if found
        },
    )


_Stated = Mapping[Term, Sequence[tuple[Term, Term]]]
"""Subjects and objects by property."""


def _by_property(facts: Iterable[Triple]) -> _Stated:
    found: dict[Term, list[tuple[Term, Term]]] = {}
    for subject, predicate, value in facts:
        found.setdefault(predicate, []).append((subject, value))
    return found


def _named(stated: _Stated, base: Base) -> Iterator[Term]:
    """Yield the resources that an incident names, except its own parts."""
    wanted = (pairs for predicate, pairs in stated.items() if predicate not in _NOT_FOUND)
    for node in {value for pairs in wanted for _, value in pairs if value.startswith("<")}:
        if base.kind(node) not in _OF_ONE_PAGE:
            yield node


def _texts(stated: _Stated) -> Iterator[Triple]:
    """Yield the facts whose values are texts, rather than numbers, dates or IRIs."""
    for predicate, pairs in stated.items():
        if predicate not in _NOT_FOUND:
            yield from ((s, predicate, o) for s, o in pairs if o[0] == '"' and o[-1] != ">")


def _place(fact: Triple) -> tuple[tuple[str, int], int, Triple]:
    """Return a key that sorts texts as pages have them: the incident's, then those of each part."""
    subject, predicate, _ = fact
    rank = _FIRST.index(predicate) if predicate in _FIRST else len(_FIRST)
    return order.natural(subject), rank, fact


def _values(
    stated: _Stated, dates: Iterable[str], described: Described
) -> Iterator[tuple[Facet, set[Value]]]:
    def of(*predicates: Term) -> set[Term]:
        return {o for predicate in predicates for _, o in stated.get(predicate, ())}

    yield Facet.YEAR, set(facets.years(dates))
    yield Facet.COUNTRY, set(facets.values(Facet.COUNTRY, described.countries(of(_PLACE))))
    yield Facet.HARM, set(facets.values(Facet.HARM, of(*_HARMS)))
    yield Facet.ACTOR_TYPE, set(facets.values(Facet.ACTOR_TYPE, described.types(of(*_ACTORS))))
    rows, known = ({s for s, _ in stated.get(predicate, ())} for predicate in (_ROW_OF, _STATUS))
    statuses = set(facets.values(Facet.STATUS, of(_STATUS)))
    yield Facet.STATUS, statuses | ({NO_STATUS} if rows - known else set())
