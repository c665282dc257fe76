"""The text of a page as a reader sees it, with the place of each character in the page's own text.

A page in HTML or with wiki markup is read as it is shown: without tags, templates and entities, and
with the names of fields that its markup implies. All that is read from the shown text leads back to the
page.
"""

import functools
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

_SHORT = 1 << 16
"""The offsets of pages shorter than this are computed once."""


@dataclass(frozen=True, slots=True, eq=False)
class Rendering:
    """A shown text.

    Attributes:
        text: the text as a reader sees it.
        starts: for each of its characters, the offset in the page at which what it shows begins.
        ends: for each of its characters, the offset in the page at which what it shows ends.
    """

    text: str
    starts: "array[int]"
    ends: "array[int]"

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the page that `text[start:end]` shows."""
        if start >= len(self.text):
            last = self.ends[-1] if self.ends else 0
            return last, last
        first = self.starts[start]
        if end <= start or self.ends[end - 1] > first:
            return first, self.ends[end - 1] if end > start else first
        # Footnotes are shown behind what follows them in the page.
        return min(self.starts[start:end]), max(self.ends[start:end])


class Renderer:
    """A shown text under construction, from the beginning of a page to its end."""

    def __init__(self, page: str) -> None:
        """Take the text of the page."""
        self._page = page
        self._parts: list[str] = []
        self._starts, self._ends = array("I"), array("I")
        self._offsets = _offsets(len(page))

    def __len__(self) -> int:
        """Return the length of the text so far."""
        return len(self._starts)

    def ends_with(self, words: str) -> bool:
        """Return whether the text so far ends with these words; an empty text ends with any."""
        ending = ""
        for part in reversed(self._parts):
            if len(ending) >= len(words):
                break
            ending = part + ending
        return not self._starts or ending.endswith(words)

    def copy(self, start: int, end: int) -> None:
        """Add `page[start:end]` as it is."""
        self._parts.append(self._page[start:end])
        self._starts += self._offsets[start:end]
        self._ends += self._offsets[start + 1 : end + 1]

    def put(self, text: str, start: int, end: int) -> None:
        """Add text that is shown for `page[start:end]`, such as the character of an entity."""
        self._parts.append(text)
        if len(text) == 1:
            self._starts.append(start)
            self._ends.append(end)
        else:
            self._starts += self._offsets[start : start + 1] * len(text)
            self._ends += self._offsets[end : end + 1] * len(text)

    def put_each(self, text: str, edges: Sequence[int]) -> None:
        """Add text whose characters are shown one by one for parts of the page, such as escapes.

        Args:
            text: the text.
            edges: the offset in the page at which the part of each character begins, which is where
                that of the previous one ends; and the offset at which the last ends.
        """
        self._parts.append(text)
        self._starts.extend(edges[:-1])
        self._ends.extend(edges[1:])

    def enclose(self, since: int, start: int, end: int) -> None:
        """Count the markup in `page[start:end]` to what was added from the offset `since` on.

        A value in a link then begins at the link's opening mark and ends at its closing one.
        """
        if since < len(self._starts):
            self._starts[since] = min(self._starts[since], start)
            self._ends[-1] = max(self._ends[-1], end)

    def rendering(self) -> Rendering:
        """Return the text and the places."""
        return Rendering("".join(self._parts), self._starts, self._ends)


def _offsets(length: int) -> "array[int]":
    """Return the offsets in a page: to copy a slice of them is faster than to count."""
    return _short_offsets() if length < _SHORT else array("I", range(length + 1))


@functools.cache
def _short_offsets() -> "array[int]":
    return array("I", range(_SHORT))
