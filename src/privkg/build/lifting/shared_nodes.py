"""Resources that incidents share: actors, groups, places and sources, with their labels."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from privkg.rdf.terms import ALT_LABEL, PREF_LABEL, Term, Triple, literal
from privkg.reference.authority import Authority
from privkg.store.rdf import literal_text


@dataclass(frozen=True, slots=True)
class Mention:
    """A shared resource on one page: its name there (None for sources), and triples about it."""

    node: Term
    name: str | None
    triples: tuple[Triple, ...] = ()


def labels(node: Term, names: Iterable[str], authority: Authority) -> Iterator[Triple]:
    """Yield the labels of a resource that its record does not state.

    The first of its names, in the order of their first mentions, is its preferred label unless a record
    has one; the others are alternative labels. Of several actors that were decided to be one, the names
    of the actor whose IRI it has come first.
    """
    recorded = [*authority.values(node, PREF_LABEL), *authority.values(node, ALT_LABEL)]
    known = {literal_text(label) for label in recorded}
    if authority.is_decided(node):
        names = sorted(names, key=lambda name: authority.base.actor(name) != node)
    for name in names:
        if name not in known:
            yield node, ALT_LABEL if known else PREF_LABEL, literal(name)
            known.add(name)
