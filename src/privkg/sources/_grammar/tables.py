"""Parser of tables of rows or decisions: cells separated by tabs, bars or wide gaps, below field names.

A table whose header is not understood is skipped as a whole and reported; as lines of text, its cells
would become the words of one act.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from privkg.core import rules
from privkg.core.model import Finding, Passage, Span
from privkg.sources._grammar import block
from privkg.sources._grammar.block import Block, Form, Part
from privkg.sources._grammar.labels import Labels
from privkg.sources._grammar.page_fields import PageField
from privkg.sources._grammar.spans import Line, cut

_EDGE = re.compile(r"[\t|]|  ")
_TAB, _BAR, _GAP = re.compile(r"\t"), re.compile(r"(?<!\\)\|"), re.compile(r"\t+| {2,}")
_RULE = re.compile(r"[\s|:+=-]+")
_WIKI_START, _WIKI_END = re.compile(r"\s*\{\|"), re.compile(r"\s*\|\}")
_FIELD_AND_VALUE = 2
_ROW = re.compile(r"\s*\||[^\t]*\t[^\t]*\t")


@dataclass(slots=True)
class Tables:
    """The blocks of the tables of a section, the lines outside of tables, and findings."""

    blocks: list[Block] = field(default_factory=list)
    others: list[Line] = field(default_factory=list)
    recognised: list[Span] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Header:
    """The header of a table: the separator of cells, and the field and header cell of each column."""

    separator: re.Pattern[str]
    columns: tuple[PageField | None, ...]
    cells: tuple[Passage | None, ...]


def read(text: str, lines: tuple[Line, ...], form: Form) -> Tables:
    """Return the tables of a section; the lines of a table that is not understood are skipped."""
    found = Tables()
    left = list(reversed(lines))
    while left:
        line = left.pop()
        has_cells = _EDGE.search(line.text) is not None
        header = _header(text, line, form.labels) if has_cells else None
        if header:
            found.findings += _unknown_columns(header, form)
            _rows(text, found, header, line, left)
        elif has_cells and _WIKI_START.match(line.text):
            _skip(left, until=_WIKI_END)
        elif _is_loose_header(line.text, form.labels):
            _skip(left)
        elif has_cells and _ROW.match(line.text) and not form.labels.match(line.text):
            found.others.append(Line("", line.start))
        else:
            found.others.append(line)
            continue
        # A blank line, so that labelled lines above and below a table are not one block.
        found.others.append(Line("", line.end))
    return found


def _rows(text: str, found: Tables, header: _Header, first: Line, left: list[Line]) -> None:
    found.recognised.append(Span(first.start, first.end))
    while left and not left[-1].is_blank and header.separator.search(left[-1].text):
        line = left.pop()
        if _RULE.fullmatch(line.text):
            found.recognised.append(Span(line.start, line.end))
            continue
        block = _row(text, header, line, found.findings)
        if block:
            found.blocks.append(block)


def _row(text: str, header: _Header, line: Line, findings: list[Finding]) -> Block | None:
    """Return a line of a table as a block; None if it is empty or its gaps do not match the columns."""
    cells = list(_cells(text, line, header.separator))
    whole = cut(text, line.start, line.end)
    if whole is None or (header.separator is _GAP and len(cells) != len(header.columns)):
        return None
    block = Block(whole=whole.span)
    for cell, column, above in itertools.zip_longest(cells, header.columns, header.cells):
        if column and above:
            start, end = (cell.span.start, cell.span.end) if cell else (line.end, line.end)
            block.add(Part(column, above, start, start, end))
    for extra in filter(None, cells[len(header.columns) :]):
        message = f'"{extra.text[:60]}" has no column in the table; write the name of a field above it'
        findings.append(Finding(rules.CELL_WITHOUT_COLUMN, message, extra.span))
    is_filled = any(cell and column for cell, column in zip(cells, header.columns, strict=False))
    return block if is_filled else None


def _header(text: str, line: Line, labels: Labels) -> _Header | None:
    """Return a line of field names as the header of a table; None if it is not one.

    At least two cells, and half of all, must be names of fields; the separators are tried in order.
    """
    for separator in (_BAR, _TAB, _GAP):
        if not separator.search(line.text):
            continue
        cells = list(_cells(text, line, separator))
        columns = [_column(cell, labels) for cell in cells]
        once = tuple(_once(column, columns[:n]) for n, column in enumerate(columns))
        known = [column for column in once if column]
        is_table = len(known) > 1 and len(known) * 2 >= len([cell for cell in cells if cell])
        if is_table and not _is_field(line, cells, labels):
            return _Header(separator, once, tuple(cells))
    return None


def _column(cell: Passage | None, labels: Labels) -> PageField | None:
    label = labels.column(cell.text) if cell else None
    return label.field if label and cell and label.end == len(cell.text) else None


def _once(column: PageField | None, before: list[PageField | None]) -> PageField | None:
    return column if column and (column.is_repeatable or column not in before) else None


def _is_field(line: Line, cells: list[Passage | None], labels: Labels) -> bool:
    """Return whether a line is a field whose value is the name of another field: "Role:  Recipient"."""
    label = labels.match(line.text)
    has_one_colon = sum(cell.text.endswith((":", "：")) for cell in cells if cell) == 1
    return bool(label and label.field.needs_colon and len(cells) == _FIELD_AND_VALUE and has_one_colon)


def _cells(text: str, line: Line, separator: re.Pattern[str]) -> Iterator[Passage | None]:
    """Yield the cells of a line, None for an empty one; bars at its start and end are ignored."""
    words = line.text.rstrip() if separator is not _TAB else line.text
    start = len(words) - len(words.lstrip()) if separator is not _TAB else 0
    edges = [found.span() for found in separator.finditer(words, start)]
    if separator is _BAR and edges and edges[0][0] == start:
        start, edges = edges[0][1], edges[1:]
    if separator is _BAR and edges and edges[-1][1] == len(words):
        words, edges = words[: edges[-1][0]], edges[:-1]
    for edge, after in [*edges, (len(words), len(words))]:
        yield cut(text, line.start + start, line.start + edge)
        start = after


def _unknown_columns(header: _Header, form: Form) -> Iterator[Finding]:
    for cell, column in zip(header.cells, header.columns, strict=True):
        if cell and not column:
            yield Finding(form.unknown, unknown(cell.text, form), cell.span)


def is_table(words: str) -> bool:
    """Return whether a line is part of a table."""
    is_row = _ROW.match(words) or _WIKI_START.match(words)
    return bool(is_row) or _is_loose_header(words, block.ROW.labels)


def unknown(words: str, form: Form) -> str:
    """Return the message about an unknown field name in a block."""
    near = form.labels.near(f"{words}:")
    names = ", ".join(field.label for field in form.labels.fields)
    return f'unknown {form.noun} field "{words[:60]}"; ' + (
        f'did you mean "{near.label}"?' if near else f"write one of {names}"
    )


def _is_loose_header(words: str, labels: Labels) -> bool:
    """Return whether a line is three or more field names with single spaces between them.

    Single spaces do not separate cells, so such a table is skipped. One of the names must be one that
    does not begin prose: "Information Technology Law" may be a value.
    """
    rest, found = words, list[PageField]()
    while rest.strip() and (label := labels.column(rest)):
        rest = rest[label.end :]
        found.append(label.field)
    is_sure = len(found) > 2 and any(not field.needs_colon for field in found)
    return is_sure and not rest.strip()


def _skip(left: list[Line], until: re.Pattern[str] | None = None) -> None:
    """Drop the lines of a table from `left`: up to its end mark if it has one, else to a blank line."""
    closes = until and any(until.match(line.text) for line in left)
    while left:
        if not closes and left[-1].is_blank:
            return
        line = left.pop()
        if until and until.match(line.text):
            return
