"""Decisions of people that two actors of a dataset are one, or are two, and what follows from them.

They are rows of the tables of links: `owl:sameAs` between two actors in the table of accepted links,
`owl:differentFrom` in that of rejected ones. Actors that are the same, directly or through others, are
one resource of the next build.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from privkg.core import resources
from privkg.core.errors import Place, RdfError
from privkg.rdf.iris import DEFAULT, Base
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term, iri_text, term
from privkg.reference.links import mapping, sssom, tables
from privkg.reference.links.mapping import State

_SAME, _DIFFERENT = term("owl:sameAs"), term("owl:differentFrom")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision on two actors, and its place in a table."""

    one: Term
    other: Term
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Pairs of actors that are the same, and pairs that are different."""

    accepted: tuple[Decision, ...] = ()
    rejected: tuple[Decision, ...] = ()

    def same(self, records: Collection[Term] = ()) -> Mapping[Term, Term]:
        """Return the resource that each decided actor is: an authority record, else the first IRI.

        Args:
            records: the IRIs of authority records.

        Raises:
            RdfError: two records would be one, or two actors are decided to be the same and different.
        """
        found = _Partition(records)
        for decision in self.accepted:
            found.join(decision)
        same = found.roots()
        for decision in self.rejected:
            if same.get(decision.one, decision.one) == same.get(decision.other, decision.other):
                raise _contradiction(
                    decision,
                    "by accepted links they are the same; remove the row here or one of those links",
                )
        return same

    def actors(self) -> set[Term]:
        """Return the actors that are decided to be the same as others."""
        return {node for each in self.accepted for node in (each.one, each.other)}

    def different_pairs(self) -> frozenset[frozenset[Term]]:
        """Return the pairs that are different, by the resources that their actors are."""
        same = self.same()
        return frozenset(
            frozenset({same.get(each.one, each.one), same.get(each.other, each.other)})
            for each in self.rejected
        )


class _Partition:
    """Actors in groups that are the same; the root of a group is its record, else its first IRI."""

    def __init__(self, records: Collection[Term]) -> None:
        self._parents: dict[Term, Term] = {}
        self._records = records

    def root(self, node: Term) -> Term:
        parents = self._parents
        while parents.setdefault(node, node) != node:
            parents[node] = node = parents[parents[node]]
        return node

    def join(self, decision: Decision) -> None:
        one, other = sorted((self.root(decision.one), self.root(decision.other)), key=self._rank)
        if one != other and other in self._records:
            records = f"<{iri_text(one)}> and <{iri_text(other)}>"
            raise _contradiction(
                decision,
                f"the authority records {records} are of two actors; remove the row or a record",
            )
        self._parents[other] = one

    def roots(self) -> dict[Term, Term]:
        return {node: self.root(node) for node in sorted(self._parents)}

    def _rank(self, node: Term) -> tuple[bool, str]:
        return node not in self._records, iri_text(node)


def read(link_folders: Iterable[Path] = (), base: Base = DEFAULT) -> Decisions:
    """Return the decisions on actors in the tables that ship with privkg and in the user's folders.

    Raises:
        RdfError: a table is invalid.
    """
    found: dict[State, list[Decision]] = {State.ACCEPTED: [], State.REJECTED: []}
    for folder in (resources.folder(tables.PACKAGED), *link_folders):
        for state, decisions in found.items():
            for place, link in sssom.read_with_places(tables.path(folder, state), base):
                if _is_decision(link, state, base):
                    decisions.append(Decision(one=link.subject, other=link.object, place=place))
    return Decisions(accepted=tuple(found[State.ACCEPTED]), rejected=tuple(found[State.REJECTED]))


def _is_decision(link: mapping.Mapping, state: State, base: Base) -> bool:
    is_of_actors = all(base.kind(node) is Kind.ACTOR for node in link.pair)
    predicates = (_SAME,) if state is State.ACCEPTED else (_SAME, _DIFFERENT)
    return is_of_actors and link.predicate in predicates


def _contradiction(decision: Decision, why: str) -> RdfError:
    pair = f"<{iri_text(decision.one)}> and <{iri_text(decision.other)}>"
    return RdfError(f"the decision on {pair} contradicts others: {why}", decision.place)
