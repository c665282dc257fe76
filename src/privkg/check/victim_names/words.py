"""The words of a passage, with their spans and neighbours."""

import functools
import re
from array import array
from collections.abc import Iterator
from typing import NamedTuple

from privkg.check.victim_names import cues
from privkg.core.model import Span

_PART = r"[\w\u0300-\u036f]+"
_WORD = re.compile(rf"(?P<word>{_PART}(?:['’-](?!s\b){_PART}){{0,3}})(?:['’]s\b)?")
_SENTENCE_END = re.compile(r"[.!?:;…\n\r\x85\u2028\u2029]")
_SPACES, _INITIAL_SPACES = (" ", "\u00a0"), (" ", ". ", ".")
_MAX_LETTERS, _MAX_GAP, _REACH_BEFORE, _REACH_BEHIND = 40, 6, 4, 10


class Neighbour(NamedTuple):
    """A neighbouring word in lower case, and the text between it and the next word towards the name."""

    word: str
    gap: str


class Words:
    """The words of a passage, numbered from 0.

    Only offsets are stored, and words and gaps are cut to a few characters, so that a hostile text of
    one endless word or gap costs no more than any other.
    """

    def __init__(self, text: str, span: Span) -> None:
        self.text = text
        found = [match.span("word") for match in _WORD.finditer(text, span.start, span.end)]
        self._starts = array("L", [start for start, _ in found])
        self._ends = array("L", [end for _, end in found])

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self._starts)

    def __getitem__(self, at: int) -> str:
        """Return a word, cut to the maximum length of a name."""
        start, end = self._starts[at], self._ends[at]
        return self.text[start : end if end - start < _MAX_LETTERS else start + _MAX_LETTERS]

    @functools.cached_property
    def distinct(self) -> frozenset[str]:
        """The words of the passage, each once, as they are written."""
        return frozenset(self[at] for at in range(len(self)))

    def span(self, first: int, last: int) -> Span:
        """Return the span from the word `first` to the word `last`."""
        return Span(self._starts[first], self._ends[last])

    def gap(self, at: int) -> str:
        """Return the first characters between a word and the one before it."""
        start = self._ends[at - 1]
        return self.text[start : min(self._starts[at], start + _MAX_GAP)]

    def is_initial(self, at: int) -> bool:
        """Return whether a word is a single capital, as "Q" in "John Q. Sample"."""
        return self._ends[at] - self._starts[at] == 1 and self[at].isupper()

    def is_capitalised(self, at: int) -> bool:
        """Return whether a word is written like a name: "Anna", "O'Dwyer", or an initial."""
        start, end = self._starts[at], self._ends[at]
        if not self.text[start].isupper() or end - start > _MAX_LETTERS:
            return False
        word = self.text[start:end]
        if word[1:2].isupper():
            return False
        return word.isalpha() or not any(letter.isdigit() or letter == "_" for letter in word)

    def is_addressed(self, at: int) -> bool:
        """Return whether a title of address precedes a word, as in "Mrs. Sample"."""
        return at > 0 and self[at - 1].lower() in cues.TITLES and self.gap(at) in (" ", ". ")

    def runs(self) -> Iterator[tuple[int, int]]:
        """Yield first and last word of each run of capitalised words and particles ("van der")."""
        last = -1
        for at in range(len(self)):
            if at > last and self.is_capitalised(at):
                last = self._end_of_run(at)
                yield at, last

    def _end_of_run(self, first: int) -> int:
        last, at = first, first + 1
        while at < len(self):
            if self.gap(at) not in (_INITIAL_SPACES if self.is_initial(at - 1) else _SPACES):
                break
            if self.is_initial(at - 1) and self[at].lower() in cues.OPENERS:
                break
            if self.is_capitalised(at) or self[at].startswith(cues.PREFIXES):
                last = at
            elif self[at] not in cues.PARTICLES:
                break
            at += 1
        return last

    def before(self, at: int) -> list[Neighbour]:
        """Return the words before a word in its sentence, the nearest first, without "Mrs"."""
        first = at - 1 if self.is_addressed(at) else at
        found: list[Neighbour] = []
        for near in range(first, max(first - _REACH_BEFORE, 0), -1):
            gap = self.gap(near)
            if gap != " " and _SENTENCE_END.search(gap):
                break
            found.append(Neighbour(self[near - 1].lower(), gap))
        return found

    def behind(self, at: int, reach: int = _REACH_BEHIND) -> list[Neighbour]:
        """Return up to `reach` words after a word in its sentence, the nearest first."""
        found: list[Neighbour] = []
        for near in range(at + 1, min(at + 1 + reach, len(self))):
            gap = self.gap(near)
            if gap != " " and _SENTENCE_END.search(gap):
                break
            found.append(Neighbour(self[near].lower(), gap))
        return found
