"""Similar incidents: those that share an actor, or a harm by a type of actor, and what else they share.

What incidents share is looked up in one table that is built once: for each feature the incidents that
have it, by date. Of those with a common feature, the nearest in time are compared, so that the time for
an incident does not grow with the number of incidents.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from privkg.publish.site import actor_types, marks
from privkg.publish.site.pages import Link, Reason, Similar
from privkg.publish.site.viewer import Viewer
from privkg.rdf.terms import Term, term
from privkg.reference import properties
from privkg.reference.parts import ACTS
from privkg.store.graph import Quads

_ACTOR, _HARM = term("pk:actor"), term("pk:harm")
_DESCRIBING = (term("pk:information"), term("pk:technology"))
_ORDER = (_ACTOR, _HARM, *_DESCRIBING)
"""The properties of features, in the order in which they are shown."""
_ANY_TYPE = term("pk:Actor")
_MOST = 5
"""The largest number of similar incidents."""
_NEAREST = 20
"""Of the incidents with a common feature, how many before and after one in time are compared with it."""
_LEAST_SHARED = 2
"""How many values two incidents without a common actor share at least."""

_Feature = tuple[Term, Term, Term | None]
"""A property and its value; of an act, the harm and the type of the actor."""


@dataclass(frozen=True, slots=True)
class _Table:
    """The features of each incident, and for each feature the places of its incidents, by date."""

    incidents: Sequence[Term]
    place: Mapping[Term, int]
    features: Mapping[Term, frozenset[_Feature]]
    places: Mapping[_Feature, Sequence[int]]


class Finder:
    """Finds incidents that are similar to one.

    Args:
        graph: the graph of the incidents.
        viewer: names what they share.
    """

    def __init__(self, graph: Quads, viewer: Viewer) -> None:
        self._graph, self._viewer = graph, viewer
        self._last = lru_cache(1)(self._similar)

    def similar(self, incident: Term) -> tuple[Similar, ...]:
        """Return the most similar incidents, at most five, each with what it shares with the given one.

        The rarer a common feature is, the more it counts. Of incidents that are as similar, the nearest
        in time come first.
        """
        return self._last(incident)

    def _similar(self, incident: Term) -> tuple[Similar, ...]:
        own, here = self._table.features.get(incident, frozenset()), self._table.place.get(incident, 0)
        ranked = []
        for place in self._near(own, here):
            shared = own & self._table.features[self._table.incidents[place]]
            if _is_meaningful(shared):
                ranked.append((-sum(map(self._rarity, shared)), abs(place - here), place, shared))
        ranked.sort(key=lambda each: each[:3])
        return tuple(
            Similar(
                link=self._viewer.link(self._table.incidents[place]),
                reasons=tuple(self._reasons(shared)),
            )
            for _, _, place, shared in ranked[:_MOST]
        )

    def _near(self, features: Iterable[_Feature], here: int) -> set[int]:
        """Return the places of incidents that share an actor or an act, near a place."""
        found = set[int]()
        for feature in features:
            if feature[0] not in _DESCRIBING:
                places = self._table.places[feature]
                at = bisect_left(places, here)
                found.update(places[max(0, at - _NEAREST) : at + _NEAREST + 1])
        return found - {here}

    def _rarity(self, feature: _Feature) -> int:
        """Return how rare a feature is: the logarithm to base 2 of one in how many incidents has it."""
        return (len(self._table.incidents) // len(self._table.places[feature])).bit_length()

    def _reasons(self, shared: Iterable[_Feature]) -> Iterator[Reason]:
        """Yield what is shared: actors, acts by harm, and other features by property."""
        found = dict[Link, list[Link]]()
        for predicate, value, actor_type in sorted(shared, key=_place):
            is_act = actor_type is not None
            what = self._viewer.link(value) if is_act else Link(text=properties.words(predicate))
            found.setdefault(what, []).append(self._viewer.link(actor_type or value))
        for what, values in found.items():
            yield Reason(what=what, values=tuple(values))

    @cached_property
    def _table(self) -> _Table:
        features = dict[Term, set[_Feature]]()
        for incident, feature in _features(self._graph):
            features.setdefault(incident, set()).add(feature)
        dates = self._viewer.dates
        incidents = sorted(features, key=lambda each: (dates.get(each, ""), each))
        places = dict[_Feature, list[int]]()
        for place, incident in enumerate(incidents):
            for feature in features[incident]:
                places.setdefault(feature, []).append(place)
        return _Table(
            incidents=incidents,
            place={incident: place for place, incident in enumerate(incidents)},
            features={incident: frozenset(some) for incident, some in features.items()},
            places=places,
        )


def _is_meaningful(shared: Iterable[_Feature]) -> bool:
    """Return whether incidents share an actor, or an act and another value."""
    values = {(predicate, value) for predicate, value, _ in shared}
    return any(predicate == _ACTOR for predicate, _ in values) or len(values) >= _LEAST_SHARED


def _place(feature: _Feature) -> tuple[int, int, Term, Term]:
    predicate, value, actor_type = feature
    return _ORDER.index(predicate), marks.order(value), value, actor_type or Term("")


def _features(graph: Quads) -> Iterator[tuple[Term, _Feature]]:
    """Yield each incident with each of its features."""
    for predicate in ACTS:
        yield from ((i, (_ACTOR, actor, None)) for i, _, actor in _stated(graph, predicate))
    for predicate in _DESCRIBING:
        yield from ((i, (predicate, value, None)) for i, _, value in _stated(graph, predicate))
    types = actor_types.of_each(graph)
    harms = dict[Term, list[Term]]()
    for _, row, harm in _stated(graph, _HARM):
        harms.setdefault(row, []).append(harm)
    for incident, row, actor in _stated(graph, _ACTOR):
        for harm in harms.get(row, ()):
            of_actor = (each for each in types.get(actor, ()) if each != _ANY_TYPE)
            yield from ((incident, (_HARM, harm, each)) for each in of_actor)


def _stated(graph: Quads, predicate: Term) -> Iterator[tuple[Term, Term, Term]]:
    """Yield the incident, the subject and the value of each statement about an incident or its parts."""
    for (subject, _, value), _graph in graph.facts.triples(None, predicate):
        if slug := graph.base.slug_of(subject):
            yield graph.base.incident(slug), subject, value
