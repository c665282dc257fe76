"""Answers to common questions for the home page: the first rows of those that need no parameter."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from privkg.publish.site import counting, times
from privkg.publish.site.pages import Link
from privkg.publish.site.viewer import Viewer
from privkg.query import ask, questions, results
from privkg.rdf.terms import Term
from privkg.store.graph import Quads

_MOST_ROWS = 5
_SHOWN = {
    "recurring-actors": ("actorLabel", "incidents", "first", "last", "established", "contested"),
    "groups-harmed": ("groupLabel", "incidents", "rows"),
    "largest-incidents": ("title", "date", "peopleAffected"),
    "times-to-decision": ("title", "date", "firstDecision", "yearsToDecision"),
}
"""The names of questions, each with the columns of its answer that are shown.

All take a single pass over the incidents, so that the home page of a large dataset costs little more.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question with the first rows of its answer.

    Attributes:
        name: the name by which `privkg ask` answers it in full.
        question: the question in words.
        columns: the headings.
        numbers: the indexes of the columns whose values are numbers.
        rows: the cells of the first rows.
        total: the number of all rows.
        notes: what is included and what is counted.
    """

    name: str
    question: str
    columns: tuple[str, ...]
    numbers: Set[int]
    rows: tuple[tuple[Link, ...], ...]
    total: int
    notes: tuple[str, ...]


def of(graph: Quads, viewer: Viewer) -> tuple[Answered, ...]:
    """Return the answers of a graph to common questions; those without any row are left out."""
    found = (_answered(graph, viewer, name) for name in _SHOWN)
    return tuple(each for each in found if each.rows)


def _answered(graph: Quads, viewer: Viewer, name: str) -> Answered:
    question, columns = questions.load(name), _SHOWN[name]
    answer = ask.ask(graph, question, {})
    numbers = {column for column in columns if answer.is_number(column)}
    return Answered(
        name=name,
        question=question.summary,
        columns=tuple(map(results.heading, columns)),
        numbers={index for index, column in enumerate(columns) if column in numbers},
        rows=tuple(_cells(row, columns, numbers, viewer) for row in answer.rows[:_MOST_ROWS]),
        total=len(answer.rows),
        notes=tuple(ask.notes(question, {})),
    )


def _cells(
    row: Mapping[str, Term], columns: tuple[str, ...], numbers: Set[str], viewer: Viewer
) -> tuple[Link, ...]:
    """Return the cells of a row: names with their links, numbers by thousands, dates in words."""
    cells = []
    for column in columns:
        named, text = row.get(results.named_by(column), Term("")), results.text_of(row.get(column))
        if named.startswith("<"):
            cells.append(viewer.link(named))
        elif column in numbers:
            cells.append(Link(text=counting.grouped(int(text)) if text.isdecimal() else text))
        else:
            cells.append(times.shown(text))
    return tuple(cells)
