"""Words that are searched for, and the passages in which they are found.

A word matches every word that begins with it, whatever its case and accents; a word of one or two
letters matches only itself. The characters of a query language have no meaning.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from privkg.core.text import counted

MOST_WORDS = 32
"""The number of words that are searched for; the rest of a query is ignored."""

BEGIN, END = "\x02", "\x03"
"""The marks around found words, which texts in the index do not contain."""

_LEAST_OF_PREFIX = 3
_MOST_OF_A_WORD = 100
_APART = re.compile(r'[\s"\x00-\x1f\ud800-\udfff]+')
_CLOSING = rf"[{END}\"”’)\]]*"
_END = re.compile(rf"[.!?…。！？]{_CLOSING}(?:\s+(?!{BEGIN}?[a-z])|$)")
"""The end of a sentence; a full stop before a small letter ends an abbreviation."""
_NOT_TEXT = re.compile(f"[\0{BEGIN}{END}]")
_FOUND = re.compile(f"{BEGIN}([^{END}]*){END}")
_MOST_OF_A_PASSAGE = 300
"""Characters; a longer sentence is cut around its first found word."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a query.

    Attributes:
        expression: an expression of FTS5 that matches incidents with all of the words; empty if there
            are none.
        ignored: the number of words that are not searched for.
    """

    expression: str
    ignored: int = 0

    def note(self) -> str:
        """Return a sentence about ignored words; empty if there are none."""
        words = counted(self.ignored, "word")
        return f"only the first {MOST_WORDS} words are searched for; {words} ignored" * bool(
            self.ignored
        )


def read(text: str) -> Words:
    """Return the words of a query as it was typed; none of its characters is an operator."""
    words = [word for word in _APART.split(unicodedata.normalize("NFC", text)) if _has_token(word)]
    found = [f'"{word[:_MOST_OF_A_WORD]}"{_star(word)}' for word in words[:MOST_WORDS]]
    return Words(" AND ".join(found), max(0, len(words) - MOST_WORDS))


@dataclass(frozen=True, slots=True)
class Passage:
    """A text in pieces, each with whether it is a found word."""

    pieces: tuple[tuple[str, bool], ...] = ()

    def __str__(self) -> str:
        """Return the text without marks."""
        return "".join(text for text, _ in self.pieces)

    def marked(self, begin: str, end: str) -> str:
        """Return the text with marks around the found words."""
        return "".join(f"{begin}{text}{end}" if is_found else text for text, is_found in self.pieces)


def passage(text: str) -> Passage:
    """Return a text with marks around found words as pieces."""
    texts = re.split(f"[{BEGIN}{END}]", text)
    return Passage(tuple((one, number % 2 == 1) for number, one in enumerate(texts) if one))


def sentence(text: str) -> Passage:
    """Return the sentence with most of the found words, in a text of paragraphs with marks.

    Of several, the first is returned. It is empty if no word is found in the text.
    """
    found = [one for one in _sentences(text) if BEGIN in one]
    return passage(_cut(max(found, key=lambda one: len(_words(one))))) if found else Passage()


def first_sentence(text: str) -> Passage:
    """Return the first sentence of a text of paragraphs without marks."""
    return passage(next(_sentences(text), "")[:_MOST_OF_A_PASSAGE])


def lines_found(text: str) -> Passage:
    """Return the lines with found words, parted by semicolons."""
    return passage("; ".join(line for line in text.split("\n") if BEGIN in line))


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text; words after the last one of a paragraph belong to it."""
    for paragraph in filter(None, map(str.strip, text.split("\n"))):
        ends = [found.end() for found in _END.finditer(paragraph)][:-1]
        for start, end in itertools.pairwise((0, *ends, len(paragraph))):
            yield paragraph[start:end].strip()


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _FOUND.findall(text)}


def _cut(text: str) -> str:
    """Return a long sentence from a few words before its first found word; marks are kept whole."""
    if len(text) <= _MOST_OF_A_PASSAGE:
        return text
    first = text.index(BEGIN)
    start = _space(text, max(0, first - _MOST_OF_A_PASSAGE // 4))
    end = text.rfind(" ", 0, start + _MOST_OF_A_PASSAGE)
    end = end if end > text.index(END) else start + _MOST_OF_A_PASSAGE
    cut = text[start:end]
    closing = END * (cut.rfind(BEGIN) > cut.rfind(END))
    return f"{'…' * bool(start)}{cut}{closing}{'…' * (end < len(text))}"


def _space(text: str, start: int) -> int:
    return text.find(" ", start) + 1 if start and " " in text[start : text.index(BEGIN)] else start


def _has_token(word: str) -> bool:
    return any(map(str.isalnum, word))


def _star(word: str) -> str:
    """Return what makes a word match those that begin with it; the last of "e-mail" is "mail"."""
    *_, last = filter(None, re.split(r"[\W_]+", unicodedata.normalize("NFC", word)))
    return "*" if len(last) >= _LEAST_OF_PREFIX else ""


def without_marks(texts: Iterable[str]) -> str:
    """Return texts as paragraphs of one text without the characters that mark found words."""
    return _NOT_TEXT.sub(" ", "\n".join(texts))
