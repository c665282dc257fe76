"""What the cells of an answer say to whoever draws them: words, numbers, days."""

import math
import re
from collections.abc import Mapping

from privkg.query.charts._lettering import flat
from privkg.query.charts._scales import Days, read_days
from privkg.query.results import text_of
from privkg.rdf.terms import Term
from privkg.store.rdf import literal_text

UNNAMED = "–"
"""What stands where a name should and none is."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LARGEST = 1e300

Row = Mapping[str, Term]


def words(row: Row, column: str) -> str:
    """Return a cell as words on one line; a dash if there are none."""
    return flat(text_of(row.get(column))) or UNNAMED


def number(row: Row, column: str) -> float | None:
    """Return the number in a cell; None if it holds none, or one too large to be drawn."""
    text = literal_text(row[column]) if column in row else ""
    value = float(text) if _NUMBER.fullmatch(text) else math.inf
    return value if abs(value) <= _LARGEST else None


def days(row: Row, column: str) -> Days | None:
    """Return the days that the date in a cell covers; None if there is none that can be read."""
    return read_days(literal_text(row[column])) if column in row else None


def heading(column: str) -> str:
    """Return the name of a column in words: "actor type" for `actorTypeLabel`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", column.removesuffix("Label") or column)
    return flat(spaced).lower()
