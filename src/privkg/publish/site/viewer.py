"""Page models read from a graph: statements with their passages, rows, decisions, mentions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import groupby
from urllib.parse import urlsplit

from privkg.core.text import printable
from privkg.publish.site import crediting, marks, mentions, paths, times, transcript
from privkg.publish.site.mentions import CONCERNS, Mentions
from privkg.publish.site.naming import Namer
from privkg.publish.site.pages import (
    Credit,
    Link,
    Mention,
    Page,
    Part,
    Source,
    Statement,
    Text,
    Value,
)
from privkg.publish.site.rows import Rows
from privkg.publish.site.stating import OF_PART, Stater, definition, texts
from privkg.query.evidence import Evidence, Fact, Reader
from privkg.rdf import iris
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import A, Term, iri_text, shorten, term
from privkg.reference import properties
from privkg.reference.credits import CREDIT, LICENCE, PART_OF
from privkg.store.graph import Quads

_ABSTRACT, _DESCRIPTION = term("dcterms:abstract"), term("dcterms:description")
_HARM, _MARKED = term("pk:harm"), term("pk:markedHarm")
_PAGE, _URL, _SOURCE = term("schema:subjectOf"), term("schema:url"), term("dcterms:source")
_NAMED_IN = {term("pk:statedHarm"): "the infobox", _MARKED: "the marks", _HARM: "the rows"}
_PLACES = tuple(_NAMED_IN.values())
_OWN_SECTION = {_SOURCE, PART_OF, LICENCE, CREDIT, term("pk:statedHarm"), _MARKED, *OF_PART}
"""Predicates with their own section on a page; the block of a row lists its sources as statements."""
_OF_FILE = {A, term("pk:fileName"), term("pk:sha256"), _URL}
"""Predicates of statements about a page's file; others are about fragments of its text."""
_REDUNDANT_TYPES = {term(f"pk:{name}") for name in ("Decision", "Incident", "Violation")} | {
    term("schema:WebPage")
}
"""Types that a page leaves out, as they repeat its kind."""
_CACHED_CELLS = 20_000
"""The number of cells of lists that are kept, as an incident is in many lists."""


class Viewer:
    """Makes page models from a graph.

    Args:
        graph: the graph.
        reader: a reader of the graph.
        source_digits: by how many of their first digits the list of sources is split into pages.
        topics: the paths of the pages of topics.
    """

    def __init__(
        self,
        graph: Quads,
        reader: Reader,
        source_digits: int = 0,
        topics: Mapping[Term, str] | None = None,
    ) -> None:
        self._graph, self._reader, self._base = graph, reader, reader.base
        self._namer = Namer(reader, source_digits, topics)
        self._stater = Stater(reader, self._namer)
        self.link, self.value, self.title = self._namer.link, self._namer.value, self._namer.title
        self.row = self._stater.row_in_short
        self.rows = Rows(reader, self._stater)
        self.mentions = mentions.Index(graph)
        self._first_of = lru_cache(_CACHED_CELLS)(self._read_first_of)

    @cached_property
    def dates(self) -> Mapping[Term, str]:
        """The earliest date of each resource that has one."""
        return times.earliest(self._graph)

    def year(self, incident: Term) -> str:
        """Return the year in which an incident began, or "" if it is not known."""
        return times.year(self.dates.get(incident, ""))

    def first_of(self, node: Term, names: Iterable[str]) -> tuple[Link, ...]:
        """Return the values of the first of some properties that a resource has, none without any.

        Args:
            node: the resource.
            names: the short names of the properties: `pk:actor`.
        """
        return self._first_of(node, tuple(names))

    def page(self, node: Term) -> Page:
        """Return the model of a resource's page."""
        facts, elsewhere = self._namer.facts(node), self.mentions.elsewhere(node)
        kind = self._base.kind(node)
        claims = self._reader.evidence_of_page(node) if kind is Kind.INCIDENT else []
        about = _by_subject(claims)
        own = about.get(node, ())
        passages = {row: self._reader.evidence_of_row(row, about) for row in self._reader.rows(node)}
        rows = {r: self._stater.row(r, some, about.get(r, ())) for r, some in passages.items()}
        harms = harm_uses(facts, map(self._namer.facts, rows))
        return Page(
            iri=iri_text(node),
            stem=paths.stem(node, self._base),
            kind=kind or "",
            title=self.title(node),
            types=tuple(
                self.link(f.value) for f in facts if f.predicate == A and f.value not in _REDUNDANT_TYPES
            ),
            lead="\n".join(texts(facts, _ABSTRACT)),
            paragraphs=tuple(p for text in texts(facts, _DESCRIPTION) for p in _paragraphs(text)),
            harms=tuple(self._harm(harm, own) for harm in harms),
            differences=tuple(self._differences(harms)),
            statements=self._stater.statements(facts, own, left_out=_OWN_SECTION),
            rows=tuple(rows.values()),
            decisions=tuple(self._stater.decisions(node, about)),
            sources=tuple(self._sources(facts, own)),
            text=self._text(node),
            transcripts=tuple(self._transcripts(node, claims, passages, rows)),
            mentioned_by=self._mentioned_by(elsewhere),
            notices=tuple(self.link(subject) for name, subject in elsewhere if name == CONCERNS),
            credits=self._credits(node),
        )

    def named_in(self, found: Mentions, incidents: Iterable[Term]) -> list[Mention]:
        """Return the mentions in some of the incidents that name a resource."""
        return [self._mention(incident, found[incident]) for incident in incidents]

    def _read_first_of(self, node: Term, names: Iterable[str]) -> tuple[Link, ...]:
        found = (tuple(self._values(node, term(name))) for name in names)
        return next(filter(None, found), ())

    def _values(self, node: Term, predicate: Term) -> Iterator[Link]:
        for value in sorted(self._reader.values(node, predicate), key=marks.order):
            yield self.value(predicate, value)

    def _credits(self, node: Term) -> tuple[Credit, ...]:
        is_register = self._base.kind(node) is Kind.REGISTER
        found = (self._reader.register(node),) if is_register else self._reader.credits(node)
        return tuple(crediting.shown(each, self._base) for each in found)

    def _harm(self, harm: Term, claims: Iterable[Evidence]) -> Value:
        """Return a harm with the passages of the infobox and the marks that name it."""
        naming = (e for e in claims if e.object == harm and e.predicate in _NAMED_IN)
        return Value(link=self.link(harm), passages=self._stater.passages(naming))

    def _differences(self, harms: Mapping[Term, Set[str]]) -> Iterator[str]:
        """Yield a sentence for each harm that the infobox, the marks and the rows do not share."""
        places = [place for place in _PLACES if any(place in found for found in harms.values())]
        for harm, found in harms.items():
            missing = [place for place in places if place not in found]
            if missing:
                named = " and ".join(place for place in places if place in found)
                yield f"{self.title(harm)}: in {named}, not in {' and '.join(missing)}"

    def _transcripts(
        self,
        incident: Term,
        claims: Iterable[Evidence],
        passages: Mapping[Term, Iterable[Evidence]],
        rows: Mapping[Term, Part],
    ) -> Iterator[Text]:
        """Yield the text of an incident's page; its sources are left out, as they are shown as cards."""
        of_claim: dict[Term, list[Part]] = {}
        for row, some in passages.items():
            for claim in some:
                of_claim.setdefault(claim.claim, []).append(rows[row])
        shown = [claim for claim in claims if (claim.subject, claim.predicate) != (incident, _SOURCE)]
        harms = {claim.object for claim in shown if claim.predicate == _MARKED and claim.object}
        yield from transcript.texts(shown, of_claim, {harm: self.link(harm) for harm in harms})

    def _sources(self, facts: Iterable[Fact], claims: Sequence[Evidence]) -> Iterator[Source]:
        """Yield the sources of an incident in the order of its page."""
        places = {e.object: (e.line, e.column) for e in reversed(claims) if e.predicate == _SOURCE}
        found = [fact.value for fact in facts if fact.predicate == _SOURCE]
        for source in sorted(found, key=lambda source: (places.get(source, (0, 0)), source)):
            yield self._source(source, claims)

    def _source(self, source: Term, claims: Iterable[Evidence]) -> Source:
        stated = [e for e in claims if (e.predicate, e.object) == (_SOURCE, source)]
        facts, cited = self._namer.facts(source), self._cited(source)
        addresses = self._reader.addresses([source])
        shown = Link(text=cited.text, web="".join(addresses[:1]))
        return Source(
            value=Value(link=shown, passages=self._stater.passages(stated)),
            entry=Link(text="who cites it", target=cited.target),
            host=host(addresses),
            anchors=tuple(map(transcript.anchor, stated)),
            statements=self._stater.statements(facts, left_out={*_OWN_SECTION, _URL}),
        )

    def _text(self, node: Term) -> tuple[Statement, ...]:
        """Return the statements about the file that an incident was read from."""
        page = iris.page_of(node)
        if page is None:
            return ()
        about = [fact for fact in self._reader.provenance(page) if fact.predicate in _OF_FILE]
        return self._stater.statements([*self._namer.facts(page), *about], left_out=_OWN_SECTION)

    def _cited(self, source: Term) -> Link:
        """Return a link to a source, with its publisher, date and address as the text."""
        link = self.link(source)
        return replace(link, text=printable(self._reader.citation(source)) or link.text)

    def _mentioned_by(self, found: Iterable[tuple[Term, Term]]) -> tuple[Statement, ...]:
        shown = [each for each in found if each[0] not in {*_OWN_SECTION, CONCERNS, _PAGE}]
        return tuple(
            Statement(
                key=shorten(iri_text(predicate)),
                name=definition(predicate),
                values=tuple(Value(link=self.link(subject)) for _, subject in some),
            )
            for predicate, some in groupby(shown, key=lambda each: each[0])
        )

    def _mention(self, incident: Term, about: Mapping[Term, Sequence[Term]]) -> Mention:
        parts = (subject for subject in about if subject != incident)
        return Mention(
            link=self.link(incident),
            properties=tuple(map(properties.words, about.get(incident, ()))),
            parts=tuple(self._mention_in(part, about[part]) for part in parts),
        )

    def _mention_in(self, part: Term, predicates: Iterable[Term]) -> Mention:
        link, is_row = self.link(part), bool(iris.row_number(part))
        return Mention(
            link=replace(link, text=iris.part_name(part).capitalize()),
            properties=tuple(map(properties.words, predicates)),
            row=self.row(part) if is_row else None,
            note="" if is_row else printable(self._reader.label(part)),
        )


def harm_uses(facts: Iterable[Fact], rows: Iterable[Iterable[Fact]]) -> dict[Term, Set[str]]:
    """Return the harms of an incident in Solove's order, each with the places that name it."""
    of_rows = (fact for row in rows for fact in row)
    found: dict[Term, set[str]] = {}
    for fact in (*facts, *of_rows):
        if fact.predicate in _NAMED_IN:
            found.setdefault(fact.value, set()).add(_NAMED_IN[fact.predicate])
    return {harm: found[harm] for harm in sorted(found, key=lambda harm: (marks.order(harm), harm))}


def _by_subject(claims: Iterable[Evidence]) -> dict[Term, list[Evidence]]:
    found: dict[Term, list[Evidence]] = {}
    for claim in claims:
        found.setdefault(claim.subject, []).append(claim)
    return found


def host(addresses: Iterable[str]) -> str:
    """Return the host of the first of some addresses, without "www."; "" if there is none."""
    names = (urlsplit(address).hostname or "" for address in addresses)
    return printable(next(names, "").removeprefix("www."))


def _paragraphs(text: str) -> list[str]:
    return [paragraph for paragraph in text.split("\n") if paragraph.strip()]
