"""Columns for years: all years of a span, also the empty ones, with time to the right."""

import re
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from privkg.core.lettering import amount, number_text, widest, width
from privkg.query.charts._colours import FAINT
from privkg.query.charts._scales import Scale, number_ticks
from privkg.query.charts._sheet import (
    WIDTH,
    Plot,
    label,
    lettering,
    line,
    mark,
    more,
    plain,
    rectangle,
)

COLUMN = "year"
"""The column of an answer whose values are drawn as years."""
FEW = 5
"""From this number on a column or a bar is drawn, below it a mark for each thing."""
_MOST_YEARS = 120
_WIDEST, _SMALL, _HIGH, _GAP = 32.0, 11.0, 220.0, 3.0
_YEAR = re.compile(r"[0-9]{4}")


def are_years(labels: Iterable[str]) -> bool:
    """Return whether all of some labels are years of four digits."""
    return all(map(_YEAR.fullmatch, labels))


def read(labels: list[str], values: list[float]) -> Mapping[int, int] | None:
    """Return numbers by year, or None if a label is not a year or a number not whole, or twice."""
    are_distinct = len(set(labels)) == len(labels)
    are_counts = all(value >= 0 and value == int(value) for value in values)
    if not (are_years(labels) and are_distinct and are_counts):
        return None
    return {int(year): int(value) for year, value in zip(labels, values, strict=True)}


def plot(counts: Mapping[int, int], heading: str) -> Plot:
    """Return a column for each year of a span, or only for the years of an answer with a long one.

    Args:
        counts: the number of each year of an answer, at least one.
        heading: what is counted.
    """
    first, last = min(counts), max(counts)
    years = range(first, last + 1) if last - first < _MOST_YEARS else sorted(counts)
    shown = {year: counts.get(year, 0) for year in years[-_MOST_YEARS:]}
    is_few = max(shown.values()) < FEW
    drawn, bottom = _drawn(shown, is_few=is_few)
    left_out = len(years) - len(shown)
    rest, height = more([amount(left_out, "earlier year")] if left_out else [], bottom)
    return Plot(
        parts=[*drawn, *rest],
        height=height,
        caption=f"{heading.capitalize()} by year{', one square for each' if is_few else ''}",
        counts=[amount(len(shown), "year")],
    )


def _drawn(counts: Mapping[int, int], *, is_few: bool) -> tuple[list[Element], float]:
    """Return the columns on their axis, and the y below the names of the years."""
    most = max(counts.values())
    left = 0.0 if is_few else widest(map(number_text, (most,)), _SMALL) + 10
    step = min(_WIDEST, (WIDTH - left) / len(counts))
    end, thick = left + step * len(counts), max(step - _GAP, step / 2)
    bottom = most * (thick + _GAP) if is_few else _HIGH
    scale = Scale(0, most, bottom, 16 - bottom)
    drawn = [] if is_few else _ticks(scale, left, end)
    drawn.append(line(left, bottom, end, bottom, FAINT))
    last_end = -_WIDEST
    for number, (year, count) in enumerate(counts.items()):
        middle = left + step * (number + 0.5)
        if count:
            parts = (
                _squares(count, middle, thick, bottom)
                if is_few
                else _column(count, scale, middle, thick)
            )
            drawn.append(mark("bar", "", [mark("part", f"{year}: {number_text(count)}", parts)]))
        words = f"{year:04}"
        half = width(words, _SMALL) / 2
        is_round = step >= 2 * half + 4 or year % 5 == 0
        if is_round and middle - half > last_end + 4:
            drawn.append(lettering(words, middle, bottom + 16, size=_SMALL, anchor="middle"))
            last_end = middle + half
    return drawn, bottom + 22


def _ticks(scale: Scale, left: float, end: float) -> list[Element]:
    parts = []
    for tick in number_ticks(scale.low, scale.high, are_whole=True):
        y, words = scale.at(tick), number_text(tick)
        parts.append(line(left, y, end, y))
        parts.append(lettering(words, left - 6, y + 4, size=_SMALL, fill=FAINT, anchor="end"))
    return parts


def _column(count: int, scale: Scale, middle: float, thick: float) -> list[Element]:
    """Return a column with its number above it, if the number is not wider."""
    top = scale.at(count)
    shape = rectangle(middle - thick / 2, top, thick, scale.start - top, **plain())
    words = number_text(count)
    has_room = width(words, _SMALL) <= thick + _GAP
    return [shape, *([label(words, middle, top - 4, size=_SMALL, anchor="middle")] if has_room else [])]


def _squares(count: int, middle: float, thick: float, bottom: float) -> list[Element]:
    return [
        rectangle(middle - thick / 2, bottom - (thick + _GAP) * (number + 1), thick, thick, **plain())
        for number in range(count)
    ]
