"""Parser of the blocks of fields below a heading: the rows of a Breakdown, and decisions."""

import re
from dataclasses import dataclass
from typing import Any

from privkg.core import rules
from privkg.core.model import EmptyField, Finding, Passage, Span
from privkg.sources._grammar import lists, markup, tables
from privkg.sources._grammar.block import Block, Form, Part
from privkg.sources._grammar.labels import Label, Labels
from privkg.sources._grammar.page_fields import PageField
from privkg.sources._grammar.spans import Line, cut

_UNKNOWN = re.compile(
    r"\s*(?:[•*-]\s+)?(?P<mark>'{2,3}|\*\*)?(?P<name>[^\W\d_][\w’'()/-]*(?: [\w’'()/-]+){0,3}?)"
    r"\s?(?(mark)(?:[:：](?P=mark)|(?P=mark)[:：])|[:：])(?:\s|$)"
)


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a block by attribute, and its fields without a value."""

    span: Span
    by_attribute: dict[str, Any]
    left_empty: tuple[EmptyField, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no field has a value."""
        return not any(self.by_attribute.values())


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of a section in page order, spans of table headers, and findings."""

    values: tuple[Values, ...]
    recognised: tuple[Span, ...]
    findings: tuple[Finding, ...]


def read(text: str, lines: tuple[Line, ...], form: Form) -> Blocks:
    """Return the blocks of a section, from labelled lines and from tables."""
    found = tables.read(text, lines, form)
    blocks = [*_joined(_blocks(text, found.others, form.labels)), *found.blocks]
    values, findings = [], found.findings
    for block in sorted(blocks, key=lambda block: _span(text, block)):
        one, wrong = _values(text, block, form)
        values.append(one)
        findings += wrong
    return Blocks(tuple(values), tuple(found.recognised), tuple(findings))


def _blocks(text: str, lines: list[Line], labels: Labels) -> list[Block]:
    """Group labelled lines into blocks; a blank line or a repetition of the first field ends a block.

    A first field that is repeated at once, before any other field, does not begin a new block: it is
    one field written twice, and a finding.
    """
    blocks = [Block()]
    for line in lines:
        label = labels.match(line.text)
        if line.is_blank:
            blocks.append(Block())
        elif label:
            part = _part(text, line, label)
            if len(blocks[-1].names) > 1 and blocks[-1].parts[0].name == part.name:
                blocks.append(Block())
            blocks[-1].add(part)
        elif blocks[-1].parts:
            _add_line(blocks[-1], line, labels)
    return [block for block in blocks if block.parts]


def _part(text: str, line: Line, label: Label) -> Part:
    start, stop = line.start + label.start, line.start + label.stop
    name = Passage(text[start:stop], Span(start, stop))
    return Part(label.field, name, line.start, line.start + label.end, line.end)


def _add_line(block: Block, line: Line, labels: Labels) -> None:
    """Add a line without a known label: an unknown field, its next line, or the rest of a value."""
    if _is_unknown(line, labels):
        block.unknown.append(Span(line.start, line.end))
    elif block.unknown and block.unknown[-1].start > block.parts[-1].start:
        block.unknown[-1] = Span(block.unknown[-1].start, line.end)
    else:
        block.parts[-1].end = line.end
        if meant := labels.doubtful(line.text):
            block.doubtful.append((Span(line.start, line.end), meant))


def _joined(blocks: list[Block]) -> list[Block]:
    """Join a block to the one above if they share no field, since a block may have blank lines."""
    joined: list[Block] = []
    for block in blocks:
        if joined and joined[-1].names_once.isdisjoint(block.names_once):
            joined[-1].join(block)
        else:
            joined.append(block)
    return joined


def _values(text: str, block: Block, form: Form) -> tuple[Values, list[Finding]]:
    values: dict[str, Any] = {}  # by attribute, in the type of the record's field
    repeated: dict[str, list[Passage]] = {}
    findings: list[Finding] = []
    for part in block.parts:
        if part.name in values and not part.kind.is_repeatable:
            message = f"the field {part.kind.label} occurs twice in one {form.noun}; {form.advice}"
            findings.append(Finding(form.twice, message, _label_span(text, part)))
            continue
        value, wrong = _value(text, part)
        if part.kind.is_repeatable:
            repeated.setdefault(part.name, []).extend(value)
        else:
            values[part.name] = value
        findings += wrong
    values |= {name: tuple(found) for name, found in repeated.items()}
    span = _span(text, block)
    findings += [_unknown_field(text, one, form) for one in block.unknown if one.start < span.end]
    findings += [_doubtful_line(*one) for one in block.doubtful]
    return Values(span, values, _left_empty(block, values)), findings


def _value(text: str, part: Part) -> tuple[Any, tuple[Finding, ...]]:
    """Return the value of a field: a tuple for a list or a repeatable field, else one passage."""
    kind, start, end = part.kind, part.value_start, part.end
    if kind.has_numbers:
        return lists.numbers(text, start, end), ()
    if kind.separators:
        listed = lists.read(text, start, end, kind.separators, keeps_items=kind.has_whole_items)
        return listed.items, listed.findings
    whole = markup.value(text, start, end)
    if kind.is_repeatable:
        return ((whole,) if whole else ()), ()
    return whole, ()


def _left_empty(block: Block, values: dict[str, Any]) -> tuple[EmptyField, ...]:
    labels = {part.name: part.label for part in reversed(block.parts) if not values[part.name]}
    return tuple(EmptyField(name, labels[name]) for name in values if name in labels)


def _is_unknown(line: Line, labels: Labels) -> bool:
    """Return whether a line begins like a field with a colon, but with an unknown name."""
    match = _UNKNOWN.match(line.text)
    if match and (match["name"][0].isupper() or match["mark"]):
        return True
    near = labels.near(line.text) if ":" in line.text else None
    return bool(near and not near.needs_colon)  # "source:" in lower case may begin a line of prose


def _unknown_field(text: str, span: Span, form: Form) -> Finding:
    name = text[span.start : span.end].partition(":")[0].strip(" \t*'•-")
    return Finding(form.unknown, tables.unknown(name, form), span)


def _doubtful_line(span: Span, meant: PageField) -> Finding:
    message = f'the line is read as the rest of the value above; to begin a field, write "{meant.name}:"'
    return Finding(rules.LABEL_DOUBTFUL, message, span)


def _span(text: str, block: Block) -> Span:
    if block.whole:
        return block.whole
    whole = cut(text, block.parts[0].start, block.parts[-1].end)
    assert whole is not None  # noqa: S101  # a block has a label, so it is not blank
    return whole.span


def _label_span(text: str, part: Part) -> Span:
    label = cut(text, part.start, part.value_start)
    assert label is not None  # noqa: S101  # a label is never blank
    return label.span
