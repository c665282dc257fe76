"""Page models read from a graph: statements with their passages, rows, decisions, mentions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from privkg.core.text import printable
from privkg.publish.site import crediting, marks, mentions, paths
from privkg.publish.site.mentions import CONCERNS, Mentions
from privkg.publish.site.pages import (
    Credit,
    Link,
    Mention,
    Page,
    Part,
    Passage,
    Quotation,
    Source,
    Statement,
    Value,
)
from privkg.query.evidence import Evidence, Fact, Reader
from privkg.rdf import iris
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import PREF_LABEL, A, Term, iri, iri_text, shorten, term
from privkg.reference import licences, properties
from privkg.reference.columns import FIRST
from privkg.reference.credits import CREDIT, LICENCE, PART_OF
from privkg.store.graph import Quads
from privkg.store.rdf import literal_parts

_TITLE, _ABSTRACT = term("dcterms:title"), term("dcterms:abstract")
_DESCRIPTION, _ROWS = term("dcterms:description"), term("pk:hasViolation")
_ROW_OF, _ROW_INDEX, _ACT = term("pk:violationOf"), term("pk:rowIndex"), term("pk:act")
_DECISIONS, _DECISION_OF = term("pk:hasDecision"), term("pk:decisionOf")
_STATUS = term("pk:claimStatus")
_PAGE, _URL, _SOURCE = term("schema:subjectOf"), term("schema:url"), term("dcterms:source")
_OF_PART = {_TITLE, _ABSTRACT, _DESCRIPTION, _ROWS, _ROW_OF, _ROW_INDEX, _ACT, _DECISIONS, _DECISION_OF}
_OF_PART |= {PREF_LABEL, A}
_OWN_SECTION = {_SOURCE, PART_OF, LICENCE, CREDIT, *_OF_PART}
"""Predicates with their own section on a page; the block of a row lists its sources as statements."""
_OF_FILE = {A, term("pk:fileName"), term("pk:sha256"), _URL}
"""Predicates of statements about a page's file; others are about fragments of its text."""
_REDUNDANT_TYPES = {term(f"pk:{name}") for name in ("Decision", "Incident", "Violation")} | {
    term("schema:WebPage")
}
"""Types that a page leaves out, as they repeat its kind."""
_CACHED = 1000
"""The number of cached resources, such as the actors and groups that many incidents name."""


class Viewer:
    """Makes page models from a graph.

    Args:
        graph: the graph.
        reader: a reader of the graph.
        source_digits: by how many of their first digits the list of sources is split into pages.
    """

    def __init__(self, graph: Quads, reader: Reader, source_digits: int = 0) -> None:
        self._reader, self._base = reader, reader.base
        self._digits = source_digits
        self._facts = lru_cache(_CACHED)(reader.facts)
        self.mentions = mentions.Index(graph)

    def page(self, node: Term) -> Page:
        """Return the model of a resource's page."""
        facts, elsewhere = self._facts(node), self.mentions.elsewhere(node)
        kind = self._base.kind(node)
        claims = self._reader.claims(node) if kind is Kind.INCIDENT else []
        own = [claim for claim in claims if claim.subject == node]
        return Page(
            iri=iri_text(node),
            stem=paths.stem(node, self._base),
            kind=kind or "",
            title=self.title(node),
            types=tuple(
                self.link(f.value) for f in facts if f.predicate == A and f.value not in _REDUNDANT_TYPES
            ),
            lead="\n".join(_texts(facts, _ABSTRACT)),
            paragraphs=tuple(p for text in _texts(facts, _DESCRIPTION) for p in _paragraphs(text)),
            statements=self._statements(facts, own),
            rows=tuple(self._part(row, claims) for row in self._reader.rows(node)),
            decisions=tuple(self._part(each, claims) for each in self._reader.decisions(node)),
            sources=tuple(self._source(fact.value, own) for fact in facts if fact.predicate == _SOURCE),
            text=self._text(node),
            quotations=tuple(self._quotations(claims)),
            mentioned_by=self._mentioned_by(elsewhere),
            notices=tuple(self.link(subject) for name, subject in elsewhere if name == CONCERNS),
            credits=self._credits(node),
        )

    def link(self, node: Term) -> Link:
        """Return a value as text, with a link if it is in the folder or on the web."""
        if not node.startswith("<"):
            text, language, _ = literal_parts(node)
            return Link(text=printable(text), language=language or "")
        if page := paths.term_page(node) or self._page_of(node):
            return Link(text=self.title(node), target=page, mark=marks.of(node))
        outside = "" if self._base.path(node) else iri_text(node)
        return Link(text=self.title(node), web=outside)

    def title(self, node: Term) -> str:
        """Return the name of a resource for people."""
        if part := iris.part_name(node):
            return f"{self.title(_incident_of(node))}, {part}"
        if self._base.kind(node) is Kind.PAGE:
            return f"Source text: {self.title(self._base.incident(self._base.slug_of_page(node) or ''))}"
        return printable(self._reader.label(node) or shorten(licences.find(iri_text(node)).name))

    def named_in(self, found: Mentions, incidents: Iterable[Term]) -> list[Mention]:
        """Return the mentions in some of the incidents that name a resource."""
        return [self._mention(incident, found[incident]) for incident in incidents]

    def _page_of(self, node: Term) -> str | None:
        """Return the page and anchor of a resource of the graph; None for others."""
        if paths.is_thing(node, self._base):
            return f"{paths.stem(node, self._base)}.html" if self._facts(node) else None
        if source := paths.source_page(node, self._base, self._digits):
            return source
        page, incident = paths.part_page(node, self._base), self._incident_with(node)
        return page if incident and self._facts(incident) else None

    def _incident_with(self, node: Term) -> Term | None:
        slug = self._base.slug_of(node) or self._base.slug_of_page(node)
        return self._base.incident(slug) if slug else None

    def _credits(self, node: Term) -> tuple[Credit, ...]:
        is_register = self._base.kind(node) is Kind.REGISTER
        found = (self._reader.register(node),) if is_register else self._reader.credits(node)
        return tuple(crediting.shown(each, self._base) for each in found)

    def _statements(
        self, facts: Iterable[Fact], claims: Iterable[Evidence] = (), left_out: Set[Term] = _OWN_SECTION
    ) -> tuple[Statement, ...]:
        shown = sorted((fact for fact in facts if fact.predicate not in left_out), key=_rank)
        stated = {fact: [e for e in claims if _states(e, fact)] for fact in shown}
        return tuple(
            Statement(
                name=self._property(predicate),
                values=tuple(self._value(fact, stated[fact]) for fact in some),
            )
            for predicate, some in groupby(shown, key=lambda fact: fact.predicate)
        )

    def _value(self, fact: Fact, claims: Iterable[Evidence]) -> Value:
        link = self.link(fact.value)
        if fact.predicate == _STATUS:
            link = replace(link, mark=marks.of_status(fact.value))
        return Value(link=link, passages=tuple(map(self._passage, claims)))

    def _property(self, predicate: Term) -> Link:
        definition = paths.term_page(predicate) or ""
        return Link(text=properties.words(predicate), target=definition)

    def _part(self, part: Term, claims: Iterable[Evidence]) -> Part:
        """Return the model of a row or a decision, given the claims of its incident."""
        facts, is_row = self._facts(part), bool(iris.row_number(part))
        reader = self._reader
        passages = reader.evidence_of_row(part) if is_row else reader.evidence_of_decision(part)
        act = " ".join(_texts(facts, _ACT)) if is_row else printable(reader.label(part))
        return Part(
            anchor=iri_text(part).rpartition("/")[2],
            name=iris.part_name(part).capitalize(),
            act=Value(link=Link(text=act), passages=tuple(map(self._passage, passages))),
            statements=self._statements(facts, [e for e in claims if e.subject == part], _OF_PART),
        )

    def _source(self, source: Term, claims: Iterable[Evidence]) -> Source:
        stated = [e for e in claims if (e.predicate, e.object) == (_SOURCE, source)]
        facts, cited = self._facts(source), self._cited(source)
        addresses = self._reader.addresses([source])
        shown = Link(text=cited.text, web="".join(addresses[:1]))
        return Source(
            value=Value(link=shown, passages=tuple(map(self._passage, stated))),
            entry=Link(text="who cites it", target=cited.target),
            statements=self._statements(facts, (), {*_OWN_SECTION, _URL}),
        )

    def _text(self, node: Term) -> tuple[Statement, ...]:
        """Return the statements about the file that an incident was read from."""
        page = iris.page_of(node)
        if page is None:
            return ()
        about = [fact for fact in self._reader.provenance(page) if fact.predicate in _OF_FILE]
        return self._statements([*self._facts(page), *about])

    def _quotations(self, claims: Sequence[Evidence]) -> Iterator[Quotation]:
        """Yield the passages of a page in the order of its text, with the claims that rest on them."""
        for _, some in groupby(claims, key=_span):
            found = list(some)
            passages = [self._passage(claim) for claim in found]
            anchors = (iri_text(claim.claim).rpartition("/")[2] for claim in found)
            yield Quotation(
                quote=printable(" ".join(found[0].quote.split())),
                place=passages[0].place,
                claims=tuple(zip(anchors, passages, strict=True)),
            )

    def _passage(self, claim: Evidence) -> Passage:
        return Passage(
            target=paths.part_page(claim.claim, self._base) or "",
            place=printable(f"{claim.file}:{claim.line}:{claim.column}"),
            property=properties.words(claim.predicate),
            value=self.link(claim.object) if claim.object else None,
            sources=tuple(map(self._cited, claim.sources)),
        )

    def _cited(self, source: Term) -> Link:
        """Return a link to a source, with its publisher, date and address as the text."""
        link = self.link(source)
        return replace(link, text=printable(self._reader.citation(source)) or link.text)

    def _mentioned_by(self, found: Iterable[tuple[Term, Term]]) -> tuple[Statement, ...]:
        shown = [each for each in found if each[0] not in {*_OWN_SECTION, CONCERNS, _PAGE}]
        return tuple(
            Statement(
                name=self._property(predicate),
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
        link = self.link(part)
        return Mention(
            link=replace(link, text=iris.part_name(part).capitalize()),
            properties=tuple(map(properties.words, predicates)),
            act=" ".join(_texts(self._facts(part), _ACT)),
            note=printable(self._reader.label(part)),
        )


def _rank(fact: Fact) -> tuple[int, str, int, Term]:
    place = FIRST.index(fact.predicate) if fact.predicate in FIRST else len(FIRST)
    return place, fact.predicate, marks.order(fact.value), fact.value


def _states(claim: Evidence, fact: Fact) -> bool:
    return (claim.predicate, claim.object) == (fact.predicate, fact.value)


def _span(claim: Evidence) -> tuple[object, ...]:
    return claim.file, claim.key, claim.line, claim.column, claim.end_line, claim.end_column, claim.quote


def _texts(facts: Iterable[Fact], predicate: Term) -> list[str]:
    return [printable_lines(fact.label) for fact in facts if fact.predicate == predicate]


def printable_lines(text: str) -> str:
    """Return text with its line breaks kept and other control characters escaped."""
    return "\n".join(map(printable, text.splitlines()))


def _paragraphs(text: str) -> list[str]:
    return [paragraph for paragraph in text.split("\n") if paragraph.strip()]


def _incident_of(part: Term) -> Term:
    return iri(iri_text(part).rpartition("/")[0])
