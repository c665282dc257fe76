"""Reads the actors of a graph as they are compared with each other, and writes pairs as proposals."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from privkg.link import duplicates
from privkg.link.duplicates import Pair, Party
from privkg.rdf import graphs
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import ALT_LABEL, PREF_LABEL, A, Term, iri, iri_text, term
from privkg.reference.links.identities import Decisions
from privkg.reference.links.mapping import LEXICAL, Mapping
from privkg.store.graph import Graph
from privkg.store.rdf import literal_text

_ACTOR, _PERSON = term("pk:Actor"), term("pk:NaturalPersonActor")
_COUNTRY = term("dpv:hasJurisdiction")
_ACTING = (term("pk:statedActor"), term("pk:actor"))


def propose(parties: Iterable[Party], decided: Decisions) -> Iterator[Mapping]:
    """Yield the pairs of actors that may be one, as proposed links, most likely first.

    Pairs that were decided are left out, also those that follow from decisions about other names.
    """
    same, different = decided.same(), decided.different_pairs()
    for pair in duplicates.pairs(parties):
        one, other = (same.get(node, node) for node in (iri(pair.one.id), iri(pair.other.id)))
        if one != other and frozenset({one, other}) not in different:
            yield _mapping(pair)


def read(graph: Graph) -> list[Party]:
    """Return the actors of a graph, persons left out, in the order of their IRIs."""
    labels = _labels(graph)
    records = graph.base.graph(graphs.AUTHORITY)
    recorded = {node for (node, _, _), name in graph.triples(None, PREF_LABEL) if name == records}
    types, countries = (_values(graph, labels, predicate) for predicate in (A, _COUNTRY))
    incidents = _incidents(graph)
    return [
        Party(
            id=iri_text(node),
            labels=tuple(labels[node]),
            types=frozenset(types[node] - {_ACTOR}),
            countries=frozenset(countries[node]),
            incidents=frozenset(incidents[node]),
            is_recorded=node in recorded,
        )
        for node in sorted(labels)
        if _PERSON not in types[node]
    ]


def _labels(graph: Graph) -> dict[Term, list[str]]:
    """Return the names of each actor, the preferred one first."""
    found: dict[Term, list[str]] = defaultdict(list)
    for predicate in (PREF_LABEL, ALT_LABEL):
        for node, _, value in sorted(triple for triple, _ in graph.triples(None, predicate)):
            if graph.base.kind(node) is Kind.ACTOR:
                found[node].append(literal_text(value))
    return found


def _values(graph: Graph, nodes: Iterable[Term], predicate: Term) -> dict[Term, set[str]]:
    return {node: {value for (_, _, value), _ in graph.triples(node, predicate)} for node in nodes}


def _incidents(graph: Graph) -> dict[Term, set[str]]:
    found: dict[Term, set[str]] = defaultdict(set)
    for predicate in _ACTING:
        for (subject, _, actor), _ in graph.triples(None, predicate):
            found[actor].add(graph.base.slug_of(subject) or "")
    return found


def _mapping(pair: Pair) -> Mapping:
    return Mapping(
        subject=iri(pair.one.id),
        subject_label=pair.names[0],
        predicate=term("owl:sameAs"),
        object=iri(pair.other.id),
        object_label=pair.names[1],
        justification=LEXICAL,
        score=pair.score,
        method=f"rank {pair.rank}: {pair.reason}; {_counts(pair)}",
    )


def _counts(pair: Pair) -> str:
    """Return in how many incidents the two act, and in how many both do."""
    one, other = pair.one.incidents, pair.other.incidents
    both = f", both in {len(one & other)}" if one & other else ""
    return f"in {len(one)} and {len(other)} incidents{both}"
