"""What to write instead of a date that is not read."""

import datetime
import re
from collections.abc import Callable

from privkg.reference.dates import single

_FORMS = "write it as November 2014, 2014 or 2014-11-03"
_NUMBERS = re.compile(r"(\d\d?)[./–-](\d\d?)[./–-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d\d?)[./](\d\d?)")
_MONTH = re.compile(r"(\d\d?)[./-](\d{4})")
_TWO_DIGITS = re.compile(r"(\d{4})[-–/](\d\d)")
_ONE_SIDE = re.compile(r"(?:before|until|till|up to|by|prior to|after)\b.*|\.\.\s*/?.+|/.+")
_CENTURY = re.compile(r"(?:the )?(\d\d)00s")
_SEASON = re.compile(r"(spring|summer|autumn|fall|winter) (\d{4})\s*(?:[-–/]|to)\s*(\d{4}|\d\d)")
_LISTED = re.compile(r"(?:.*\d{4} ?, ?|.*\w (?:and|or|&) ).*\d{4}")
_ONGOING = re.compile(r"(?:still )?(?:ongoing|present|now|today)")
_REVERSED = re.compile(r"(?:\D*|.*\D)(\d{4})\D+(?:\d\d?\D+)*(\d{4})")


def advice(text: str) -> str:
    """Return what to write instead of a text that is no date, as the end of a message."""
    words = single.plain(text)
    for pattern, advise in _ADVICE:
        if (match := pattern.fullmatch(words)) and (found := advise(match)):
            return found
    return _FORMS


def _numbers(match: re.Match[str]) -> str | None:
    left, right, year = map(int, match.groups())
    days = sorted({day for day in (_day(year, right, left), _day(year, left, right)) if day})
    if len(days) == 2:
        return f"it may be {_words(days[0])} or {_words(days[1])}; write the one that is meant"
    return _write(days[0]) if days else None


def _year_first(match: re.Match[str]) -> str | None:
    day = _day(*map(int, match.groups()))
    return _write(day) if day else None


def _month(match: re.Match[str]) -> str | None:
    first = _day(int(match[2]), int(match[1]), 1)
    return f"write {_name(first)} {match[2]} or {first.isoformat()[:7]}" if first else None


def _two_digits(match: re.Match[str]) -> str:
    year, last = match.groups()
    end = f"{year[:2]}{last}" if last > year[2:] else f"{int(year[:2]) + 1}{last}"
    month = _day(int(year), int(last), 1)
    other = _name(month) if month else single.CODES.get(int(last))
    if not other:
        return f"write {year}-{end}"
    kind = "a month" if month else "a part of the year"
    return f"it may be a range or {kind}; write {year}-{end} or {other} {year}"


def _one_side(match: re.Match[str]) -> str:
    return "it names one side of a range; write the years that are certain, such as 2010-2018"


def _ongoing(match: re.Match[str]) -> str:
    return "write since when, such as since 2018"


def _reversed(match: re.Match[str]) -> str | None:
    is_reversed = match[1] > match[2]
    return "its end comes before its start; write the earlier date first" if is_reversed else None


def _century(match: re.Match[str]) -> str:
    return (
        f"it may be a decade or a century; write {match[1]}00-{match[1]}09 or {match[1]}00-{match[1]}99"
    )


def _season(match: re.Match[str]) -> str:
    season, start, end = match[1].title(), match[2], match[2][: -len(match[3])] + match[3]
    return f"it may be one {season.lower()} or several; write {season} {start} - {season} {end}"


def _listed(match: re.Match[str]) -> str:
    return "it names several dates; write one, or a range such as 2013-2015"


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
