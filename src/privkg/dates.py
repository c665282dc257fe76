"""Dates as people write them to EDTF, and only if every word was read: the only door to edtf.

The library reads what it can and drops the rest ("Novembre 2014" becomes 2014) and takes
"03/04/2020" for a day of March. So a reading counts only if writing it back in one of the usual
English forms gives the words that stand there.

Source:
    Extended Date/Time Format, ISO 8601-2:2019, https://www.loc.gov/standards/datetime/.
"""

import datetime
import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from privkg import names

_MAX_LENGTH = 200
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_SEASONS = {21: ("spring",), 22: ("summer",), 23: ("autumn", "fall"), 24: ("winter",)}
_ABOUT = re.compile(r"^(?:circa|about|around|approximately|(?:approx|ca?)\b\.?)\s*(?=\D*\d)")
_RANGE = re.compile(
    r"\s*(?:\s-\s|(?<=\d{4})-(?=\D*\d{4})|(?<=[a-z])-(?=[a-z])|(?<![\d-]\d\d)(?<=\d)-(?=\d\d? [a-z])"
    r"|\bto\b|\buntil\b|/)\s*"
)
_RANGE_OR_AND = re.compile(rf"{_RANGE.pattern}|\s+and\s+")
_DAY = re.compile(r"\d\d?(?= )")
_SINCE = re.compile(r"^(?:since|from)\s+")
_FROM = re.compile(r"^from\s+")
_BETWEEN = re.compile(r"^between\s+")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as read.

    `start` is an XSD lexical form at the precision that was written, `datatype` its type
    (`xsd:gYear`, `xsd:gYearMonth` or `xsd:date`); `edtf` is given for ranges and vaguer dates.
    """

    start: str
    datatype: str
    edtf: str | None = None


def read(text: str) -> Date | None:
    """Return the date that `text` states, or None if any of its words was not read."""
    if len(text) > _MAX_LENGTH:  # no date is as long, and the library reads long ones slowly
        return None
    folded = re.sub("[‐‑‒–—―−]", "-", names.fold(text))
    if ".." in folded:  # it leaves a side open, and which is not said
        return None
    plain = folded.removesuffix(".")
    if _SINCE.match(plain) and not _RANGE.search(_SINCE.sub("", plain)):
        start = _single(_SINCE.sub("", plain))
        return _date(f"{start}/..", start) if start else None
    single = _single(plain)
    if single:
        return _date(single, single)
    if _BETWEEN.match(plain):
        return _interval(_RANGE_OR_AND.split(_BETWEEN.sub("", plain)))
    return _interval(_RANGE.split(_FROM.sub("", plain)))


def _interval(sides: list[str]) -> Date | None:
    if len(sides) != 2:
        return None
    if sides[0] in _MONTHS:  # "March-May 2018": the year is said once, for both
        sides[0] += " " + sides[1][-4:]
    elif re.fullmatch(r"\d\d?", sides[0]) and _DAY.match(sides[1]):  # "9-12 November 2020": and both
        sides[0] += _DAY.sub("", sides[1], count=1)
    start, end = map(_single, sides)
    if not start or not end or not _in_order(start, end):
        return None
    return _date(f"{start}/{end}", start)


def _single(plain: str) -> str | None:
    about, is_unsure = _ABOUT.sub("", plain), plain.endswith("?")
    words = about.removesuffix("?").strip()
    certain = _parse(words)
    if not certain or _normal(words) not in map(_normal, _forms(certain)):
        return None
    mark = {(True, True): "%", (True, False): "~", (False, True): "?"}
    return certain + mark.get((about != plain, is_unsure), "")


@functools.lru_cache(maxsize=4096)
def _parse(words: str) -> str | None:
    """Return the library's reading, if it is a whole calendar date, month, season or year."""
    import edtf

    try:
        reading = str(edtf.text_to_edtf(words) or "")
    except (edtf.EDTFParseException, ValueError, OverflowError, RecursionError):
        return None
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", reading)
    return reading if match and _is_calendar(*match.groups()) else None


def _is_calendar(year: str, month: str | None, day: str | None) -> bool:
    if int(month or 1) in _SEASONS and not day:
        return True
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return False
    return True


def _forms(edtf_text: str) -> Iterator[str]:
    year, month, day = (*edtf_text.split("-"), "", "")[:3]
    yield edtf_text
    for name in _month_names(int(month or 0)):
        if day:
            yield from (f"{int(day)} {name} {year}", f"{day} {name} {year}")
            yield from (f"{name} {int(day)} {year}", f"{name} {day} {year}")
        else:
            yield from (f"{name} {year}", f"{year} {name}")


def _month_names(month: int) -> tuple[str, ...]:
    if not 1 <= month <= 12:
        return _SEASONS.get(month, ())
    name = _MONTHS[month - 1]
    return (name, name[:3], "sept") if month == 9 else (name, name[:3])


def _normal(words: str) -> str:
    plain = _ORDINAL.sub("", words).replace(",", " ").replace(".", " ")
    return " ".join(word for word in plain.split() if word not in ("of", "the"))


def _date(edtf_text: str, start: str) -> Date:
    bare = start.rstrip("~?%")
    if bare[5:7] > "12":  # a season: no XSD type holds it, its year does
        return Date(bare[:4], "xsd:gYear", edtf_text)
    datatype = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}[len(bare)]
    return Date(bare, datatype, None if edtf_text == bare else edtf_text)


def _in_order(start: str, end: str) -> bool:
    pairs = itertools.zip_longest(start.rstrip("~?%").split("-"), end.rstrip("~?%").split("-"))
    for left, right in pairs:
        if left is None or right is None or left != right:
            return left is None or right is None or left < right
    return True
