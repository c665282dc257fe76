"""The types of actors, read once for all of them."""

from collections.abc import Mapping, Sequence

from privkg.rdf.terms import A, Term
from privkg.reference import concepts
from privkg.store.graph import Quads


def of_each(graph: Quads) -> Mapping[Term, Sequence[Term]]:
    """Return the types of each actor; `pk:Actor` is that of one without an authority record."""
    found = dict[Term, list[Term]]()
    for each in concepts.actor_types():
        for (actor, _, _), _graph in graph.facts.triples(None, A, each.iri):
            found.setdefault(actor, []).append(each.iri)
    return found
