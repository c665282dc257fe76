"""Tags, lists and tables of a wiki page as they are shown, in wikitext or HTML."""

import re
from typing import Any

from mwparserfromhell.wikicode import Wikicode

from privkg.core.model import Span
from privkg.sources.wikitext import fields, headings, tables
from privkg.sources.wikitext.inline import BLOCKS
from privkg.sources.wikitext.page import Page
from privkg.sources.wikitext.shown import LINE, PARAGRAPH, WORD
from privkg.sources.wikitext.tables import Cell, Other

_IMAGE = re.compile(r"\s*[^|\n]{1,250}\.\w{2,5}\s*(?:\||$)")
"""A line of a gallery: the name of a file, and perhaps a caption, which is left out like the file."""
_INLINE_TAGS = """
abbr b bdi bdo big cite code del em font i ins kbd mark math noinclude nowiki onlyinclude q rb rt ruby s
samp small source span strike strong sub sup syntaxhighlight tt u var
"""
_INLINE = frozenset(_INLINE_TAGS.split())
_CHROME = frozenset(("references", "gallery", "templatestyles", "wbr", "section"))
_UNREAD = frozenset(
    ("includeonly", "score", "timeline", "graph", "imagemap", "templatedata", "indicator", "inputbox")
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_KEPT_LINES = frozenset(("pre", "poem", "syntaxhighlight", "source"))


def show_tag(page: Page, node: Any, at: int) -> int:
    """Show a tag, or what wikitext writes for one; return the offset of its end."""
    name = str(node.tag).strip().lower()
    end = at + page.length(node)
    start, stop = tables.contents(node, at, page.lengths)
    if name == "br":
        page.shown.line_break(at, end)
    elif name == "hr":
        page.shown.gap(PARAGRAPH, at, end)
    elif name in ("li", "dt", "dd"):
        _item(page, node, name, at, start)
    elif name == "table":
        _table(page, node, at, end)
    elif name in _HEADINGS and node.contents is not None:
        headings.show_headed(page, node.contents, at, start, end - stop, is_title=name == "h1")
    else:
        _other_tag(page, node, name, at, end)
    return end


def _other_tag(page: Page, node: Any, name: str, at: int, end: int) -> None:
    start, stop = tables.contents(node, at, page.lengths)
    if name == "ref":
        _footnote(page, node.contents, Span(at, end), Span(start, stop))
    elif name == "references":
        page.nodes(node.contents, start)
        show_notes(page, end)
    elif name in _CHROME or name in _UNREAD:
        if _is_lost(page, name, start, stop):
            page.hide(name, at, end)
    elif name in BLOCKS or name in _INLINE:
        _enclosed(page, node, name, at, end)
    else:
        page.shown.copy(at, start)
        page.nodes(node.contents, start)
        if stop < end:
            page.shown.copy(stop, end)


def _is_lost(page: Page, name: str, start: int, stop: int) -> bool:
    """Return whether a tag that is left out has words; those of a gallery are of images."""
    if name == "gallery":
        return not all(map(_IMAGE.match, page.text[start:stop].strip().splitlines()))
    return name in _UNREAD and start < stop


def _footnote(page: Page, contents: Wikicode, around: Span, within: Span) -> None:
    """Show a footnote in the section Sources as a line; keep any other for the list of footnotes."""
    if page.section == "sources":
        page.shown.gap(LINE, around.start, within.start)
        page.nodes(contents, within.start)
        page.shown.gap(LINE, within.end, around.end)
    elif within.start < within.end:
        page.footnotes.append((contents, within))


def show_notes(page: Page, at: int) -> None:
    """Show the footnotes up to an offset as a numbered list, as a wiki does there."""
    footnotes, page.footnotes = page.footnotes, []
    page.shown.gap(PARAGRAPH if footnotes else LINE, at, at)
    for number, (contents, span) in enumerate(footnotes, 1):
        page.shown.gap(LINE, span.start, span.start)
        page.shown.put(f"{number}.", span.start, span.start)
        page.shown.gap(WORD, span.start, span.start)
        page.value(contents, span.start)
    page.shown.gap(PARAGRAPH if footnotes else LINE, at, at)


def _enclosed(page: Page, node: Any, name: str, at: int, end: int) -> None:
    white = PARAGRAPH if name == "p" else LINE
    if name in BLOCKS:
        page.shown.gap(white, at, at)
    before, since = page.shown.opens(at), len(page.shown)
    kept, page.keeps_lines = page.keeps_lines, page.keeps_lines or name in _KEPT_LINES
    page.nodes(node.contents, tables.contents(node, at, page.lengths)[0])
    page.keeps_lines = kept
    page.shown.closes(before, since, end)
    if name in BLOCKS:
        page.shown.gap(white, end, end)


def _table(page: Page, node: Any, at: int, end: int) -> None:
    for place in tables.unread_words(node, at, page.lengths):
        page.hide("attribute", *place)
    page.shown.gap(PARAGRAPH, at, at)
    for row in tables.rows(node.contents, tables.contents(node, at, page.lengths)[0], page.lengths):
        if isinstance(row, Other):
            page.renderers[type(row.node)](page, row.node, row.at)
        else:
            page.shown.gap(LINE, row[0].at, row[0].at)
            _row(page, row)
    page.shown.gap(PARAGRAPH, end, end)


def _row(page: Page, cells: tuple[Cell, ...]) -> None:
    """Show a row as a field if its first of two cells has the name of one, else cell by cell."""
    first, *others = cells
    if not others and not page.section and first.words.strip() == page.title:
        return  # an infobox has the title above its fields
    if len(others) == 1 and fields.is_label(first.words) and not fields.is_label(others[0].words):
        page.value(first.code, first.start)
        _define(page, others[0].at, others[0].start)
        if tables.has_lines(others[0].code):
            page.shown.gap(LINE, others[0].start, others[0].start)
        page.value(others[0].code, others[0].start)
        return
    before, page.shown.is_flat = page.shown.is_flat, page.shown.is_flat or bool(others)
    page.value(first.code, first.start)
    for cell in others:
        page.shown.drop_gap()
        page.shown.put("\t", cell.at, cell.start)
        page.value(cell.code, cell.start)
    page.shown.drop_gap()
    page.shown.is_flat = before


def _item(page: Page, node: Any, name: str, at: int, start: int) -> None:
    """Show the mark of a list item; the value of a definition follows its name after a colon."""
    mark = page.text[at] if node.wiki_markup else "*" if name == "li" else ":"
    first = page.text.rfind("\n", 0, at) + 1
    marks = page.text[first:at] if node.wiki_markup else ""
    is_first = not marks.strip("*#:;")
    if marks and is_first:
        return
    if mark == ":" and (not is_first or _is_below_name(page, first)):
        _define(page, at, start)
    elif page.shown.is_flat:
        _next_item(page, at, start)
    else:
        page.shown.gap(LINE, at, at)
        if mark in "*#":
            page.shown.put(_bullet(page, mark, first, at), at, start)
            page.shown.gap(WORD, start, start)
    if not node.wiki_markup:
        page.nodes(node.contents, start)


def _bullet(page: Page, mark: str, first: int, at: int) -> str:
    """Return the mark of an item as it is shown; the line of a numbered one begins at `first`."""
    if mark == "*":
        return "-"
    above = page.text.rfind("\n", 0, max(first - 1, 0)) + 1
    is_next = first > 0 and page.text.startswith(page.text[first : at + 1], above)
    page.number = page.number + 1 if is_next else 1
    return f"{page.number}."


def _next_item(page: Page, at: int, start: int) -> None:
    if not page.shown.ends_with("\t"):
        page.shown.drop_gap()
        page.shown.put(";", at, start)
    page.shown.gap(WORD, at, start)


def _is_below_name(page: Page, first: int) -> bool:
    above = page.text.rfind("\n", 0, max(first - 1, 0)) + 1
    return first > 0 and page.text.startswith(";", above)


def _define(page: Page, at: int, start: int) -> None:
    page.shown.drop_gap()
    if not page.shown.ends_with(":"):
        page.shown.put(":", at, start)
    page.shown.gap(WORD, at, start)
