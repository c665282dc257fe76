"""Writer of the shown text: white space is collapsed, lines and paragraphs are separated."""

import contextlib
import re
from collections.abc import Iterator

from privkg.core.rendering import Renderer, Rendering
from privkg.sources.mediawiki_html.tree import Words

LINE, PARAGRAPH = 1, 2
"""The number of line ends of a break."""

_SPACE = " \t\n\r\f\x85\u2028\u2029"
_AT_START = re.compile(f"[{_SPACE}]*")
_ODD = re.compile(f"[{_SPACE}]{{2,}}|[{_SPACE[1:]}]")
_LINE_END = re.compile(r"\r\n|[\r\n]")
# MediaWiki writes a space at such a place as a no-break space (Sanitizer::armorFrenchSpaces).
_FRENCH_SPACE = re.compile(r"(?<=[«‹])&#160;|&#160;(?=[?:;!%»›](?!\w))")


class Shown:
    """The shown text of a page under construction.

    Breaks and spaces are written when text follows them, so that no line begins or ends with a space.
    """

    def __init__(self, page: str) -> None:
        """Take the text of the page."""
        self._page, self._to = page, Renderer(page)
        self._most = PARAGRAPH
        self._joint: str | None = None
        self._since = 0
        self._break = 0
        self._space: tuple[str, int, int] | None = None
        self._prefix: tuple[str, int, int] | None = None
        self._line: list[str] = []
        self._ended: list[str] = []

    def rendering(self) -> Rendering:
        """Return the text and the places."""
        return self._to.rendering()

    @property
    def line(self) -> str:
        """The last line so far."""
        return "".join(self._line)

    def ended_lines(self) -> list[str]:
        """Return the lines that ended since the last call."""
        ended, self._ended = self._ended, []
        return ended

    def end(self, lines: int) -> None:
        """End the line, or the paragraph; within `on_one_line`, separate what follows instead."""
        if self._joint is not None:
            if len(self._to) > self._since:
                self._space = (self._joint, 0, 0)
        elif len(self._to):
            self._break = max(self._break, min(lines, self._most))
            self._space = None

    def stay(self) -> None:
        """Make the break before the text that follows a line end only."""
        self._break = min(self._break, LINE)

    def space(self, start: int, end: int) -> None:
        """Add the space that a place of the page shows."""
        if not self._break and not self._space and len(self._to) > self._since:
            self._space = (" ", start, end)

    def begin(self, prefix: str, start: int, end: int) -> None:
        """Write a prefix, such as a bullet, before the text that follows."""
        if self._joint is None:
            self._prefix = (prefix, start, end)

    def forget_prefix(self) -> None:
        """Drop the prefix of an item without text."""
        self._prefix = None

    def put(self, text: str, start: int, end: int) -> None:
        """Add text that is shown for a place of the page."""
        self._flush(start)
        self._put(text, start, end)

    def add(self, words: Words, *, keeps_lines: bool = False) -> None:
        """Add a text of the page; white space is collapsed, unless its lines are kept."""
        if words.shown is not None:
            self._reference(words, words.shown)
        elif keeps_lines:
            self._lines(words)
        else:
            self._collapsed(words.start, words.end)

    @contextlib.contextmanager
    def without_paragraphs(self) -> Iterator[None]:
        """Write single line ends between the paragraphs of a list or a cell."""
        before, self._most = self._most, min(self._most, LINE)
        try:
            yield
        finally:
            self._most = before

    @contextlib.contextmanager
    def on_one_line(self, joint: str = " ") -> Iterator[None]:
        """Write a joint instead of line ends."""
        before = self._joint, self._since
        self._joint, self._since = joint, len(self._to)
        try:
            yield
        finally:
            self._joint, self._since = before
            self._space = None

    def _reference(self, words: Words, shown: str) -> None:
        if _FRENCH_SPACE.match(self._page, words.start):
            shown = " "
        for character in shown:
            if character in _SPACE:
                self.space(words.start, words.end)
            else:
                self.put(character, words.start, words.end)

    def _lines(self, words: Words) -> None:
        at = words.start
        for found in _LINE_END.finditer(self._page, words.start, words.end):
            self._copied(at, found.start())
            self.end(LINE)
            at = found.end()
        self._copied(at, words.end)

    def _copied(self, start: int, end: int) -> None:
        if self._page[start:end].strip(_SPACE):
            self._flush(start)
            self._copy(start, end)

    def _collapsed(self, start: int, end: int) -> None:
        page = self._page
        first = _AT_START.match(page, start, end)
        if first and first.end() > start:
            self.space(start, first.end())
            start = first.end()
        last = start + len(page[start:end].rstrip(_SPACE))
        if start < last:
            self._flush(start)
            for odd in _ODD.finditer(page, start, last):
                self._copy(start, odd.start())
                self._put(" ", odd.start(), odd.end())
                start = odd.end()
            self._copy(start, last)
        if last < end and last > 0:
            self.space(last, end)

    def _copy(self, start: int, end: int) -> None:
        self._line.append(self._page[start:end])
        self._to.copy(start, end)

    def _put(self, text: str, start: int, end: int) -> None:
        self._line.append(text)
        self._to.put(text, start, end)

    def _flush(self, at: int) -> None:
        """Write the line ends, or the space, and the prefix before text at an offset of the page."""
        if self._break:
            self._to.put("\n" * self._break, at, at)
            self._ended.append(self.line)
            self._line.clear()
        elif self._space:
            text, start, end = self._space
            self._put(text, start or at, end or at)
        if self._prefix:
            self._put(*self._prefix)
        self._break, self._space, self._prefix = 0, None, None
