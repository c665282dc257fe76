"""Scales: the position of a number or a day on an axis, and the ticks of the axis."""

import calendar
import datetime
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from privkg.reference.dates import extent

MOST_TICKS = 7
"""The largest number of steps between the ticks of an axis."""
_TINIEST = 1e-12
_MONTHS = (1, 3, 6, *(12 * years for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)))
_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?:T[0-9:.]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from the range `low` to `high` to `length` pixels from `start`."""

    low: float
    high: float
    start: float
    length: float

    def at(self, value: float) -> float:
        """Return the position of a number, in pixels."""
        return self.start + self.length * (value - self.low) / ((self.high - self.low) or 1)


_SIDE = r"[0-9]{3}[0-9X](?:-(?:2[1-4]|3[3-6]|4[01]|(?:0[1-9]|1[0-2])(?:-[0-9]{2})?))?[~?%]?"
_EDTF = re.compile(rf"{_SIDE}(?:/(?:\.\.|{_SIDE}))?")


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """The days that a date covers, as ordinals of `datetime.date`; `after` is the first day after them.

    For a range without an end (`is_open`), the days are those of its start.
    """

    first: int
    after: int
    is_open: bool = False

    @property
    def is_day(self) -> bool:
        """Whether the date is a single day."""
        return self.after - self.first == 1


def read_days(text: str) -> Days | None:
    """Return the days that an XSD or EDTF date covers, or None outside of the years 1 to 9999.

    A season, quarter or half is drawn as its whole year.
    """
    if not _EDTF.fullmatch(text):
        return _days(text)
    start, last = _days(extent.first(text)[0]), extent.last(text)
    end = _days(last[0]) if last else start
    if not start or not end:
        return None
    return Days(start.first, max(start.after, end.after), is_open=last is None)


def _days(text: str) -> Days | None:
    found = _DATE.fullmatch(text)
    if not found:
        return None
    year, month, day = found.groups()
    try:
        first = datetime.date(int(year), int(month or 1), int(day or 1))
        last = datetime.date(int(year), int(month or 12), 1)
    except ValueError:
        return None
    # The first day of the next month is not used: datetime has none after December 9999.
    days = calendar.monthrange(last.year, last.month)[1]
    return Days(first.toordinal(), first.toordinal() + 1 if day else last.toordinal() + days)


def number_ticks(
    low: float, high: float, *, are_whole: bool = False, most: int = MOST_TICKS
) -> list[float]:
    """Return the ticks of an axis from `low` to `high`: round numbers.

    Args:
        low: the least number of the axis.
        high: the greatest number of the axis.
        are_whole: whether what is counted cannot be divided, so that no tick is a fraction.
        most: the largest number of steps between ticks, at least 1.
    """
    if high - low < _TINIEST:
        return [low]
    power = int(f"{(high - low) / most:e}".partition("e")[2])
    steps = (float(f"{digit}e{power + more}") for more in (0, 1) for digit in (1, 2, 5))
    found = next(step for step in steps if (high - low) / step <= most)
    step = max(found, 1.0) if are_whole else found
    return [number * step for number in range(math.ceil(low / step), math.floor(high / step) + 1)]


def day_ticks(days: Days) -> list[tuple[int, str]]:
    """Return the ticks of a time axis with their labels: years, months or days."""
    length = days.after - days.first
    for step in (1, 2, 7):
        if length / step <= MOST_TICKS:
            ordinals = range(days.first, days.after, step)
            return [(each, datetime.date.fromordinal(each).isoformat()) for each in ordinals]
    months = next(step for step in _MONTHS if length / (step * 30.4) <= MOST_TICKS)
    return list(_month_ticks(days, months))


def _month_ticks(days: Days, step: int) -> Iterator[tuple[int, str]]:
    start = datetime.date.fromordinal(days.first)
    number = -(-(start.year * 12 + start.month - 1) // step) * step
    while number < 12 * (datetime.MAXYEAR + 1):
        first = datetime.date(number // 12, number % 12 + 1, 1)
        if first.toordinal() >= days.after:
            return
        if first.toordinal() >= days.first:
            yield first.toordinal(), first.isoformat()[: 4 if step % 12 == 0 else 7]
        number += step
