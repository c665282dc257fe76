"""Advice for dates that cannot be parsed: the end of a finding's message."""

import datetime
import re
from collections.abc import Callable

from privkg.core import spelling
from privkg.reference.dates import single

_FORMS = "write it as November 2014, 2014 or 2014-11-03"
_NUMBERS = re.compile(r"(\d\d?)[./–-](\d\d?)[./–-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d\d?)[./](\d\d?)")
_MONTH = re.compile(r"(\d\d?)[./-](\d{4})")
_TWO_DIGITS = re.compile(r"(\d{4})[-–/](\d\d)")
_LONGEST = 50
"""Years of the longest range that advice proposes: 2017-13 is more likely a slip than 2017 to 2113."""
_ONE_SIDE = re.compile(r"(?:before|until|till|up to|by|prior to|after)\b.*|\.\.\s*/?.+|/.+")
_CENTURY = re.compile(r"(?:the )?(\d\d)00s")
_SEASON = re.compile(r"(spring|summer|autumn|fall|winter) (\d{4})\s*(?:[-–/]|to)\s*(\d{4}|\d\d)")
_LISTED = re.compile(r"(?:.*\d{4} ?, ?|.*\w (?:and|or|&) ).*\d{4}")
_ONGOING = re.compile(r"(?:still )?(?:ongoing|present|now|today)")
_REVERSED = re.compile(r"(?:\D*|.*\D)(\d{4})\D+(?:\d\d?\D+)*(\d{4})")


def advice(text: str) -> str:
    """Return what to write instead of a text that is not a date, for the end of a message."""
    words = single.plain(text)
    for pattern, advise in _ADVICE:
        if (match := pattern.fullmatch(words)) and (found := advise(match)):
            return found
    return _spelling(words) or _FORMS


def _spelling(words: str) -> str | None:
    """Return advice with the spelling of months corrected, or None if that does not give a date."""
    parts = words.split()
    near = {part: spelling.nearest(part, single.MONTHS) for part in parts if part.isalpha()}
    fixed = " ".join((near.get(part) or part).title() for part in parts)
    return f"did you mean {fixed}?" if any(near.values()) and single.read(fixed.lower()) else None


def _numbers(match: re.Match[str]) -> str | None:
    left, right, year = map(int, match.groups())
    days = sorted({day for day in (_day(year, right, left), _day(year, left, right)) if day})
    if len(days) == 2:
        return f"write {_words(days[0])} or {_words(days[1])}, whichever is meant"
    return _write(days[0]) if days else None


def _year_first(match: re.Match[str]) -> str | None:
    day = _day(*map(int, match.groups()))
    return _write(day) if day else None


def _month(match: re.Match[str]) -> str | None:
    first = _day(int(match[2]), int(match[1]), 1)
    return f"write {_name(first)} {match[2]} or {first.isoformat()[:7]}" if first else None


def _two_digits(match: re.Match[str]) -> str | None:
    year, last = match.groups()
    century = int(year[:2]) + (last <= year[2:])
    end = f"{century:02}{last}"
    is_range = int(end) - int(year) <= _LONGEST
    month = _day(int(year), int(last), 1)
    other = _name(month) if month else single.CODES.get(int(last))
    if not (is_range and other):
        return f"write {year}-{end}" if is_range else f"write {other} {year}" if other else None
    kind = "a month" if month else "a part of the year"
    return f"write {year}-{end} for a range or {other} {year} for {kind}"


def _one_side(match: re.Match[str]) -> str:
    return "write both ends of the range, such as 2010-2018"


def _ongoing(match: re.Match[str]) -> str:
    return "write when it began, such as since 2018"


def _reversed(match: re.Match[str]) -> str | None:
    is_reversed = match[1] > match[2]
    return "write the earlier date first" if is_reversed else None


def _century(match: re.Match[str]) -> str:
    return f"write {match[1]}00-{match[1]}09 for the decade or {match[1]}00-{match[1]}99 for the century"


def _season(match: re.Match[str]) -> str:
    season, start, end = match[1].title(), match[2], match[2][: -len(match[3])] + match[3]
    return (
        f"write {season} {start} for one {season.lower()}"
        f" or {season} {start} - {season} {end} for several"
    )


def _listed(match: re.Match[str]) -> str:
    return "write one date, or a range such as 2013-2015"


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _words(day: datetime.date) -> str:
    return f"{day.day} {_name(day)} {day.year:04}"


def _name(day: datetime.date) -> str:
    return single.MONTHS[day.month - 1].title()


def _write(day: datetime.date) -> str:
    return f"write {_words(day)} or {day.isoformat()}"


_ADVICE: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (_NUMBERS, _numbers),
    (_YEAR_FIRST, _year_first),
    (_MONTH, _month),
    (_TWO_DIGITS, _two_digits),
    (_ONE_SIDE, _one_side),
    (_CENTURY, _century),
    (_SEASON, _season),
    (_LISTED, _listed),
    (_ONGOING, _ongoing),
    (_REVERSED, _reversed),
)
