"""A bar chart: horizontal bars in the order of the answer, stacked by series if there is one."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from privkg.core.lettering import amount, folded, number_text, widest, width
from privkg.query.charts import _cells
from privkg.query.charts._colours import FAINT, INK, SERIES, ink_on, of_series
from privkg.query.charts._scales import Scale, number_ticks
from privkg.query.charts._sheet import (
    WIDTH,
    Plot,
    distinguished,
    empty,
    filled,
    legend,
    lettering,
    line,
    lines,
    mark,
    more,
    rectangle,
)
from privkg.query.results import Answer

ROLES = frozenset({"label", "value"})
_MOST_BARS = 200
_SIZE, _THICK, _GAP, _AXIS, _LABEL_ROOM = 12.0, 18.0, 9.0, 22.0, 250.0


@dataclass(frozen=True, slots=True)
class _Part:
    series: int
    name: str
    value: float


@dataclass(frozen=True, slots=True)
class _Bar:
    label: str
    parts: tuple[_Part, ...]

    @property
    def total(self) -> float:
        """The sum of the parts."""
        return math.fsum(part.value for part in self.parts)

    @property
    def ends(self) -> tuple[float, float]:
        """The sums of the negative and of the positive parts."""
        values = [part.value for part in self.parts]
        return math.fsum(min(value, 0) for value in values), math.fsum(max(value, 0) for value in values)


def plot(roles: Mapping[str, str], answer: Answer) -> Plot:
    """Return bars from zero: one per row or, with a series, one per label."""
    bars, names, drawable = _bars(roles, answer)
    lacking = len(answer.rows) - drawable
    caveats = [f"{amount(lacking, 'row')} without a number"] if lacking else []
    if not bars:
        return empty(caveats)
    shown = bars[:_MOST_BARS]
    keys, top = legend(names, 0) if "series" in roles else ([], 0.0)
    drawn, bottom = _drawn(shown, top)
    rest, height = more([f"{len(bars) - len(shown):,} more"] if len(bars) > len(shown) else [], bottom)
    by = [_cells.heading(roles[part]) for part in ("label", "series") if part in roles]
    return Plot(
        parts=[*keys, *drawn, *rest],
        height=height,
        caption=f"{_cells.heading(roles['value']).capitalize()} by {' and '.join(by)}",
        counts=[amount(len(bars), "bar")],
        caveats=caveats,
    )


def _bars(roles: Mapping[str, str], answer: Answer) -> tuple[list[_Bar], list[str], int]:
    """Return the bars and the series, both in order of appearance, and the number of drawable rows."""
    series, names = roles.get("series"), dict[str, int]()
    bars: dict[tuple[str, int], dict[tuple[int, bool], float]] = {}
    drawable = 0
    for number, row in enumerate(answer.rows):
        value = _cells.number(row, roles["value"])
        if value is not None:
            drawable += 1
            name = _cells.words(row, series) if series else ""
            coloured = min(names.setdefault(name, len(names)), len(SERIES))
            parts = bars.setdefault((_cells.words(row, roles["label"]), 0 if series else number), {})
            parts[coloured, value < 0] = parts.get((coloured, value < 0), 0.0) + value
    in_legend = distinguished(list(names))
    found = [_Bar(label, _parts(parts, in_legend)) for (label, _), parts in bars.items()]
    return found, list(names), drawable


def _parts(values: Mapping[tuple[int, bool], float], names: Sequence[str]) -> tuple[_Part, ...]:
    """Return the parts of a bar in the order of the series; those without a colour are merged."""
    return tuple(_Part(series, names[series], value) for (series, _), value in sorted(values.items()))


def _drawn(bars: Sequence[_Bar], top: float) -> tuple[list[Element], float]:
    """Return the bars with their axis above them, and the y of their lower end."""
    labels = [folded(bar.label, _SIZE, _LABEL_ROOM, lines=2) for bar in bars]
    gutter = widest((words for label in labels for words in label), _SIZE) + 10
    right = widest((number_text(bar.total) for bar in bars), _SIZE) + 8
    low, high = min(bar.ends[0] for bar in bars), max(bar.ends[1] for bar in bars)
    scale = Scale(low, high, gutter, WIDTH - gutter - right)
    pitch = _THICK + _GAP + (_SIZE * 0.7 if max(map(len, labels)) > 1 else 0)
    bottom = top + _AXIS + pitch * len(bars)
    drawn = _ticks(scale, top, bottom)
    for number, (bar, label) in enumerate(zip(bars, labels, strict=True)):
        middle = top + _AXIS + pitch * (number + 0.5)
        words = lines(label, gutter - 10, middle, size=_SIZE, anchor="end")
        drawn += [mark("label", bar.label, words), _bar(bar, scale, middle)]
    zero = scale.at(0)
    return [*drawn, line(zero, top + _AXIS - 4, zero, bottom, FAINT)], bottom


def _ticks(scale: Scale, top: float, bottom: float) -> list[Element]:
    parts = []
    for tick in number_ticks(scale.low, scale.high):
        x = scale.at(tick)
        parts.append(line(x, top + _AXIS - 4, x, bottom))
        parts.append(lettering(number_text(tick), x, top + 11, size=11, fill=FAINT, anchor="middle"))
    return parts


def _bar(bar: _Bar, scale: Scale, middle: float) -> Element:
    """Return a bar: parts stacked away from zero on either side, then the total as text."""
    below = above = 0.0
    parts = []
    for part in bar.parts:
        start = below if part.value < 0 else above
        below, above = below + min(part.value, 0), above + max(part.value, 0)
        parts.append(_part(bar, part, scale, start, middle))
    x = scale.at(above) + 6
    total = lettering(number_text(bar.total), x, middle + _SIZE * 0.36, size=_SIZE, fill=INK)
    return mark("bar", "", [*parts, total])


def _part(bar: _Bar, part: _Part, scale: Scale, start: float, middle: float) -> Element:
    left, right = sorted((scale.at(start), scale.at(start + part.value)))
    shape = rectangle(left, middle - _THICK / 2, right - left, _THICK, **filled(part.series))
    text = number_text(part.value)
    tooltip = f"{bar.label}, {part.name}: {text}" if part.name else f"{bar.label}: {text}"
    inside = []
    if part.name and width(text, 11) + 6 <= right - left:
        ink, x = ink_on(of_series(part.series)), (left + right) / 2
        inside = [lettering(text, x, middle + 4, size=11, fill=ink, anchor="middle")]
    return mark("part", tooltip, [shape, *inside])
