"""Messages of findings, with the page in a file that has many, and with the related places."""

from privkg.core.findings import PlacedFinding
from privkg.core.text import quoted


def named(finding: PlacedFinding) -> str:
    """Return the message of a finding, with the page if its file has many."""
    key = finding.place.key
    return f"page {quoted(key)}: {finding.message}" if key else finding.message


def with_related(message: str, finding: PlacedFinding) -> str:
    """Return a message and the related places of its finding, as one sentence."""
    related = ", ".join(map(str, finding.related))
    return f"{message.removesuffix('.')}; see also {related}" if related else message
