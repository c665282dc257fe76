"""Descriptions of things from an endpoint, fetched in few requests, to be read like a graph."""

import re
from collections.abc import Iterable, Iterator

from privkg.core.errors import EndpointError, RdfError
from privkg.rdf import iris
from privkg.rdf.terms import PREF_LABEL, Term, term
from privkg.reference import claims
from privkg.store.graph import Quads, in_memory
from privkg.store.queryable import Queryable

_AT_ONCE = 20
_LABELS_AT_ONCE = 200
_SAID = "GRAPH ?g { ?s ?p ?o }"
_ROW = re.compile("/v[0-9]+>$")
_CITED = ("dcterms:bibliographicCitation", "schema:datePublished", "schema:publisher")
_NAMES = " ".join((PREF_LABEL, *map(term, ("dcterms:title", "schema:url", *_CITED))))


def local(graph: Queryable, nodes: Iterable[Term]) -> Quads:
    """Return a graph that can be read here and describes some things: this one, or what is fetched."""
    return graph if isinstance(graph, Quads) else fetch(graph, nodes)


def fetch(graph: Queryable, nodes: Iterable[Term]) -> Quads:
    """Return what is said of things at an endpoint: facts, evidence of incidents, labels.

    Args:
        graph: the endpoint; its named graphs are those of privkg.
        nodes: things. Of an incident, or a part of one, all that its graphs hold is fetched; of any
            other thing what is said of it and towards it.

    Raises:
        EndpointError: it answers what is no quad.
    """
    wanted = sorted(set(nodes))
    incidents = sorted({found for node in wanted if (found := iris.of_incident(node))})
    graphs = [of(slug) for base, slug in incidents for of in (base.graph, base.prov_graph)]
    lines = {line for some in _batches(graphs, _AT_ONCE) for line in _lines(graph, _named(some))}
    others = [node for node in wanted if not iris.of_incident(node)]
    lines |= {line for some in _batches(others, _AT_ONCE) for line in _lines(graph, _around(some))}
    rows = [node for node in _mentioned(lines) if _ROW.search(node)]
    lines |= set(_some_of(graph, rows, " ".join(claims.PROPERTIES)))
    lines |= set(_some_of(graph, _mentioned(lines), _NAMES))
    try:
        return in_memory(sorted(lines))
    except RdfError as error:
        raise EndpointError(f"what the endpoint says of {wanted[0]} cannot be read: {error}") from error


def _mentioned(lines: Iterable[str]) -> list[Term]:
    """Return the subjects and objects of quads that are IRIs, sorted."""
    words = {word for line in lines for word in line.split()[0:4:2] if word[0] == "<"}
    return sorted(map(Term, words))


def _some_of(graph: Queryable, nodes: list[Term], predicates: str) -> Iterator[str]:
    for some in _batches(nodes, _LABELS_AT_ONCE):
        pattern = f"VALUES ?s {{ {' '.join(some)} }} VALUES ?p {{ {predicates} }} {_SAID}"
        yield from _lines(graph, pattern)


def _named(graphs: list[Term]) -> str:
    return f"VALUES ?g {{ {' '.join(graphs)} }} {_SAID}"


def _around(nodes: list[Term]) -> str:
    some = " ".join(nodes)
    return f"{{ VALUES ?s {{ {some} }} {_SAID} }} UNION {{ VALUES ?o {{ {some} }} {_SAID} }}"


def _lines(graph: Queryable, pattern: str) -> Iterator[str]:
    for row in graph.select(f"SELECT ?s ?p ?o ?g WHERE {{ {pattern} }}"):
        yield f"{row['s']} {row['p']} {row['o']} {row['g']} .\n"


def _batches(terms: list[Term], size: int) -> Iterator[list[Term]]:
    for start in range(0, len(terms), size):
        yield terms[start : start + size]
