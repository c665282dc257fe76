"""EDTF dates in words: what the parser reads as the same date, where English is not ambiguous."""

import re

from privkg.reference.dates import extent, single

_SIDE = re.compile(r"([0-9]{4}|[0-9]{3}X)(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")
_NUMBERS = ("first", "second", "third", "fourth")
_MONTHS = {number: name.title() for number, name in enumerate(single.MONTHS, start=1)}
_PARTS = {
    **_MONTHS,
    **{code: name.lower() for code, name in single.CODES.items() if name.isalpha()},
    **{33 + number: f"{nth} quarter of" for number, nth in enumerate(_NUMBERS)},
    **{40 + number: f"{nth} half of" for number, nth in enumerate(_NUMBERS[:2])},
}
"""What is written before the year, by EDTF code."""
_AROUND = {"": ("", ""), "~": ("about ", ""), "?": ("", "?"), "%": ("about ", "?")}
"""What is written before and after a date that is approximate (~), uncertain (?) or both (%)."""


def in_words(edtf_text: str) -> str | None:
    """Return an EDTF date in words, such as "summer 2020", "2019 to 2021" or "since about 2019".

    The result is None for a text that is not such a date: privkg writes no other forms of EDTF.
    An uncertain date keeps its question mark.
    """
    first, slash, last = edtf_text.partition("/")
    start = _side(first)
    if not slash or start is None:
        return start
    end = _side(last)
    return f"since {start}" if last == extent.OPEN else f"{start} to {end}" if end else None


def _side(text: str) -> str | None:
    """Return a date that is not an interval in words; None if it is not a date."""
    found = _SIDE.fullmatch(text)
    if not found:
        return None
    year, part, day, mark = found.groups()
    if part and (year.endswith("X") or int(part) not in (_MONTHS if day else _PARTS)):
        return None
    about, uncertain = _AROUND[mark]
    name = (str(int(day)),) if day else ()
    before = (*name, _PARTS[int(part)]) if part else ()
    return about + " ".join((*before, year.replace("X", "0s"))) + uncertain
