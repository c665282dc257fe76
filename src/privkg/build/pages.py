"""What became of a file: it is read as pages, rejected, or left out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from privkg.build.lifting.evidence import Claim
from privkg.build.lifting.shared_nodes import Mention
from privkg.core import findings
from privkg.core.findings import PlacedFinding
from privkg.core.model import Finding, Page
from privkg.rdf.iris import Base
from privkg.rdf.terms import Term, Triple


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftedPage:
    """A page read and lifted: the triples of its incident, and what is needed to place a finding.

    Attributes:
        page: the text.
        title: of the incident.
        slug: of the incident; its IRIs have it.
        facts: the triples of the incident's own graph.
        provenance: what is known of the page, its claims left out.
        claims: the passages that facts rest on, in page order.
        mentions: the nodes that incidents share, as this page names them.
        findings: what is wrong with the page, by the reading of it.
        is_cached: whether it was in the cache.
    """

    page: Page
    title: str
    slug: str
    facts: tuple[Triple, ...]
    provenance: tuple[Triple, ...]
    claims: tuple[Claim, ...]
    mentions: tuple[Mention, ...]
    findings: tuple[Finding, ...]
    is_cached: bool = False

    @property
    def sha256(self) -> str:
        """What tells whether two pages are the same."""
        return self.page.sha256

    def placed(self) -> Iterator[PlacedFinding]:
        """Yield the findings at their places in the file."""
        yield from (findings.placed(self.page, finding) for finding in self.findings)

    def with_slug(self, slug: str, base: Base) -> "LiftedPage":
        """Return the page with the IRIs that its incident has under another slug, below their base."""

        def renamed(node: Term) -> Term:
            return base.renamed(node, self.slug, slug)

        def all_renamed(triples: Iterable[Triple]) -> tuple[Triple, ...]:
            return tuple((renamed(s), p, renamed(o)) for s, p, o in triples)

        return replace(
            self,
            slug=slug,
            facts=all_renamed(self.facts),
            provenance=all_renamed(self.provenance),
            claims=tuple(
                replace(
                    claim,
                    subject=renamed(claim.subject),
                    object=renamed(claim.object) if claim.object else None,
                )
                for claim in self.claims
            ),
            mentions=tuple(
                replace(mention, triples=all_renamed(mention.triples)) for mention in self.mentions
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A file, or the rest of one, that is no page. Its SHA-256 is None if it could not be decoded."""

    path: str
    sha256: str | None
    finding: PlacedFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Files that are not read, by intent: which, and why. `count` is how many."""

    what: str
    why: str
    count: int = 1

    def __str__(self) -> str:
        """Return the line that is printed for them."""
        return f"{self.what}: {self.why}; left out"


Outcome = LiftedPage | Rejected | LeftOut
"""What becomes of a page, or of a file that holds none."""
