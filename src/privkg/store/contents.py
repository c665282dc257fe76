"""The content of exports and its order: named graphs, subjects, rows by number."""

from collections.abc import Iterable, Iterator
from typing import cast

from privkg.rdf import order
from privkg.rdf.graphs import ROLES, Role, is_provenance, of_role
from privkg.rdf.terms import Term, Triple, iri, iri_text
from privkg.store.graph import Graph

Things = dict[Term, dict[Term, list[Term]]]
"""Descriptions of resources: sorted objects by predicate, by subject."""


def graphs(graph: Graph) -> list[str]:
    """Return all named graphs, sorted."""
    return sorted(graph.manifest.graphs)


def graphs_of_incidents(graph: Graph) -> list[str]:
    """Return the named graphs of incidents, without their evidence, sorted."""
    facts = {name for name in graph.manifest.graphs if not is_provenance(name)}
    return sorted(facts - {iri_text(graph.base.graph(slug)) for slug in ROLES})


def graphs_of_shared(graph: Graph) -> list[str]:
    """Return the named graphs of shared resources and notices, in the order of exports."""
    slugs = of_role(Role.SHARED, Role.NOTICES)
    named = (iri_text(graph.base.graph(slug)) for slug in slugs)
    return [name for name in named if name in graph.manifest.graphs]


def graphs_of_facts(graph: Graph) -> list[str]:
    """Return the named graphs that triple formats (without graph names) contain, in order of exports."""
    return [*graphs_of_incidents(graph), *graphs_of_shared(graph)]


def read(graph: Graph, names: Iterable[str]) -> Iterator[Things]:
    """Yield the descriptions in each of the given named graphs, sorted by subject.

    Raises:
        StoreError: a graph differs from the one that was built.
    """
    wanted = list(names)
    for name, text in zip(wanted, graph.texts(wanted), strict=True):
        lines = text.decode().split(f" {iri(name)} .\n")
        lines.pop()  # the empty string after the last line end
        yield _in_order(_things(line.split(" ", 2) for line in lines))


def things(found: Iterable[Triple]) -> Things:
    """Return triples as descriptions, sorted by subject."""
    return _in_order(_things(sorted(found)))


def shared(graph: Graph) -> Things:
    """Return the descriptions of shared resources, with or without an authority record."""
    return things(triple for about in read(graph, graphs_of_shared(graph)) for triple in triples(about))


def merged(graph: Graph) -> Iterator[Things]:
    """Yield the facts of a graph with each subject once, even if several named graphs describe it.

    Graphs of incidents share no subjects and are read one by one. The other graphs are kept in memory;
    their statements about an incident (links, notices) are yielded with it.
    """
    rest = shared(graph)
    for found in read(graph, graphs_of_incidents(graph)):
        for subject in found.keys() & rest.keys():
            found[subject] = _joined(found[subject], rest.pop(subject))
        yield found
    yield rest


def triples(found: Things) -> Iterator[Triple]:
    """Yield the triples of descriptions."""
    for subject, about in found.items():
        for predicate, values in about.items():
            for value in values:
                yield subject, predicate, value


def fact_triples(graph: Graph) -> Iterator[Triple]:
    """Yield the triples of all graphs of facts; no triple is in two of them."""
    for found in read(graph, graphs_of_facts(graph)):
        yield from triples(found)


def _things(found: Iterable[Iterable[str]]) -> Things:
    described: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, value in found:
        about = described.get(subject)
        if about is None:
            described[subject] = {predicate: [value]}
        elif predicate in about:
            about[predicate].append(value)
        else:
            about[predicate] = [value]
    return cast("Things", described)


def _joined(about: dict[Term, list[Term]], more: dict[Term, list[Term]]) -> dict[Term, list[Term]]:
    """Return the union of two descriptions of a subject, sorted."""
    return {
        predicate: sorted({*about.get(predicate, ()), *more.get(predicate, ())})
        for predicate in sorted({*about, *more})
    }


def _in_order(found: Things) -> Things:
    return {subject: found[subject] for subject in sorted(found, key=order.natural)}
