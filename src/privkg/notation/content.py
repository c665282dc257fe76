"""What an export carries, and in which order: graphs, subjects, rows by their number."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from privkg import iris
from privkg.store.graph import Graph
from privkg.terms import Term, Triple, iri_text

_NOT_FACTS = frozenset(iri_text(iris.graph(name)) for name in ("labels", "ontology"))
_SHARED = tuple(iri_text(iris.graph(name)) for name in ("links", "shared", "authority"))
"""Graphs of things that incidents share; they come after the incidents."""


def graphs_of_facts(graph: Graph) -> list[str]:
    """Return the named graphs that a format of triples carries, in order."""
    facts = {name for name in graph.manifest.graphs if not name.endswith("/prov")} - _NOT_FACTS
    return [*sorted(facts.difference(_SHARED)), *(name for name in _SHARED if name in facts)]


def graphs(graph: Graph) -> list[str]:
    """Return all named graphs, in order."""
    return sorted(graph.manifest.graphs)


def triples(graph: Graph, name: str) -> Iterator[Triple]:
    """Yield the triples of a named graph by their subjects, rows and claims by their numbers."""
    parted = (line.split(" ", 2) for line in graph.lines(name))
    yield from ordered((Term(s), Term(p), Term(rest[: -len(" .\n")])) for s, p, rest in parted)


def ordered(found: Iterable[Triple]) -> list[Triple]:
    """Return triples by their subjects, rows and claims by their numbers."""
    return sorted(found, key=lambda triple: (_natural(triple[0]), triple[1:]))


def facts(graph: Graph) -> Iterator[Triple]:
    """Yield the triples of all graphs of facts, each once."""
    told: set[Triple] = set()
    for name in graphs_of_facts(graph):
        for triple in triples(graph, name):
            if name not in _SHARED:
                yield triple
            elif triple not in told:
                told.add(triple)
                yield triple


Things = dict[Term, dict[Term, list[Term]]]
"""What is said of some things: by subject, by predicate, the values sorted."""


def things(found: Iterator[Triple]) -> Things:
    """Return what triples say, by the things that they say it of, in the order these come in."""
    about: Things = {}
    for subject, predicate, value in found:
        about.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return about


def incidents(graph: Graph) -> Iterator[Things]:
    """Yield what is said of each incident and of its rows, the incident first."""
    for name in graphs_of_facts(graph):
        if name not in _SHARED:
            yield things(triples(graph, name))


def shared(graph: Graph) -> Things:
    """Return what is said of the things that incidents share: known ones, and those only named."""
    names = [name for name in graphs_of_facts(graph) if name in _SHARED]
    every = sorted({triple for name in names for triple in triples(graph, name)})
    return things(iter(every))


def by_subject(found: Iterator[Triple]) -> Iterator[tuple[Term, list[Triple]]]:
    """Yield each subject with its triples, as they come."""
    for subject, group in groupby(found, key=lambda triple: triple[0]):
        yield subject, list(group)


def _natural(subject: Term) -> list[tuple[int, str]]:
    """Return a key by which v2 comes before v10."""
    parts = re.split(r"(?<=/[a-z])(\d+)(?=$|/)", subject[1:-1])
    return [(int(part), "") if part.isdigit() and len(part) < 19 else (0, part) for part in parts]
