"""Renders wikitext to the text that a reader sees, with the place of each character.

Templates are not evaluated: those with fields of a page become lines of fields, all others are reported.
"""

import re

from mwparserfromhell import nodes, parse

from privkg.core.rendering import Rendering
from privkg.sources.wikitext import headings, inline, tags, templates
from privkg.sources.wikitext.page import Page

_FUNCTION = re.compile(r"\{\{\s{0,9}#[^{}]{0,5000}\}\}")
_RENDERERS = {
    nodes.Text: inline.show_text,
    nodes.Wikilink: inline.show_wikilink,
    nodes.ExternalLink: inline.show_external,
    nodes.HTMLEntity: inline.show_entity,
    nodes.Comment: inline.skip_comment,
    nodes.Argument: inline.hide_argument,
    nodes.Heading: headings.show_heading,
    nodes.Template: templates.show_template,
    nodes.Tag: tags.show_tag,
}


class Walk(Page):
    """The rendering of one page, from its first to its last character."""

    def __init__(self, page: str, title: str = "") -> None:
        """Take the text of the page, and its title if the page does not state it."""
        super().__init__(page, title, _RENDERERS)
        self._code = parse(parsable(page))

    def render(self) -> Rendering:
        """Return the page as shown."""
        templates.show_title(self, self._code)
        end = self.nodes(self._code, 0)
        templates.show_sections(self)
        tags.show_notes(self, end)
        assert end == len(self.text)  # noqa: S101  # else every place behind a wrong node is wrong
        return self.shown.rendering()


def parsable(page: str) -> str:
    """Return a text of equal length that the parser reads as MediaWiki does.

    The parser knows one line end, and no template with a link in its name, such as
    {{#ask:[[Category:A]]}}. It stops at U+0000, which MediaWiki replaces.
    """
    page = page.replace("\r\n", " \n").replace("\r", "\n").replace("\0", "\ufffd")
    return _FUNCTION.sub(lambda found: found[0].replace("[[", "__").replace("]]", "__"), page)
