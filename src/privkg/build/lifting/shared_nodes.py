"""Nodes that incidents share: actors, groups, places, sources, each named as pages name it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from privkg.rdf.terms import ALT_LABEL, PREF_LABEL, Term, Triple, literal
from privkg.reference.authority import Authority
from privkg.store.rdf import literal_text


@dataclass(frozen=True, slots=True)
class Mention:
    """A shared node as one page has it: its name there (None for sources) and what follows of it."""

    node: Term
    name: str | None
    triples: tuple[Triple, ...] = ()


def to_triples(mentions: Iterable[Mention], authority: Authority) -> set[Triple]:
    """Return the triples of shared nodes that no authority record states already.

    A node's first name, in the order of `mentions`, is its preferred one unless it has a record;
    every other form met is an alternative one.
    """
    names: dict[Term, dict[str, None]] = {}
    triples: set[Triple] = set()
    for mention in mentions:
        triples |= set(mention.triples)
        if mention.name is not None:
            names.setdefault(mention.node, {})[mention.name] = None
    for node, forms in names.items():
        triples |= set(_labels(node, list(forms), authority))
    return triples - set(authority.triples)


def _labels(node: Term, forms: list[str], authority: Authority) -> Iterator[Triple]:
    recorded = [*authority.values(node, PREF_LABEL), *authority.values(node, ALT_LABEL)]
    known = {literal_text(label) for label in recorded}
    for form in forms:
        if form not in known:
            yield node, ALT_LABEL if known else PREF_LABEL, literal(form)
            known.add(form)
