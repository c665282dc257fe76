"""A matrix (heat map): a number for each pair of row and column, in shaded cells."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from privkg.core.lettering import amount, folded, number_text, shortened, widest, width
from privkg.query.charts import _cells
from privkg.query.charts._colours import ink_on, shade
from privkg.query.charts._sheet import WIDTH, Plot, empty, lettering, line, lines, mark, more, rectangle
from privkg.query.results import Answer

ROLES = frozenset({"row", "column", "value"})
_MOST = 60
_SIZE, _SMALL, _HIGH = 12.0, 11.0, 30.0
_ROW_ROOM, _COLUMN_ROOM, _WIDEST_CELL, _PADDING = 220.0, 150.0, 90.0, 12.0
_SLOPE = math.sqrt(0.5)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Values by the names of row and column, and these names in order of appearance."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: Mapping[tuple[str, str], float]

    def cut(self) -> "_Grid":
        """Return the grid with only the first rows and columns, which are those drawn."""
        return _Grid(self.rows[:_MOST], self.columns[:_MOST], self.values)

    def cells(self) -> Iterator[tuple[int, int, float]]:
        """Yield the row, column and value of each cell that has a value."""
        for row, row_name in enumerate(self.rows):
            for column, column_name in enumerate(self.columns):
                if (row_name, column_name) in self.values:
                    yield row, column, self.values[row_name, column_name]


def plot(roles: Mapping[str, str], answer: Answer) -> Plot:
    """Return a table of shaded cells; pairs that are not in the answer are empty."""
    grid, drawable = _grid(roles, answer)
    lacking, shared = len(answer.rows) - drawable, drawable - len(grid.values)
    caveats = [f"{amount(lacking, 'row')} without a number"] if lacking else []
    if not grid.values:
        return empty(caveats)
    parts, across, bottom = _drawn(grid.cut())
    beyond = {"row": len(grid.rows) - _MOST, "column": len(grid.columns) - _MOST}
    rest, height = more([amount(n, f"more {noun}") for noun, n in beyond.items() if n > 0], bottom)
    value, row, column = (_cells.heading(roles[part]) for part in ("value", "row", "column"))
    filled = f"{amount(len(grid.values), 'cell')} in {amount(len(grid.rows), 'row')}"
    adds = [f"{amount(shared, 'value')} added to that of the same cell"] if shared else []
    return Plot(
        parts=[*parts, *rest],
        width=across,
        height=height,
        caption=f"{value.capitalize()} by {row} (rows) and {column} (columns)",
        counts=[f"{filled} and {amount(len(grid.columns), 'column')}"],
        caveats=[*adds, *caveats],
    )


def _grid(roles: Mapping[str, str], answer: Answer) -> tuple[_Grid, int]:
    """Return the values by cell, and the number of drawable rows of the answer."""
    values: dict[tuple[str, str], float] = {}
    drawable = 0
    for row in answer.rows:
        value = _cells.number(row, roles["value"])
        if value is not None:
            drawable += 1
            cell = _cells.words(row, roles["row"]), _cells.words(row, roles["column"])
            values[cell] = values.get(cell, 0.0) + value
    rows, columns = (tuple(dict.fromkeys(cell[at] for cell in values)) for at in (0, 1))
    if set(rows) == set(columns):  # same order on both axes, so that equal pairs are the diagonal
        columns = rows
    return _Grid(rows, columns, values), drawable


def _drawn(grid: _Grid) -> tuple[list[Element], float, float]:
    """Return the cells with the names to the left and above, and their right and lower ends."""
    labels = [folded(name, _SIZE, _ROW_ROOM, lines=2) for name in grid.rows]
    left = widest((words for label in labels for words in label), _SIZE) + 10
    needed = widest((number_text(value) for _, _, value in grid.cells()), _SIZE) + _PADDING
    wide = max(needed, min(_WIDEST_CELL, (WIDTH - left) / len(grid.columns)))
    head, top, across = _head(grid.columns, left, wide)
    right, bottom = left + wide * len(grid.columns), top + _HIGH * len(grid.rows)
    drawn = head + _rules(grid, (left, top, right, bottom), wide)
    for number, (name, label) in enumerate(zip(grid.rows, labels, strict=True)):
        middle = top + _HIGH * (number + 0.5)
        drawn.append(mark("row", name, lines(label, left - 10, middle, size=_SIZE, anchor="end")))
    return [*drawn, *_shaded(grid, left, top, wide)], across, bottom + 4


def _head(names: Sequence[str], left: float, wide: float) -> tuple[list[Element], float, float]:
    """Return the column names, horizontal or at 45 degrees, their height, and their right end."""
    end, max_width = left + wide * len(names), wide - 6
    words = widest((word for name in names for word in name.split()), _SMALL)
    level = [folded(name, _SMALL, max_width, lines=3) for name in names]
    if words <= max_width and max(map(len, level)) <= 2:
        drawn = [
            mark(
                "column", name, lines(words, left + wide * (at + 0.5), 16, size=_SMALL, anchor="middle")
            )
            for at, (name, words) in enumerate(zip(names, level, strict=True))
        ]
        return drawn, 34, end
    sloping = [shortened(name, _SMALL, _COLUMN_ROOM) for name in names]
    top = widest(sloping, _SMALL) * _SLOPE + 14
    starts = [left + wide * (at + 0.5) + 3 for at in range(len(names))]
    drawn = [
        mark("column", name, [_sloping(words, x, top - 6)])
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
    values = [value for _, _, value in grid.cells()]
    low = min(0.0, *values)
    reach = max(values) - low or 1
    for row, column, value in grid.cells():
        fill, text = shade((value - low) / reach), number_text(value)
        x, y = left + wide * column, top + _HIGH * row
        square = rectangle(x + 0.5, y + 0.5, wide - 1, _HIGH - 1, fill=fill)
        middle = y + _HIGH / 2 + _SIZE * 0.36
        words = lettering(text, x + wide / 2, middle, size=_SIZE, fill=ink_on(fill), anchor="middle")
        yield mark("cell", f"{grid.rows[row]}, {grid.columns[column]}: {text}", [square, words])
