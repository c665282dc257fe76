"""Messages of findings in files with many pages: they name the page, as the file does not."""

from privkg.core.findings import PlacedFinding
from privkg.core.text import quoted


def named(finding: PlacedFinding) -> str:
    """Return the message of a finding, with the page if its file has many."""
    key = finding.place.key
    return f"page {quoted(key)}: {finding.message}" if key else finding.message
