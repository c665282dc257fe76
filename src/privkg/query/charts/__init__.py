"""Charts: answers as SVG or PNG, one module per kind of view.

A chart depends on the answer alone: no font is measured, and no clock, locale or setting is read, so
that the same answer is the same bytes on every machine.
"""

from collections.abc import Callable, Mapping
from typing import Protocol
from xml.etree.ElementTree import Element

from privkg.core.errors import UsageError
from privkg.core.registry import Registry
from privkg.core.text import quoted
from privkg.query.charts import _png, _sheet
from privkg.query.results import Answer
from privkg.query.view import View


class Chart(Protocol):
    """A kind of chart: a module of this package.

    Attributes:
        ROLES: the roles that a view must assign to columns of the answer.
    """

    ROLES: frozenset[str]

    def plot(self, roles: Mapping[str, str], answer: Answer) -> _sheet.Plot:
        """Return the plot of an answer; `roles` maps roles to columns."""


FORMATS: Mapping[str, Callable[[Element], bytes]] = {".svg": _sheet.to_svg, ".png": _png.to_png}
"""The formats of charts: what writes each, by the ending of its files."""
CHARTS: Registry[Chart] = Registry(__name__, "kind of chart")
_NOT_DRAWN = {"map": frozenset({"latitude", "longitude", "label"}), "table": frozenset[str]()}
"""Kinds of view without a chart, with their required roles."""


def roles() -> dict[str, frozenset[str]]:
    """Return the required roles of each kind of view, with or without a chart."""
    return _NOT_DRAWN | {kind: chart.ROLES for kind, chart in CHARTS.all().items()}


def draw(view: View, answer: Answer, *, title: str, note: str, suffix: str = ".svg") -> bytes:
    """Return the chart of an answer.

    Args:
        view: the kind of chart, and its columns by role.
        answer: the rows to draw; a chart has a limit of rows, and states how many more there are.
        title: the heading above the chart.
        note: the notes below the chart, one per line.
        suffix: the ending of the files of its format, one of `FORMATS`.

    Raises:
        UsageError: this kind of view has no chart, the answer has no column for a role, or the chart
            cannot be a PNG: what draws it is not installed, or lacks a character.
    """
    kinds = CHARTS.names()
    if view.kind not in kinds:
        drawn = f"{', '.join(kinds[:-1])} or {kinds[-1]}"
        raise UsageError(
            f"no chart for an answer of kind {quoted(view.kind)};"
            f" choose a question whose answer is a {drawn}"
        )
    _check_columns(view, answer)
    plot = CHARTS.load(view.kind).plot(view.roles, answer.filled())
    return FORMATS[suffix](_sheet.sheet(plot, title=title, note=note))


def _check_columns(view: View, answer: Answer) -> None:
    missing = sorted(CHARTS.load(view.kind).ROLES - view.roles.keys())
    if missing:
        raise UsageError(f"a {view.kind} chart requires a column for {' and '.join(missing)}")
    unknown = sorted(set(view.roles.values()) - set(answer.columns))
    if unknown:
        has = ", ".join(answer.columns) or "none"
        raise UsageError(
            f"the answer has no column {quoted(unknown[0])} for the {view.kind} chart; columns: {has}"
        )
