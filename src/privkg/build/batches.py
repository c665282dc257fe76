"""Checks a draft by the packaged shapes in batches in memory, whatever its size.

A batch has the graphs of some incidents, or the descriptions of some resources that incidents share, and
the descriptions of all that can be reached from these: classes, the parent bodies of actors, the groups
above a group. That suffices for the shapes of incidents (`check.shapes.scope`), which are almost all.
The few others need the whole draft in a store.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, islice

from privkg.build.collect import CollectedPage
from privkg.build.draft import Draft
from privkg.check.shapes import Report, scope, shapes, validate
from privkg.rdf import graphs
from privkg.rdf.parts import OUTWARD
from privkg.rdf.terms import Term, iri_text
from privkg.store import manifest
from privkg.store.graph import Quads, in_memory

PAGES = 500
"""The pages of a batch: about 12 MB of quads; a pySHACL report costs as much as checking 50 pages."""
_NODES = 5000
_IRI = re.compile("<[^<>]*>")


class BatchedCheck:
    """The check of a draft in batches.

    Args:
        drafted: the draft.
        threads: the number of shapes to screen in parallel.
    """

    def __init__(self, drafted: Draft, threads: int) -> None:
        packaged = shapes.load_packaged(drafted.base)
        of_incidents = scope.of_incidents(packaged.triples)
        others = {subject for subject, _, _ in packaged.triples.all} - of_incidents
        self._of_incidents = packaged.targeting(of_incidents)
        self._others = packaged.targeting(others)
        self._draft, self._threads = drafted, threads
        self._descriptions = _Descriptions(drafted)

    def incidents(self, pages: Iterable[CollectedPage]) -> Iterator[tuple[list[CollectedPage], Report]]:
        """Yield the reports on the incidents of some pages, by all shapes of incidents."""
        rest = iter(pages)
        while batch := list(islice(rest, PAGES)):
            yield batch, self._report_on(batch)

    def shared(self, quads: Quads, nodes: Collection[Term] | None) -> Iterator[Report]:
        """Yield the reports on all but incidents; on these too by the shapes that need all of them.

        Args:
            quads: the whole draft in a store.
            nodes: the nodes to check; None for all.
        """
        yield validate(self._others, quads, focus=nodes, threads=self._threads)
        given = self._descriptions.nodes() if nodes is None else nodes
        rest = (node for node in given if self._draft.base.slug_of_part(node) is None)
        while batch := list(islice(rest, _NODES)):
            texts = chain(map(self._descriptions.about, batch), _incoming(quads, batch))
            yield self._report(list(texts), frozenset(batch).__contains__)

    def _report_on(self, pages: Sequence[CollectedPage]) -> Report:
        packed = chain.from_iterable(map(self._draft.graphs_of, pages))
        texts = [graph.stored_text().decode() for graph in packed]
        slugs, slug_of_part = {page.slug for page in pages}, self._draft.base.slug_of_part
        return self._report(texts, lambda node: slug_of_part(node) in slugs)

    def _report(self, texts: list[str], is_wanted: Callable[[Term], bool]) -> Report:
        """Return the report on some nodes of texts, by the shapes of incidents."""
        quads = in_memory(chain(texts, self._descriptions.reached(texts)), self._draft.base)
        return validate(self._of_incidents, quads, is_wanted=is_wanted, threads=self._threads)


class _Descriptions:
    """The lines about each resource in the graphs that incidents share.

    What pages state is looked up in the table of mentions. The other lines, of which more pages do not
    make more, are kept in memory.
    """

    def __init__(self, drafted: Draft) -> None:
        self._mentions = drafted.tables.mentions
        self._graph = drafted.base.graph(graphs.SHARED)
        self._lines: dict[Term, list[str]] = {}
        for packed in drafted.shared_graphs():
            if packed.graph != iri_text(self._graph):
                for line in packed.stored_text().splitlines(keepends=True):  # of bytes: at "\n" only
                    found = line.decode()
                    self._lines.setdefault(Term(found.partition(" ")[0]), []).append(found)

    def nodes(self) -> Iterator[Term]:
        """Yield all resources with a description, and those that pages name."""
        yield from self._mentions.nodes()
        yield from self._lines

    def about(self, node: Term) -> str:
        """Return the lines about a resource."""
        stated = manifest.lines_of(self._graph, self._mentions.about(node))
        return "".join((*self._lines.get(node, ()), *stated))

    def reached(self, texts: Iterable[str]) -> Iterator[str]:
        """Yield the lines about the resources in texts, and about those in these lines, and so on."""
        todo, seen = _named(texts), set[Term]()
        while todo:
            found = [self.about(node) for node in todo]
            yield from found
            seen |= todo
            todo = _named(found) - seen


def _named(texts: Iterable[str]) -> set[Term]:
    return {Term(name) for text in texts for name in _IRI.findall(text)}


def _incoming(quads: Quads, nodes: Iterable[Term]) -> Iterator[str]:
    """Yield a triple to each node, as text, for each property by which shapes of incidents target it."""
    for node in nodes:
        for predicate in sorted(OUTWARD):
            for (s, p, o), graph in islice(quads.triples(None, predicate, node), 1):
                yield f"{s} {p} {o} {graph} .\n"
