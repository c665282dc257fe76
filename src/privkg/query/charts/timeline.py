"""A timeline: a bar for each event, over the days that its date covers.

The role `detail` is a column whose words are below the bar: what came of the event.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from privkg.core.lettering import amount, shortened, widest, width
from privkg.query.charts import _cells
from privkg.query.charts._colours import FAINT, INK, ink_on
from privkg.query.charts._scales import Days, Scale, day_ticks
from privkg.query.charts._sheet import (
    WIDTH,
    Plot,
    empty,
    filled,
    label,
    legend,
    lettering,
    line,
    mark,
    more,
    plain,
    rectangle,
)
from privkg.query.results import Answer

ROLES = frozenset({"date", "label"})
_MOST_EVENTS = 300
_SIZE, _SMALL, _PITCH, _THICK, _AXIS = 12.0, 11.0, 24.0, 16.0, 22.0
_DATE_ROOM, _SLIMMEST, _LABEL_GAP = 170.0, 3.0, 6.0
_DETAIL = 16.0
_TALL = 40
"""The number of events from which on the axis is below them too."""
_SPANS = "Each bar covers the day, month, year or range of its date."
_OPEN = "A range without an end is drawn up to the latest date in the chart."


@dataclass(frozen=True, slots=True)
class _Event:
    days: Days
    date: str
    label: str
    group: str
    detail: str | None = None
    """Words below the bar, or None if the chart has none."""


def plot(roles: Mapping[str, str], answer: Answer) -> Plot:
    """Return a bar for each event with a date, in order of date."""
    found = list(_events(roles, answer))
    events = sorted(_closed(found), key=lambda event: event.days)
    lacking = len(answer.rows) - len(events)
    undated = [f"{lacking:,} undated"] if lacking else []
    if not events:
        return empty(undated)
    shown = events[:_MOST_EVENTS]
    groups = list(dict.fromkeys(event.group for event in events))
    keys, top = legend(groups, 0) if "group" in roles else ([], 0.0)
    drawn, bottom = _drawn(shown, groups, top)
    rest = [f"{len(events) - len(shown):,} more"] if len(events) > len(shown) else []
    end, height = more(rest, bottom)
    return Plot(
        parts=[*keys, *drawn, *end],
        height=height,
        caption=f"{_SPANS} {_OPEN}" if any(event.days.is_open for event in found) else _SPANS,
        counts=[amount(len(events), "event")],
        caveats=undated,
    )


def _events(roles: Mapping[str, str], answer: Answer) -> Iterator[_Event]:
    for row in answer.rows:
        start = _cells.days(row, roles["date"])
        if start is None:
            continue
        end = _cells.days(row, roles.get("end", ""))
        days = Days(start.first, max(start.after, end.after), end.is_open) if end else start
        date = _cells.words(row, roles["date"])
        if end:
            date += f" – {_cells.words(row, roles['end'])}"
        group = _cells.words(row, roles["group"]) if "group" in roles else ""
        detail = _detail_of(row, roles["detail"]) if "detail" in roles else None
        yield _Event(days, date, _cells.words(row, roles["label"]), group, detail)


def _detail_of(row: _cells.Row, column: str) -> str:
    """Return the words below a bar; a cell without any is noted."""
    words = _cells.words(row, column)
    return f"no {_cells.heading(column)} recorded" if words == _cells.UNNAMED else words


def _closed(events: Sequence[_Event]) -> list[_Event]:
    """Return the events, with ranges without an end closed at the last day of any event.

    The present day is not used, because the same answer must give the same chart on any day.
    """
    latest = max((event.days.after for event in events), default=0)
    return [
        replace(event, days=Days(event.days.first, latest)) if event.days.is_open else event
        for event in events
    ]


def _drawn(events: Sequence[_Event], groups: Sequence[str], top: float) -> tuple[list[Element], float]:
    """Return the events below their axis, and the y of their lower end."""
    dates = [shortened(event.date, _SMALL, _DATE_ROOM) for event in events]
    gutter = widest(dates, _SMALL) + 14
    covered = Days(min(e.days.first for e in events), max(e.days.after for e in events))
    scale = Scale(covered.first, covered.after, gutter, WIDTH - gutter)
    pitch = _PITCH + (_DETAIL if events[0].detail is not None else 0)
    bottom = top + _AXIS + pitch * len(events)
    below = [bottom + 13] if len(events) >= _TALL else []
    drawn = _axis(covered, scale, (top + _AXIS - 4, bottom), [top + 11, *below])
    for number, (event, date) in enumerate(zip(events, dates, strict=True)):
        middle = top + _AXIS + pitch * number + _PITCH / 2
        when = lettering(date, gutter - 14, middle + 4, size=_SMALL, fill=FAINT, anchor="end")
        drawn += [when, _event(event, groups.index(event.group), scale, middle)]
    return drawn, max([bottom, *(y + 5 for y in below)])


def _axis(covered: Days, scale: Scale, ends: tuple[float, float], at: Sequence[float]) -> list[Element]:
    """Return the lines of the ticks between two heights, and their labels at some heights."""
    parts = []
    for day, words in day_ticks(covered):
        x = scale.at(day)
        parts.append(line(x, ends[0], x, ends[1]))
        if x + width(words, _SMALL) <= WIDTH:
            parts += [lettering(words, x, y, size=_SMALL, fill=FAINT) for y in at]
    return parts


def _event(event: _Event, group: int, scale: Scale, middle: float) -> Element:
    left, right = scale.at(event.days.first), scale.at(event.days.after)
    slack = max(_SLIMMEST - (right - left), 0) / 2
    style = filled(group) if event.group else plain()
    shape = rectangle(left - slack, middle - _THICK / 2, right - left + 2 * slack, _THICK, **style)
    words = _event_label(event.label, style["fill"], (left - slack, right + slack), scale, middle)
    tooltip = f"{event.date}: {event.label}" + (f" ({event.group})" if event.group else "")
    tooltip += f". {event.detail}" if event.detail else ""
    return mark("event", tooltip, [shape, words, *_detail(event, scale, middle)])


def _detail(event: _Event, scale: Scale, middle: float) -> list[Element]:
    """Return the words below a bar, over all of the width."""
    if event.detail is None:
        return []
    words = shortened(event.detail, _SMALL, scale.length)
    return [label(words, scale.start, middle + _PITCH / 2 + 6, size=_SMALL, fill=FAINT)]


def _event_label(
    text: str, fill: str, ends: tuple[float, float], scale: Scale, middle: float
) -> Element:
    """Return the label right of its bar, left of it or on it: the first place with enough space."""
    left, right = ends
    ink = ink_on(fill)
    places = {
        "start": (WIDTH - right - _LABEL_GAP, right + _LABEL_GAP, INK),
        "end": (left - scale.start - _LABEL_GAP, left - _LABEL_GAP, INK),
        "middle": (right - left - 2 * _LABEL_GAP, (left + right) / 2, ink),
    }
    needed = width(text, _SIZE)
    fitting = [anchor for anchor, (max_width, _, _) in places.items() if max_width >= needed]
    anchor = fitting[0] if fitting else max(places, key=lambda each: places[each][0])
    max_width, x, colour = places[anchor]
    words = shortened(text, _SIZE, max_width)
    middle += _SIZE * 0.36
    if anchor == "middle":
        return lettering(words, x, middle, size=_SIZE, fill=colour, anchor=anchor)
    return label(words, x, middle, size=_SIZE, anchor=anchor)
