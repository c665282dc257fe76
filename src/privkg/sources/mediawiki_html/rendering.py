"""Rendering of a MediaWiki page as its plain-text copy, which the grammar of pages reads."""

import functools
import re
from collections import deque
from collections.abc import Callable, Iterator

from privkg.core.rendering import Rendering
from privkg.rdf import urls
from privkg.sources._grammar import layout
from privkg.sources._grammar.spans import Line
from privkg.sources.mediawiki_html import tables
from privkg.sources.mediawiki_html.elements import BLOCKS
from privkg.sources.mediawiki_html.page import Parts, is_left_out, words
from privkg.sources.mediawiki_html.shown import LINE, PARAGRAPH, Shown
from privkg.sources.mediawiki_html.tables import Columns
from privkg.sources.mediawiki_html.tree import Element, Words

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARAGRAPHS = frozenset({"p", "blockquote", "hr", "table", "caption", "figure"})
_LISTS = ("ul", "ol", "menu", "dir")
_SCHEME = re.compile(r"(?:https?:)?//[^\s\[\]<>\"|]+", re.IGNORECASE)
_BRACKETS = re.compile(r"[\[\]|]")
_LINE_START = re.compile(r"[\r\n][ \t]*$")
_INDENT = 100


def render(text: str, parts: Parts, title: str = "") -> Rendering:
    """Return title and content of a page as they are shown, with their places."""
    page = _Page(text, "" if parts.heading else title)
    deque(page.steps(parts), maxlen=0)
    return page.shown.rendering()


def lines(text: str, parts: Parts) -> Iterator[Line]:
    """Yield the lines of a page as they are shown, without their places; the rest is not rendered."""
    page = _Page(text, "")
    for _ in page.steps(parts):
        yield from (Line(line, 0) for line in page.shown.ended_lines())
    yield Line(page.shown.line, 0)


class _Page:
    """A page under construction; `section` is the section of the last heading."""

    def __init__(self, text: str, title: str) -> None:
        self.text, self.shown, self._title = text, Shown(text), title
        self._section: str | None = None
        self._numbers: list[int | None] = []  # of the open lists: the last number; None for bullets
        self._writers: dict[str, Callable[[Element], None]] = {
            **dict.fromkeys(_HEADINGS, self._heading),
            **dict.fromkeys(_LISTS, self._list),
            **dict.fromkeys(("b", "strong"), self._bold),
            "a": self._link,
            "br": self._line_end,
            "dl": self._definitions,
            "li": self._item,
            "table": self._table,
        }

    def steps(self, parts: Parts) -> Iterator[None]:
        """Write title and content, and yield after each block."""
        if parts.heading:
            self.line(parts.heading)
            yield
        if parts.content:
            yield from self._within(parts.content)

    def _within(self, element: Element) -> Iterator[None]:
        for child in element.children:
            if isinstance(child, Element) and child.tag == "div" and not is_left_out(child):
                self.shown.end(LINE)
                yield from self._within(child)
                self.shown.end(LINE)
            else:
                self._child(element, child)
                yield

    def line(self, element: Element) -> None:
        """Write an element as a line between blank lines."""
        self.shown.end(PARAGRAPH)
        with self.shown.on_one_line():
            self.blocks(element)
        self.shown.end(PARAGRAPH)

    def blocks(self, element: Element) -> None:
        """Write what an element holds."""
        for child in element.children:
            self._child(element, child)

    def _child(self, element: Element, child: Element | Words) -> None:
        if isinstance(child, Words):
            self.shown.add(child, keeps_lines=element.tag == "pre")
        elif not is_left_out(child):
            self._element(child)

    def _element(self, element: Element) -> None:
        tag = element.tag
        if tag in self._writers:
            self._writers[tag](element)
        elif tag in BLOCKS:
            self._block(element, PARAGRAPH if tag in _PARAGRAPHS else LINE)
        else:
            self.blocks(element)

    def _bold(self, element: Element) -> None:
        if self._begins_field(element):
            self.shown.end(LINE)
        self.blocks(element)

    def _line_end(self, _: Element) -> None:
        self.shown.end(LINE)

    def _block(self, element: Element, lines: int) -> None:
        self.shown.end(lines)
        self.blocks(element)
        self.shown.end(lines)

    def _heading(self, element: Element) -> None:
        found = layout.section_of(Line(words(self.text, element), 0))
        if found or element.tag in ("h1", "h2"):
            self._section = found
        self.line(element)

    def _list(self, element: Element) -> None:
        lines = LINE if self._numbers else PARAGRAPH
        self.shown.end(lines)
        if self.shown.line.endswith(":") and tables.field_of(self.shown.line):
            self.shown.stay()  # the list is the value of the field above
        self._numbers.append(0 if element.tag == "ol" else None)
        with self.shown.without_paragraphs():
            self.blocks(element)
        self._numbers.pop()
        self.shown.end(lines)

    def _item(self, element: Element) -> None:
        number = self._numbers[-1] if self._numbers else None
        if number is not None:
            number = self._numbers[-1] = number + 1
        self.shown.end(LINE)
        self.shown.begin("- " if number is None else f"{number}. ", element.start, element.opened)
        with self.shown.without_paragraphs():
            self.blocks(element)
        self.shown.forget_prefix()
        self.shown.end(LINE)

    def _definitions(self, element: Element) -> None:
        """Write a definition list: as fields if it names one."""
        terms = [one for one in element.children if isinstance(one, Element) and one.tag == "dt"]
        if not any(tables.field_of(words(self.text, term)) for term in terms):
            self._block(element, PARAGRAPH)
            return
        self.shown.end(PARAGRAPH)
        term: Element | None = None
        values: list[Element] = []
        for child in element.children:
            is_element = isinstance(child, Element) and not is_left_out(child)
            if isinstance(child, Element) and is_element and child.tag == "dd" and term:
                values.append(child)
                continue
            if is_element or (isinstance(child, Words) and self.text[child.start : child.end].strip()):
                self._end_of_field(term, values)
                term, values = None, []
            if isinstance(child, Words):
                self.shown.add(child)
            elif is_element and child.tag == "dt":
                term = child
            elif is_element:
                self._element(child)
        self._end_of_field(term, values)
        self.shown.end(PARAGRAPH)

    def _end_of_field(self, term: Element | None, values: list[Element]) -> None:
        if term:
            self.field(term, values)

    def field(self, name: Element, values: list[Element]) -> None:
        """Write a field as `Name: value`; several lines of a value are below its name.

        A field that is not known is a paragraph of its own, so that it is not read as the rest of the
        value above.
        """
        named = words(self.text, name)
        lines = LINE if tables.field_of(named) else PARAGRAPH
        self.shown.end(lines)
        with self.shown.on_one_line():
            self.blocks(name)
        if named and not self.shown.line.endswith(":"):
            self.shown.put(":", name.closed, name.closed)
        has_lines = len(values) > 1 or any(tables.has_lines(self.text, value) for value in values)
        with self.shown.without_paragraphs():
            for value in values:
                if named and not has_lines:
                    self.shown.space(value.start, value.opened)
                else:
                    self.shown.end(LINE)
                if len(values) > 1:
                    self.shown.begin("- ", value.start, value.opened)
                self.blocks(value)
                self.shown.forget_prefix()
        self.shown.end(lines)

    def _link(self, element: Element) -> None:
        """Write a link; in the sources, one to another site with its address, as wikitext has it."""
        url = element.attributes.get("href", "")
        named = words(self.text, element) if self._section == "sources" else ""
        is_external = "external" in element.classes and _SCHEME.fullmatch(url)
        if not named or not is_external or "://" in named:
            self.blocks(element)
            return
        url = f"https:{url}" if url.startswith("//") else url
        if urls.fault(url):
            self.blocks(element)
        elif "autonumber" in element.classes:
            self.shown.put(url, element.start, element.end)
        elif _BRACKETS.search(named):
            self.blocks(element)
            self.shown.put(f" {url}", element.closed, element.end)
        else:
            self.shown.put(f"[{url} ", element.start, element.opened)
            with self.shown.on_one_line():
                self.blocks(element)
            self.shown.put("]", element.closed, element.end)

    def _begins_field(self, element: Element) -> bool:
        """Return whether bold words at the start of a line of the file are the name of a field."""
        before = self.text[max(0, element.start - _INDENT) : element.start]
        if not _LINE_START.search(before):
            return False
        name = words(self.text, element)
        has_colon = name.endswith(":") or self.text[element.end : element.end + 1] == ":"
        return has_colon and tables.field_of(name) is not None

    def _table(self, table: Element) -> None:
        self.shown.end(PARAGRAPH)
        if tables.is_infobox(self.text, table):
            self._each_row(table, self._row_of_infobox)
        elif tables.is_layout(table):
            self._each_row(table, self._row_of_layout)
        else:
            columns = tables.columns(self.text, table)
            self._each_row(table, functools.partial(self._row_of_table, columns=columns))
        self.shown.end(PARAGRAPH)

    def _each_row(self, element: Element, write: Callable[[Element], None]) -> None:
        for child in element.children:
            if isinstance(child, Words):
                self.shown.add(child)
            elif is_left_out(child):
                continue
            elif child.tag in tables.ROW_GROUPS:
                self._each_row(child, write)
            elif child.tag == "tr":
                self._outside_of_cells(child)
                write(child)
            else:
                self._element(child)

    def _outside_of_cells(self, row: Element) -> None:
        """Write what a row has outside of its cells: nothing in valid HTML."""
        cells = tables.cells(row)
        for child in row.children:
            if isinstance(child, Words):
                self.shown.add(child)
            elif child not in cells and not is_left_out(child):
                self._element(child)

    def _row_of_infobox(self, row: Element) -> None:
        pairs = tables.pairs(self.text, row)
        for name, value in pairs:
            self.field(name, [value])
        if not pairs:
            for cell in tables.cells(row):
                if self._title and words(self.text, cell) == self._title:
                    continue  # an infobox repeats the title, which is outside of the fragment
                with self.shown.without_paragraphs():
                    self._block(cell, LINE)
                self.shown.end(PARAGRAPH)

    def _row_of_layout(self, row: Element) -> None:
        for cell in tables.cells(row):
            self._block(cell, PARAGRAPH)

    def _row_of_table(self, row: Element, columns: Columns) -> None:
        """Write the cells of a row on one line, separated by tabs."""
        cells = columns.place(tables.cells(row))
        if not any(words(self.text, cell) for cell in cells if cell):
            return
        self.shown.end(LINE)
        at = row.start
        for number, cell in enumerate(cells):
            if number:
                self.shown.put("\t", at, at)
            if cell:
                field = columns.fields[number] if number < len(columns.fields) else None
                with self.shown.on_one_line("; " if field and field.separators else " "):
                    self.blocks(cell)
                at = cell.closed
        self.shown.end(LINE)
