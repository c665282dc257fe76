"""Where the records of an unknown table are: its format, what separates its cells, its header rows."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from privkg.core.errors import InputError, UsageError, in_file
from privkg.core.objects import Readable
from privkg.sources import _records
from privkg.sources._records import FORMATS, Layout, header

_DELIMITERS = (",", ";", "\t", "|")
_MOST_ROWS = 50
_MOST_HEADER_ROWS = 4
_MOST_OF_A_NAME = 80
_VALUE = re.compile(r"https?://|[\W\d_]*\Z")
"""What begins like an address, or has no letter: a cell with a value, not with a name."""
_EDGE = "the edge of the table"

_Rows = Mapping[int, Sequence[str]]
"""The cells of rows, by their numbers."""


def of(path: Readable) -> Layout:
    """Return the layout of a file, as its suffix and its first rows suggest.

    Raises:
        UsageError: the suffix is not that of a table.
        FileError: the file cannot be read, or is not text.
        PageError: it is not of its format, or exceeds a limit.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        known = ", ".join(f".{each}" for each in FORMATS)
        raise UsageError(f"not a table by the end of its name; name a file of {known}", in_file(path))
    layout = Layout(format=form)
    if form == "jsonl":
        return layout
    if form == "json":
        return replace(layout, records=_records.pointer(path))
    if form == "csv":
        layout = _delimited(path, layout)
    return replace(layout, header=header_rows(_records.first_rows(path, layout, _MOST_ROWS)))


def header_rows(rows: _Rows) -> tuple[int, ...]:
    """Return the numbers of the rows that name the columns, given the first rows of a table.

    The header is the first row with words in more than half of the columns. A row next to it is part of
    it if it names a column that the header leaves without a name; a title above the table does not.
    """
    width = max((_filled(row) for row in rows.values()), default=0)
    first = next((number for number in sorted(rows) if 2 * _filled(rows[number]) > width), 1)
    found = [first]
    while len(found) < _MOST_HEADER_ROWS and _is_below(rows, found):
        found.append(found[-1] + 1)
    while len(found) < _MOST_HEADER_ROWS and _is_above(rows, found):
        found.insert(0, found[0] - 1)
    return tuple(found)


def _is_below(rows: _Rows, found: Sequence[int]) -> bool:
    """Return whether the row below a header divides its groups: names over columns without a name."""
    added = _added(rows, found, found[-1] + 1)
    to_the_right = [*(name for _, name in added[1:]), _EDGE]
    return _has_names(added) and all(
        not name or not right for (cell, name), right in zip(added, to_the_right, strict=False) if cell
    )


def _is_above(rows: _Rows, found: Sequence[int]) -> bool:
    """Return whether the row above a header names more of its columns, and is not a title."""
    added = _added(rows, found, found[0] - 1)
    return _has_names(added) and sum(1 for cell, _ in added if cell) > 1


def _added(rows: _Rows, found: Sequence[int], number: int) -> list[tuple[str, str]]:
    """Return each cell of a row, with the name that the header so far has for its column."""
    names = header.merged([rows.get(each, ()) for each in found])
    cells = (cell.strip() for cell in rows.get(number, ()))
    return list(zip_longest(cells, names, fillvalue=""))


def _has_names(added: Sequence[tuple[str, str]]) -> bool:
    """Return whether the cells are names, and one is that of a column without a name."""
    is_new = any(cell and not name for cell, name in added)
    return is_new and not any(cell and _is_value(cell) for cell, _ in added)


def _is_value(cell: str) -> bool:
    return len(cell) > _MOST_OF_A_NAME or _VALUE.match(cell) is not None


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _delimited(path: Readable, layout: Layout) -> Layout:
    """Return the layout with the delimiter by which most rows have one number of cells."""
    best = max(_DELIMITERS, key=lambda each: _regularity(path, replace(layout, delimiter=each)))
    return layout if best == _DELIMITERS[0] else replace(layout, delimiter=best)


def _regularity(path: Readable, layout: Layout) -> tuple[int, int]:
    """Return how many rows have the commonest number of cells above one, and that number."""
    try:
        rows = _records.first_rows(path, layout, _MOST_ROWS).values()
    except InputError:  # by this delimiter a cell is too long, for one
        return 0, 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))
