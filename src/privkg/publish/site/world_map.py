"""A map of the world without tiles: dots for the land, and a ring for the incidents of each country."""

import functools
import math
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from privkg.core import resources
from privkg.publish.site.pages import Link
from privkg.rdf.terms import PREFIXES, A, Term, iri_text, term
from privkg.store.graph import Quads

WIDTH, HEIGHT = 800, 350
_INCIDENT = term("pk:Incident")
_WORLD = Path(__file__).parent / "world.txt"
_STEP, _ROW = 8, 7
_LARGEST, _OF_ONE, _SMALLEST = 34.0, 9.0, 3.0
"""The radius of the largest ring, of one incident, and of a ring that would be too small to see."""
_SHARE = 0.06
"""The share of the map that all rings together may cover, so that they can be pushed apart."""
_GAP = 1.0
_MOST_PUSHES = 200
_DIGIT, _HALF_LINE = 3.6, 6.0
"""Half the width and half the height of a digit in a ring."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """A country with the number of its incidents, which is the area of its ring; sizes are in pixels.

    The number is written in the ring if it fits.
    """

    country: Link
    incidents: int
    x: float
    y: float
    radius: float
    has_number: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldMap:
    """The incidents of a graph by country.

    Attributes:
        land: the dots of the land, as SVG path data.
        rings: the countries on the map, by their number of incidents.
        is_to_scale: whether no ring is larger than its number, so as to be seen.
        unplaced: the countries whose place is not known, each with the number of its incidents.
        nowhere: the number of incidents that name no country.
    """

    land: str
    rings: tuple[Ring, ...]
    is_to_scale: bool
    unplaced: tuple[tuple[Link, int], ...]
    nowhere: int

    @property
    def counts(self) -> Mapping[Link, int]:
        """The number of incidents of each country."""
        return {ring.country: ring.incidents for ring in self.rings} | dict(self.unplaced)


def of(graph: Quads, found: Mapping[Term, Iterable[Term]], link: Callable[[Term], Link]) -> WorldMap:
    """Return the map of a graph.

    Args:
        graph: the graph.
        found: the countries, each with the incidents, rows and decisions about it.
        link: returns the link to a country.
    """
    slugs = {node: {graph.base.slug_of(subject) for subject in some} for node, some in found.items()}
    every = {graph.base.slug_of(node) for (node, _, _), _ in graph.facts.triples(None, A, _INCIDENT)}
    counts = {node: (link(node), len(some)) for node, some in slugs.items()}
    return drawn(counts, nowhere=len(every.difference(*slugs.values())))


def drawn(counts: Mapping[Term, tuple[Link, int]], *, nowhere: int = 0) -> WorldMap:
    """Return the map of countries, each with its link and the number of its incidents."""
    land, places = _world()
    codes = {node: iri_text(node).removeprefix(PREFIXES["loc"]) for node in counts}
    by_size = sorted(counts, key=lambda node: (-counts[node][1], codes[node]))
    placed = [node for node in by_size if codes[node] in places]
    radii = _radii([counts[node][1] for node in placed])
    centres = _apart([places[codes[node]] for node in placed], radii)
    return WorldMap(
        land=land,
        rings=tuple(
            _ring(*counts[node], centre, radius)
            for node, centre, radius in zip(placed, centres, radii, strict=True)
        ),
        is_to_scale=_SMALLEST not in radii,
        unplaced=tuple(counts[node] for node in by_size if codes[node] not in places),
        nowhere=nowhere,
    )


def _ring(country: Link, incidents: int, centre: tuple[float, float], radius: float) -> Ring:
    return Ring(
        country=country,
        incidents=incidents,
        x=round(centre[0], 1),
        y=round(centre[1], 1),
        radius=round(radius, 1),
        has_number=math.hypot(_DIGIT * len(str(incidents)), _HALF_LINE) <= radius,
    )


def _radii(counts: Sequence[int]) -> list[float]:
    """Return radii whose squares are in proportion to counts, as large as the map has room for."""
    if not counts:
        return []
    of_one = min(
        _OF_ONE,
        _LARGEST / math.sqrt(max(counts)),
        math.sqrt(_SHARE * WIDTH * HEIGHT / (math.pi * sum(counts))),
    )
    return [max(of_one * math.sqrt(count), _SMALLEST) for count in counts]


def _apart(points: Sequence[tuple[float, float]], radii: Sequence[float]) -> list[tuple[float, float]]:
    """Return the centres of rings, moved until no two overlap and all are on the map."""
    centres = [_within(x, y, radius) for (x, y), radius in zip(points, radii, strict=True)]
    for _ in range(_MOST_PUSHES):
        touching = list(_touching(centres, radii))
        if not touching:
            break
        for one, other in touching:
            _push(centres, radii, one, other)
    return centres


def _touching(
    centres: Sequence[tuple[float, float]], radii: Sequence[float]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of rings that overlap; each is compared only with those near it on the right."""
    from_left = sorted(range(len(centres)), key=lambda each: centres[each])
    lefts = [centres[each][0] for each in from_left]
    widest = max(radii, default=0.0)
    for place, one in enumerate(from_left, start=1):
        near = bisect(lefts, lefts[place - 1] + radii[one] + widest + _GAP)
        for other in from_left[place:near]:
            if _overlap(centres, radii, one, other) > 0:
                yield one, other


def _overlap(
    centres: Sequence[tuple[float, float]], radii: Sequence[float], one: int, other: int
) -> float:
    return radii[one] + radii[other] + _GAP - math.dist(centres[one], centres[other])


def _push(centres: list[tuple[float, float]], radii: Sequence[float], one: int, other: int) -> None:
    """Move two rings away from each other, each by half of what they overlap and a little more."""
    overlap = _overlap(centres, radii, one, other)
    if overlap <= 0:
        return
    (x, y), (to_x, to_y) = centres[one], centres[other]
    distance = math.dist((x, y), (to_x, to_y))
    across, down = ((to_x - x) / distance, (to_y - y) / distance) if distance else (1.0, 0.0)
    way = overlap / 2 + 0.05
    centres[one] = _within(x - across * way, y - down * way, radii[one])
    centres[other] = _within(to_x + across * way, to_y + down * way, radii[other])


def _within(x: float, y: float, radius: float) -> tuple[float, float]:
    edge = radius + _GAP
    return min(max(x, edge), WIDTH - edge), min(max(y, edge), HEIGHT - edge)


@functools.cache
def _world() -> tuple[str, Mapping[str, tuple[float, float]]]:
    """Return the land as path data, and the point of each country by its code."""
    _head, rows, points = (part.splitlines() for part in resources.text(_WORLD).split("\n\n"))
    places = (line.split(" ") for line in points)
    return "".join(_dots(rows)), {code: (float(x), float(y)) for code, x, y in places}


def _dots(rows: Sequence[str]) -> Iterator[str]:
    """Yield a line for each run of dots; it is drawn with a dash of no length and round ends."""
    for number, row in enumerate(rows):
        column = 0
        for is_land, some in groupby(row, "#".__eq__):
            length = len(list(some))
            if is_land:
                x = _STEP * column + (_STEP if number % 2 else _STEP // 2)
                yield f"M{x} {_ROW * number + _ROW // 2}h{_STEP * (length - 1)}.1"
            column += length
