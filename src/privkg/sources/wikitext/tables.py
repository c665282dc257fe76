"""The rows and cells of a table in wikitext or HTML, with the offsets of their contents."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mwparserfromhell import nodes

from privkg.sources.wikitext.lengths import Lengths

_CELLS = ("td", "th")
_ROWS = ("tr", "tbody", "thead", "tfoot")
_NAMES_OF_ATTRIBUTES = """
abbr align axis bgcolor border cellpadding cellspacing char class colspan dir frame headers height hidden
id lang nowrap role rowspan rules scope style summary tabindex title valign width
"""
_ATTRIBUTES = frozenset(_NAMES_OF_ATTRIBUTES.split())
_PREFIXES = ("data-", "aria-", "item")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its contents, the offset of its tag, and that of its contents."""

    code: Any
    at: int
    start: int

    @property
    def words(self) -> str:
        """The contents without markup."""
        return str(self.code.strip_code()) if self.code is not None else ""


@dataclass(frozen=True, slots=True)
class Other:
    """A node of a table outside of its cells, and its offset."""

    node: Any
    at: int


def rows(code: Any, at: int, lengths: Lengths) -> Iterator[tuple[Cell, ...] | Other]:
    """Yield the rows of a table, and what is between its cells, given the contents of the table."""
    cells: list[Cell] = []
    for node in code.nodes if code is not None else ():
        name = str(node.tag).strip().lower() if isinstance(node, nodes.Tag) else ""
        start, _end = contents(node, at, lengths) if name else (at, at)
        if name in _CELLS:
            cells.append(Cell(node.contents, at, start))
        elif name in _ROWS or str(node).strip():
            yield from [tuple(cells)] if cells else []
            cells = []
            yield from rows(node.contents, start, lengths) if name in _ROWS else [Other(node, at)]
        at += lengths.of(node)
    if cells:
        yield tuple(cells)


def contents(node: Any, at: int, lengths: Lengths) -> tuple[int, int]:
    """Return the offsets of the contents of a tag that begins at an offset; none if it has none."""
    if node.self_closing or node.contents is None:
        end = at + lengths.of(node)
        return end, end
    start = at + lengths.attributes(node) + len(node.padding or "")
    if node.wiki_markup:
        start += len(node.wiki_markup) + len(node.wiki_style_separator or "")
    else:
        start += 1 + lengths.of(node.tag) + 1
    return start, start + lengths.of(node.contents)


def unread_words(node: Any, at: int, lengths: Lengths) -> Iterator[tuple[int, int]]:
    """Yield the offsets of words that a table, row or cell takes as attributes, though they are none.

    They are behind `{|` or `|-`, or before the bar of a cell.
    """
    yield from _not_attributes(node, at)
    name = str(node.tag).strip().lower()
    if name in _CELLS or node.contents is None:
        return
    at = contents(node, at, lengths)[0]
    for child in node.contents.nodes:
        if isinstance(child, nodes.Tag) and str(child.tag).strip().lower() in (*_CELLS, *_ROWS):
            yield from unread_words(child, at, lengths)
        at += lengths.of(child)


def _not_attributes(node: Any, at: int) -> Iterator[tuple[int, int]]:
    at += len(node.wiki_markup or f"<{node.tag}")
    for attribute in node.attributes:
        after = at + len(str(attribute))
        name = str(attribute.name).strip().lower()
        if name and name not in _ATTRIBUTES and not name.startswith(_PREFIXES):
            yield after - len(str(attribute).lstrip()), after
        at = after


def has_lines(code: Any) -> bool:
    """Return whether a value has text above and below a line break."""
    lines, is_below = 0, True
    for node in code.nodes:
        if isinstance(node, nodes.Tag) and str(node.tag).strip().lower() == "br":
            is_below = True
        elif str(node).strip():
            lines += is_below
            is_below = False
    return lines > 1
