"""The page of each topic: definition, neighbours, counts, incidents; and the page that lists all."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from privkg.publish.site import counting, marks, paging, paths, rendering, topics
from privkg.publish.site.counting import Most
from privkg.publish.site.glossary import Glossary, Match
from privkg.publish.site.pages import Link, Part, statuses
from privkg.publish.site.site import Site
from privkg.publish.site.topics import KINDS, TopicKind, Topics
from privkg.publish.site.viewer import Viewer
from privkg.publish.site.world_map import WorldMap
from privkg.query.evidence import Reader
from privkg.rdf import iris
from privkg.rdf.terms import Term, iri_text, term
from privkg.reference import concepts, properties
from privkg.store.graph import Quads
from privkg.store.rdf import literal_text

PATH = "topics.html"
_LEAD, _NOTE = term("skos:definition"), term("skos:scopeNote")
_CALLED = tuple(map(term, ("skos:altLabel", "skos:hiddenLabel")))
_BROADER = tuple(map(term, ("skos:broader", "rdfs:subClassOf")))
_HARM = "pk:harm"
_COUNTED = (_HARM, "pk:actor", "pk:atRisk")
"""The properties of rows whose values are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic as its page shows it: what it means, and its neighbours in its scheme.

    `term` is the place on the page of a vocabulary that defines it, if it is a term of privkg.
    """

    kind: TopicKind
    link: Link
    iri: str = ""
    term: str = ""
    definition: str = ""
    note: str = ""
    called: tuple[str, ...] = ()
    broader: tuple[Link, ...] = ()
    narrower: tuple[Link, ...] = ()
    neighbours: tuple[Link, ...] = ()
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

    def __init__(self, graph: Quads, reader: Reader, viewer: Viewer, site: Site) -> None:
        self._facts, self._base = graph.facts, graph.base
        self._reader, self._viewer, self._site = reader, viewer, site
        self._topics = Topics(graph)
        self._places = {viewer.link(each.iri): marks.order(each.iri) for each in concepts.harms()}
        laws = self._topics.found(next(kind for kind in KINDS if kind.noun == "law"))
        self._glossary = Glossary(
            (*concepts.triples(), *concepts.foreign_labels(), *concepts.law_records_in_use(laws))
        )

    def pages(self, world: WorldMap) -> Iterator[tuple[str, str]]:
        """Yield the path and the HTML of each page of each topic, and of the page that lists them.

        Args:
            world: the map of the incidents by country, for the list of countries.
        """
        listed: dict[TopicKind, list[tuple[Link, int]]] = {}
        for kind in KINDS:
            found = self._topics.found(kind)
            for node, subjects in found.items():
                about = self._by_incident(subjects)
                listed.setdefault(kind, []).append((self._link(kind, node), len(about)))
                yield from self._topic(self._shown(kind, node, found), about)
        yield PATH, rendering.render("topics", PATH, site=self._site, listed=listed, world=world)

    def _by_incident(self, subjects: Sequence[Term]) -> dict[Term, list[Term]]:
        """Return the incidents of some incidents, rows and decisions, with those, newest first."""
        grouped = groupby(subjects, key=lambda node: self._base.slug_of(node) or "")
        found: dict[Term, list[Term]] = {}
        for slug, some in grouped:
            found.setdefault(self._base.incident(slug), []).extend(some)
        by_date = sorted(found, key=self._date, reverse=True)
        return {incident: found[incident] for incident in by_date}

    def _topic(self, topic: Topic, about: Mapping[Term, list[Term]]) -> Iterator[tuple[str, str]]:
        tally = self._tally(topic.kind, about)
        for share in paging.shares(topic.link.target.removesuffix(".html"), list(about)):
            yield (
                share.path,
                rendering.render(
                    "topic",
                    share.path,
                    site=self._site,
                    topic=topic,
                    total=len(about),
                    tally=tally,
                    cases=[self._case(topic.kind, i, about[i]) for i in share.entries],
                    pager=share.pager,
                ),
            )

    def _shown(self, kind: TopicKind, node: Term, found: Mapping[Term, object]) -> Topic:
        """Return the model of a topic among those of its kind."""
        if kind.concepts is None:
            others = tuple(self._link(kind, each) for each in found if each != node)
            return Topic(kind=kind, link=self._link(kind, node), neighbours=others)
        entry = self._glossary.entry(node)
        above = [b for p in _BROADER for b in self._glossary.values(node, p) if b in found]
        parents = self._parents(node)
        siblings = [each for each in found if each != node and self._parents(each) & parents]
        return Topic(
            kind=kind,
            link=self._viewer.link(node),
            iri=iri_text(node),
            term=paths.term_page(node) or "",
            definition=self._text(node, _LEAD),
            note=self._text(node, _NOTE),
            called=tuple(literal_text(v) for p in _CALLED for v in self._glossary.values(node, p)),
            broader=tuple(map(self._viewer.link, above)),
            narrower=tuple(self._viewer.link(n) for n in self._glossary.below(node) if n in found),
            neighbours=tuple(map(self._viewer.link, siblings)),
            matches=tuple(self._named(match) for match in entry.matches),
        )

    def _link(self, kind: TopicKind, node: Term) -> Link:
        if kind.concepts is not None:
            return self._viewer.link(node)
        return Link(text=literal_text(node), target=topics.path(kind, node))

    def _parents(self, node: Term) -> set[Term]:
        return {above for predicate in _BROADER for above in self._glossary.values(node, predicate)}

    def _named(self, match: Match) -> Match:
        """Return a mapping with the label of its concept in place of the prefixed name."""
        return replace(match, link=replace(match.link, text=self._glossary.label(match.node)))

    def _text(self, node: Term, predicate: Term) -> str:
        return " ".join(literal_text(value) for value in self._glossary.values(node, predicate))

    def _tally(self, kind: TopicKind, about: Mapping[Term, list[Term]]) -> Tally:
        """Return counts over incidents; only counters are kept, not the rows."""
        found, values = Counter[Link](), {key: Counter[Link]() for key in _COUNTED}
        for incident, subjects in about.items():
            rows = self._rows(kind, incident, subjects)
            found.update(statuses(rows))
            for key, counter in values.items():
                counter.update({value.link for row in rows for value in row.values(key)})
        return Tally(
            years=counting.by_year(filter(None, map(self._year, about))),
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
        harms = {value.link: None for row in rows for value in row.values(_HARM)}
        return Case(
            link=self._viewer.link(incident),
            year=self._year(incident),
            harms=tuple(sorted(harms, key=lambda link: self._places[link])),
            statuses=statuses(rows),
        )

    def _rows(self, kind: TopicKind, incident: Term, subjects: Sequence[Term]) -> list[Part]:
        """Return the rows of an incident that count for a topic."""
        own = [node for node in subjects if iris.row_number(node)]
        rows = own if kind.is_of_rows else self._reader.rows(incident)
        return [self._viewer.row(row) for row in rows]

    def _date(self, incident: Term) -> str:
        return self._viewer.dates.get(incident, "")

    def _year(self, incident: Term) -> str:
        date = self._date(incident)
        return literal_text(topics.year(date)) if date else ""
