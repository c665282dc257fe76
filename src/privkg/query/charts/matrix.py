"""A matrix (heat map): a number for each pair of row and column, in shaded cells.

Names are in order of size, harms in Solove's and years in that of time.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from privkg.core.lettering import amount, folded, number_text, shortened, widest, width
from privkg.query.charts import _cells, _names, _years
from privkg.query.charts._colours import PAPER, PLAIN, RULE, ink_on, of_node, shade
from privkg.query.charts._sheet import (
    WIDTH,
    Plot,
    empty,
    legend,
    lettering,
    line,
    lines,
    mark,
    more,
    rectangle,
    sign,
)
from privkg.query.results import Answer
from privkg.rdf.terms import Term
from privkg.reference import harm_order

ROLES = frozenset({"row", "column", "value"})
_MOST, _MOST_YEARS = 20, 60
_SIZE, _SMALL, _HIGH = 12.0, 11.0, 30.0
_ROW_ROOM, _COLUMN_ROOM, _WIDEST_CELL, _PADDING = 220.0, 150.0, 90.0, 12.0
_SLOPE = math.sqrt(0.5)
_SIGN = 14.0
"""The room for the shape of a group of harms next to a name."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """Values by the names of row and column, and these names in their order.

    Attributes:
        nodes: what the names name, as far as it is known.
        totals: the last rows, which include others.
        is_symmetric: whether rows and columns are the same things, each pair of which has one value.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: Mapping[tuple[str, str], float]
    nodes: Mapping[str, Term]
    totals: tuple[str, ...] = ()
    is_symmetric: bool = False

    def node(self, name: str) -> Term:
        """Return what a name names, or "" if it is not known."""
        return self.nodes.get(name, Term(""))

    def hue(self, row: str, column: str) -> str:
        """Return the hue of a cell: that of the harm of its column, or else of its row."""
        nodes = (self.node(row),) if self.is_symmetric else (self.node(column), self.node(row))
        return next((hue for hue in map(of_node, nodes) if hue != PLAIN), PLAIN)

    def cut(self) -> "_Grid":
        """Return the grid as it is drawn: with the first rows and columns, and all totals."""
        rows = self.rows[: len(self.rows) - len(self.totals)][:_MOST]
        most = _MOST_YEARS if _years.are_years(self.columns) else _MOST
        return replace(self, rows=(*rows, *self.totals), columns=self.columns[:most])

    def cells(self) -> Iterator[tuple[int, int, float]]:
        """Yield the row, column and value of each cell that has a value."""
        for row, row_name in enumerate(self.rows):
            for column, column_name in enumerate(self.columns):
                if (row_name, column_name) in self.values:
                    yield row, column, self.values[row_name, column_name]


def plot(roles: Mapping[str, str], answer: Answer) -> Plot:
    """Return a table of shaded cells; pairs that are not in the answer are empty.

    Pairs of things of one kind, `harm` and `otherHarm`, are in both halves of the table.
    """
    values, nodes, drawable = _values(roles, answer)
    lacking, shared = len(answer.rows) - drawable, drawable - len(values)
    caveats = [f"{amount(lacking, 'row')} without a number"] if lacking else []
    if not values:
        return empty(caveats)
    filled = amount(len(values), "cell")
    row = roles["row"]
    if roles["column"] == f"other{row[:1].upper()}{row[1:]}":
        grid = _symmetric(values, nodes)
    else:
        grid = _grid(values, nodes)
    shown = grid.cut()
    groups = _names.groups_of(map(shown.node, (*shown.columns, *shown.rows)))
    keys, top = legend([*groups.values()], 0, [*groups]) if groups else ([], 0.0)
    parts, across, bottom = _drawn(shown, top)
    beyond = {
        "row": len(grid.rows) - len(shown.rows),
        "column": len(grid.columns) - len(shown.columns),
    }
    rest, height = more([amount(n, f"more {noun}") for noun, n in beyond.items() if n > 0], bottom)
    value, row, column = (_cells.heading(roles[part]) for part in ("value", "row", "column"))
    adds = [f"{amount(shared, 'value')} added to that of the same cell"] if shared else []
    return Plot(
        parts=[*keys, *parts, *rest],
        width=across,
        height=height,
        caption=(
            f"{value.capitalize()} by {row} (rows, {_order(grid.rows, grid)})"
            f" and {column} (columns, {_order(grid.columns, grid)}); the darker, the more"
        ),
        counts=[
            f"{filled} in {amount(len(grid.rows), 'row')} and {amount(len(grid.columns), 'column')}"
        ],
        caveats=[*([_names.OVERLAP] if grid.totals else []), *adds, *caveats],
    )


def _values(
    roles: Mapping[str, str], answer: Answer
) -> tuple[dict[tuple[str, str], float], tuple[dict[str, Term], dict[str, Term]], int]:
    """Return the values by cell, what rows and columns name, and the number of rows with a number."""
    values: dict[tuple[str, str], float] = {}
    rows, columns = dict[str, Term](), dict[str, Term]()
    drawable = 0
    for row in answer.rows:
        value = _cells.number(row, roles["value"])
        if value is not None:
            drawable += 1
            cell = _cells.words(row, roles["row"]), _cells.words(row, roles["column"])
            values[cell] = values.get(cell, 0.0) + value
            rows.setdefault(cell[0], _names.node(row, roles["row"]))
            columns.setdefault(cell[1], _names.node(row, roles["column"]))
    return values, (rows, columns), drawable


def _grid(
    values: Mapping[tuple[str, str], float], nodes: tuple[Mapping[str, Term], Mapping[str, Term]]
) -> _Grid:
    """Return the grid, in which types of actors that include others are totals."""
    rows, columns = nodes
    broader = _names.broader_types(rows.values())
    named = {row: _names.total(node, row) if node in broader else row for row, node in rows.items()}
    shown = {(named[row], column): value for (row, column), value in values.items()}
    of_rows = [(row, value) for (row, _), value in shown.items()]
    down = _ordered({row: node for row, node in rows.items() if node not in broader}, of_rows)
    totals = _ordered({named[row]: node for row, node in rows.items() if node in broader}, of_rows)[::-1]
    across = _ordered(columns, ((column, value) for (_, column), value in shown.items()))
    if set(rows) == set(columns):  # same order on both axes, so that equal pairs are the diagonal
        across = down
    return _Grid((*down, *totals), across, shown, {**rows, **columns}, totals)


def _symmetric(
    values: Mapping[tuple[str, str], float], nodes: tuple[Mapping[str, Term], Mapping[str, Term]]
) -> _Grid:
    """Return the grid of pairs, each of which an answer has once."""
    both = {**values, **{(column, row): v for (row, column), v in values.items()}}
    known = {**nodes[1], **nodes[0]}
    names = _ordered(known, ((row, v) for (row, _), v in both.items()))
    return _Grid(names, names, both, known, is_symmetric=True)


def _order(names: Sequence[str], grid: _Grid) -> str:
    """Return how rows or columns are ordered, in words."""
    if names and _names.are_harms(map(grid.node, names)):
        return "in Solove’s order"
    return "by time" if _years.are_years(names) else "by size"


def _ordered(nodes: Mapping[str, Term], values: Iterable[tuple[str, float]]) -> tuple[str, ...]:
    """Return names in order: harms in Solove's, years in that of time, others by size and name."""
    if _names.are_harms(nodes.values()):
        return tuple(sorted(nodes, key=lambda name: harm_order.place(nodes[name])))
    if _years.are_years(nodes):
        return tuple(sorted(nodes))
    sizes = dict.fromkeys(nodes, 0.0)
    for name, value in values:
        if name in sizes:
            sizes[name] += value
    return tuple(sorted(nodes, key=lambda name: (-sizes[name], name)))


def _drawn(grid: _Grid, start: float) -> tuple[list[Element], float, float]:
    """Return the cells below `start` with the names to the left and above, and their ends."""
    labels = [folded(name, _SIZE, _ROW_ROOM, lines=2) for name in grid.rows]
    aside = _SIGN if any(map(_names.group, map(grid.node, grid.rows))) else 0
    left = widest((words for label in labels for words in label), _SIZE) + 10 + aside
    needed = widest((number_text(value) for _, _, value in grid.cells()), _SIZE) + _PADDING
    wide = max(needed, min(_WIDEST_CELL, (WIDTH - left) / len(grid.columns)))
    head, top, across = _head(grid, start, left, wide)
    right, bottom = left + wide * len(grid.columns), top + _HIGH * len(grid.rows)
    drawn = head + _rules(grid, (left, top, right, bottom), wide)
    for number, (name, label) in enumerate(zip(grid.rows, labels, strict=True)):
        middle = top + _HIGH * (number + 0.5)
        words = lines(label, left - 10 - aside, middle, size=_SIZE, anchor="end")
        drawn.append(mark("row", name, [*words, *_signs(grid, name, left - 12, middle)]))
    return [*drawn, *_shaded(grid, left, top, wide)], across, bottom + 4


def _signs(grid: _Grid, name: str, x: float, y: float) -> list[Element]:
    """Return the shape of the group of a harm around a point, if the name is that of a harm."""
    node = grid.node(name)
    shape = sign(node, x, y) if _names.group(node) else None
    return [] if shape is None else [shape]


def _head(grid: _Grid, start: float, left: float, wide: float) -> tuple[list[Element], float, float]:
    """Return the column names, horizontal or at 45 degrees, the y below them, and their right end."""
    names = grid.columns
    end, max_width = left + wide * len(names), wide - 6
    aside = _SIGN if any(map(_names.group, map(grid.node, names))) else 0
    middles = [left + wide * (at + 0.5) for at in range(len(names))]
    words = widest((word for name in names for word in name.split()), _SMALL)
    level = [folded(name, _SMALL, max_width, lines=3) for name in names]
    if words <= max_width and max(map(len, level)) <= 2:
        top = start + 34 + aside
        drawn = [
            mark(
                "column",
                name,
                [
                    *lines(words, x, top - 18, size=_SMALL, anchor="middle"),
                    *_signs(grid, name, x, start + 6),
                ],
            )
            for x, name, words in zip(middles, names, level, strict=True)
        ]
        return drawn, top, end
    sloping = [shortened(name, _SMALL, _COLUMN_ROOM) for name in names]
    up = aside * _SLOPE
    top = start + widest(sloping, _SMALL) * _SLOPE + 14 + up
    starts = [x + 3 + up for x in middles]
    drawn = [
        mark("column", name, [_sloping(words, x, top - 6 - up), *_signs(grid, name, x - up, top - 10)])
        for name, words, x in zip(names, sloping, starts, strict=True)
    ]
    ends = [x + width(words, _SMALL) * _SLOPE for x, words in zip(starts, sloping, strict=True)]
    return drawn, top, max(end, *ends)


def _sloping(words: str, x: float, y: float) -> Element:
    return lettering(words, x, y, size=_SMALL, transform=f"rotate(-45 {x:.2f} {y:.2f})")


def _rules(grid: _Grid, frame: tuple[float, float, float, float], wide: float) -> list[Element]:
    left, top, right, bottom = frame
    across = [line(left, top + _HIGH * at, right, top + _HIGH * at) for at in range(len(grid.rows) + 1)]
    down = [line(left + wide * at, top, left + wide * at, bottom) for at in range(len(grid.columns) + 1)]
    return across + down


def _shaded(grid: _Grid, left: float, top: float, wide: float) -> Iterator[Element]:
    """Yield the cells, the darker the more; a total has no shade, and a pair of one thing is grey."""
    is_total = [name in grid.totals for name in grid.rows]
    values = [value for row, _, value in grid.cells() if not is_total[row]]
    low = min(0.0, *values)
    reach = max(values, default=low) - low or 1
    if grid.is_symmetric:
        for number in range(len(grid.rows)):
            yield _square(left + wide * number, top + _HIGH * number, wide, RULE)
    for row, column, value in grid.cells():
        hue, text = grid.hue(grid.rows[row], grid.columns[column]), number_text(value)
        fill = PAPER if is_total[row] else shade((value - low) / reach, hue)
        x, y = left + wide * column, top + _HIGH * row
        middle = y + _HIGH / 2 + _SIZE * 0.36
        words = lettering(text, x + wide / 2, middle, size=_SIZE, fill=ink_on(fill), anchor="middle")
        tooltip = f"{grid.rows[row]}, {grid.columns[column]}: {text}"
        yield mark("cell", tooltip, [_square(x, y, wide, fill), words])


def _square(x: float, y: float, wide: float, fill: str) -> Element:
    return rectangle(x + 0.5, y + 0.5, wide - 1, _HIGH - 1, fill=fill)
