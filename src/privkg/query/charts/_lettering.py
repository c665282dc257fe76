"""Text in a picture: how wide it is, where it is folded, what stands for its end.

No font is asked, as machines have different ones: a width is that of a wide sans serif, so that what
is reckoned to fit does fit in the common ones.
"""

import unicodedata
from collections.abc import Iterable

from privkg.core.text import counted, printable

ELLIPSIS = "…"
_LONGEST, _MOST_ACCENTS = 400, 4
_MAX_GROUPED = 10**15
# In hundredths of the size: whole numbers add up to the same in every version of Python.
_NARROW, _SLIM, _USUAL, _CAPITAL, _WIDE, _SQUARE = 35, 45, 62, 75, 98, 110
_WIDTHS = {
    **dict.fromkeys("ijlI.,:;'|!’‘ ", _NARROW),
    **dict.fromkeys('frt()[]{}-/\\"“”', _SLIM),
    **dict.fromkeys("mwMW@%—…", _WIDE),
}
_JOINER = "\u200d"


def flat(text: str) -> str:
    """Return text on one line, with what would steer a viewer written out."""
    return " ".join(printable(text).split())


def width(text: str, size: float) -> float:
    """Return about how wide text is, in pixels, at a size in pixels."""
    return size * sum(map(_hundredths, text)) / 100


def widest(texts: Iterable[str], size: float) -> float:
    """Return the width of the widest of some texts, in pixels; 0 if there are none."""
    return max((width(text, size) for text in texts), default=0.0)


def shortened(text: str, size: float, room: float) -> str:
    """Return text that fits into `room` pixels, with an ellipsis for what does not."""
    return "".join(folded(text, size, room, lines=1))


def folded(text: str, size: float, room: float, *, lines: int) -> list[str]:
    """Return text in at most so many lines of `room` pixels, with an ellipsis for what does not fit."""
    rest = _level(text if len(text) <= _LONGEST else text[:_LONGEST] + ELLIPSIS)
    found: list[str] = []
    while rest and len(found) < lines - 1:
        head = _head(rest, size, room)
        if head != rest and " " in head:
            head = head[: head.rindex(" ")]
        found.append(head)
        rest = rest[len(head) :].lstrip()
    if rest and width(rest, size) > room:
        rest = _head(rest, size, room - width(ELLIPSIS, size)).rstrip(" " + ELLIPSIS) + ELLIPSIS
    return [*found, rest] if rest else found


def number_text(value: float) -> str:
    """Return a number for reading: thousands grouped, six digits at most after rounding."""
    is_whole = abs(value) < _MAX_GROUPED and value == int(value)
    return f"{int(value):,}" if is_whole else f"{value:,.6g}"


def amount(number: int, noun: str) -> str:
    """Return a number of things in words, thousands grouped: "1 bar", "2,000 bars"."""
    return counted(number, noun, is_grouped=True)


def _level(text: str) -> str:
    """Return text without accents that would pile up over other lines: more than four on a letter."""
    kept, accents = [], 0
    for character in text:
        accents = accents + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if accents <= _MOST_ACCENTS:
            kept.append(character)
    return "".join(kept)


def _head(text: str, size: float, room: float) -> str:
    """Return the longest start of text that fits, a character at least, cut between characters."""
    used = end = 0
    while end < len(text):
        used += _hundredths(text[end])
        if size * used / 100 > room and end:
            break
        end += 1
    while 0 < end < len(text) and (_hangs(text[end]) or text[end - 1] == _JOINER):
        end -= 1
    return text[: end or 1]


def _hundredths(character: str) -> int:
    if character in _WIDTHS:
        return _WIDTHS[character]
    if _hangs(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return _SQUARE
    return _CAPITAL if character.isupper() else _USUAL


def _hangs(character: str) -> bool:
    """Return whether a character is part of the one before it: an accent, a joiner, a skin tone."""
    return (
        unicodedata.category(character) in ("Mn", "Me", "Cf")
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )
