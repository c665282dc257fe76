"""Excerpts: a line of a page, escaped and cut to the width of a terminal, with an underline."""

import itertools
import unicodedata
from collections.abc import Iterable

from privkg.core.findings import Region
from privkg.core.text import on_one_line

_CUT = "…"
_JOINERS = "\u200c\u200d"
# A letter may have any number of combining marks. To bound the time, text is cut at this many
# characters per column before it is measured.
_MARKS = 4


def quoted(place: Region, columns: int) -> tuple[str, str]:
    """Return the line of a region, cut to a number of columns around it, and the underline."""
    text, start = place.excerpt, min(place.column - 1, len(place.excerpt))
    end = min(place.end_column - 1, len(text)) if place.end_line == place.line else len(text)
    room = max(columns - 2 * len(_CUT), 1)
    bound = room * _MARKS
    words = _fitting(text[start : min(end, start + bound)], room)
    left = room - _width(words)
    after = text[start + len(words) : start + len(words) + bound]
    before = text[max(0, start - bound) : start]
    # The text before gets half of the remaining columns, or more if the text after is shorter than that.
    before = _fitting(before[::-1], max(left // 2, left - _width(_fitting(after, left))))[::-1]
    after = _fitting(after, left - _width(before))
    first, last = start - len(before), start + len(words) + len(after)
    opening = (_CUT if first else "") + on_one_line(before)
    line = opening + on_one_line(words + after) + (_CUT if last < len(text) else "")
    return line, " " * _columns(opening) + "^" + "~" * (_width(words) - 1)


def _fitting(text: Iterable[str], columns: int) -> str:
    """Return the longest prefix of a text that fits into a number of terminal columns."""
    widths = itertools.accumulate(_width(character) for character in text)
    return "".join(c for c, width in zip(text, widths, strict=True) if width <= columns)


def _width(text: str) -> int:
    """Return the number of terminal columns of a text after its control characters are escaped."""
    return _columns(on_one_line(text))


def _columns(shown: str) -> int:
    return sum(_columns_of(character) for character in shown)


def _columns_of(character: str) -> int:
    is_mark = unicodedata.category(character) in ("Mn", "Me") or character in _JOINERS
    if is_mark or "\u1160" <= character <= "\u11ff":  # Korean vowels and final consonants
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
