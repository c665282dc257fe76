"""The names of a table's columns, from one or more header rows."""

from collections.abc import Sequence
from itertools import zip_longest

from privkg.core.errors import InvalidValueError, PageError, Place
from privkg.core.text import quoted
from privkg.sources._records.model import Layout

MOST_COLUMNS = 16_384
"""As many as a sheet of Excel has."""
LAST_ROW = 1_048_576
"""The last row that may be named as one of the header, or as the first of the data; as of a sheet."""


def merged(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the name of each column: the lowest that is not empty, with single spaces.

    Columns without a name at the end of the header are empty names, so that their cells are read.
    """
    columns = zip_longest(*rows, fillvalue="")
    return tuple(
        next((" ".join(cell.split()) for cell in reversed(one) if cell.strip()), "") for one in columns
    )


def check(names: Sequence[str], place: Place) -> None:
    """Raise an error if a name is there twice, if none is there, or if there are too many columns.

    Raises:
        PageError: the header cannot be used; the message names the columns.
    """
    if len(names) > MOST_COLUMNS:
        raise PageError(f"the header has more than {MOST_COLUMNS} columns", place)
    if not any(names):
        raise PageError("the header has no names; state which row is the header", place)
    first: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        if name and first.setdefault(name, number) != number:
            raise PageError(
                f"the header has {quoted(name)} twice: columns {first[name]} and {number}; rename one",
                place,
            )


def first_row(layout: Layout) -> int:
    """Return the number of the first row of data.

    Raises:
        InvalidValueError: the layout has no header row, data above it, or rows that no header has.
    """
    last = max(layout.header, default=0)
    if not last or min(layout.header) < 1:
        raise InvalidValueError(f"header rows are numbered from 1, not {list(layout.header)}")
    if layout.start and layout.start <= last:
        raise InvalidValueError(f"the data starts in row {layout.start}, within the header")
    if max(last, layout.start) > LAST_ROW:
        raise InvalidValueError(f"the header or the data is to begin below row {LAST_ROW}")
    return layout.start or last + 1
