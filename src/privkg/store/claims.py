"""Look-ups of claims, the resources that link a statement to the passage that supports it.

A dataset in memory holds claims as quads. The store of a built graph does not: its claims are read from
the text of the provenance graphs of those incidents that can have them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import count, takewhile
from typing import Protocol

from privkg.rdf import evidence, iris, order
from privkg.rdf.graphs import ROLES
from privkg.rdf.iris import Base
from privkg.rdf.terms import Term, Triple

Description = Mapping[Term, list[Term]]
"""The objects of a claim by predicate."""

_MOST_INCIDENTS = 256
_NOTHING: Description = {}


class Triples(Protocol):
    """A dataset in which triples are looked up by a pattern."""

    def triples(
        self,
        subject: Term | None = None,
        predicate: Term | None = None,
        object_: Term | None = None,
    ) -> Iterator[tuple[Triple, Term]]:
        """Yield the triples that match a pattern, each with its named graph."""


class Claims(Protocol):
    """The claims of a dataset."""

    def described(self, claim: Term) -> Description:
        """Return the description of a claim; an empty one for other nodes."""

    def of_incident(self, incident: Term) -> list[Term]:
        """Return the claims of an incident, in the order of their numbers."""

    def with_value(self, predicate: Term, node: Term) -> list[Term]:
        """Return the claims whose `rdf:subject` or `rdf:object` is a resource, in natural order."""


class QuadClaims:
    """The claims of a dataset that holds them as quads."""

    def __init__(self, quads: Triples) -> None:
        self._quads = quads

    def described(self, claim: Term) -> Description:
        """Return the description of a claim; an empty one for other nodes."""
        if not evidence.is_claim(claim):
            return _NOTHING
        found = (triple for triple, _ in self._quads.triples(claim))
        return descriptions(found).get(claim, _NOTHING)

    def of_incident(self, incident: Term) -> list[Term]:
        """Return the claims of an incident, in the order of their numbers.

        They are numbered from 1 without gaps, so that counting up finds them.
        """
        numbered = (iris.claim_of(incident, number) for number in count(1))
        return list(takewhile(self.described, numbered))

    def with_value(self, predicate: Term, node: Term) -> list[Term]:
        """Return the claims whose `rdf:subject` or `rdf:object` is a resource, in natural order."""
        found = {claim for (claim, _, _), _ in self._quads.triples(None, predicate, node)}
        return sorted(found, key=order.natural)


class TextClaims:
    """The claims of a built graph, read from its text.

    Args:
        facts: the dataset without claims.
        base: the base of its IRIs.
        stated: a function that returns the triples about claims in a provenance graph, given its IRI;
            none if there is no such graph.
    """

    def __init__(self, facts: Triples, base: Base, stated: Callable[[Term], list[Triple]]) -> None:
        self._facts = facts
        self._base = base
        self._stated = stated
        self._of_slug = lru_cache(_MOST_INCIDENTS)(self._read)

    def described(self, claim: Term) -> Description:
        """Return the description of a claim; an empty one for other nodes."""
        slug = self._base.slug_of(claim) if evidence.is_claim(claim) else None
        return self._of_slug(slug).get(claim, _NOTHING) if slug else _NOTHING

    def of_incident(self, incident: Term) -> list[Term]:
        """Return the claims of an incident, in the order of their numbers."""
        slug = self._base.slug_of(incident) or ""
        return list(self._of_slug(slug)) if incident == self._base.incident(slug) else []

    def with_value(self, predicate: Term, node: Term) -> list[Term]:
        """Return the claims whose `rdf:subject` or `rdf:object` is a resource, in natural order."""
        return [
            claim
            for slug in sorted(self.incidents_naming(node))
            for claim, described in self._of_slug(slug).items()
            if node in described.get(predicate, ())
        ]

    def incidents_naming(self, node: Term) -> set[str]:
        """Return the slugs of incidents whose claims may name a node.

        A claim is about a fact. The fact is in the graph of the claim's incident, or in a graph of
        shared resources, and then that incident's graph names its subject, perhaps through another
        shared resource.
        """
        found, reached, todo = set[str](), {node}, [node]
        if own := self._base.slug_of(node):
            found.add(own)
        while todo:
            one = todo.pop()
            for (subject, _, _), graph in (
                *self._facts.triples(one),
                *self._facts.triples(None, None, one),
            ):
                slug = self._base.slug_of_graph(graph[1:-1])
                if slug and slug not in ROLES:
                    found.add(slug)
                elif subject not in reached:
                    reached.add(subject)
                    todo.append(subject)
        return found

    def _read(self, slug: str) -> Mapping[Term, Description]:
        described = descriptions(self._stated(self._base.prov_graph(slug)))
        return {claim: described[claim] for claim in sorted(described, key=order.natural)}


def descriptions(triples: Iterable[Triple]) -> dict[Term, Description]:
    """Return the descriptions of the claims among the subjects of triples."""
    found = dict[Term, dict[Term, list[Term]]]()
    for subject, predicate, value in triples:
        if subject in found or evidence.is_claim(subject):
            found.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return dict(found)
