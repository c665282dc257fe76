"""Parser of the Breakdown: rows of an act, the group at risk, the harm, and its consequences."""

from dataclasses import dataclass

from privkg.core.model import Finding, Row, Span
from privkg.sources._grammar import block, blocks
from privkg.sources._grammar.spans import Line


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The rows of a Breakdown in page order, spans of table headers, and findings."""

    rows: tuple[Row, ...]
    recognised: tuple[Span, ...]
    findings: tuple[Finding, ...]


def read(text: str, lines: tuple[Line, ...]) -> Breakdown:
    """Return the rows of a Breakdown."""
    found = blocks.read(text, lines, block.ROW)
    rows = (Row(span=one.span, left_empty=one.left_empty, **one.by_attribute) for one in found.values)
    return Breakdown(tuple(rows), found.recognised, found.findings)
