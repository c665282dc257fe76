"""The resources of a graph that the published folder describes."""

from privkg.rdf import graphs
from privkg.rdf.graphs import Role
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term, iri_text
from privkg.store.graph import Graph


def things(graph: Graph) -> dict[Kind, list[Term]]:
    """Return the resources of a graph, sorted, by kind.

    Rows, decisions and pages are left out: the files of their incident describe them.
    """
    found: dict[Kind, set[Term]] = {kind: set() for kind in Kind if kind is not Kind.PAGE}
    for page in graph.manifest.pages:
        found[Kind.INCIDENT].add(graph.base.incident(page.incident))
    for name in graphs.of_role(Role.SHARED, Role.NOTICES):
        address = iri_text(graph.base.graph(name))
        for subject in graph.subjects(address) if address in graph.manifest.graphs else ():
            kind = graph.base.kind(subject)
            if kind in found and kind is not Kind.INCIDENT:
                found[kind].add(subject)
    return {kind: sorted(some) for kind, some in found.items()}


def last_part(node: Term) -> str:
    """Return the last part of a resource's IRI, its name among those of its kind."""
    return iri_text(node).rpartition("/")[2]
