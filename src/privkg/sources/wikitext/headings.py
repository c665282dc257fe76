"""Headings of a wiki page as they are shown, in wikitext or as a tag."""

from typing import Any

from privkg.sources._grammar import layout
from privkg.sources._grammar.spans import Line
from privkg.sources.wikitext import templates
from privkg.sources.wikitext.lengths import words_of
from privkg.sources.wikitext.page import Page
from privkg.sources.wikitext.shown import PARAGRAPH


def show_heading(page: Page, node: Any, at: int) -> int:
    """Show a heading; return the offset of its end."""
    return show_headed(page, node.title, at, at + node.level, node.level, is_title=node.level == 1)


def show_headed(page: Page, code: Any, start: int, at: int, tail: int, *, is_title: bool) -> int:
    """Render a heading whose words begin at an offset, between its opening and closing mark."""
    section = layout.section_of(Line(words_of(code).strip(), 0))
    if section and page.sections and page.value_start is None and not page.shown.is_flat:
        templates.show_sections(page)
    page.has_title |= is_title and not len(page.shown)
    page.shown.gap(PARAGRAPH, start, start)
    before, since = page.shown.opens(start), len(page.shown)
    page.headings.add(page.shown.next_start)
    end = page.nodes(code, at) + tail
    page.shown.drop_gap()
    page.shown.closes(before, since, end)
    page.section = section or page.section
    page.shown.gap(PARAGRAPH, end, end)
    return end
