"""Makes pySHACL and rdflib compare years and months, with each other and with days.

rdflib has no Python value for `xsd:gYear` and `xsd:gYearMonth`. In pySHACL every comparison of two years
therefore fails, and a day and a year are ordered by the names of their datatypes. Here a year, month or
day is compared as the days it covers: 2000-05-01 is neither less nor more than 2000, and more than 1999.
"""

import functools
import itertools
import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import rdflib
from pyshacl.constraints.core import property_pair_constraints, value_range_constraints
from rdflib import XSD
from rdflib.plugins.sparql.datatypes import XSD_DTs

from privkg.core.errors import InvalidValueError

_KINDS: dict[Any, int] = {XSD.gYear: 1, XSD.gYearMonth: 2, XSD.date: 3}
_WRITTEN = re.compile(r"(-?(?:[1-9]\d{4,8}|\d{4}))(?:-(0[1-9]|1[0-2]))?(?:-(\d\d))?", re.ASCII)
_Day = tuple[int, int, int]
_ranges: Any = value_range_constraints
_pairs: Any = property_pair_constraints
_compare_others = _ranges.compare_literal


@functools.total_ordering
@dataclass(frozen=True, slots=True)
class _Years:
    """The value of a year or a month: its first and last day, and its lexical form."""

    first: _Day
    last: _Day
    text: str

    def __lt__(self, other: object) -> bool:
        return self.first < other.first if isinstance(other, _Years) else NotImplemented

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class _Order:
    """The order of two dates, to be compared with 0 as pySHACL does with its own 1, 0 and -1.

    Overlapping dates are neither greater nor less, which a single number cannot express.
    """

    left: _Years
    right: _Years

    def __gt__(self, _: int) -> bool:
        return self.left.first > self.right.last

    def __lt__(self, _: int) -> bool:
        return self.left.last < self.right.first

    def __ge__(self, _: int) -> bool:
        return self.left.first >= self.right.first

    def __le__(self, _: int) -> bool:
        return self.left.last <= self.right.last


@functools.cache
def compare_years() -> None:
    """Patch pySHACL and rdflib to compare years and months, for the rest of this process."""
    for datatype, kind in ((XSD.gYear, 1), (XSD.gYearMonth, 2)):
        constructor = functools.partial(_read, kind)
        rdflib.term.bind(datatype, _Years, constructor, str, datatype_specific=True)
    XSD_DTs.update((XSD.gYear, XSD.gYearMonth))  # the datatypes that filters of constraints compare
    _ranges.compare_literal = _compare
    less, or_equal = _pairs.LessThanConstraintComponent, _pairs.LessThanOrEqualsConstraintComponent
    less._compare_lt = _each_pair(less._compare_lt, operator.lt)
    or_equal._compare_ltoe = _each_pair(or_equal._compare_ltoe, operator.le)


def _compare(left: Any, right: Any) -> Any:
    """Return the order of two literals, to be compared with 0.

    Raises:
        TypeError: the literals cannot be compared.
    """
    if not _have_years(left, right):
        return _compare_others(left, right)
    try:
        return _Order(*(_read(_KINDS[node.datatype], str(node)) for node in (left, right)))
    except (KeyError, ValueError) as error:
        raise TypeError(f"{left} and {right} cannot be compared") from error


def _have_years(*nodes: Any) -> bool:
    """Return whether one of the nodes is a year or a month."""
    return any(_KINDS.get(getattr(node, "datatype", None), 3) < 3 for node in nodes)


def _each_pair(compare_others: Callable[..., Any], holds: Callable[[Any, int], bool]) -> Any:
    """Return a replacement for a pySHACL comparison of two properties, which compares years too."""

    def compare(
        component: Any, values: Iterable[Any], others: Iterable[Any], data: Any, focus: Any
    ) -> tuple[bool, list[Any]]:
        reports: list[Any] = []
        for value, other in itertools.product(values, others):
            if not _have_years(value, other):
                reports += compare_others(component, {value}, {other}, data, focus)[1]
            elif not _holds(value, other, holds):
                reports.append(component.make_v_result(data, focus, value_node=value))
        return bool(reports), reports

    return compare


def _holds(value: Any, other: Any, holds: Callable[[Any, int], bool]) -> bool:
    try:
        return holds(_compare(value, other), 0)
    except (AttributeError, TypeError):
        return False


def _read(kind: int, text: str) -> _Years:
    """Return the value of a year (kind 1), a month (2) or a day (3).

    Raises:
        InvalidValueError: the text is not well-formed, or has a time zone.
    """
    found = _WRITTEN.fullmatch(text)
    parts = [int(part) for part in found.groups() if part] if found else []
    if len(parts) != kind:
        raise InvalidValueError(f"{text} is not a date without a time zone")
    year, month, day = (*parts, 1, 1)[:3]
    # Raises ValueError for an impossible day. The calendar repeats every 400 years, so that this also
    # checks years that datetime does not have.
    date(year % 400 + 400, month, day)
    last = (year, month if kind > 1 else 12, day if kind > 2 else 31)
    return _Years((year, month, day), last, text)
