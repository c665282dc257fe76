"""Reads the cells of an answer for a chart: as words, numbers or days."""

import math
import re
from collections.abc import Mapping

from privkg.core.lettering import flat
from privkg.query.charts._scales import Days, read_days
from privkg.query.results import text_of
from privkg.rdf.terms import Term
from privkg.store.rdf import literal_text

UNNAMED = "–"
"""The label of a value that has no name."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LARGEST = 1e300

Row = Mapping[str, Term]


def words(row: Row, column: str) -> str:
    """Return a cell's text on one line, or `UNNAMED` if it is empty."""
    return flat(text_of(row.get(column))) or UNNAMED


def number(row: Row, column: str) -> float | None:
    """Return the number in a cell; None if there is none, or it is too large to draw."""
    text = literal_text(row[column]) if column in row else ""
    value = float(text) if _NUMBER.fullmatch(text) else math.inf
    return value if abs(value) <= _LARGEST else None


def days(row: Row, column: str) -> Days | None:
    """Return the days covered by the date in a cell; None if there is no readable date."""
    return read_days(literal_text(row[column])) if column in row else None


def heading(column: str) -> str:
    """Return a column's name in words: "actor type" for `actorTypeLabel`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", column.removesuffix("Label") or column)
    return flat(spaced).lower()
