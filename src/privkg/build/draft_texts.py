"""The lines of a draft, as a check in batches reads them."""

from collections.abc import Iterator, Sequence

from privkg.build.draft import Draft
from privkg.check.batches import lines_by_subject
from privkg.rdf import graphs
from privkg.rdf.iris import Base
from privkg.rdf.terms import Term, iri_text
from privkg.store import manifest


class DraftTexts:
    """The lines of a draft.

    What pages state about shared resources is looked up in the table of mentions. The other lines about
    these, of which more pages do not make more, are kept in memory.
    """

    def __init__(self, drafted: Draft) -> None:
        self._draft, self._mentions = drafted, drafted.tables.mentions
        self._by_slug = {page.slug: page for page in drafted.pages}
        self._graph = drafted.base.graph(graphs.SHARED)
        others = (one for one in drafted.shared_graphs() if one.graph != iri_text(self._graph))
        self._lines = lines_by_subject(packed.stored_text() for packed in others)

    @property
    def base(self) -> Base:
        """The base of its IRIs."""
        return self._draft.base

    def of_incidents(self, slugs: Sequence[str]) -> Iterator[str]:
        """Yield the lines of the graphs of some incidents."""
        for slug in slugs:
            for packed in self._draft.graphs_of(self._by_slug[slug]):
                yield packed.stored_text().decode()

    def about(self, node: Term) -> str:
        """Return the lines about a resource in the graphs that incidents share."""
        stated = manifest.lines_of(self._graph, self._mentions.about(node))
        return "".join((*self._lines.get(node, ()), *stated))

    def nodes(self) -> Iterator[Term]:
        """Yield all resources with such lines, and those that pages name."""
        yield from self._mentions.nodes()
        yield from self._lines
