"""What a file was read as: a page, or not."""

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
