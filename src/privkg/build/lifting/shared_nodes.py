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


def to_triples(mentions: Iterable[Mention], authority: Authority) -> set[Triple]:
    """Return the triples of shared resources, without those that authority records state.

    The first name of a resource, in the order of `mentions`, is its preferred label, unless a record
    has one; its other names are alternative labels. Of several actors that were decided to be one, the
    names of the actor whose IRI it has come first.
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
    if authority.is_decided(node):
        forms = sorted(forms, key=lambda form: authority.base.actor(form) != node)
    for form in forms:
        if form not in known:
            yield node, ALT_LABEL if known else PREF_LABEL, literal(form)
            known.add(form)
