"""Text in a picture: its width, line breaks and ellipsis.

No font is measured, because machines have different ones. Widths are those of a wide sans serif, so
that text that is estimated to fit also fits in the common fonts.
"""

import re
import unicodedata
from collections.abc import Iterable

from privkg.core.text import counted, printable

ELLIPSIS = "…"
_LONGEST, _MOST_ACCENTS = 400, 4
_MAX_GROUPED = 10**15
# In hundredths of the font size: integers add up to the same in every version of Python.
_NARROW, _SLIM, _USUAL, _CAPITAL, _WIDE, _SQUARE = 35, 45, 62, 75, 98, 110
_WIDTHS = {
    **dict.fromkeys("ijlI.,:;'|!’‘ ", _NARROW),
    **dict.fromkeys('frt()[]{}-/\\"“”', _SLIM),
    **dict.fromkeys("mwMW@%—…", _WIDE),
}
_JOINER = "\u200d"
_APOSTROPHE, _INNER, _OPENING = re.compile(r"(?<=\w)'"), re.compile(r"\b'\b"), re.compile(r"(?<!\w)'\b")


def typeset(text: str) -> str:
    """Return a title or a name with typographic apostrophes.

    Where a single quotation mark begins a word, only those between letters are apostrophes.
    """
    if "'" not in text:
        return text
    return (_INNER if _OPENING.search(text) else _APOSTROPHE).sub("’", text)


def flat(text: str) -> str:
    """Return text on one line, with control characters escaped."""
    return " ".join(printable(text).split())


def width(text: str, size: float) -> float:
    """Return the estimated width of text in pixels, at a font size in pixels."""
    return size * sum(map(_hundredths, text)) / 100


def widest(texts: Iterable[str], size: float) -> float:
    """Return the width of the widest of some texts, in pixels; 0 if there are none."""
    return max((width(text, size) for text in texts), default=0.0)


def shortened(text: str, size: float, max_width: float) -> str:
    """Return text cut to `max_width` pixels, with an ellipsis if something was cut."""
    return "".join(folded(text, size, max_width, lines=1))


def folded(text: str, size: float, max_width: float, *, lines: int) -> list[str]:
    """Return text broken into at most `lines` lines of `max_width` pixels, with an ellipsis if cut."""
    rest = _level(text if len(text) <= _LONGEST else text[:_LONGEST] + ELLIPSIS)
    found: list[str] = []
    while rest and len(found) < lines - 1:
        head = _head(rest, size, max_width)
        if head != rest and " " in head:
            head = head[: head.rindex(" ")]
        found.append(head)
        rest = rest[len(head) :].lstrip()
    if rest and width(rest, size) > max_width:
        rest = _head(rest, size, max_width - width(ELLIPSIS, size)).rstrip(" " + ELLIPSIS) + ELLIPSIS
    return [*found, rest] if rest else found


def number_text(value: float) -> str:
    """Return a number with thousands grouped; fractions are rounded to six significant digits."""
    is_whole = abs(value) < _MAX_GROUPED and value == int(value)
    return f"{int(value):,}" if is_whole else f"{value:,.6g}"


def amount(number: int, noun: str) -> str:
    """Return a count with its noun, thousands grouped: "1 bar", "2,000 bars"."""
    return counted(number, noun, is_grouped=True)


def _level(text: str) -> str:
    """Return text with at most four combining marks per letter; more would be drawn over other lines."""
    kept, accents = [], 0
    for character in text:
        accents = accents + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if accents <= _MOST_ACCENTS:
            kept.append(character)
    return "".join(kept)


def _head(text: str, size: float, max_width: float) -> str:
    """Return the longest prefix that fits, at least one character, not cut within a grapheme."""
    used = end = 0
    while end < len(text):
        used += _hundredths(text[end])
        if size * used / 100 > max_width and end:
            break
        end += 1
    while 0 < end < len(text) and (_is_combining(text[end]) or text[end - 1] == _JOINER):
        end -= 1
    return text[: end or 1]


def _hundredths(character: str) -> int:
    if character in _WIDTHS:
        return _WIDTHS[character]
    if _is_combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return _SQUARE
    return _CAPITAL if character.isupper() else _USUAL


def _is_combining(character: str) -> bool:
    """Return whether a character combines with the one before it: an accent, a joiner, a skin tone."""
    return (
        unicodedata.category(character) in ("Mn", "Me", "Cf")
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )
