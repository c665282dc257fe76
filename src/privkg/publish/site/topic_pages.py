"""The page of each topic: definition, neighbours, counts, incidents; and the page that lists all."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby

from privkg.publish.site import counting, marks, paging, paths, rendering, topics
from privkg.publish.site.counting import Most
from privkg.publish.site.files import File
from privkg.publish.site.glossary import Glossary, Match
from privkg.publish.site.pages import Link, Named, statuses
from privkg.publish.site.paging import Share
from privkg.publish.site.site import Site
from privkg.publish.site.topics import KINDS, TopicKind, Topics
from privkg.publish.site.viewer import Viewer
from privkg.publish.site.world_map import WorldMap
from privkg.rdf import iris
from privkg.rdf.terms import Term, iri_text, term
from privkg.reference import concepts, properties
from privkg.store.graph import Quads
from privkg.store.rdf import literal_text

PATH = "topics.html"
_BROADER = tuple(map(term, ("skos:broader", "rdfs:subClassOf")))
_HARM = "pk:harm"
_COUNTED = (_HARM, "pk:actor", "pk:atRisk")
"""The properties of rows whose values are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic as its page shows it: what it means, and what is around it in its scheme.

    `around` are the broader and narrower topics and the neighbours, each with the number of its
    incidents. `term` is the place on the page of a vocabulary that defines the topic, if it is a term of
    privkg.
    """

    kind: TopicKind
    link: Link
    iri: str = ""
    term: str = ""
    definition: str = ""
    note: str = ""
    called: tuple[str, ...] = ()
    around: tuple[Most, ...] = ()
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An incident that is about a topic: its year, its harms, and the claim statuses of its rows.

    Only rows about the topic count, unless it is named of the incident as a whole.
    """

    link: Link
    year: str
    harms: tuple[Link, ...]
    statuses: Mapping[Link, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts of the incidents that are about a topic: by year, status, harm, actor and group."""

    years: Mapping[str, int]
    statuses: Mapping[Link, int]
    most: tuple[Most, ...]


class Writer:
    """Writes the pages of the topics of a graph."""

    def __init__(self, graph: Quads, viewer: Viewer, site: Site) -> None:
        self._base, self._viewer, self._site = graph.base, viewer, site
        self._topics = Topics(graph)
        self._places = {viewer.link(each.iri): marks.order(each.iri) for each in concepts.harms()}
        laws = self._topics.found(next(kind for kind in KINDS if kind.noun == "law"))
        self._glossary = Glossary(
            (*concepts.triples(), *concepts.foreign_labels(), *concepts.law_records_in_use(laws))
        )

    def pages(self, world: WorldMap) -> Iterator[File]:
        """Yield each page of each topic, and the page that lists them.

        Args:
            world: the map of the incidents by country, for the list of countries.
        """
        listed: dict[TopicKind, list[tuple[Link, int]]] = {}
        for kind in KINDS:
            found = self._topics.found(kind)
            sizes = {node: self._size(subjects) for node, subjects in found.items()}
            listed[kind] = [(self._link(kind, node), size) for node, size in sizes.items()]
            for node, subjects in found.items():
                yield from self._topic(kind, node, sizes, self._by_incident(subjects))
        shown = {"site": self._site, "listed": listed, "world": world}
        yield File(PATH, partial(rendering.render, "topics", PATH, **shown))

    def _size(self, subjects: Iterable[Term]) -> int:
        """Return the number of incidents of some incidents, rows and decisions."""
        return len(set(map(self._base.slug_of, subjects)))

    def _by_incident(self, subjects: Sequence[Term]) -> dict[Term, list[Term]]:
        """Return the incidents of some incidents, rows and decisions, with those, newest first."""
        grouped = groupby(subjects, key=lambda node: self._base.slug_of(node) or "")
        found: dict[Term, list[Term]] = {}
        for slug, some in grouped:
            found.setdefault(self._base.incident(slug), []).extend(some)
        by_date = sorted(found, key=self._date, reverse=True)
        return {incident: found[incident] for incident in by_date}

    def _topic(
        self,
        kind: TopicKind,
        node: Term,
        sizes: Mapping[Term, int],
        about: Mapping[Term, list[Term]],
    ) -> Iterator[File]:
        """Yield the pages of a topic, given its incidents and the numbers of those of its kind."""
        head = cache(partial(self._head, kind, node, sizes, about))
        for share in paging.shares(topics.path(kind, node).removesuffix(".html"), list(about)):
            yield File(share.path, partial(self._page, head, about, share))

    def _head(
        self,
        kind: TopicKind,
        node: Term,
        sizes: Mapping[Term, int],
        about: Mapping[Term, list[Term]],
    ) -> tuple[Topic, Tally]:
        return self._shown(kind, node, sizes), self._tally(kind, about)

    def _page(
        self,
        head: Callable[[], tuple[Topic, Tally]],
        about: Mapping[Term, list[Term]],
        share: Share,
    ) -> str:
        topic, tally = head()
        return rendering.render(
            "topic",
            share.path,
            site=self._site,
            topic=topic,
            total=len(about),
            tally=tally,
            cases=[self._case(topic.kind, each, about[each]) for each in share.entries],
            pager=share.pager,
        )

    def _shown(self, kind: TopicKind, node: Term, sizes: Mapping[Term, int]) -> Topic:
        """Return the model of a topic among those of its kind, given the numbers of their incidents."""
        others = [each for each in sizes if each != node]
        if kind.concepts is None:
            near = tuple((self._link(kind, each), sizes[each]) for each in others)
            around = (Most(name="neighbours", counts=near),)
            return Topic(kind=kind, link=self._link(kind, node), around=around)
        parents = self._parents(node)
        siblings = (each for each in others if _are_siblings(parents, self._parents(each)))
        return Topic(
            kind=kind,
            link=self._viewer.link(node),
            iri=iri_text(node),
            term=paths.term_page(node) or "",
            definition=self._glossary.definition(node),
            note=self._glossary.note(node),
            called=self._glossary.called(node),
            around=(
                self._sized("broader", parents, sizes),
                self._sized("narrower", self._glossary.below(node), sizes),
                self._sized("neighbours", siblings, sizes),
            ),
            matches=self._glossary.entry(node).matches,
        )

    def _sized(self, name: str, nodes: Iterable[Term], sizes: Mapping[Term, int]) -> Most:
        """Return the largest of some topics; those without an incident are left out."""
        found = {self._viewer.link(node): sizes[node] for node in nodes if node in sizes}
        return counting.most(name, Counter(found))

    def _link(self, kind: TopicKind, node: Term) -> Link:
        if kind.concepts is not None:
            return self._viewer.link(node)
        return Link(text=literal_text(node), target=topics.path(kind, node))

    def _parents(self, node: Term) -> set[Term]:
        return {above for predicate in _BROADER for above in self._glossary.values(node, predicate)}

    def _tally(self, kind: TopicKind, about: Mapping[Term, list[Term]]) -> Tally:
        """Return counts over incidents; only counters are kept, not the rows."""
        found, values = Counter[Link](), {key: Counter[Link]() for key in _COUNTED}
        for incident, subjects in about.items():
            rows = self._rows(kind, incident, subjects)
            found.update(statuses(rows))
            for key, counter in values.items():
                counter.update({link for row in rows for link in row.by(key)})
        return Tally(
            years=counting.by_year(filter(None, map(self._viewer.year, about))),
            statuses=dict(counting.by_size(found)),
            most=tuple(
                counting.most(
                    properties.words(term(key)), counter, self._places if key == _HARM else None
                )
                for key, counter in values.items()
            ),
        )

    def _case(self, kind: TopicKind, incident: Term, subjects: Sequence[Term]) -> Case:
        rows = self._rows(kind, incident, subjects)
        harms = {harm for row in rows for harm in row.harms}
        return Case(
            link=self._viewer.link(incident),
            year=self._viewer.year(incident),
            harms=tuple(sorted(harms, key=lambda link: self._places[link])),
            statuses=statuses(rows),
        )

    def _rows(self, kind: TopicKind, incident: Term, subjects: Sequence[Term]) -> list[Named]:
        """Return what the rows of an incident name that count for a topic."""
        if not kind.is_of_rows:
            return self._viewer.rows.of_incident(incident)
        return [self._viewer.rows.of(node) for node in subjects if iris.row_number(node)]

    def _date(self, incident: Term) -> str:
        return self._viewer.dates.get(incident, "")


def _are_siblings(parents: Set[Term], others: Set[Term]) -> bool:
    """Return whether two topics have a broader one in common, or neither has any."""
    return bool(parents & others) or not (parents or others)
