"""A line of a page as a terminal shows it: harmless, cut to its width, the faulty words found in it."""

import itertools
import unicodedata
from collections.abc import Iterable

from privkg.core.findings import Region
from privkg.core.text import on_one_line

_CUT = "…"
_JOINERS = "\u200c\u200d"
# Marks without a width may follow a letter without end; beyond this many a letter they are cut too.
_MARKS = 4


def quoted(place: Region, columns: int) -> tuple[str, str]:
    """Return a place's line, cut to a terminal's columns around the words, and the mark below them."""
    text, start = place.excerpt, min(place.column - 1, len(place.excerpt))
    end = min(place.end_column - 1, len(text)) if place.end_line == place.line else len(text)
    room = max(columns - 2 * len(_CUT), 1)
    bound = room * _MARKS
    words = _fitting(text[start : min(end, start + bound)], room)
    left = room - _width(words)
    after = text[start + len(words) : start + len(words) + bound]
    before = text[max(0, start - bound) : start]
    # What follows yields to what stands before only as far as both take their half.
    before = _fitting(before[::-1], max(left // 2, left - _width(_fitting(after, left))))[::-1]
    after = _fitting(after, left - _width(before))
    first, last = start - len(before), start + len(words) + len(after)
    opening = (_CUT if first else "") + on_one_line(before)
    line = opening + on_one_line(words + after) + (_CUT if last < len(text) else "")
    return line, " " * _columns(opening) + "^" + "~" * (_width(words) - 1)


def _fitting(text: Iterable[str], columns: int) -> str:
    """Return the first characters of a text that a terminal shows within some columns."""
    widths = itertools.accumulate(_width(character) for character in text)
    return "".join(c for c, width in zip(text, widths, strict=True) if width <= columns)


def _width(text: str) -> int:
    """Return how many columns a terminal gives to a text that is made harmless."""
    return _columns(on_one_line(text))


def _columns(shown: str) -> int:
    return sum(_columns_of(character) for character in shown)


def _columns_of(character: str) -> int:
    is_mark = unicodedata.category(character) in ("Mn", "Me") or character in _JOINERS
    if is_mark or "\u1160" <= character <= "\u11ff":  # vowels and ends of a Korean syllable
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
