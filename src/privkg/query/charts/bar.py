"""A bar chart: horizontal bars in the order of the answer, stacked by series if there is one.

Harms are in Solove's order instead, below their groups, and years are columns.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from privkg.core.lettering import amount, folded, number_text, widest, width
from privkg.query.charts import _cells, _names, _years
from privkg.query.charts._colours import FAINT, SERIES, ink_on, of_node, of_series
from privkg.query.charts._scales import MOST_TICKS, Scale, number_ticks
from privkg.query.charts._sheet import (
    WIDTH,
    Plot,
    distinguished,
    empty,
    filled,
    label,
    legend,
    lettering,
    line,
    lines,
    mark,
    more,
    plain,
    rectangle,
    sign,
)
from privkg.query.results import Answer
from privkg.rdf.terms import Term
from privkg.reference import harm_order

ROLES = frozenset({"label", "value"})
_MOST_BARS = 20
_SIZE, _THICK, _GAP, _AXIS, _LABEL_ROOM = 12.0, 18.0, 9.0, 22.0, 250.0
_HEADING, _SPACE = 24.0, 4.0


@dataclass(frozen=True, slots=True)
class _Part:
    series: int
    name: str
    value: float


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar: what it names, its parts, and of how many things its total is a share, if of any."""

    label: str
    parts: tuple[_Part, ...]
    node: Term
    whole: float | None

    @property
    def total(self) -> float:
        """The sum of the parts."""
        return math.fsum(part.value for part in self.parts)

    @property
    def ends(self) -> tuple[float, float]:
        """The sums of the negative and of the positive parts."""
        values = [part.value for part in self.parts]
        above = math.fsum(max(value, 0) for value in values)
        return math.fsum(min(value, 0) for value in values), max(above, self.whole or 0)

    @property
    def words(self) -> str:
        """The total: "4", or as a share "2 of 4"."""
        own = number_text(self.total)
        return own if self.whole is None else f"{own} of {number_text(self.whole)}"


def plot(roles: Mapping[str, str], answer: Answer) -> Plot:
    """Return bars from zero: one per row or, with a series, one per label.

    The role `whole` is the column of the numbers of which the values are shares.
    """
    found, names, drawable = _bars(roles, answer)
    lacking = len(answer.rows) - drawable
    caveats = [f"{amount(lacking, 'row')} without a number"] if lacking else []
    if not found:
        return empty(caveats)
    value = _cells.heading(roles["value"])
    counts = _of_years(found) if roles["label"] == _years.COLUMN and "series" not in roles else None
    if counts is not None:
        return replace(_years.plot(counts, value), caveats=caveats)
    bars, totals, overlaps = _arranged(found)
    shown = [*bars[:_MOST_BARS], *totals]
    keys, top = legend(names, 0) if "series" in roles else ([], 0.0)
    are_few = "series" not in roles and _are_few(shown)
    drawn, bottom = _drawn(shown, top, are_few=are_few)
    beyond = len(bars) - len(bars[:_MOST_BARS])
    rest, height = more([f"{beyond:,} more"] if beyond else [], bottom)
    by = [_cells.heading(roles[part]) for part in ("label", "series") if part in roles]
    whole = f" of {_cells.heading(roles['whole'])}" if "whole" in roles else ""
    marks = ", one square for each" if are_few else ""
    return Plot(
        parts=[*keys, *drawn, *rest],
        height=height,
        caption=f"{value.capitalize()}{whole} by {' and '.join(by)}{_order(bars)}{marks}",
        counts=[amount(len(found), "bar")],
        caveats=[*overlaps, *caveats],
    )


def _order(bars: Sequence[_Bar]) -> str:
    """Return how bars are ordered, in words, if they are in an order that has a name."""
    if len(bars) > 1 and _names.are_harms([bar.node for bar in bars]):
        return ", in Solove’s order"
    totals = [bar.total for bar in bars]
    return ", the largest first" if len(set(totals)) > 1 and totals == sorted(totals)[::-1] else ""


def _of_years(bars: Sequence[_Bar]) -> Mapping[int, int] | None:
    return _years.read([bar.label for bar in bars], [bar.total for bar in bars])


def _are_few(bars: Sequence[_Bar]) -> bool:
    """Return whether bars count so few things that each is drawn."""
    return all(
        bar.ends[0] >= 0 and bar.ends[1] < _years.FEW and bar.total == int(bar.total) for bar in bars
    )


def _arranged(bars: Sequence[_Bar]) -> tuple[list[_Bar], list[_Bar], list[str]]:
    """Return the bars in their order, those of totals, the smallest first, and a caveat on these.

    Types of actors that include others are totals, as their numbers do not add up.
    """
    nodes = [bar.node for bar in bars]
    if _names.are_harms(nodes):
        return sorted(bars, key=lambda bar: harm_order.place(bar.node)), [], []
    broader = _names.broader_types(nodes)
    totals = [
        _Bar(
            _names.total(bar.node, bar.label), (_Part(len(SERIES), "", bar.total),), bar.node, bar.whole
        )
        for bar in reversed(bars)
        if bar.node in broader
    ]
    return [bar for bar in bars if bar.node not in broader], totals, [_names.OVERLAP] if totals else []


def _bars(roles: Mapping[str, str], answer: Answer) -> tuple[list[_Bar], list[str], int]:
    """Return the bars and the series, both in order of appearance, and the number of drawable rows."""
    series, names = roles.get("series"), dict[str, int]()
    bars: dict[tuple[str, int], dict[tuple[int, bool], float]] = {}
    nodes: dict[tuple[str, int], Term] = {}
    wholes: dict[tuple[str, int], float | None] = {}
    drawable = 0
    for number, row in enumerate(answer.rows):
        value = _cells.number(row, roles["value"])
        if value is not None:
            drawable += 1
            name = _cells.words(row, series) if series else ""
            coloured = min(names.setdefault(name, len(names)), len(SERIES))
            key = _cells.words(row, roles["label"]), 0 if series else number
            nodes[key] = _names.node(row, roles["label"])
            wholes[key] = _cells.number(row, roles["whole"]) if "whole" in roles else None
            parts = bars.setdefault(key, {})
            parts[coloured, value < 0] = parts.get((coloured, value < 0), 0.0) + value
    in_legend = distinguished(list(names))
    found = [_Bar(key[0], _parts(bars[key], in_legend), nodes[key], wholes[key]) for key in bars]
    return found, list(names), drawable


def _parts(values: Mapping[tuple[int, bool], float], names: Sequence[str]) -> tuple[_Part, ...]:
    """Return the parts of a bar in the order of the series; those without a colour are merged."""
    return tuple(_Part(series, names[series], value) for (series, _), value in sorted(values.items()))


def _drawn(bars: Sequence[_Bar], top: float, *, are_few: bool) -> tuple[list[Element], float]:
    """Return the bars with their axis above them, and the y of their lower end."""
    labels = [folded(bar.label, _SIZE, _LABEL_ROOM, lines=2) for bar in bars]
    groups = [_names.group(bar.node) for bar in bars]
    gutter = widest([*groups, *(words for label in labels for words in label)], _SIZE) + 10
    right = widest((bar.words for bar in bars), _SIZE) + 8
    low, high = min(bar.ends[0] for bar in bars), max(bar.ends[1] for bar in bars)
    scale = Scale(low, high, gutter, WIDTH - gutter - right)
    pitch = _THICK + _GAP + (_SIZE * 0.7 if max(map(len, labels)) > 1 else 0)
    start = bottom = top + (_SPACE if are_few else _AXIS)
    drawn: list[Element] = []
    for number, (bar, words) in enumerate(zip(bars, labels, strict=True)):
        if groups[number] not in ("", *groups[:number][-1:]):
            bottom += _HEADING
            drawn.append(_heading(bar.node, groups[number], gutter, bottom))
        middle = bottom + pitch / 2
        named = lines(words, gutter - 10, middle, size=_SIZE, anchor="end")
        drawn += [mark("label", bar.label, named)]
        drawn += [_squares(bar, gutter, middle) if are_few else _bar(bar, scale, middle)]
        bottom += pitch
    zero = scale.at(0)
    ticks = [] if are_few else _ticks(scale, bars, top, bottom)
    return [*ticks, *drawn, line(zero, start - 4, zero, bottom, FAINT)], bottom


def _heading(node: Term, words: str, gutter: float, bottom: float) -> Element:
    """Return the name of a group of harms, with its shape where its bars begin."""
    y = bottom - 3
    shown = lettering(words, gutter - 10, y, size=_SIZE, fill=FAINT, anchor="end", font_weight="bold")
    shape = sign(node, gutter + 9, y - 4)
    return mark("group", "", [shown] if shape is None else [shown, shape])


def _ticks(scale: Scale, bars: Sequence[_Bar], top: float, bottom: float) -> list[Element]:
    are_whole = all(part.value == int(part.value) for bar in bars for part in bar.parts)
    needed = widest(map(number_text, (scale.low, scale.high)), 11) + 2 * _GAP
    most = max(min(MOST_TICKS, int(scale.length // needed)), 1)
    parts = []
    for tick in number_ticks(scale.low, scale.high, are_whole=are_whole, most=most):
        x = scale.at(tick)
        parts.append(line(x, top + _AXIS - 4, x, bottom))
        parts.append(lettering(number_text(tick), x, top + 11, size=11, fill=FAINT, anchor="middle"))
    return parts


def _bar(bar: _Bar, scale: Scale, middle: float) -> Element:
    """Return a bar: parts stacked away from zero on either side, then the total as text."""
    below = above = 0.0
    parts = []
    if bar.whole is not None:
        room = scale.at(bar.whole) - scale.at(0)
        parts.append(rectangle(scale.at(0), middle - _THICK / 2, room, _THICK, **filled(len(SERIES))))
    for part in bar.parts:
        start = below if part.value < 0 else above
        below, above = below + min(part.value, 0), above + max(part.value, 0)
        parts.append(_part(bar, part, scale, start, middle))
    x = scale.at(max(above, bar.whole or 0)) + 6
    return mark("bar", "", [*parts, label(bar.words, x, middle + _SIZE * 0.36, size=_SIZE)])


def _squares(bar: _Bar, left: float, middle: float) -> Element:
    """Return a square for each thing that a bar counts, an open one for each that it does not."""
    count, whole = int(bar.total), int(bar.ends[1])
    style = _style(bar, bar.parts[0])
    steps = [left + _SPACE + number * (_THICK + _SPACE) for number in range(whole)]
    shapes = [
        rectangle(
            x, middle - _THICK / 2, _THICK, _THICK, **(style if n < count else filled(len(SERIES)))
        )
        for n, x in enumerate(steps)
    ]
    x = left + _SPACE + whole * (_THICK + _SPACE) + 2
    total = label(bar.words, x, middle + _SIZE * 0.36, size=_SIZE)
    return mark("bar", "", [mark("part", f"{bar.label}: {bar.words}", shapes), total])


def _style(bar: _Bar, part: _Part) -> dict[str, str]:
    """Return the style of a part: that of its series, or else the hue of the harm of its bar."""
    return plain(of_node(bar.node)) if not part.name and part.series == 0 else filled(part.series)


def _part(bar: _Bar, part: _Part, scale: Scale, start: float, middle: float) -> Element:
    left, right = sorted((scale.at(start), scale.at(start + part.value)))
    shape = rectangle(left, middle - _THICK / 2, right - left, _THICK, **_style(bar, part))
    text = number_text(part.value)
    tooltip = f"{bar.label}, {part.name}: {text}" if part.name else f"{bar.label}: {bar.words}"
    inside = []
    if part.name and width(text, 11) + 6 <= right - left:
        ink, x = ink_on(of_series(part.series)), (left + right) / 2
        inside = [lettering(text, x, middle + 4, size=11, fill=ink, anchor="middle")]
    return mark("part", tooltip, [shape, *inside])
