"""Tables of a Breakdown: rows whose cells are parted by tabs, bars or wide gaps below field names.

A table that is not understood is left out as a whole, so that it never becomes the words of one act.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from privkg.core import rules
from privkg.core.model import Finding, Passage, Span
from privkg.sources.privacywiki_text.layout import label_number, near_label
from privkg.sources.privacywiki_text.row_fields import FIELDS, LABEL, LABELS, Block, Part
from privkg.sources.privacywiki_text.spans import Line, cut

_TAB, _BAR, _GAP = re.compile(r"\t"), re.compile(r"(?<!\\)\|"), re.compile(r"\t+| {2,}")
_RULE = re.compile(r"[\s|:+=-]+")
_WIKI_START, _WIKI_END = re.compile(r"\s*\{\|"), re.compile(r"\s*\|\}")
_ROW = re.compile(r"\s*\||[^\t]*\t[^\t]*\t")


@dataclass(slots=True)
class Tables:
    """What the tables of a Breakdown hold, and the lines that are in none."""

    blocks: list[Block] = field(default_factory=list)
    others: list[Line] = field(default_factory=list)
    recognised: list[Span] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Header:
    """What parts the cells of a table, and which field each column is."""

    separator: re.Pattern[str]
    columns: tuple[str | None, ...]


def read(text: str, lines: tuple[Line, ...]) -> Tables:
    """Return the rows of tables; a line of a table that is not understood is in neither list."""
    found = Tables()
    left = list(reversed(lines))
    while left:
        line = left.pop()
        header = _header(text, line)
        if header:
            _rows(text, found, header, line, left)
        elif _WIKI_START.match(line.text):
            _skip(left, until=_WIKI_END)
        elif _is_loose_header(line.text):
            _skip(left)
        elif _ROW.match(line.text) and not LABEL.match(line.text):
            found.others.append(Line("", line.start))
        else:
            found.others.append(line)
            continue
        found.others.append(Line("", line.end))
    return found


def _rows(text: str, found: Tables, header: _Header, first: Line, left: list[Line]) -> None:
    found.recognised.append(Span(first.start, first.end))
    found.findings += _unknown_columns(text, header, first)
    while left and not left[-1].is_blank and header.separator.search(left[-1].text):
        line = left.pop()
        if _RULE.fullmatch(line.text):
            found.recognised.append(Span(line.start, line.end))
            continue
        block = _row(text, header, line, found.findings)
        if block:
            found.blocks.append(block)


def _row(text: str, header: _Header, line: Line, findings: list[Finding]) -> Block | None:
    """Return a line of a table as a row; one whose gaps fit no column is not read."""
    cells = list(_cells(text, line, header.separator))
    whole = cut(text, line.start, line.end)
    if whole is None or (header.separator is _GAP and len(cells) != len(header.columns)):
        return None
    block = Block(whole=whole.span)
    for cell, label in itertools.zip_longest(cells, header.columns):
        if cell and label:
            start, end = cell.span.start, cell.span.end
            block.parts.append(Part(FIELDS[label], start, start, end))
    for extra in filter(None, cells[len(header.columns) :]):
        message = f'"{extra.text[:60]}" is in no column of the table; write the name of a field above it'
        findings.append(Finding(rules.CELL_WITHOUT_COLUMN, message, extra.span))
    return block if block.parts else None


def _header(text: str, line: Line) -> _Header | None:
    """Return what a line of field names makes of the lines below it; None if it is no such line."""
    for separator in (_BAR, _TAB, _GAP):
        cells = list(_cells(text, line, separator)) if separator.search(line.text) else []
        columns = [_label(cell) for cell in cells]
        once = tuple(name if name not in columns[:n] else None for n, name in enumerate(columns))
        known = [name for name in once if name]
        if len(known) > 1 and len(known) * 2 >= len([cell for cell in cells if cell]):
            return _Header(separator, once)
    return None


def _label(cell: Passage | None) -> str | None:
    match = LABEL.match(cell.text) if cell else None
    is_whole = match and cell and match.end() == len(cell.text)
    return LABELS[label_number(match)] if match and is_whole else None


def _cells(text: str, line: Line, separator: re.Pattern[str]) -> Iterator[Passage | None]:
    """Yield the cells of a line, None for an empty one; bars around the line part nothing."""
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


def _unknown_columns(text: str, header: _Header, line: Line) -> Iterator[Finding]:
    for cell, label in zip(_cells(text, line, header.separator), header.columns, strict=True):
        if cell and not label:
            yield Finding(rules.ROW_FIELD_UNKNOWN, unknown(cell.text), cell.span)


def is_table(words: str) -> bool:
    """Whether a line is one of a table."""
    return bool(_ROW.match(words) or _WIKI_START.match(words)) or _is_loose_header(words)


def unknown(words: str) -> str:
    """Return the message about a name that is no field of a row."""
    near = near_label(f"{words}:", LABELS)
    return f'unknown row field "{words[:60]}"; ' + (
        f'did you mean "{near}"?' if near else f"write one of {', '.join(LABELS)}"
    )


def _is_loose_header(words: str) -> bool:
    """Whether a line is three field names or more with single spaces, which part no cells."""
    rest, names = words, 0
    while rest.strip() and (match := LABEL.match(rest)):
        rest, names = rest[match.end() :], names + 1
    return names > 2 and not rest.strip()


def _skip(left: list[Line], until: re.Pattern[str] | None = None) -> None:
    """Pass over the lines of a table: up to its end if it has one, else to a blank line."""
    closes = until and any(until.match(line.text) for line in left)
    while left:
        if not closes and left[-1].is_blank:
            return
        line = left.pop()
        if until and until.match(line.text):
            return
