"""Parser of dates as people write them; the result is an EDTF date, or None if a word is not understood.

A text is parsed as one date first (`single`), then split at each word or mark that may separate a range.
A range is accepted only if exactly one split leaves a date on both sides. An ambiguous text is a finding
instead, because a wrong date in the graph would be worse.

Source:
    Extended Date/Time Format, ISO 8601-2:2019, https://www.loc.gov/standards/datetime/.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from privkg.reference.dates import extent, single
from privkg.reference.dates.advice import advice
from privkg.reference.dates.single import Single
from privkg.reference.dates.wording import in_words

__all__ = ["Date", "advice", "in_words", "read"]

_MAX_LENGTH = 200
_PART = re.compile(r"\s*[-–/]\s*|\s+(?:to|until|till|through)\s+")
_AND = re.compile(r"\s+and\s+")
_FROM = re.compile(r"(?:from|since)\s+")
_BETWEEN = re.compile(r"between\s+")
_OPEN_START = re.compile(r"(?:ongoing )?since |from ")
_OPEN_END = re.compile(
    r"(?:(?:\s*[-–/]\s*|\s+(?:to|until|till|up to)\s+)(?:the )?"
    r"(?:present(?: day)?|now|today|date|ongoing)"
    r"|\s+on(?:wards?)?|,?\s+\(?ongoing\)?|/\.\.)$"
)
_BARE_DAY = re.compile(r"\d\d?(?:st|nd|rd|th)?")
_DAY_FIRST = re.compile(r"\d\d?(?:st|nd|rd|th)?(?= )")
_DAY_AND_YEAR = re.compile(r"\d\d?(?:st|nd|rd|th)?,? \d{4}")
_MONTH_FIRST = re.compile(r"([a-z]+\.?) \d\d?(?:st|nd|rd|th)?")
_SHORT_YEAR = re.compile(r"(\d{4})([-–/])(\d\d)")
_SEASON = re.compile(r"(?:spring|summer|autumn|fall|winter),? (?:of )?\d{4}$")
_YEAR = re.compile(r"\d{4}|\d\d")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_TWO_DIGITS = re.compile(r"\d\d")
_YEAR_AT_END = re.compile(r"\d{4}$")


@dataclass(frozen=True, slots=True)
class Date:
    """A parsed date.

    Attributes:
        start: the first day, month or year, in the lexical form of `datatype`.
        datatype: `xsd:date`, `xsd:gYearMonth` or `xsd:gYear`, by the precision of the text.
        edtf: the EDTF form of a range or an approximate date; None if `start` is the whole date.
        omitted: words that EDTF cannot express, such as "early"; None if there are none.
    """

    start: str
    datatype: str
    edtf: str | None = None
    omitted: str | None = None


def read(text: str) -> Date | None:
    """Return the date of a text, or None if any of its words is not understood."""
    if len(text) > _MAX_LENGTH or not _TWO_DIGITS.search(text):  # cheap test before the regexes
        return None
    return _read(text)


@functools.lru_cache(maxsize=4096)
def _read(text: str) -> Date | None:
    plain = single.plain(text)
    if _FOREIGN_DIGIT.search(plain):  # XSD and EDTF allow ASCII digits only; \d matches others too
        return None
    whole = single.read(plain)
    if whole:
        return _date(whole.edtf, whole, ())
    found = {date for date in (*_open(plain), *_ranges(plain)) if date}
    return found.pop() if len(found) == 1 else None


def _open(plain: str) -> Iterator[Date | None]:
    """Yield the open range of a text such as "since 2018" or "2018-present"."""
    rest = _OPEN_START.sub("", plain, count=1) if _OPEN_START.match(plain) else plain
    bare = _FROM.sub("", _OPEN_END.sub("", rest), count=1)
    start = single.read(bare)
    if start and (rest != plain or _OPEN_END.search(plain)):
        yield _date(f"{_start(start)}/..", start, ())


def _ranges(plain: str) -> Iterator[Date | None]:
    """Yield the possible ranges of a text, one for each split that leaves two dates in order."""
    between = _BETWEEN.match(plain)
    words = plain[between.end() :] if between else _FROM.sub("", plain, count=1)
    if years := _SHORT_YEAR.fullmatch(words):
        yield _short(*years.groups())
        return
    for cut in (_AND if between else _PART).finditer(words):
        left, right = words[: cut.start()], words[cut.end() :]
        if _SEASON.search(left) and _YEAR.fullmatch(right):  # "spring 2020-2021" may mean two springs
            continue
        start, end = single.read(_completed(left, right)), single.read(_continued(left, right))
        if start and end and extent.is_in_order(_start(start), _end(end)):
            yield _date(f"{_start(start)}/{_end(end)}", start, (end,))


def _start(date: Single) -> str:
    return date.edtf.partition("/")[0]


def _end(date: Single) -> str:
    return date.edtf.rpartition("/")[2]


def _short(year: str, mark: str, last: str) -> Date | None:
    """Return the range of a text such as `1998-99`; None if "99" may be a month or a season.

    With a hyphen, 2020-21 is also EDTF for spring 2020 (ISO 8601-2, codes 21 to 41); a slash or a dash
    has no such meaning, so only months are excluded there.
    """
    is_free = last > "41" or "12" < last < "21" if mark == "-" else last > "12"
    end = f"{year[:2]}{last}"
    return _date(f"{year}/{end}", Single(year), ()) if is_free and end > year else None


def _completed(left: str, right: str) -> str:
    """Return the left side of a range with the month and year of the right: `9-12 November 2020`."""
    year = _YEAR_AT_END.search(right)
    if not year or _YEAR.fullmatch(right) or re.search(r"\d{4}", left) or not re.match(r"\w", left):
        return left
    if _BARE_DAY.fullmatch(left):
        return left + right[day.end() :] if (day := _DAY_FIRST.match(right)) else left
    return f"{left} {year[0]}"


def _continued(left: str, right: str) -> str:
    """Return the right side of a range with the month of the left: `November 9-12, 2020`."""
    month = _MONTH_FIRST.fullmatch(left)
    return f"{month[1]} {right}" if month and _DAY_AND_YEAR.fullmatch(right) else right


def _date(edtf_text: str, start: Single, others: tuple[Single, ...]) -> Date:
    text, datatype = extent.first(start.edtf)
    omitted = ", ".join(filter(None, (side.omitted for side in (start, *others))))
    if omitted and [start.edtf] == [side.edtf for side in others]:  # "early to mid 2019"
        edtf_text = start.edtf
    return Date(text, datatype, None if edtf_text == text else edtf_text, omitted or None)
