"""Charts: an answer drawn as its question suggests, one module per kind of view.

A kind has one function, `plot(roles, answer)`. What it draws is SVG made of lettering and marks alone:
no font is measured and no clock, locale or setting is asked, so the same answer gives the same bytes.
"""

import privkg.query.charts
from privkg.core import registry
from privkg.core.errors import UsageError
from privkg.query.charts import _sheet
from privkg.query.results import Answer
from privkg.query.view import PARTS, View


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
    kinds = registry.names(privkg.query.charts)
    if view.kind not in kinds:
        can = f"{', '.join(kinds[:-1])} and {kinds[-1]}"
        raise UsageError(f"an answer shown as {view.kind} cannot be drawn; those shown as {can} can")
    _check_columns(view, answer)
    chart = registry.load(privkg.query.charts, view.kind, "kind of chart")
    plot = chart.plot(view.roles, answer.filled())
    return _sheet.written(plot, title=title, note=note)


def _check_columns(view: View, answer: Answer) -> None:
    lacking = sorted(PARTS[view.kind] - view.roles.keys())
    if lacking:
        raise UsageError(f"a {view.kind} cannot be drawn: no column is its {' or its '.join(lacking)}")
    unknown = sorted(set(view.roles.values()) - set(answer.columns))
    if unknown:
        has = ", ".join(answer.columns) or "none"
        raise UsageError(
            f"a {view.kind} cannot be drawn: the answer has no column {unknown[0]!r}; it has {has}"
        )
