"""Checks a dataset by the packaged shapes in batches in memory, whatever its size.

A batch has the graphs of some incidents, or the descriptions of some resources that incidents share, and
the descriptions of all that can be reached from these: classes, the parent bodies of actors, the groups
above a group. That suffices for the shapes of incidents (`check.shapes.scope`), which are almost all.
The few others need the whole dataset in a store.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import Protocol

from privkg.check.shapes import Report, scope, shapes, validate
from privkg.rdf import graphs
from privkg.rdf.iris import Base
from privkg.rdf.parts import OUTWARD
from privkg.rdf.terms import Term, iri_text
from privkg.store import quads_text
from privkg.store.graph import Graph, Quads, in_memory

INCIDENTS = 500
"""The incidents of a batch: about 12 MB of quads; a pySHACL report costs as much as checking 50."""
_NODES = 5000
_NODES_OF_GRAPH = """
SELECT DISTINCT ?node
WHERE {{
  {{ GRAPH {} {{ ?node ?property ?value }} }}
  UNION
  {{ VALUES ?outward {{ {} }} ?incident ?outward ?node }}
}}
"""
_IRI = re.compile("<[^<>]*>")


class IncidentTexts(Protocol):
    """The lines that a check of incidents reads, those about claims left out."""

    @property
    def base(self) -> Base:
        """The base of its IRIs."""

    def of_incidents(self, slugs: Sequence[str]) -> Iterator[str]:
        """Yield the lines of the graphs of some incidents."""

    def about(self, node: Term) -> str:
        """Return the lines about a resource in the graphs that incidents share."""


class Texts(IncidentTexts, Protocol):
    """The lines that a check of a dataset reads."""

    def nodes(self) -> Iterator[Term]:
        """Yield all resources with lines about them, and at least those that shapes target as values."""


class GraphTexts:
    """The lines of a built graph.

    Those about shared resources are looked up where they may be many; others are kept in memory.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph, self.base = graph, graph.base
        self._shared = graph.base.graph(graphs.SHARED)
        others = (iri_text(graph.base.graph(slug)) for slug in graphs.ROLES if slug != graphs.SHARED)
        self._lines = lines_by_subject(
            graph.texts(name for name in others if name in graph.manifest.graphs)
        )

    def of_incidents(self, slugs: Sequence[str]) -> Iterator[str]:
        """Yield the lines of the graphs of some incidents."""
        both = chain.from_iterable((self.base.graph(slug), self.base.prov_graph(slug)) for slug in slugs)
        names = [name for name in map(iri_text, both) if name in self._graph.manifest.graphs]
        for name, text in zip(names, self._graph.texts(names), strict=True):
            yield quads_text.split(name, text)[0].decode()

    def about(self, node: Term) -> str:
        """Return the lines about a resource in the graphs that incidents share."""
        lines = list(self._lines.get(node, ()))
        with suppress(ValueError):  # not an IRI, but text in angle brackets within a literal
            found = self._graph.facts.triples(node, graph=self._shared)
            lines += [f"{s} {p} {o} {graph} .\n" for (s, p, o), graph in found]
        return "".join(lines)

    def nodes(self) -> Iterator[Term]:
        """Yield all resources with such lines, and those that shapes target as values of incidents."""
        query = _NODES_OF_GRAPH.format(self._shared, " ".join(sorted(OUTWARD)))
        found = {row["node"] for row in self._graph.facts.select(query)}
        yield from sorted(found.union(self._lines))


def lines_by_subject(texts: Iterable[bytes]) -> dict[Term, list[str]]:
    """Return the lines of graphs, each with its end, by their subjects."""
    found: dict[Term, list[str]] = {}
    for line in (line for text in texts for line in text.splitlines(keepends=True)):  # at "\n" only
        found.setdefault(Term(line.partition(b" ")[0].decode()), []).append(line.decode())
    return found


class IncidentCheck:
    """The check of incidents in batches, by the shapes of incidents.

    Args:
        texts: the lines of the dataset.
        threads: the number of shapes to screen in parallel.
    """

    def __init__(self, texts: IncidentTexts, threads: int) -> None:
        packaged = shapes.load_packaged(texts.base)
        of_incidents = scope.of_incidents(packaged.triples)
        others = {subject for subject, _, _ in packaged.triples.all} - of_incidents
        self._of_incidents = packaged.targeting(of_incidents)
        self._others = packaged.targeting(others)
        self._texts, self._threads = texts, threads

    def incidents(self, slugs: Iterable[str]) -> Iterator[tuple[list[str], Report]]:
        """Yield the reports on some incidents."""
        rest = iter(slugs)
        while batch := list(islice(rest, INCIDENTS)):
            yield batch, self._report_on(batch)

    def _report_on(self, slugs: Sequence[str]) -> Report:
        given, slug_of_part = frozenset(slugs), self._texts.base.slug_of_part
        texts = list(self._texts.of_incidents(slugs))
        return self._report(texts, lambda node: slug_of_part(node) in given)

    def _report(self, texts: list[str], is_wanted: Callable[[Term], bool]) -> Report:
        """Return the report on some nodes of texts, by the shapes of incidents."""
        quads = in_memory(chain(texts, self._reached(texts)), self._texts.base)
        return validate(self._of_incidents, quads, is_wanted=is_wanted, threads=self._threads)

    def _reached(self, texts: Iterable[str]) -> Iterator[str]:
        """Yield the lines about the resources in texts, and about those in these lines, and so on."""
        todo, seen = _named(texts), set[Term]()
        while todo:
            found = [self._texts.about(node) for node in todo]
            yield from found
            seen |= todo
            todo = _named(found) - seen


class BatchedCheck(IncidentCheck):
    """The check of a dataset in batches.

    Args:
        texts: the lines of the dataset.
        threads: the number of shapes to screen in parallel.
    """

    def __init__(self, texts: Texts, threads: int) -> None:
        super().__init__(texts, threads)
        self._nodes = texts.nodes

    def shared(self, quads: Quads, nodes: Collection[Term] | None) -> Iterator[Report]:
        """Yield the reports on all but incidents; on these too by the shapes that need all of them.

        Args:
            quads: the whole dataset in a store.
            nodes: the nodes to check; None for all.
        """
        # One shape after the other, as each may take 100 MB on a store with 100,000 incidents.
        yield validate(self._others, quads, focus=nodes, threads=1)
        given = self._nodes() if nodes is None else nodes
        rest = (node for node in given if self._texts.base.slug_of_part(node) is None)
        while batch := list(islice(rest, _NODES)):
            texts = chain(map(self._texts.about, batch), _incoming(quads, batch))
            yield self._report(list(texts), frozenset(batch).__contains__)


def _named(texts: Iterable[str]) -> set[Term]:
    return {Term(name) for text in texts for name in _IRI.findall(text)}


def _incoming(quads: Quads, nodes: Iterable[Term]) -> Iterator[str]:
    """Yield a triple to each node, as text, for each property by which shapes of incidents target it."""
    for node in nodes:
        for predicate in sorted(OUTWARD):
            for (s, p, o), graph in islice(quads.triples(None, predicate, node), 1):
                yield f"{s} {p} {o} {graph} .\n"
