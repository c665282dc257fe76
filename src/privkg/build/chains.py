"""Checks `pk:followsFrom` between rows of different pages, once all pages are read.

A page names the row by the slug that the other incident has in the dataset ("letters-opened/v2"), and
slugs are final only when all titles are known. A statement about a missing row becomes a finding.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from privkg.build.lifting.evidence import Claim
from privkg.build.pages import LiftedPage
from privkg.core import rules
from privkg.core.model import Finding
from privkg.rdf.iris import Base
from privkg.rdf.terms import Term, term

_FOLLOWS, _ROW_OF = term("pk:followsFrom"), term("pk:violationOf")


def checked(pages: Iterable[LiftedPage], base: Base) -> Iterator[LiftedPage]:
    """Yield the pages; each statement about a missing row is replaced by a finding at its passage."""
    pages = tuple(pages)
    wanted = {page.slug: _referenced_rows(page, base) for page in pages}
    slugs = {base.slug_of(row) for rows in wanted.values() for row in rows}
    here = {s for page in pages if page.slug in slugs for s, p, _ in page.facts if p == _ROW_OF}
    for page in pages:
        absent = wanted[page.slug] - here
        yield _without(page, absent) if absent else page


def _referenced_rows(page: LiftedPage, base: Base) -> set[Term]:
    return {o for _, p, o in page.facts if p == _FOLLOWS and base.slug_of(o) != page.slug}


def _without(page: LiftedPage, absent: set[Term]) -> LiftedPage:
    """Return a page without `pk:followsFrom` to absent rows; their claims remain, without an object."""

    def is_dangling(claim: Claim) -> bool:
        return claim.predicate == _FOLLOWS and claim.object in absent

    findings = (_finding(claim) for claim in page.claims if is_dangling(claim))
    return replace(
        page,
        facts=tuple(fact for fact in page.facts if fact[1] != _FOLLOWS or fact[2] not in absent),
        claims=tuple(
            replace(claim, object=None) if is_dangling(claim) else claim for claim in page.claims
        ),
        findings=(*page.findings, *findings),
    )


def _finding(claim: Claim) -> Finding:
    message = (
        f'no row "{claim.passage.text}" in the pages read; add its page, or correct the slug and'
        " number of the row, such as letters-opened/v2"
    )
    return Finding(rules.ROW_ELSEWHERE_ABSENT, message, claim.passage.span)
