"""Locates the results of shapes in the pages, each at the words that state its focus node and value.

A SHACL result names a focus node, a path and a value. A claim (evidence) records which span of a page
states a triple, so the finding is placed at the best-ranked claim about its focus node.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from privkg.build.collect import CollectedPage
from privkg.build.draft import Draft
from privkg.build.lifting import evidence
from privkg.build.packing import Body
from privkg.check.shapes import Report, shapes
from privkg.check.shapes.results import Result
from privkg.core import findings
from privkg.core.findings import PlacedFinding, Region
from privkg.core.model import Rule
from privkg.query.evidence import Reader
from privkg.rdf.iris import Base
from privkg.rdf.terms import Term, iri_text, term
from privkg.store import quads_text
from privkg.store.graph import Graph
from privkg.store.rdf import literal_text

_HAS_PART = (term("pk:hasViolation"), term("pk:hasDecision"))
_ACT, _TITLE = term("pk:act"), term("dcterms:title")
_IRI = re.compile("<[^>]*>")
_MOST_PAGES_READ = 256
_MAX_PAGES = 4  # thousands of pages may name an actor; the first few are enough to locate a result


@dataclass(frozen=True, slots=True)
class LocatedStatement:
    """A triple about a node, as subject or object, with the words of the page that state it.

    `object` is None if the words could not be read as a value.
    """

    subject: Term
    predicate: Term
    object: Term | None
    quote: str
    place: Region


class Pages(Protocol):
    """The pages of a dataset, to look up the place of a node."""

    def statements_on(self, node: Term) -> list[LocatedStatement]:
        """Return the statements that have a node as subject or object, in page order."""

    def has_reported(self, rule: Rule, node: Term) -> bool:
        """Return whether the reader has already reported a broken rule at a node."""


class IncidentPages:
    """Pages with their claims and findings, to look up the places of nodes of their incidents.

    Args:
        base: the base of their IRIs.
        pages: the pages.
        body: returns the body of one of them.
    """

    def __init__(
        self, base: Base, pages: Iterable[CollectedPage], body: Callable[[CollectedPage], Body]
    ) -> None:
        self._base, self._body = base, body
        self._by_slug = {page.slug: page for page in pages}
        # Results about one node, or about nodes of one page, often follow each other.
        self._statements = lru_cache(_MOST_PAGES_READ)(self._read)

    def statements_on(self, node: Term) -> list[LocatedStatement]:
        """Return the statements that have a node as subject or object, in page order."""
        return _naming(node, map(self._statements, self._pages_of(node)))

    def has_reported(self, rule: Rule, node: Term) -> bool:
        """Return whether the reader has already reported a broken rule at a node."""
        return any(
            rule.code in (finding.rule.code, *finding.rule.covers) and self._is_at(finding, node, page)
            for page in self._pages_of(node)
            for finding in page.head.findings
        )

    def _pages_of(self, node: Term) -> Sequence[CollectedPage]:
        slug = self._base.slug_of(node)
        return [self._by_slug[slug]] if slug in self._by_slug else []

    def _read(self, page: CollectedPage) -> list[LocatedStatement]:
        body = self._body(page)
        return [
            LocatedStatement(
                claim.subject,
                claim.predicate,
                claim.object,
                claim.passage.quote,
                body.text.place(claim.passage.span),
            )
            for claim in evidence.claims_of(quads_text.triples(body.provenance))
        ]

    def _is_at(self, finding: PlacedFinding, node: Term, page: CollectedPage) -> bool:
        """Return whether a finding lies in the row or decision of a node, or the node has neither."""
        stated = self._statements(page)
        parts = [one.place for one in stated if one.predicate in _HAS_PART and one.object == node]
        return not parts or any(_begins_within(finding.place, part) for part in parts)


class DraftPages(IncidentPages):
    """The pages of a draft, to look up the places of all nodes."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft.base, draft.pages, draft.collected.body)
        self._draft = draft
        self._by_sha256 = {page.sha256: page for page in draft.pages}

    def _pages_of(self, node: Term) -> Sequence[CollectedPage]:
        if self._base.slug_of(node) is not None:
            return super()._pages_of(node)
        found = self._draft.tables.mentions.pages_naming(node, _MAX_PAGES)
        return [self._by_sha256[sha256] for sha256 in found]


class GraphPages:
    """The pages of a built graph, by the evidence in the graph."""

    def __init__(self, graph: Graph) -> None:
        self._base, self._claims, self._reader = graph.base, graph.claims, Reader(graph)
        self._number = {page.incident: number for number, page in enumerate(graph.manifest.pages)}
        self._statements = lru_cache(_MOST_PAGES_READ)(self._read)
        self._slugs = lru_cache(_MOST_PAGES_READ)(self._slugs_of)

    def statements_on(self, node: Term) -> list[LocatedStatement]:
        """Return the statements that have a node as subject or object, in page order."""
        return _naming(node, map(self._statements, self._slugs(node)))

    def has_reported(self, rule: Rule, node: Term) -> bool:
        """Return False, as a graph does not contain the findings of the reader."""
        return False

    def _slugs_of(self, node: Term) -> Sequence[str]:
        slug = self._base.slug_of(node)
        if slug is not None:
            return [slug]
        naming = self._claims.incidents_naming(node) & self._number.keys()
        return sorted(naming, key=lambda each: self._number[each])[:_MAX_PAGES]

    def _read(self, slug: str) -> list[LocatedStatement]:
        return [
            LocatedStatement(
                one.subject,
                one.predicate,
                one.object,
                one.quote,
                Region(
                    path=one.file,
                    line=one.line,
                    column=one.column,
                    end_line=one.end_line,
                    end_column=one.end_column,
                    key=one.key,
                ),
            )
            for one in self._reader.evidence_of_page(self._base.incident(slug))
        ]


def locate(pages: Pages, reports: Iterable[Report]) -> tuple[PlacedFinding, ...]:
    """Return the results of shapes as findings, without those that the reader has reported."""
    return findings.ordered(
        _placed(pages.statements_on(result.focus), result, rule, report)
        for report in reports
        for result in report.results
        for rule in [replace(report.rules[result.shape], severity=shapes.severity(result.severity))]
        if not pages.has_reported(rule, result.focus)
    )


def _naming(node: Term, pages: Iterable[Iterable[LocatedStatement]]) -> list[LocatedStatement]:
    """Return those of the statements of some pages that name a node, in page order."""
    found = (one for page in pages for one in page if node in (one.subject, one.object))
    return sorted(found, key=lambda stated: stated.place)


def _placed(stated: list[LocatedStatement], result: Result, rule: Rule, report: Report) -> PlacedFinding:
    unwanted = report.unwanted.get(result.shape, ())
    towards = report.target_objects_of.get(result.shape, ())

    def rank(one: LocatedStatement) -> int:
        return _rank(one, result, towards)

    ranked = sorted(stated, key=lambda one: (rank(one), _is_in_description(one), one.place))
    nowhere = Region(path=iri_text(result.focus), line=1, column=1, end_line=1, end_column=1)
    place = _narrowed(ranked[0], unwanted) if ranked else nowhere
    nearest = [one.place for one in ranked[1:] if rank(one) == rank(ranked[0])]
    related = tuple(sorted(set(nearest) - {place, ranked[0].place})) if ranked else ()
    return PlacedFinding(
        rule=rule, message=result.message, place=place, related=related[: findings.MAX_RELATED]
    )


def _narrowed(stated: LocatedStatement, unwanted: tuple[str, ...]) -> Region:
    """Return the place of the first match of unwanted patterns, or that of the whole statement."""
    found = [match for pattern in unwanted if (match := re.search(pattern, stated.quote))]
    if not found:
        return stated.place
    first = min(found, key=lambda match: match.span())
    # White space at the ends of a match only delimits words; it is not part of the violation.
    start, end = first.end() - len(first[0].lstrip()), first.start() + len(first[0].rstrip())
    return findings.within(stated.place, stated.quote, start, end)


def _rank(stated: LocatedStatement, result: Result, towards: Sequence[Term]) -> int:
    """Return the rank of a statement as the place of a result; 0 is an exact match.

    `towards` are the properties whose objects the shape targets, if it has `sh:targetObjectsOf`.
    """
    if stated.subject == result.focus and stated.predicate in _first_steps(result.path):
        return 0 if stated.object == result.value else 1 if stated.object is None else 2
    if stated.object == result.focus:
        return 4 if towards and stated.predicate not in towards else 3
    return 5 if stated.predicate == _TITLE else 6


def _is_in_description(stated: LocatedStatement) -> bool:
    """Return whether a statement supports an act by a passage of the Description, not by its row."""
    if stated.predicate != _ACT or stated.object is None:
        return False
    return literal_text(stated.object).split() != stated.quote.split()


def _first_steps(path: str) -> list[str]:
    """Return the predicates that a property path may start with; an alternative path has several."""
    named = _IRI.findall(path)
    return named if path.startswith("[ sh:alternativePath") else named[:1]


def _begins_within(inner: Region, outer: Region) -> bool:
    begin = inner.line, inner.column
    return (outer.line, outer.column) <= begin <= (outer.end_line, outer.end_column)
