"""The state of a wiki page that is rendered: what was shown so far, and where in the page it is."""

from collections.abc import Callable, Mapping
from typing import Any

from mwparserfromhell.wikicode import Wikicode

from privkg.core import rules
from privkg.core.model import Finding, Span
from privkg.sources._grammar.layout import Stated
from privkg.sources.wikitext.lengths import Lengths
from privkg.sources.wikitext.parameters import Parameter
from privkg.sources.wikitext.shown import LINE, Shown


class Page:
    """A page under construction.

    Attributes:
        text: the page in wikitext.
        renderers: for each type of node, the function that shows one; it returns the offset of its end.
        shown: what was shown so far.
        title: the title, if the page does not state it.
        has_title: whether the title is shown as the first line.
        title_end: the length of that line.
        title_parameter: the offset of the end of the parameter that was shown there.
        body: the offset in the shown text at which the infobox ends, None without an infobox.
        headings: the offsets of headings in the shown text.
        section: the section of the last heading.
        sections: the parameters with whole sections that are not shown yet, each with its section.
        text_start: the offset at which the text of such a parameter begins.
        value_start: the offset of the value of a field that is shown, None outside of one.
        keeps_lines: whether line ends are shown as they are.
        links: the number of links without words.
        number: the number of the last item of a numbered list.
        footnotes: the footnotes that are not shown yet, with their places.
        lengths: the lengths of nodes.
    """

    def __init__(
        self, text: str, title: str, renderers: "Mapping[type, Callable[[Page, Any, int], int]]"
    ) -> None:
        """Take a page of which nothing is shown yet."""
        self.text, self.title, self.renderers = text, title, renderers
        self.shown = Shown(text)
        self.has_title = False
        self.title_end = 0
        self.title_parameter = 0
        self.body: int | None = None
        self.headings = set[int]()
        self.section = ""
        self.sections: list[tuple[str, Parameter]] = []
        self.text_start = 0
        self.value_start: int | None = None
        self.keeps_lines = False
        self.links = 0
        self.number = 0
        self.footnotes: list[tuple[Wikicode, Span]] = []
        self.lengths = Lengths()
        self.length = self.lengths.of
        self._unread: dict[str, list[Span]] = {}
        self._findings: list[Finding] = []

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings about markup that is not shown, at offsets of the page."""
        unread = (_not_read(self.text, spans) for spans in self._unread.values())
        return tuple(sorted((*unread, *self._findings), key=lambda one: one.span))

    @property
    def stated(self) -> Stated | None:
        """Where title, fields and headings are, if the page begins with an infobox."""
        if self.body is None:
            return None
        end = self.shown.rendering().text.find(LINE)
        title = Span(0, end if end >= 0 else len(self.shown)) if self.has_title else None
        return Stated(title=title, body=self.body, headings=frozenset(self.headings))

    def nodes(self, code: Wikicode | None, at: int) -> int:
        """Render nodes that begin at an offset of the page; return the offset of their end."""
        renderers = self.renderers
        for node in code.nodes if code is not None else ():
            at = renderers[type(node)](self, node, at)
        return at

    def value(self, code: Wikicode, at: int) -> int:
        """Render a value: its line ends are spaces, except between the items of a list."""
        before, self.value_start = self.value_start, at
        end = self.nodes(code, at)
        self.value_start = before
        return end

    def hide(self, what: str, start: int, end: int) -> None:
        """Report markup that is not read; markup of one kind is one finding."""
        self._unread.setdefault(what, []).append(Span(start, end))

    def report(self, finding: Finding) -> None:
        """Add a finding at offsets of the page."""
        self._findings.append(finding)


def _not_read(page: str, spans: list[Span]) -> Finding:
    words = " ".join(page[spans[0].start : spans[0].end].split())[:60]
    number = f" (one of {len(spans)})" if len(spans) > 1 else ""
    message = f'"{words}"{number} is wiki markup, which is not read; write the words that it shows'
    return Finding(rules.MARKUP_UNREAD, message, spans[0], tuple(spans[1:]))
