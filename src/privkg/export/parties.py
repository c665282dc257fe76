"""The parties of a graph, with their parts in incidents, rows and decisions."""

import itertools
from collections.abc import Iterator, Mapping

from privkg.rdf.terms import ALT_LABEL, PREF_LABEL, Term, literal, term
from privkg.reference.columns import PARTIES
from privkg.reference.parts import PARTS
from privkg.store.contents import Things
from privkg.store.rdf import literal_text

_PART = term(PARTIES["part"])
_LABELS = (PREF_LABEL, ALT_LABEL)


class Parties:
    """Parties, collected from the descriptions of incidents, rows and decisions.

    A claimant is a literal. A literal that equals the name of exactly one node is the same party.
    """

    def __init__(self, shared: Things) -> None:
        self._shared = shared
        self._parts: dict[Term, set[str]] = {}

    def add(self, about: Mapping[Term, list[Term]]) -> None:
        """Add the parties that a description names."""
        for part, predicates in PARTS.items():
            for party in itertools.chain.from_iterable(about.get(each, ()) for each in predicates):
                self._parts.setdefault(party, set()).add(part)

    def acts(self, party: Term) -> bool:
        """Return whether a party acts or is stated as an actor."""
        return "acts" in self._parts.get(party, ())

    def described(self) -> Iterator[tuple[Term, Mapping[Term, list[Term]]]]:
        """Yield each party and its description with its parts: nodes first, then literals."""
        named, parts = self._named(), dict[Term, set[str]]()
        for party, some in self._parts.items():
            node = party if party.startswith("<") else named.get(literal_text(party), party)
            parts.setdefault(node, set()).update(some)
        nodes = [thing for thing in self._shared if thing in parts]
        for party in (*nodes, *sorted(parts.keys() - self._shared.keys())):
            about = self._shared.get(party, {PREF_LABEL: [party]})
            yield party, {**about, _PART: [literal(part) for part in PARTS if part in parts[party]]}

    def _named(self) -> dict[str, Term]:
        """Return the parties that are nodes, by their names, without names that several have."""
        found: dict[str, set[Term]] = {}
        for party in self._parts.keys() & self._shared.keys():
            for label in itertools.chain.from_iterable(self._shared[party].get(p, ()) for p in _LABELS):
                found.setdefault(literal_text(label), set()).add(party)
        return {name: nodes.pop() for name, nodes in found.items() if len(nodes) == 1}
