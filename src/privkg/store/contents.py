"""What an export carries, and in which order: graphs, subjects, rows by their number."""

from collections.abc import Iterable, Iterator
from typing import cast

from privkg.rdf import order
from privkg.rdf.graphs import ROLES, Role, is_provenance, of_role
from privkg.rdf.terms import Term, Triple, iri, iri_text
from privkg.store.graph import Graph

Things = dict[Term, dict[Term, list[Term]]]
"""What is said of some things: by subject, by predicate, the values sorted."""


def graphs(graph: Graph) -> list[str]:
    """Return all named graphs, in order."""
    return sorted(graph.manifest.graphs)


def graphs_of_incidents(graph: Graph) -> list[str]:
    """Return the named graphs of what incidents say, in order."""
    facts = {name for name in graph.manifest.graphs if not is_provenance(name)}
    return sorted(facts - {iri_text(graph.base.graph(slug)) for slug in ROLES})


def graphs_of_shared(graph: Graph) -> list[str]:
    """Return the named graphs of what incidents share, in order; they come after the incidents."""
    slugs = of_role(Role.SHARED, Role.NOTICES)
    named = (iri_text(graph.base.graph(slug)) for slug in slugs)
    return [name for name in named if name in graph.manifest.graphs]


def graphs_of_facts(graph: Graph) -> list[str]:
    """Return the named graphs that a format of triples carries, in order."""
    return [*graphs_of_incidents(graph), *graphs_of_shared(graph)]


def read(graph: Graph, names: Iterable[str]) -> Iterator[Things]:
    """Yield what is said in each of some named graphs, its subjects in order.

    Raises:
        StoreError: they are not what was written.
    """
    wanted = list(names)
    for name, text in zip(wanted, graph.texts(wanted), strict=True):
        lines = text.decode().split(f" {iri(name)} .\n")
        lines.pop()  # what follows the last line's end
        yield _in_order(_things(line.split(" ", 2) for line in lines))


def things(found: Iterable[Triple]) -> Things:
    """Return what triples say, by the things that they say it of, in order."""
    return _in_order(_things(sorted(found)))


def shared(graph: Graph) -> Things:
    """Return what is said of the things that incidents share: known ones, and those only named."""
    return things(triple for about in read(graph, graphs_of_shared(graph)) for triple in triples(about))


def merged(graph: Graph) -> Iterator[Things]:
    """Yield the facts of a graph so that each subject comes once, whichever graphs describe it.

    Graphs of incidents share no subject. The others are held in memory; what they state of an incident
    (links, notices) is yielded with it.
    """
    rest = shared(graph)
    for said in read(graph, graphs_of_incidents(graph)):
        for subject in said.keys() & rest.keys():
            said[subject] = _joined(said[subject], rest.pop(subject))
        yield said
    yield rest


def triples(said: Things) -> Iterator[Triple]:
    """Yield what is said of things, triple by triple."""
    for subject, about in said.items():
        for predicate, values in about.items():
            for value in values:
                yield subject, predicate, value


def fact_triples(graph: Graph) -> Iterator[Triple]:
    """Yield the triples of all graphs of facts; each stands in one of them."""
    for said in read(graph, graphs_of_facts(graph)):
        yield from triples(said)


def _things(found: Iterable[Iterable[str]]) -> Things:
    said: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, value in found:
        about = said.get(subject)
        if about is None:
            said[subject] = {predicate: [value]}
        elif predicate in about:
            about[predicate].append(value)
        else:
            about[predicate] = [value]
    return cast("Things", said)


def _joined(about: dict[Term, list[Term]], more: dict[Term, list[Term]]) -> dict[Term, list[Term]]:
    """Return two descriptions of a subject as one, in order."""
    return {
        predicate: sorted({*about.get(predicate, ()), *more.get(predicate, ())})
        for predicate in sorted({*about, *more})
    }


def _in_order(said: Things) -> Things:
    return {subject: said[subject] for subject in sorted(said, key=order.natural)}
