"""Page models read from a graph: statements with their passages, rows, decisions, mentions."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from privkg.core.text import printable
from privkg.publish.site import crediting, paths
from privkg.publish.site.pages import Credit, Link, Page, Passage, Row, Statement, Value
from privkg.query.evidence import Evidence, Fact, Reader
from privkg.rdf import iris, order
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import PREF_LABEL, A, Term, iri, iri_text, shorten, term
from privkg.reference import licences, properties
from privkg.reference.columns import FIRST
from privkg.reference.credits import CREDIT, LICENCE, PART_OF
from privkg.store.rdf import literal_parts

_TITLE, _ABSTRACT = term("dcterms:title"), term("dcterms:abstract")
_DESCRIPTION, _ROWS = term("dcterms:description"), term("pk:hasViolation")
_ROW_OF, _ROW_INDEX, _ACT = term("pk:violationOf"), term("pk:rowIndex"), term("pk:act")
_DECISIONS, _DECISION_OF = term("pk:hasDecision"), term("pk:decisionOf")
_CONCERNS = term("pk:concerns")
_URL, _SOURCE = term("schema:url"), term("dcterms:source")
_OF_PART = {_TITLE, _ABSTRACT, _DESCRIPTION, _ROWS, _ROW_INDEX, _ACT, _DECISIONS, PREF_LABEL, A}
_OWN_SECTION = {_SOURCE, PART_OF, LICENCE, CREDIT, *_OF_PART}
"""Predicates with their own section on a page; a row's block lists its sources as statements instead."""
_REDUNDANT_TYPES = {term(f"pk:{name}") for name in ("Decision", "Incident", "Violation")} | {
    term("schema:WebPage")
}
"""Types that a page leaves out, as they repeat its kind."""


_CACHED = 1000
"""The number of cached resources; the pages of an incident's rows need the incident's statements too."""


class Viewer:
    """Makes page models from a graph."""

    def __init__(self, reader: Reader) -> None:
        self._reader, self._base = reader, reader.base
        self._facts = lru_cache(_CACHED)(reader.facts)
        self._evidence_of = lru_cache(_CACHED)(reader.evidence)

    def page(self, node: Term) -> Page:
        """Return the model of a resource's page."""
        facts = self._facts(node) or _of_file(self._reader.provenance(node))
        incoming = self._reader.incoming_facts(node)
        mentions = [fact for fact in incoming if fact.predicate not in {*_OWN_SECTION, _CONCERNS}]
        rows = {
            fact.value
            for fact in mentions
            if paths.is_row(fact.value, self._base) and not _is_part(fact.value, node)
        }
        kind = self._base.path(node).partition("/")[0]
        return Page(
            iri=iri_text(node),
            stem=paths.stem(node, self._base),
            kind=self._kind_of_part(node) or kind,
            title=self._title(node),
            types=tuple(
                self.link(f.value) for f in facts if f.predicate == A and f.value not in _REDUNDANT_TYPES
            ),
            lead="\n".join(_texts(facts, _ABSTRACT)),
            paragraphs=tuple(p for text in _texts(facts, _DESCRIPTION) for p in _paragraphs(text)),
            act="\n".join(_texts(facts, _ACT)),
            statements=self._statements(facts, self._evidence_of(node)),
            rows=tuple(map(self._row, self._reader.rows(node))),
            decisions=tuple(map(self._decision, self._reader.decisions(node))),
            rows_elsewhere=tuple(map(self._row, sorted(rows, key=order.natural))),
            mentioned_by=self._by_property(
                fact
                for fact in mentions
                if not paths.is_row(fact.value, self._base) and not _is_part(fact.value, node)
            ),
            passages=tuple(map(self._passage, self._evidence(node))),
            claims=self._claims(node) if kind == Kind.PAGE else (),
            sources=self._sources(node, facts),
            incident=self.link(_incident_of(node)) if self._kind_of_part(node) else None,
            notices=tuple(self.link(fact.value) for fact in incoming if fact.predicate == _CONCERNS),
            credits=self._credits(node),
            records=tuple(map(self.link, self._records(incoming))),
        )

    def _records(self, incoming: Iterable[Fact]) -> Iterator[Term]:
        """Yield the incidents that are part of a register; its fields are parts of it too."""
        for fact in incoming:
            if fact.predicate == PART_OF and self._base.kind(fact.value) is Kind.INCIDENT:
                yield fact.value

    def link(self, node: Term) -> Link:
        """Return a value as text, with a link if it is in the folder or on the web."""
        if not node.startswith("<"):
            text, language, _ = literal_parts(node)
            return Link(text=printable(text), language=language or "")
        address = iri_text(node)
        known = paths.term_page(node) or paths.claim_page(node, self._base)
        if known or self._is_here(node):
            return Link(text=self._title(node), target=known or f"{paths.stem(node, self._base)}.html")
        outside = "" if self._base.path(node) else address
        return Link(text=self._title(node), web=outside)

    def _is_here(self, node: Term) -> bool:
        is_thing = paths.is_thing(node, self._base)
        return is_thing and bool(self._facts(node) or self._reader.provenance(node))

    def _title(self, node: Term) -> str:
        if part := self._kind_of_part(node):
            return f"{self._title(_incident_of(node))}, {part} {_number(node)}"
        if self._base.kind(node) is Kind.PAGE:
            return f"Source text: {self._title(self._incident_of_page(node))}"
        return printable(self._reader.label(node) or shorten(licences.find(iri_text(node)).name))

    def _credits(self, node: Term) -> tuple[Credit, ...]:
        is_register = self._base.kind(node) is Kind.REGISTER
        found = (self._reader.register(node),) if is_register else self._reader.credits(node)
        return tuple(crediting.shown(each, self._base) for each in found)

    def _kind_of_part(self, node: Term) -> str:
        """Return "row" or "decision" for a part of an incident, or "" for other resources."""
        if paths.is_row(node, self._base):
            return "row"
        return "decision" if paths.is_decision(node, self._base) else ""

    def _statements(
        self, facts: Iterable[Fact], evidence: list[Evidence], left_out: Set[Term] = _OWN_SECTION
    ) -> tuple[Statement, ...]:
        shown = sorted((fact for fact in facts if fact.predicate not in left_out), key=_rank)
        return tuple(
            Statement(name=self._property(predicate), values=tuple(self._values(some, evidence)))
            for predicate, some in groupby(shown, key=lambda fact: fact.predicate)
        )

    def _values(self, facts: Iterable[Fact], evidence: list[Evidence]) -> Iterator[Value]:
        for fact in facts:
            stated = [e for e in evidence if (e.predicate, e.object) == (fact.predicate, fact.value)]
            yield Value(link=self.link(fact.value), passages=tuple(map(self._passage, stated)))

    def _by_property(self, facts: Iterable[Fact]) -> tuple[Statement, ...]:
        return tuple(
            Statement(
                name=self._property(predicate),
                values=tuple(Value(link=self.link(fact.value), passages=()) for fact in some),
            )
            for predicate, some in groupby(facts, key=lambda fact: fact.predicate)
        )

    def _property(self, predicate: Term) -> Link:
        definition = paths.term_page(predicate) or ""
        return Link(text=properties.words(predicate), target=definition)

    def _row(self, row: Term) -> Row:
        facts = self._facts(row)
        incident = _incident_of(row)
        shown = [fact for fact in facts if fact.predicate != _ROW_OF]
        return Row(
            link=Link(text=f"Row {iris.row_number(row)}", target=f"{paths.stem(row, self._base)}.html"),
            incident=self.link(incident),
            act=" ".join(_texts(facts, _ACT)),
            statements=self._statements(shown, self._evidence_of(row), _OF_PART),
            passages=tuple(map(self._passage, self._reader.evidence_of_row(row))),
        )

    def _decision(self, decision: Term) -> Row:
        shown = [fact for fact in self._facts(decision) if fact.predicate != _DECISION_OF]
        words = f"Decision {_number(decision)}"
        return Row(
            link=Link(text=words, target=f"{paths.stem(decision, self._base)}.html"),
            incident=self.link(_incident_of(decision)),
            act=printable(self._reader.label(decision)),
            statements=self._statements(shown, self._evidence_of(decision), _OF_PART),
            passages=(),
        )

    def _evidence(self, node: Term) -> list[Evidence]:
        if paths.is_row(node, self._base):
            return self._reader.evidence_of_row(node)
        return self._evidence_of(node) or self._reader.evidence_of_object(node)

    def _claims(self, page: Term) -> tuple[Passage, ...]:
        """Return the claims of a page, in the order of its text."""
        return tuple(map(self._passage, self._reader.claims(self._incident_of_page(page))))

    def _incident_of_page(self, page: Term) -> Term:
        return self._base.incident(self._base.slug_of_page(page) or "")

    def _passage(self, evidence: Evidence) -> Passage:
        return Passage(
            target=paths.claim_page(evidence.claim, self._base) or "",
            place=printable(f"{evidence.file}:{evidence.line}:{evidence.column}"),
            quote=printable(" ".join(evidence.quote.split())),
            property=properties.words(evidence.predicate),
            value=self.link(evidence.object) if evidence.object else None,
            sources=tuple(map(self._cited, evidence.sources)),
        )

    def _cited(self, source: Term) -> Link:
        """Return a link to a source, with its publisher, date and address as the text."""
        link = self.link(source)
        return replace(link, text=printable(self._reader.citation(source)) or link.text)

    def _sources(self, node: Term, facts: list[Fact]) -> tuple[Value, ...]:
        """Return the sources of a resource, or of its incident for a row or decision without sources."""
        cited, of = [fact for fact in facts if fact.predicate == _SOURCE], node
        if not cited and self._kind_of_part(node):
            of = _incident_of(node)
            cited = [fact for fact in self._facts(of) if fact.predicate == _SOURCE]
        return tuple(self._values(cited, self._evidence_of(of)))


def _rank(fact: Fact) -> tuple[int, str, Term]:
    place = FIRST.index(fact.predicate) if fact.predicate in FIRST else len(FIRST)
    return place, fact.predicate, fact.value


def _texts(facts: Iterable[Fact], predicate: Term) -> list[str]:
    return [printable_lines(fact.label) for fact in facts if fact.predicate == predicate]


def printable_lines(text: str) -> str:
    """Return text with its line breaks kept and other control characters escaped."""
    return "\n".join(map(printable, text.splitlines()))


def _paragraphs(text: str) -> list[str]:
    return [paragraph for paragraph in text.split("\n") if paragraph.strip()]


def _incident_of(part: Term) -> Term:
    return iri(iri_text(part).rpartition("/")[0])


def _number(part: Term) -> str:
    return iri_text(part).rpartition("/")[2][1:]


def _of_file(facts: Iterable[Fact]) -> list[Fact]:
    """Return the statements about a page's file, without its text fragments, which claims quote."""
    kept = {A, term("pk:fileName"), term("pk:sha256"), _URL}
    return [fact for fact in facts if fact.predicate in kept]


def _is_part(part: Term, node: Term) -> bool:
    return iri_text(part).startswith(f"{iri_text(node)}/")
