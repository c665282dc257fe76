"""Where the results of shapes stand in the pages: each at the words it speaks of."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from privkg import findings, iris
from privkg.dossier import Reader
from privkg.findings import Place, PlacedFinding
from privkg.model import Finding, Rule, Span
from privkg.pipeline.draft import Draft
from privkg.terms import Term, iri_text, term
from privkg.validation.results import Result

_HAS_ROW, _TITLE = term("pk:hasViolation"), term("dcterms:title")
_FIRST_IRI = re.compile("<[^>]*>")
_MAX_RELATED = 3


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page states of a thing or towards it, and where. No object: words that fit no concept."""

    subject: Term
    predicate: Term
    object: Term | None
    place: Place


class Pages(Protocol):
    """What is known of where things are said."""

    def stating(self, node: Term) -> list[Stated]:
        """Return what is stated of a node or towards it, in page order."""

    def covers(self, rule: Rule, node: Term) -> bool:
        """Return whether the reading has told of a rule broken at a node already."""


class DraftPages:
    """The pages of a draft, at hand with all that was found while they were read."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._sha_of = {slug: sha for sha, slug in draft.slugs.items()}
        self._mentioning: dict[Term, list[str]] | None = None

    def stating(self, node: Term) -> list[Stated]:
        """Return what is stated of a node or towards it, in page order."""
        found = [
            Stated(
                claim.subject,
                claim.predicate,
                claim.object,
                findings.place(self._draft.intake.pages[sha].incident.document, claim.passage.span),
            )
            for sha in self._pages_of(node)
            for claim in self._draft.converted[sha].claims
            if node in (claim.subject, claim.object)
        ]
        return sorted(found, key=lambda stated: stated.place)

    def covers(self, rule: Rule, node: Term) -> bool:
        """Return whether a finding of the reading tells of this rule at this node."""
        return any(
            rule.code in (finding.rule.code, *finding.rule.covers) and self._is_at(finding, node, sha)
            for sha in self._pages_of(node)
            for finding in self._draft.found(sha)
        )

    def _is_at(self, finding: Finding, node: Term, sha: str) -> bool:
        """Return whether a finding speaks of a node: within its row, or on its page if it is no row."""
        rows = [
            claim.passage.span
            for claim in self._draft.converted[sha].claims
            if claim.predicate == _HAS_ROW and claim.object == node
        ]
        return not rows or any(_is_within(finding.span, row) for row in rows)

    def _pages_of(self, node: Term) -> list[str]:
        slug = iris.slug_of(node)
        if slug is not None:
            return [self._sha_of[slug]] if slug in self._sha_of else []
        if self._mentioning is None:
            self._mentioning = {}
            for sha, result in self._draft.converted.items():
                for mentioned in {mention.node for mention in result.mentions}:
                    self._mentioning.setdefault(mentioned, []).append(sha)
        return self._mentioning.get(node, [])


class GraphPages:
    """The pages of a built graph, known by the evidence that stands in it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def stating(self, node: Term) -> list[Stated]:
        """Return what is stated of a node or towards it, in page order."""
        evidence = [*self._reader.evidence(node), *self._reader.evidence_towards(node)]
        found = [
            Stated(
                one.subject,
                one.predicate,
                one.object,
                Place(
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

    def covers(self, rule: Rule, node: Term) -> bool:
        """Return False: what the reading said is not kept in a graph."""
        return False


def placed(pages: Pages, results: Iterable[tuple[Result, Rule]]) -> tuple[PlacedFinding, ...]:
    """Return results at their places; those that the reading has told of already are left out."""
    return findings.ordered(
        _placed(pages.stating(result.focus), result, rule)
        for result, rule in results
        if not pages.covers(rule, result.focus)
    )


def _placed(stated: list[Stated], result: Result, rule: Rule) -> PlacedFinding:
    ranked = sorted(stated, key=lambda one: (_rank(one, result), one.place))
    nowhere = Place(path=iri_text(result.focus), line=1, column=1, end_line=1, end_column=1)
    place = ranked[0].place if ranked else nowhere
    nearest = [one.place for one in ranked if _rank(one, result) == _rank(ranked[0], result)]
    related = tuple(sorted(set(nearest) - {place}))[:_MAX_RELATED]
    return PlacedFinding(rule=rule, message=result.message, place=place, related=related)


def _rank(stated: Stated, result: Result) -> int:
    """Return how far a statement is from what a result speaks of; 0 is the very words."""
    if stated.subject == result.focus and _first_step(result.path) == stated.predicate:
        return 0 if stated.object == result.value else 1 if stated.object is None else 2
    if stated.object == result.focus:
        return 3
    return 4 if stated.predicate == _TITLE else 5


def _first_step(path: str) -> Term | None:
    match = _FIRST_IRI.search(path)
    return Term(match[0]) if match else None


def _is_within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start <= outer.end
