"""Page models read from a graph: statements with their passages, rows, decisions, mentions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from urllib.parse import urlsplit

from privkg.core.text import printable
from privkg.publish.site import crediting, marks, mentions, paths, transcript
from privkg.publish.site.mentions import CONCERNS, Mentions
from privkg.publish.site.pages import (
    Credit,
    Link,
    Mention,
    Page,
    Part,
    Passage,
    Source,
    Statement,
    Text,
    Value,
    statuses,
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
_STATUS, _HARM, _MARKED = term("pk:claimStatus"), term("pk:harm"), term("pk:markedHarm")
_PAGE, _URL, _SOURCE = term("schema:subjectOf"), term("schema:url"), term("dcterms:source")
_OF_PART = {_TITLE, _ABSTRACT, _DESCRIPTION, _ROWS, _ROW_OF, _ROW_INDEX, _ACT, _DECISIONS, _DECISION_OF}
_OF_PART |= {PREF_LABEL, A}
_NAMED_IN = {term("pk:statedHarm"): "the infobox", _MARKED: "the marks", _HARM: "the rows"}
_PLACES = tuple(_NAMED_IN.values())
_CHANGES = {
    term("pk:appealOf"): "appealed in",
    term("pk:reverses"): "reversed by",
    term("pk:amends"): "amended by",
}
"""What a later decision did to an earlier one, read from the earlier one."""
_OF_SAME_INCIDENT = {"pk:followsFrom", "pk:decidesOn", "pk:appealOf", "pk:reverses", "pk:amends"}
_OWN_SECTION = {_SOURCE, PART_OF, LICENCE, CREDIT, term("pk:statedHarm"), _MARKED, *_OF_PART}
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
        passages = {row: self._reader.evidence_of_row(row) for row in self._reader.rows(node)}
        rows = {row: self._row(row, some, claims) for row, some in passages.items()}
        harms = harm_uses(facts, [self._facts(row) for row in rows])
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
            harms=tuple(self._harm(harm, own) for harm in harms),
            differences=tuple(self._differences(harms)),
            statements=self._statements(facts, own),
            rows=tuple(rows.values()),
            decisions=tuple(self._decisions(node, claims)),
            sources=tuple(self._sources(facts, own)),
            text=self._text(node),
            transcripts=tuple(self._transcripts(node, claims, passages, rows)),
            mentioned_by=self._mentioned_by(elsewhere),
            notices=tuple(self.link(subject) for name, subject in elsewhere if name == CONCERNS),
            credits=self._credits(node),
        )

    def row(self, row: Term) -> Part:
        """Return the model of a row without the passages that it rests on."""
        return self._row(row, (), ())

    def statuses(self, incident: Term) -> Mapping[Link, int]:
        """Return the claim statuses of an incident's rows, each with the number of its rows."""
        return statuses(map(self.row, self._reader.rows(incident)))

    def link(self, node: Term) -> Link:
        """Return a value as text, with a link if it is in the folder or on the web."""
        if not node.startswith("<"):
            text, language, _ = literal_parts(node)
            return Link(text=printable(text), language=language or "")
        if page := paths.harm_page(node) or paths.term_page(node) or self._page_of(node):
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
                key=shorten(iri_text(predicate)),
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

    def _row(self, row: Term, passages: Iterable[Evidence], claims: Iterable[Evidence]) -> Part:
        """Return the model of a row, given the passages of its act and the claims of its incident."""
        facts = self._facts(row)
        harms = [fact.value for fact in facts if fact.predicate == _HARM]
        groups = dict.fromkeys(filter(None, map(marks.group, harms)))
        return replace(
            self._part(row, " ".join(_texts(facts, _ACT)), passages, claims),
            mark="".join(dict.fromkeys(map(marks.of_group, harms)) if len(groups) == 1 else ()),
            group=", ".join(map(self.title, groups)),
        )

    def _decisions(self, incident: Term, claims: Iterable[Evidence]) -> Iterator[Part]:
        """Yield the decisions of an incident, each with what later decisions did to it."""
        nodes = self._reader.decisions(incident)
        changes = [
            (fact.value, _CHANGES[fact.predicate], node)
            for node in nodes
            for fact in self._facts(node)
            if fact.predicate in _CHANGES
        ]
        for node in nodes:
            passages = self._reader.evidence_of_decision(node)
            part = self._part(node, printable(self._reader.label(node)), passages, claims)
            later = (
                (words, replace(self.link(other), text=iris.part_name(other)))
                for value, words, other in changes
                if value == node
            )
            yield replace(part, later=tuple(later))

    def _part(
        self, part: Term, words: str, passages: Iterable[Evidence], claims: Iterable[Evidence]
    ) -> Part:
        """Return the model of a row or a decision, given the claims of its incident."""
        own = [claim for claim in claims if claim.subject == part]
        return Part(
            anchor=iri_text(part).rpartition("/")[2],
            number=iris.row_number(part) or iris.decision_number(part),
            name=iris.part_name(part).capitalize(),
            act=Value(link=Link(text=words), passages=tuple(map(self._passage, passages))),
            statements=tuple(
                _without_title(each) for each in self._statements(self._facts(part), own, _OF_PART)
            ),
        )

    def _harm(self, harm: Term, claims: Iterable[Evidence]) -> Value:
        """Return a harm with the passages of the infobox and the marks that name it."""
        naming = (e for e in claims if e.object == harm and e.predicate in _NAMED_IN)
        return Value(link=self.link(harm), passages=tuple(map(self._passage, naming)))

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
        facts, cited = self._facts(source), self._cited(source)
        addresses = self._reader.addresses([source])
        shown = Link(text=cited.text, web="".join(addresses[:1]))
        return Source(
            value=Value(link=shown, passages=tuple(map(self._passage, stated))),
            entry=Link(text="who cites it", target=cited.target),
            host=_host(addresses),
            anchors=tuple(map(transcript.anchor, stated)),
            statements=self._statements(facts, (), {*_OWN_SECTION, _URL}),
        )

    def _text(self, node: Term) -> tuple[Statement, ...]:
        """Return the statements about the file that an incident was read from."""
        page = iris.page_of(node)
        if page is None:
            return ()
        about = [fact for fact in self._reader.provenance(page) if fact.predicate in _OF_FILE]
        return self._statements([*self._facts(page), *about])

    def _passage(self, claim: Evidence) -> Passage:
        return Passage(
            target=paths.part_page(claim.claim, self._base) or "",
            line=claim.line,
            property=properties.words(claim.predicate),
        )

    def _cited(self, source: Term) -> Link:
        """Return a link to a source, with its publisher, date and address as the text."""
        link = self.link(source)
        return replace(link, text=printable(self._reader.citation(source)) or link.text)

    def _mentioned_by(self, found: Iterable[tuple[Term, Term]]) -> tuple[Statement, ...]:
        shown = [each for each in found if each[0] not in {*_OWN_SECTION, CONCERNS, _PAGE}]
        return tuple(
            Statement(
                key=shorten(iri_text(predicate)),
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
        link, is_row = self.link(part), bool(iris.row_number(part))
        return Mention(
            link=replace(link, text=iris.part_name(part).capitalize()),
            properties=tuple(map(properties.words, predicates)),
            row=self.row(part) if is_row else None,
            note="" if is_row else printable(self._reader.label(part)),
        )


def _rank(fact: Fact) -> tuple[int, str, int, Term]:
    place = FIRST.index(fact.predicate) if fact.predicate in FIRST else len(FIRST)
    return place, fact.predicate, marks.order(fact.value), fact.value


def _states(claim: Evidence, fact: Fact) -> bool:
    return (claim.predicate, claim.object) == (fact.predicate, fact.value)


def harm_uses(facts: Iterable[Fact], rows: Iterable[Iterable[Fact]]) -> dict[Term, Set[str]]:
    """Return the harms of an incident in Solove's order, each with the places that name it."""
    of_rows = (fact for row in rows for fact in row)
    found: dict[Term, set[str]] = {}
    for fact in (*facts, *of_rows):
        if fact.predicate in _NAMED_IN:
            found.setdefault(fact.value, set()).add(_NAMED_IN[fact.predicate])
    return {harm: found[harm] for harm in sorted(found, key=lambda harm: (marks.order(harm), harm))}


def _without_title(statement: Statement) -> Statement:
    """Return a statement whose values are parts of the same incident, without the incident's title."""
    if statement.key not in _OF_SAME_INCIDENT:
        return statement
    values = (
        replace(value, link=replace(value.link, text=value.link.text.rpartition(", ")[2]))
        for value in statement.values
    )
    return replace(statement, values=tuple(values))


def _host(addresses: Iterable[str]) -> str:
    """Return the host of the first of some addresses, without "www."; "" if there is none."""
    names = (urlsplit(address).hostname or "" for address in addresses)
    return printable(next(names, "").removeprefix("www."))


def _texts(facts: Iterable[Fact], predicate: Term) -> list[str]:
    return [printable_lines(fact.label) for fact in facts if fact.predicate == predicate]


def printable_lines(text: str) -> str:
    """Return text with its line breaks kept and other control characters escaped."""
    return "\n".join(map(printable, text.splitlines()))


def _paragraphs(text: str) -> list[str]:
    return [paragraph for paragraph in text.split("\n") if paragraph.strip()]


def _incident_of(part: Term) -> Term:
    return iri(iri_text(part).rpartition("/")[0])
