"""The rows of a Breakdown: an act, the group at risk, the harm, and what followed."""

from dataclasses import dataclass, field
from typing import Any

from privkg import rules
from privkg.importers.privacywiki_text.layout import label_number, label_pattern
from privkg.importers.privacywiki_text.spans import Line, cut, split_list
from privkg.model import Finding, Row, Span

_FIELDS = {
    "Threat": "threat",
    "At-Risk Group": "groups",
    "Harm": "harms",
    "Secondary Consequence": "consequences",
    "Original Purpose": "original_purpose",
    "New Purpose": "new_purpose",
    "Status": "status",
    "According to": "according_to",
}
_LISTS = ("groups", "harms", "consequences")
_LABELS = tuple(_FIELDS)
_LABEL = label_pattern(*_LABELS)


@dataclass(slots=True)
class _Part:
    """A field of a row while it is gathered: where it begins, and where its value lies."""

    name: str
    label: str
    start: int
    value_start: int
    end: int


@dataclass(slots=True)
class _Block:
    """Fields that stand together; a row is one block, or two that complete each other."""

    parts: list[_Part] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        return {part.name for part in self.parts}


def rows(text: str, lines: tuple[Line, ...]) -> tuple[list[Row], list[Finding]]:
    """Return the rows of a Breakdown, in page order, and the fields that stand twice in one."""
    findings: list[Finding] = []
    found = []
    for block in _joined(_blocks(lines)):
        row, twice = _row(text, block)
        found.append(row)
        findings += twice
    return found, findings


def _blocks(lines: tuple[Line, ...]) -> list[_Block]:
    """Gather fields into blocks, which end at a blank line or where the first field comes again.

    A first field that stands twice in a row opens no block: it is one field written twice.
    """
    blocks = [_Block()]
    for line in lines:
        match = _LABEL.match(line.text)
        if line.is_blank:
            blocks.append(_Block())
        elif match:
            label = _LABELS[label_number(match)]
            part = _Part(_FIELDS[label], label, line.start, line.start + match.end(), line.end)
            if len(blocks[-1].names) > 1 and blocks[-1].parts[0].name == part.name:
                blocks.append(_Block())
            blocks[-1].parts.append(part)
        elif blocks[-1].parts:  # a value that was wrapped
            blocks[-1].parts[-1].end = line.end
    return [block for block in blocks if block.parts]


def _joined(blocks: list[_Block]) -> list[_Block]:
    """Join a block to the one above if a blank line parts one row: no field stands in both."""
    joined: list[_Block] = []
    for block in blocks:
        if joined and not joined[-1].names & block.names:
            joined[-1].parts += block.parts
        else:
            joined.append(block)
    return joined


def _row(text: str, block: _Block) -> tuple[Row, list[Finding]]:
    values: dict[str, Any] = {}  # each as the attribute of that name has it
    findings = []
    for part in block.parts:
        if part.name in values:
            message = f"{part.label} stands twice in one row; write a row for each"
            findings.append(Finding(rules.ROW_FIELD_TWICE, message, _label_span(text, part)))
        elif part.name in _LISTS:
            values[part.name] = tuple(split_list(text, part.value_start, part.end))
        else:
            values[part.name] = cut(text, part.value_start, part.end)
    return Row(span=_span(text, block), **values), findings


def _span(text: str, block: _Block) -> Span:
    whole = cut(text, block.parts[0].start, block.parts[-1].end)
    assert whole is not None  # noqa: S101  # a block has a label, so it has words
    return whole.span


def _label_span(text: str, part: _Part) -> Span:
    label = cut(text, part.start, part.value_start)
    assert label is not None  # noqa: S101  # a label is words
    return label.span
