"""Finds the web addresses of the pages and records that incidents of a graph were read from."""

from collections.abc import Mapping

from privkg.rdf.terms import Term, term
from privkg.store.graph import Graph

_SUBJECT_OF, _URL = term("schema:subjectOf"), term("schema:url")


def of_incident(graph: Graph, incident: Term) -> set[Term]:
    """Return the addresses of the pages of an incident."""
    pages = [page for (_, _, page), _ in graph.triples(incident, _SUBJECT_OF)]
    return {address for page in pages for (_, _, address), _ in graph.triples(page, _URL)}


def incidents_by_address(graph: Graph) -> Mapping[Term, Term]:
    """Return the incidents of a graph by the addresses of their pages; of one address, the first."""
    found: dict[Term, Term] = {}
    for page in graph.manifest.pages:
        incident = graph.base.incident(page.incident)
        for address in of_incident(graph, incident):
            found.setdefault(address, incident)
    return found
