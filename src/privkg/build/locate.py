"""Where the results of shapes stand in the pages: each at the words it speaks of."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from privkg.build.draft import Draft
from privkg.build.pages import LiftedPage
from privkg.check.shapes import Report, shapes
from privkg.check.shapes.results import Result
from privkg.core import findings
from privkg.core.findings import PlacedFinding, Region
from privkg.core.model import Finding, Rule, Span
from privkg.query.evidence import Reader
from privkg.rdf.terms import Term, iri_text, term
from privkg.store.rdf import literal_text

_HAS_PART = (term("pk:hasViolation"), term("pk:hasDecision"))
_ACT, _TITLE = term("pk:act"), term("dcterms:title")
_IRI = re.compile("<[^>]*>")
_MAX_PAGES = 4  # an actor may stand on thousands; the first ones say where to look


@dataclass(frozen=True, slots=True)
class LocatedStatement:
    """What a page states of a thing or towards it, in which words. No object: they fit no concept."""

    subject: Term
    predicate: Term
    object: Term | None
    quote: str
    place: Region


class Pages(Protocol):
    """What is known of where things are said."""

    def statements_on(self, node: Term) -> list[LocatedStatement]:
        """Return what is stated of a node or towards it, in page order."""

    def has_reported(self, rule: Rule, node: Term) -> bool:
        """Return whether the reading has told of a rule broken at a node already."""


class DraftPages:
    """The pages of a draft, which have the claims that the reading made."""

    def __init__(self, draft: Draft) -> None:
        self._base = draft.base
        self._by_slug = {page.slug: page for page in draft.pages}
        self._mentioning: dict[Term, list[LiftedPage]] = {}
        for page in draft.pages:
            for node in {mention.node for mention in page.mentions}:
                self._mentioning.setdefault(node, []).append(page)

    def statements_on(self, node: Term) -> list[LocatedStatement]:
        """Return what is stated of a node or towards it, in page order."""
        found = [
            LocatedStatement(
                claim.subject,
                claim.predicate,
                claim.object,
                claim.passage.quote,
                findings.page_place(page.page, claim.passage.span),
            )
            for page in self._pages_of(node)
            for claim in page.claims
            if node in (claim.subject, claim.object)
        ]
        return sorted(found, key=lambda stated: stated.place)

    def has_reported(self, rule: Rule, node: Term) -> bool:
        """Return whether a finding of the reading tells of this rule at this node."""
        return any(
            rule.code in (finding.rule.code, *finding.rule.covers) and _is_at(finding, node, page)
            for page in self._pages_of(node)
            for finding in page.findings
        )

    def _pages_of(self, node: Term) -> Sequence[LiftedPage]:
        slug = self._base.slug_of(node)
        if slug is None:
            return self._mentioning.get(node, [])[:_MAX_PAGES]
        return [self._by_slug[slug]] if slug in self._by_slug else []


class GraphPages:
    """The pages of a built graph, known by the evidence that stands in it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def statements_on(self, node: Term) -> list[LocatedStatement]:
        """Return what is stated of a node or towards it, in page order."""
        evidence = [*self._reader.evidence(node), *self._reader.evidence_of_object(node)]
        found = [
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
                ),
            )
            for one in evidence
        ]
        return sorted(found, key=lambda stated: stated.place)

    def has_reported(self, rule: Rule, node: Term) -> bool:
        """Return False: what the reading said is not kept in a graph."""
        return False


def locate(pages: Pages, reports: Iterable[Report]) -> tuple[PlacedFinding, ...]:
    """Return results at their places; those that the reading has told of already are left out."""
    return findings.ordered(
        _placed(pages.statements_on(result.focus), result, rule, report)
        for report in reports
        for result in report.results
        for rule in [replace(report.rules[result.shape], severity=shapes.severity(result.severity))]
        if not pages.has_reported(rule, result.focus)
    )


def _placed(stated: list[LocatedStatement], result: Result, rule: Rule, report: Report) -> PlacedFinding:
    unwanted = report.unwanted.get(result.shape, ())
    towards = report.target_objects_of.get(result.shape, ())

    def rank(one: LocatedStatement) -> int:
        return _rank(one, result, towards)

    ranked = sorted(stated, key=lambda one: (rank(one), _is_elsewhere(one), one.place))
    nowhere = Region(path=iri_text(result.focus), line=1, column=1, end_line=1, end_column=1)
    place = _narrowed(ranked[0], unwanted) if ranked else nowhere
    nearest = [one.place for one in ranked[1:] if rank(one) == rank(ranked[0])]
    related = tuple(sorted(set(nearest) - {place, ranked[0].place})) if ranked else ()
    return PlacedFinding(
        rule=rule, message=result.message, place=place, related=related[: findings.MAX_RELATED]
    )


def _narrowed(stated: LocatedStatement, unwanted: tuple[str, ...]) -> Region:
    """Return where the first of the patterns that are not wanted stands, or else the whole words."""
    found = [match for pattern in unwanted if (match := re.search(pattern, stated.quote))]
    if not found:
        return stated.place
    first = min(found, key=lambda match: match.span())
    # What stands before and after is in a pattern only to say that no word goes on there.
    start, end = first.end() - len(first[0].lstrip()), first.start() + len(first[0].rstrip())
    return findings.within(stated.place, stated.quote, start, end)


def _rank(stated: LocatedStatement, result: Result, towards: Sequence[Term]) -> int:
    """Return how far a statement is from what a result speaks of; 0 is the very words.

    `towards` are the properties whose objects the shape looks at, if it is about objects.
    """
    if stated.subject == result.focus and stated.predicate in _first_steps(result.path):
        return 0 if stated.object == result.value else 1 if stated.object is None else 2
    if stated.object == result.focus:
        return 4 if towards and stated.predicate not in towards else 3
    return 5 if stated.predicate == _TITLE else 6


def _is_elsewhere(stated: LocatedStatement) -> bool:
    """Whether an act rests on these words of the Description, which are not those of the row."""
    if stated.predicate != _ACT or stated.object is None:
        return False
    return literal_text(stated.object).split() != stated.quote.split()


def _first_steps(path: str) -> list[str]:
    """Return the predicates that a path may begin with: one, or all those of an alternative."""
    named = _IRI.findall(path)
    return named if path.startswith("[ sh:alternativePath") else named[:1]


def _is_at(finding: Finding, node: Term, page: LiftedPage) -> bool:
    """Return whether a finding is of a node: in its row or decision, or on its page if it is neither."""
    parts = [
        claim.passage.span
        for claim in page.claims
        if claim.predicate in _HAS_PART and claim.object == node
    ]
    return not parts or any(_is_within(finding.span, part) for part in parts)


def _is_within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start <= outer.end
