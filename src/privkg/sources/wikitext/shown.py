"""The shown text of a wiki page under construction; white space becomes a space, a line end, or two."""

from privkg.core.rendering import Renderer, Rendering

WORD, LINE, PARAGRAPH = " ", "\n", "\n\n"
"""White space between words, lines and paragraphs, from the smallest to the largest."""


class Shown:
    """A shown text under construction.

    White space is added only once something follows it, so that lines have none at their ends. Markup
    that opens is counted to the next character, markup that closes to the last one.
    """

    def __init__(self, page: str) -> None:
        """Take the text of the page; while `is_flat` is true, line ends become spaces."""
        self._out = Renderer(page)
        self._length = 0
        self._gap, self._gap_start, self._gap_end = "", 0, 0
        self._opened: int | None = None
        self._is_after_tab = False
        self.is_flat = False

    def __len__(self) -> int:
        """Return the length of the text so far, without white space at its end."""
        return self._length

    @property
    def next_start(self) -> int:
        """The offset of the next character."""
        return self._length + (len(self._gap) if self._length else 0)

    def ends_with(self, words: str) -> bool:
        """Return whether the text so far ends with these words, without white space at its end."""
        return self._length > 0 and self._out.ends_with(words)

    def gap(self, white: str, start: int, end: int) -> None:
        """Add white space for `page[start:end]`; of adjacent white space the largest counts."""
        if self.is_flat:
            white = WORD
        if not self._gap:
            self._gap, self._gap_start = white, start
        elif white != self._gap and _size(white) > _size(self._gap):
            self._gap = white
        self._gap_end = max(end, self._gap_start)

    def line_break(self, start: int, end: int) -> None:
        """Add a line end; several make empty lines."""
        lines = self._gap.count(LINE) + 1
        self.gap(LINE * lines, start, end)

    def drop_gap(self) -> None:
        """Remove the white space at the end."""
        self._gap = ""

    def copy(self, start: int, end: int) -> None:
        """Add `page[start:end]` as it is."""
        if self._gap:
            self._before()
        self._out.copy(start, end)
        self._after(end - start)
        self._is_after_tab = False

    def put(self, text: str, start: int, end: int) -> None:
        """Add text that is shown for `page[start:end]`."""
        if self._gap:
            self._before()
        self._out.put(text, start, end)
        self._after(len(text))
        self._is_after_tab = text == "\t"

    def opens(self, at: int) -> int | None:
        """Count markup that begins at an offset to the next character; return what `closes` needs."""
        before = self._opened
        if self._opened is None:
            self._opened = at
        return before

    def closes(self, before: int | None, since: int, end: int) -> None:
        """Count markup that ends at an offset to the last character, unless nothing was added."""
        if self._length > since:
            self._out.enclose(self._length - 1, end, end)
        else:
            self._opened = before

    def rendering(self) -> Rendering:
        """Return the text and the places."""
        return self._out.rendering()

    def _before(self) -> None:
        if self._length and not (self._gap == WORD and self._is_after_tab):
            self._out.put(self._gap, self._gap_start, self._gap_end)
            self._length += len(self._gap)
        self._gap = ""

    def _after(self, added: int) -> None:
        if self._opened is not None:
            self._out.enclose(self._length, self._opened, 0)
            self._opened = None
        self._length += added


def _size(white: str) -> tuple[int, int]:
    return white.count(LINE), len(white)
