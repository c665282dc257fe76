"""Mentions of a resource: the incidents that name it, in which rows and decisions, and as what."""

from collections.abc import Mapping
from functools import lru_cache

from privkg.rdf import order
from privkg.rdf.graphs import is_provenance
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import A, Term, term
from privkg.reference.parts import ACTS
from privkg.store.graph import Quads

Mentions = Mapping[Term, Mapping[Term, list[Term]]]
"""For each incident the statements whose value is a resource: their subjects (the incident, its rows and
decisions), each with the properties; in natural order."""

CONCERNS = term("pk:concerns")
_OF_PARTS = frozenset(
    map(term, ("pk:hasViolation", "pk:violationOf", "pk:hasDecision", "pk:decisionOf"))
)


class Index:
    """Looks up mentions of resources in a graph; only those of the last one are kept, for its page."""

    def __init__(self, graph: Quads) -> None:
        self._facts = graph.facts
        self._base = graph.base
        self._incoming = lru_cache(1)(self._read_incoming)
        self._in_incidents = lru_cache(1)(self._read_in_incidents)

    def in_incidents(self, node: Term) -> Mentions:
        """Return the mentions of a resource in incidents; of an incident or its parts, in others."""
        return self._in_incidents(node)

    def elsewhere(self, node: Term) -> list[tuple[Term, Term]]:
        """Return the other mentions of a resource, as sorted pairs of property and subject."""
        found = self._incoming(node)
        return sorted(each for each in found if self._base.slug_of(each[1]) is None)

    def incidents(self, node: Term) -> set[str]:
        """Return the slugs of the incidents that name a resource, or in which an actor acts."""
        is_actor = self._base.kind(node) is Kind.ACTOR
        mentions = (s for p, s in self._incoming(node) if not is_actor or p in ACTS)
        return {slug for subject in mentions if (slug := self._base.slug_of(subject))}

    def _read_in_incidents(self, node: Term) -> Mentions:
        found: dict[Term, dict[Term, list[Term]]] = {}
        own = self._base.slug_of(node)
        for predicate, subject in self._incoming(node):
            slug = self._base.slug_of(subject)
            if slug and slug != own:
                of_incident = found.setdefault(self._base.incident(slug), {})
                of_incident.setdefault(subject, []).append(predicate)
        return {
            incident: {s: sorted(about[s]) for s in sorted(about, key=order.natural)}
            for incident, about in sorted(found.items(), key=lambda item: order.natural(item[0]))
        }

    def _read_incoming(self, node: Term) -> list[tuple[Term, Term]]:
        return [
            (predicate, subject)
            for (subject, predicate, _), graph in self._facts.triples(None, None, node)
            if predicate != A and predicate not in _OF_PARTS and not is_provenance(graph)
        ]
