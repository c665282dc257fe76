"""Counts for people: the most frequent values by name, and how many others there are; by year."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from privkg.publish.site.pages import Link

MOST = 20
"""The largest number of values that a page counts by name."""
_MOST_YEARS = 100
"""The longest span of which also the years without incidents are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Most:
    """The most frequent values of a property: its name, their counts, and the number of the others."""

    name: str
    counts: tuple[tuple[Link, int], ...]
    others: int = 0


def most(name: str, found: Counter[Link], places: Mapping[Link, int] | None = None) -> Most:
    """Return the most frequent values, by size and then by name; harms by their places in an order."""
    counts = by_size(found)
    if places:
        counts.sort(key=lambda each: places.get(each[0], len(places)))
    return Most(name=name, counts=tuple(counts[:MOST]), others=max(len(counts) - MOST, 0))


def by_size(found: Counter[Link]) -> list[tuple[Link, int]]:
    """Return values with their counts, by size and then by name; equal names by where they lead."""
    return sorted(found.items(), key=lambda each: (-each[1], each[0].text, each[0].target, each[0].web))


def grouped(number: int) -> str:
    """Return a number as text, with thin spaces between groups of three digits."""
    return f"{number:,}".replace(",", "\u202f")


def by_year(years: Iterable[str]) -> Mapping[str, int]:
    """Return how often each year occurs, in order; a short span has also those that do not occur."""
    found = Counter(years)
    numbers = sorted(map(int, found))
    if not numbers or numbers[-1] - numbers[0] >= _MOST_YEARS:
        return dict(sorted(found.items(), key=lambda each: int(each[0])))
    first, last = numbers[0], numbers[-1]
    named = (f"{number:04}" for number in range(first, last + 1))
    return {name: found[name] for name in named}
