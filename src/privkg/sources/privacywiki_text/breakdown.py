"""The rows of a Breakdown: an act, the group at risk, the harm, and what followed."""

import re
from dataclasses import dataclass
from typing import Any

from privkg.core import rules
from privkg.core.model import Finding, Row, Span
from privkg.sources.privacywiki_text import lists, markup, tables
from privkg.sources.privacywiki_text.layout import label_number, near_label
from privkg.sources.privacywiki_text.row_fields import FIELDS, LABEL, LABELS, Block, Part
from privkg.sources.privacywiki_text.spans import Line, cut

_UNKNOWN = re.compile(
    r"\s*(?:[•*-]\s+)?(?P<mark>'{2,3}|\*\*)?(?P<name>[^\W\d_][\w’'()/-]*(?: [\w’'()/-]+){0,3}?)"
    r"\s?(?(mark)(?:[:：](?P=mark)|(?P=mark)[:：])|[:：])(?:\s|$)"
)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The rows of a Breakdown in page order, what else was recognised, and what is wrong."""

    rows: tuple[Row, ...]
    recognised: tuple[Span, ...]
    findings: tuple[Finding, ...]


def read(text: str, lines: tuple[Line, ...]) -> Breakdown:
    """Return the rows of a Breakdown, be they lines of fields or lines of a table."""
    found = tables.read(text, lines)
    blocks = [*_joined(_blocks(found.others)), *found.blocks]
    rows, findings = [], found.findings
    for block in sorted(blocks, key=lambda block: _span(text, block)):
        row, wrong = _row(text, block)
        rows.append(row)
        findings += wrong
    return Breakdown(tuple(rows), tuple(found.recognised), tuple(findings))


def _blocks(lines: list[Line]) -> list[Block]:
    """Gather fields into blocks, which end at a blank line or where the first field comes again.

    A first field that stands twice in a row opens no block: it is one field written twice.
    """
    blocks = [Block()]
    for line in lines:
        match = LABEL.match(line.text)
        if line.is_blank:
            blocks.append(Block())
        elif match:
            label = LABELS[label_number(match)]
            part = Part(FIELDS[label], line.start, line.start + match.end(), line.end)
            if len(blocks[-1].names) > 1 and blocks[-1].parts[0].name == part.name:
                blocks.append(Block())
            blocks[-1].parts.append(part)
        elif blocks[-1].parts and _unknown(line):
            blocks[-1].unknown.append(Span(line.start, line.end))
        elif blocks[-1].unknown:  # the rest of what no field has
            blocks[-1].unknown[-1] = Span(blocks[-1].unknown[-1].start, line.end)
        elif blocks[-1].parts:  # a value that was wrapped
            blocks[-1].parts[-1].end = line.end
    return [block for block in blocks if block.parts]


def _joined(blocks: list[Block]) -> list[Block]:
    """Join a block to the one above if a blank line parts one row: no field stands in both."""
    joined: list[Block] = []
    for block in blocks:
        if joined and not joined[-1].names & block.names:
            joined[-1].parts += block.parts
            joined[-1].unknown += block.unknown
        else:
            joined.append(block)
    return joined


def _row(text: str, block: Block) -> tuple[Row, list[Finding]]:
    values: dict[str, Any] = {}  # each as the attribute of that name has it
    findings: list[Finding] = []
    for part in block.parts:
        if part.name in values:
            message = f"{part.kind.label} stands twice in one row; write a row for each"
            findings.append(Finding(rules.ROW_FIELD_TWICE, message, _label_span(text, part)))
        elif part.kind.separators:
            listed = lists.read(text, part.value_start, part.end, part.kind.separators)
            values[part.name] = listed.items
            findings += listed.findings
        else:
            values[part.name] = markup.value(text, part.value_start, part.end)
    span = _span(text, block)
    findings += [_unknown_field(text, one) for one in block.unknown if one.start < span.end]
    return Row(span=span, **values), findings


def _unknown(line: Line) -> bool:
    """Whether a line opens like a field of a row, but is none."""
    match = _UNKNOWN.match(line.text)
    if match and (match["name"][0].isupper() or match["mark"]):
        return True
    return bool(":" in line.text and near_label(line.text, LABELS))


def _unknown_field(text: str, span: Span) -> Finding:
    name = text[span.start : span.end].partition(":")[0].strip(" \t*'•-")
    return Finding(rules.ROW_FIELD_UNKNOWN, tables.unknown(name), span)


def _span(text: str, block: Block) -> Span:
    if block.whole:
        return block.whole
    whole = cut(text, block.parts[0].start, block.parts[-1].end)
    assert whole is not None  # noqa: S101  # a block has a label, so it has words
    return whole.span


def _label_span(text: str, part: Part) -> Span:
    label = cut(text, part.start, part.value_start)
    assert label is not None  # noqa: S101  # a label is words
    return label.span
