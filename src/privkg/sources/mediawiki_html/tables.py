"""Tables of a MediaWiki page: which are infoboxes, which only arrange their content, and their cells."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from privkg.sources._grammar import labels
from privkg.sources._grammar.page_fields import PageField
from privkg.sources.mediawiki_html.elements import BLOCKS
from privkg.sources.mediawiki_html.page import is_left_out, words
from privkg.sources.mediawiki_html.tree import Element, Words

ROW_GROUPS = ("thead", "tbody", "tfoot")

_KNOWN = (labels.OF_INFOBOX, labels.OF_ROW, labels.OF_DECISION)
_SURE = 3
"""Number of known fields that make any table an infobox."""
_MOST_SPAN = 100
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(slots=True)
class Columns:
    """The columns of a table: their fields, and how many more rows a cell above covers each."""

    fields: tuple[PageField | None, ...]
    covered: dict[int, int] = field(default_factory=dict)

    def place(self, cells: list[Element]) -> list[Element | None]:
        """Return the cells of the next row by column; None where a cell above or to the left covers."""
        found = list[Element | None]()
        for cell in cells:
            self._cover(found)
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            for number in range(width):
                self.covered[len(found)] = height - 1
                found.append(None if number else cell)
        self._cover(found)
        return found + [None] * (len(self.fields) - len(found))

    def _cover(self, found: list[Element | None]) -> None:
        while self.covered.get(len(found), 0) > 0:
            self.covered[len(found)] -= 1
            found.append(None)


def field_of(name: str) -> PageField | None:
    """Return the field of an infobox, row or decision that has a name, or None."""
    for known in _KNOWN:
        label = known.column(name)
        if label and label.end == len(name):
            return label.field
    return None


def rows(table: Element) -> list[Element]:
    """Return the rows of a table."""
    groups = [table, *(one for one in _shown(table) if one.tag in ROW_GROUPS)]
    found = (one for group in groups for one in _shown(group) if one.tag == "tr")
    return sorted(found, key=lambda row: row.start)


def cells(row: Element) -> list[Element]:
    """Return the cells of a row."""
    return [one for one in _shown(row) if one.tag in ("td", "th")]


def pairs(text: str, row: Element) -> list[tuple[Element, Element]]:
    """Return the names and values of a row of an infobox; empty for a heading or an image."""
    found = cells(row)
    names, values = found[::2], found[1::2]
    if len(names) != len(values):
        return []
    is_one = len(names) == 1
    is_named = all(
        name.tag == "th" and value.tag == "td" for name, value in zip(names, values, strict=True)
    )
    return list(zip(names, values, strict=True)) if is_one or is_named else []


def is_layout(table: Element) -> bool:
    """Return whether a table only arranges its content: it has headings or other tables."""
    return any(one.tag in _HEADINGS or one.tag == "table" for one in table.elements())


def is_infobox(text: str, table: Element) -> bool:
    """Return whether a table has a field in each row: by its class, or by three known fields."""
    if any(one.startswith("infobox") for one in table.classes):
        return True
    named = (pairs(text, row) for row in rows(table))
    known = [field_of(words(text, name)) for found in named for name, _ in found]
    return len([one for one in known if one]) >= _SURE


def columns(text: str, table: Element) -> Columns:
    """Return the columns of a table, named by its first row."""
    first = next(iter(rows(table)), None)
    named = Columns(()).place(cells(first)) if first else []
    return Columns(tuple(field_of(words(text, one)) if one else None for one in named))


def has_lines(text: str, element: Element) -> bool:
    """Return whether an element has a list, or text on both sides of a line end."""
    is_ended, has_text = False, False
    for mark in _marks(text, element):
        if mark is None or (mark and is_ended):
            return True
        has_text |= mark
        is_ended = has_text and not mark
    return False


def _marks(text: str, element: Element) -> Iterator[bool | None]:
    """Yield True for a text, False for a line end, None for an item of a list."""
    for child in element.children:
        if isinstance(child, Words):
            if child.shown is not None or text[child.start : child.end].strip():
                yield True
        elif not is_left_out(child):
            is_line = child.tag == "br" or child.tag in BLOCKS
            yield from [False] if is_line else []
            yield from [None] if child.tag == "li" else []
            yield from _marks(text, child)
            yield from [False] if is_line else []


def _shown(element: Element) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element) and not is_left_out(child):
            yield child


def _span(cell: Element, name: str) -> int:
    """Return the number of columns or rows of a cell; as in HTML, 1 if it is not a number."""
    stated = cell.attributes.get(name, "").strip()
    is_number = stated.isascii() and stated.isdigit() and len(stated) <= len(str(_MOST_SPAN))
    return max(1, min(int(stated), _MOST_SPAN)) if is_number else 1
