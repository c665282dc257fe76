"""What is in a graph, at a glance: harms by type of actor, common questions, years and countries."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from privkg.publish.site import actor_types, answers, counting, marks, world_map
from privkg.publish.site.answers import Answered
from privkg.publish.site.counting import Most
from privkg.publish.site.pages import Link
from privkg.publish.site.topics import COUNTRY, YEAR, Topics
from privkg.publish.site.viewer import Viewer
from privkg.publish.site.world_map import WorldMap
from privkg.rdf.terms import Term, term
from privkg.store.graph import Quads
from privkg.store.rdf import literal_text

_ACTOR, _HARM = term("pk:actor"), term("pk:harm")
_MOST_TYPES = 7
"""The largest number of types of actors that have a column of their own."""
_STEPS = 4
_OTHERS = Link(text="all others")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A harm in the matrix: for each column the number of its rows and a step of its hue from 1 to 4.

    `total` is the number of its rows, each once.
    """

    harm: Link
    cells: tuple[tuple[int, int], ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Rows by harm and type of actor; the harms are in groups, each with the class of its hue.

    `totals` are the numbers of rows of each type, and at the end of all; each row counts once for each.
    """

    types: tuple[Link, ...]
    groups: tuple[tuple[Link | None, str, tuple[Line, ...]], ...]
    totals: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The pictures of the home page, the answers on it, and the legend of the claim statuses."""

    statuses: tuple[Link, ...]
    matrix: Matrix
    answers: tuple[Answered, ...]
    years: Mapping[str, int]
    countries: Most
    world: WorldMap


def of(graph: Quads, viewer: Viewer) -> Overview:
    """Return the overview of a graph."""
    found = Topics(graph)
    years = found.found(YEAR)
    world = world_map.of(graph, found.found(COUNTRY), viewer.link)
    return Overview(
        statuses=tuple(map(viewer.link, marks.statuses())),
        matrix=_matrix(graph, viewer),
        answers=answers.of(graph, viewer),
        years=counting.by_year(literal_text(year) for year, some in years.items() for _ in some),
        countries=counting.most("country", Counter(world.counts)),
        world=world,
    )


def _matrix(graph: Quads, viewer: Viewer) -> Matrix:
    counts, totals = dict[Term, Counter[Term]](), Counter[Term]()
    types, of_rows = actor_types.of_each(graph), dict[Term, set[Term]]()
    for harm in marks.harms():
        rows = [row for (row, _, _), _graph in graph.facts.triples(None, _HARM, harm)]
        of_rows |= {row: _types(graph, row, types) for row in rows}
        totals[harm] = len(rows)
        counts[harm] = Counter(kind for row in rows for kind in of_rows[row])
    every = Counter(kind for kinds in of_rows.values() for kind in kinds)
    by_size = sorted(every, key=lambda node: (-every[node], viewer.title(node)))
    shown, rest = by_size[:_MOST_TYPES], by_size[_MOST_TYPES:]
    most = max((number for found in counts.values() for number in found.values()), default=1)
    lines = {}
    for harm, found in counts.items():
        if totals[harm] or marks.group(harm):
            cells = tuple((number, _step(number, most)) for number in _numbers(found, shown, rest))
            lines[harm] = Line(harm=viewer.link(harm), cells=cells, total=totals[harm])
    return Matrix(
        types=(*map(viewer.link, shown), *([_OTHERS] * bool(rest))),
        groups=tuple(
            (viewer.link(group) if group else None, marks.of_group(group) if group else "", tuple(some))
            for group, some in _grouped(lines)
        ),
        totals=(*_numbers(every, shown, rest), len(of_rows)),
    )


def _numbers(found: Mapping[Term, int], shown: Iterable[Term], rest: Sequence[Term]) -> list[int]:
    """Return the numbers of the types with a column, and that of all others, if there are any."""
    others = sum(found.get(each, 0) for each in rest)
    return [*(found.get(each, 0) for each in shown), *([others] if rest else [])]


def _grouped(lines: Mapping[Term, Line]) -> Iterator[tuple[Term | None, Iterator[Line]]]:
    for group, harms in groupby(lines, key=marks.group):
        yield group, (lines[harm] for harm in harms)


def _types(graph: Quads, row: Term, types: Mapping[Term, Iterable[Term]]) -> set[Term]:
    """Return the types of the actors of a row."""
    actors = (actor for (_, _, actor), _graph in graph.facts.triples(row, _ACTOR))
    return {kind for actor in actors for kind in types.get(actor, ())}


def _step(number: int, most: int) -> int:
    """Return the step of a number, from 1 to 4; 0 for none."""
    return min(-(-number * _STEPS // most), _STEPS)
