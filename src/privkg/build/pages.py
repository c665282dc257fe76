"""The outcomes of reading a file: lifted pages, a rejection, or that it is left out."""

from collections.abc import Iterator
from dataclasses import dataclass

from privkg.build.lifting.evidence import Claim
from privkg.build.lifting.shared_nodes import Mention
from privkg.core import findings
from privkg.core.findings import PlacedFinding
from privkg.core.model import Finding, Page
from privkg.rdf.terms import Triple


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftedPage:
    """A page lifted to triples, with its claims and findings.

    Attributes:
        page: the text; the spans of claims and findings are offsets in it.
        source: the name of the page format.
        address: the web address of the page, if it is known.
        title: the title of the incident.
        name: the name that the slug is made of: the title, or the register and key of a record.
        slug: the slug in the IRIs of the incident.
        facts: the triples of the incident's own graph.
        provenance: the triples that describe the page, claims left out.
        claims: the statements with the passages that support them, in page order.
        mentions: the shared resources that the page names.
        findings: the findings of the reader.
        is_cached: whether the page came from the cache.
    """

    page: Page
    source: str
    address: str | None
    title: str
    name: str
    slug: str
    facts: tuple[Triple, ...]
    provenance: tuple[Triple, ...]
    claims: tuple[Claim, ...]
    mentions: tuple[Mention, ...]
    findings: tuple[Finding, ...]
    is_cached: bool = False

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text, which identifies the page."""
        return self.page.sha256

    def placed(self) -> Iterator[PlacedFinding]:
        """Yield the findings with their places in the file."""
        yield from (findings.placed(self.page, finding) for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A file, or the rest of one, that cannot be read. `sha256` is None if it could not be decoded."""

    path: str
    sha256: str | None
    finding: PlacedFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Files that are skipped on purpose: `count` files, named by `what`, for the reason `why`."""

    what: str
    why: str
    count: int = 1

    def __str__(self) -> str:
        """Return the line to print."""
        return f"{self.what}: {self.why}; left out"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRemark:
    """A line about a file that concerns no single page."""

    path: str
    words: str

    def __str__(self) -> str:
        """Return the line to print."""
        return f"{self.path}: {self.words}"


Outcome = LiftedPage | Rejected | LeftOut | FileRemark
"""The outcome of a page, or of a file that has no page, or a remark about a file."""


@dataclass(slots=True, kw_only=True)
class Counts:
    """The numbers of pages by outcome."""

    accepted: int = 0
    duplicate: int = 0
    left_out: int = 0
    rejected: int = 0

    def __str__(self) -> str:
        """Return the counts as an equation, which shows that no page was lost."""
        total = self.accepted + self.duplicate + self.left_out + self.rejected
        return (
            f"read {total} = {self.accepted} accepted + {self.duplicate} duplicate"
            f" + {self.left_out} left out + {self.rejected} rejected"
        )
