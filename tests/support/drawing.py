"""Answers to draw as charts, and the texts and shapes in the charts."""

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from privkg.query.charts import draw
from privkg.query.results import Answer
from privkg.query.view import View
from privkg.rdf.terms import Term, literal

SVG = "{http://www.w3.org/2000/svg}"
ROLES: Mapping[str, Mapping[str, str]] = {
    "bar": {"label": "harmLabel", "value": "incidents"},
    "matrix": {"row": "actor", "column": "harmLabel", "value": "incidents"},
    "timeline": {"date": "date", "label": "title"},
}


def date(text: str) -> Term:
    """Return a date as a literal whose datatype follows from its length; any other text is EDTF."""
    is_plain = re.fullmatch(r"\d{4}(?:-[01]\d(?:-\d\d)?)?", text)
    datatypes = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
    return literal(text, datatypes[len(text)]) if is_plain else literal(text)


def number(value: float | str) -> Term:
    """Return a number as a literal; a string is taken unchanged, whether it is a number or not."""
    return literal(str(value), "xsd:integer" if isinstance(value, int) else "xsd:decimal")


def answer(columns: Sequence[str], *rows: Sequence[Term | None]) -> Answer:
    """Return an answer with rows; None is an unbound column."""
    bound = (
        {name: cell for name, cell in zip(columns, row, strict=True) if cell is not None} for row in rows
    )
    return Answer(tuple(columns), tuple(bound))


def bars(*rows: tuple[str, float | str]) -> Element:
    """Return a bar chart of labels and values."""
    found = [(literal(label), number(value)) for label, value in rows]
    return drawn("bar", answer(("harmLabel", "incidents"), *found))


def stacked(*rows: tuple[str, str, float]) -> Element:
    """Return a bar chart of labels, series and values."""
    found = [(literal(label), literal(series), number(value)) for label, series, value in rows]
    roles = {**ROLES["bar"], "series": "status"}
    return drawn("bar", answer(("harmLabel", "status", "incidents"), *found), roles)


def matrix(*rows: tuple[str, str, float | str]) -> Element:
    """Return a matrix of rows, columns and values."""
    found = [(literal(row), literal(column), number(value)) for row, column, value in rows]
    return drawn("matrix", answer(("actor", "harmLabel", "incidents"), *found))


def timeline(*rows: tuple[str | None, str]) -> Element:
    """Return a timeline of dates and labels."""
    found = [(date(day) if day else None, literal(label)) for day, label in rows]
    return drawn("timeline", answer(("date", "title"), *found))


def drawn(kind: str, found: Answer, roles: Mapping[str, str] | None = None) -> Element:
    """Return the root element of an answer's chart."""
    view = View(kind, roles or ROLES[kind])
    return ElementTree.fromstring(draw(view, found, title="Which harms?", note="Rows used: all."))


def marks(root: Element, kind: str) -> list[Element]:
    """Return the groups of a class, in document order."""
    return [group for group in root.iter(f"{SVG}g") if group.get("class") == kind]


def tooltips(root: Element, kind: str) -> list[str]:
    """Return the tooltips of the groups of a class."""
    return [group.findtext(f"{SVG}title", "") for group in marks(root, kind)]


def texts(root: Element) -> list[str]:
    """Return all texts of a chart, or of a group in it."""
    return [each.text or "" for each in root.iter(f"{SVG}text")]


def boxes(root: Element, kind: str) -> list[tuple[float, float]]:
    """Return the x and the width, in pixels, of the rectangle of each group of a class."""
    found = [group.find(f"{SVG}rect") for group in marks(root, kind)]
    return [(float(box.get("x", "")), float(box.get("width", ""))) for box in found if box is not None]
