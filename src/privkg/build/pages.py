"""What became of a file: it is read as pages, rejected, or left out."""

from dataclasses import dataclass

from privkg.build.lifting.shared_nodes import Mention
from privkg.core.findings import PlacedFinding
from privkg.rdf.terms import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A page read: its incident's slug, its graphs as lines, and what was found.

    `used` are the things its facts name, of which labels may be needed. `claims` are empty if they were
    not asked for. `is_kept` tells that the cache had it.
    """

    path: str
    file_name: str
    sha256: str
    title: str
    slug: str
    facts: list[str]
    provenance: list[str]
    claims: list[str]
    used: frozenset[Term]
    mentions: tuple[Mention, ...]
    findings: tuple[PlacedFinding, ...]
    is_kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A file that is no page. Its SHA-256 is None if it could not be read at all."""

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
