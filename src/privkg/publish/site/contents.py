"""All files of the site of a graph: of its resources, lists, topics and vocabularies, and assets."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

from privkg.export.jsonld import context
from privkg.publish import layout
from privkg.publish.metadata.dataset import Dataset
from privkg.publish.metadata.description import DatasetDescription
from privkg.publish.site import (
    appearance,
    finding,
    graph_page,
    harms,
    home,
    lists,
    machines,
    overview,
    pictures,
    resources,
    search,
    topic_pages,
    vocabulary,
)
from privkg.publish.site.facets import Lists
from privkg.publish.site.files import File
from privkg.publish.site.inputs import Inputs
from privkg.publish.site.overview import Overview
from privkg.publish.site.similar import Finder
from privkg.publish.site.site import of_dataset
from privkg.publish.site.topics import Topics
from privkg.publish.site.viewer import Viewer
from privkg.publish.things import last_part, things
from privkg.query.evidence import Reader
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term
from privkg.search.index import Index
from privkg.store.graph import Graph


class Contents:
    """The files of the site of a graph.

    Attributes:
        source_digits: by how many of their first digits the list of sources is split into pages.
    """

    def __init__(self, graph: Graph, dataset: Dataset) -> None:
        self._graph, self._look = graph, dataset.look
        self._site, self._index = of_dataset(dataset), Index(graph.generation)
        self._things = things(graph)
        self._reader = Reader(graph)
        self.source_digits = layout.digits([last_part(each) for each in self._things[Kind.SOURCE]])
        topics = Topics(graph).pages()
        self._viewer = Viewer(graph, self._reader, self.source_digits, topics)
        finder = Finder(graph, self._viewer)
        common = (self._site, graph.base, self.source_digits)
        self._inputs = Inputs(graph, self._viewer, finder, topics, common)
        self._writer = resources.Writer(graph, self._viewer, finder, self._site)
        self._lister = lists.Lister(self._reader, self._viewer, self._site)

    @property
    def described(self) -> Iterator[Term]:
        """The resources that have files of their own, withdrawn and moved ones last."""
        return chain(*self.of_kinds.values(), self.withdrawn)

    @property
    def of_kinds(self) -> dict[Kind, list[Term]]:
        """All by kind but sources, which pages of incidents and the list of sources describe."""
        return {kind: some for kind, some in self._things.items() if kind is not Kind.SOURCE}

    @property
    def withdrawn(self) -> list[Term]:
        """The withdrawn and moved resources."""
        return resources.withdrawn(self._graph)

    def states(self, node: Term) -> bool:
        """Return whether the graph states anything about a resource."""
        return self._reader.has_facts(node)

    def of(self, thing: Term, *, is_withdrawn: bool = False) -> Iterator[File]:
        """Yield the files of a resource; search engines skip a withdrawn or moved one."""
        return self._writer.files(thing, is_withdrawn=is_withdrawn)

    def made_from(self, thing: Term, *, is_withdrawn: bool = False) -> str:
        """Return a digest of what the files of a resource are made from; if it is equal, so are they."""
        return self._inputs.of(thing, is_withdrawn=is_withdrawn)

    def others(self) -> Iterator[File]:
        """Yield the files that are of no single resource, without the home page and the search page."""
        for path, content in appearance.assets(self._look).items():
            yield File.of(path, content)
        yield File(resources.CONTEXT, context.to_json)
        facets = self._lists.facets()
        for kind, some in self._listed.items():
            yield from self._lister.pages(kind, some, facets if kind is Kind.INCIDENT else ())
        yield from self._lists.pages(self._site)
        yield from pictures.files(self._overview, self._site)
        incidents = self._things[Kind.INCIDENT]
        yield from graph_page.files(incidents, self._reader, self._viewer, self._site)
        yield from machines.files(self._graph, self._site)
        yield from vocabulary.pages(self._site, self._graph)
        yield from harms.Writer(self._graph, self._viewer, self._site).pages()
        topics = topic_pages.Writer(self._graph, self._viewer, self._site)
        yield from topics.pages(self._overview.world)

    def search(self) -> Iterator[File]:
        """Yield the search page, its script, and the files of the index that it reads."""
        return search.files(self._index, self._lists, self._graph.base, self._site)

    def found(self, words: str, chosen: Sequence[tuple[str, str]], number: int) -> str:
        """Return the page of a search, as `finding.page` does."""
        return finding.page(self._index, self._graph.base, self._site, words, chosen, number)

    def home(self, description: DatasetDescription) -> File:
        """Return the home page."""
        latest = self._listed[Kind.INCIDENT][: home.LATEST]
        entries = self._lister.entries(Kind.INCIDENT, latest)
        sizes = {kind: len(some) for kind, some in self._listed.items()}
        return home.page(description, self._site, self._overview, entries, sizes)

    @cached_property
    def _lists(self) -> Lists:
        return Lists(self._graph.base, self._index.entries())

    @cached_property
    def _listed(self) -> dict[Kind, list[Term]]:
        """The resources that are listed, by kind, in their order."""
        return {kind: self._lister.listed(kind, self._things[kind]) for kind in lists.LISTS}

    @cached_property
    def _overview(self) -> Overview:
        return overview.of(self._graph, self._viewer)
