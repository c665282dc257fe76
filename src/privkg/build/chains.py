"""Chains that lead from a row to one of another page: kept only if that page has the row.

A page names the row by the slug that the other incident has in the dataset ("letters-opened/v2"), which
is known only once all pages are read.
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
    """Yield pages, a chain to a row that no page has replaced by a finding at its words."""
    pages = tuple(pages)
    wanted = {page.slug: _elsewhere(page, base) for page in pages}
    slugs = {base.slug_of(row) for rows in wanted.values() for row in rows}
    here = {s for page in pages if page.slug in slugs for s, p, _ in page.facts if p == _ROW_OF}
    for page in pages:
        absent = wanted[page.slug] - here
        yield _without(page, absent) if absent else page


def _elsewhere(page: LiftedPage, base: Base) -> set[Term]:
    return {o for _, p, o in page.facts if p == _FOLLOWS and base.slug_of(o) != page.slug}


def _without(page: LiftedPage, absent: set[Term]) -> LiftedPage:
    """Return a page without its chains to some rows; the words stay claims, as findings tell."""

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
        f'no row "{claim.passage.text}" among the pages read; read its page too, or correct the end'
        " of the row's IRI, such as letters-opened/v2"
    )
    return Finding(rules.ROW_ELSEWHERE_ABSENT, message, claim.passage.span)
