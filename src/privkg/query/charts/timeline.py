"""A timeline: a bar for each event, over the days that its date covers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from privkg.core.lettering import amount, shortened, widest, width
from privkg.query.charts import _cells
from privkg.query.charts._colours import FAINT, INK, ink_on, of_series
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
    rectangle,
)
from privkg.query.results import Answer

ROLES = frozenset({"date", "label"})
_MOST_EVENTS = 300
_SIZE, _SMALL, _PITCH, _THICK, _AXIS = 12.0, 11.0, 24.0, 16.0, 22.0
_DATE_ROOM, _SLIMMEST, _LABEL_GAP = 170.0, 3.0, 6.0
_SPANS = "Each bar covers the day, month, year or range of its date."
_OPEN = "A range without an end is drawn up to the latest date in the chart."


@dataclass(frozen=True, slots=True)
class _Event:
    days: Days
    date: str
    label: str
    group: str


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
        yield _Event(days, date, _cells.words(row, roles["label"]), group)


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
    bottom = top + _AXIS + _PITCH * len(events)
    drawn = _axis(covered, scale, top, bottom)
    for number, (event, date) in enumerate(zip(events, dates, strict=True)):
        middle = top + _AXIS + _PITCH * (number + 0.5)
        when = lettering(date, gutter - 14, middle + 4, size=_SMALL, fill=FAINT, anchor="end")
        drawn += [when, _event(event, groups.index(event.group), scale, middle)]
    return drawn, bottom


def _axis(covered: Days, scale: Scale, top: float, bottom: float) -> list[Element]:
    parts = []
    for day, words in day_ticks(covered):
        x = scale.at(day)
        parts.append(line(x, top + _AXIS - 4, x, bottom))
        if x + width(words, _SMALL) <= WIDTH:
            parts.append(lettering(words, x, top + 11, size=_SMALL, fill=FAINT))
    return parts


def _event(event: _Event, group: int, scale: Scale, middle: float) -> Element:
    left, right = scale.at(event.days.first), scale.at(event.days.after)
    slack = max(_SLIMMEST - (right - left), 0) / 2
    shape = rectangle(
        left - slack, middle - _THICK / 2, right - left + 2 * slack, _THICK, **filled(group)
    )
    words = _event_label(event.label, group, (left - slack, right + slack), scale, middle)
    tooltip = f"{event.date}: {event.label}" + (f" ({event.group})" if event.group else "")
    return mark("event", tooltip, [shape, words])


def _event_label(
    text: str, group: int, ends: tuple[float, float], scale: Scale, middle: float
) -> Element:
    """Return the label right of its bar, left of it or on it: the first place with enough space."""
    left, right = ends
    ink = ink_on(of_series(group))
    places = {
        "start": (WIDTH - right - _LABEL_GAP, right + _LABEL_GAP, INK),
        "end": (left - scale.start - _LABEL_GAP, left - _LABEL_GAP, INK),
        "middle": (right - left - 2 * _LABEL_GAP, (left + right) / 2, ink),
    }
    needed = width(text, _SIZE)
    fitting = [anchor for anchor, (max_width, _, _) in places.items() if max_width >= needed]
    anchor = fitting[0] if fitting else max(places, key=lambda each: places[each][0])
    max_width, x, fill = places[anchor]
    words = shortened(text, _SIZE, max_width)
    middle += _SIZE * 0.36
    if anchor == "middle":
        return lettering(words, x, middle, size=_SIZE, fill=fill, anchor=anchor)
    return label(words, x, middle, size=_SIZE, anchor=anchor)
