"""Parser of the decisions of a page, by courts, regulators or other bodies."""

from dataclasses import dataclass, replace

from privkg.core.model import Decision, EmptyField, Finding, Span
from privkg.sources._grammar import block, blocks
from privkg.sources._grammar.layout import Zone


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of a page in page order, empty fields, recognised spans, and findings."""

    decisions: tuple[Decision, ...]
    left_empty: tuple[EmptyField, ...]
    recognised: tuple[Span, ...]
    findings: tuple[Finding, ...]


def read(text: str, zones: list[Zone]) -> Decisions:
    """Return the decisions below the headings of a page.

    If no block has a value, as on a page of `privkg new`, there are no decisions and the section counts
    as left empty.
    """
    found = [blocks.read(text, zone.lines, block.DECISION) for zone in zones]
    every = [one for section in found for one in section.values]
    decisions = tuple(
        Decision(span=one.span, left_empty=one.left_empty, **one.by_attribute) for one in every
    )
    read_all = Decisions(
        decisions,
        (),
        tuple(span for section in found for span in section.recognised),
        tuple(finding for section in found for finding in section.findings),
    )
    if any(not one.is_empty for one in every) or not zones:
        return read_all
    label = every[0].left_empty[0].label if every else zones[0].heading_words(text)
    spans = (*read_all.recognised, *(one.span for one in decisions))
    empty = (EmptyField("decisions", label),)
    return replace(read_all, decisions=(), left_empty=empty, recognised=spans)
