"""Charts: an answer drawn as its question suggests, one module per kind of view.

What a kind draws is SVG made of lettering and marks alone:
no font is measured and no clock, locale or setting is asked, so the same answer gives the same bytes.
"""

from collections.abc import Mapping
from typing import Protocol

from privkg.core.errors import UsageError
from privkg.core.registry import Registry
from privkg.query.charts import _sheet
from privkg.query.results import Answer
from privkg.query.view import View


class Chart(Protocol):
    """A kind of chart: a module of this package.

    Attributes:
        PARTS: what columns of an answer must play a part in it.
    """

    PARTS: frozenset[str]

    def plot(self, roles: Mapping[str, str], answer: Answer) -> _sheet.Plot:
        """Return an answer drawn, given which column plays which part."""


CHARTS: Registry[Chart] = Registry(__name__, "kind of chart")
_NOT_DRAWN = {"map": frozenset({"latitude", "longitude", "label"}), "table": frozenset[str]()}
"""Kinds of view that are no chart, with their parts."""


def parts() -> dict[str, frozenset[str]]:
    """Return the parts that each kind of view must have, drawn or not."""
    return _NOT_DRAWN | {kind: chart.PARTS for kind, chart in CHARTS.all().items()}


def draw(view: View, answer: Answer, *, title: str, note: str) -> bytes:
    """Return an answer as an SVG picture in UTF-8, the same bytes for the same answer everywhere.

    Args:
        view: the kind of picture, and which column plays which part in it.
        answer: the rows to draw; those beyond what can be read are counted in the picture instead.
        title: what the picture answers.
        note: what must be said beside it, in lines.

    Raises:
        UsageError: views of this kind cannot be drawn, or the answer lacks a column that is needed.
    """
    kinds = CHARTS.names()
    if view.kind not in kinds:
        can = f"{', '.join(kinds[:-1])} and {kinds[-1]}"
        raise UsageError(f"an answer shown as {view.kind} cannot be drawn; those shown as {can} can")
    _check_columns(view, answer)
    plot = CHARTS.load(view.kind).plot(view.roles, answer.filled())
    return _sheet.written(plot, title=title, note=note)


def _check_columns(view: View, answer: Answer) -> None:
    lacking = sorted(CHARTS.load(view.kind).PARTS - view.roles.keys())
    if lacking:
        raise UsageError(f"a {view.kind} cannot be drawn: no column is its {' or its '.join(lacking)}")
    unknown = sorted(set(view.roles.values()) - set(answer.columns))
    if unknown:
        has = ", ".join(answer.columns) or "none"
        raise UsageError(
            f"a {view.kind} cannot be drawn: the answer has no column {unknown[0]!r}; it has {has}"
        )
