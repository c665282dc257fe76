"""Copies the description of resources from an endpoint into a graph in memory, in few requests."""

import re
from collections.abc import Iterable, Iterator

from privkg.core.errors import EndpointError, RdfError
from privkg.rdf import iris
from privkg.rdf.terms import PREF_LABEL, Term, term
from privkg.reference import claims
from privkg.store.graph import Quads, in_memory
from privkg.store.queryable import Queryable

_MAX_GRAPHS = 20
_MAX_NODES = 200
_QUAD = "GRAPH ?g { ?s ?p ?o }"
_ROW = re.compile("/v[0-9]+>$")
_CITED = ("dcterms:bibliographicCitation", "schema:datePublished", "schema:publisher")
_CREDITED = ("dcterms:license", "schema:creditText")
_NAMES = " ".join((PREF_LABEL, *map(term, ("dcterms:title", "schema:url", *_CITED, *_CREDITED))))


def local(graph: Queryable, nodes: Iterable[Term]) -> Quads:
    """Return a built graph unchanged; for an endpoint, a local copy of its quads about some nodes."""
    return graph if isinstance(graph, Quads) else fetch(graph, nodes)


def fetch(graph: Queryable, nodes: Iterable[Term]) -> Quads:
    """Return the quads of an endpoint about some nodes: facts, evidence of incidents, and labels.

    Args:
        graph: the endpoint; its named graphs are those of privkg.
        nodes: the resources. For an incident, or a part of one, its two named graphs are fetched; for
            any other resource, the quads that have it as subject or object.

    Raises:
        EndpointError: the endpoint returns something that is not a quad.
    """
    wanted = sorted(set(nodes))
    incidents = sorted({found for node in wanted if (found := iris.of_incident(node))})
    graphs = [of(slug) for base, slug in incidents for of in (base.graph, base.prov_graph)]
    lines = {line for some in _batches(graphs, _MAX_GRAPHS) for line in _lines(graph, _in_graphs(some))}
    others = [node for node in wanted if not iris.of_incident(node)]
    lines |= {line for some in _batches(others, _MAX_GRAPHS) for line in _lines(graph, _with_node(some))}
    rows = [node for node in _mentioned(lines) if _ROW.search(node)]
    lines |= set(_values_of(graph, rows, " ".join(claims.PROPERTIES)))
    lines |= set(_values_of(graph, _mentioned(lines), _NAMES))
    try:
        return in_memory(sorted(lines))
    except RdfError as error:
        raise EndpointError(f"the endpoint returns invalid RDF about {wanted[0]}: {error}") from error


def _mentioned(lines: Iterable[str]) -> list[Term]:
    """Return the IRIs that are subject or object of a quad, sorted."""
    words = {word for line in lines for word in line.split()[0:4:2] if word[0] == "<"}
    return sorted(map(Term, words))


def _values_of(graph: Queryable, nodes: list[Term], predicates: str) -> Iterator[str]:
    for some in _batches(nodes, _MAX_NODES):
        pattern = f"VALUES ?s {{ {' '.join(some)} }} VALUES ?p {{ {predicates} }} {_QUAD}"
        yield from _lines(graph, pattern)


def _in_graphs(graphs: list[Term]) -> str:
    return f"VALUES ?g {{ {' '.join(graphs)} }} {_QUAD}"


def _with_node(nodes: list[Term]) -> str:
    some = " ".join(nodes)
    return f"{{ VALUES ?s {{ {some} }} {_QUAD} }} UNION {{ VALUES ?o {{ {some} }} {_QUAD} }}"


def _lines(graph: Queryable, pattern: str) -> Iterator[str]:
    for row in graph.select(f"SELECT ?s ?p ?o ?g WHERE {{ {pattern} }}"):
        yield f"{row['s']} {row['p']} {row['o']} {row['g']} .\n"


def _batches(terms: list[Term], size: int) -> Iterator[list[Term]]:
    for start in range(0, len(terms), size):
        yield terms[start : start + size]
