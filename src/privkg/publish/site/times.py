"""Dates of pages: in words, with the form that programs read, and the earliest of each resource."""

import re

from privkg.core.text import printable
from privkg.publish.site.pages import Link
from privkg.rdf import iris
from privkg.rdf.terms import Term, term
from privkg.reference import dates
from privkg.store.graph import Quads
from privkg.store.rdf import literal_text

_DATE = term("dcterms:date")
_OF_HTML = re.compile(r"(?!0000)[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?")
"""A year, month or day as HTML has it; a season has a higher number in place of the month."""


def shown(edtf_text: str) -> Link:
    """Return a date in words, other texts unchanged; `date` is set to what HTML has as a date."""
    words = dates.in_words(edtf_text) or printable(edtf_text)
    return Link(text=words, date=edtf_text if _OF_HTML.fullmatch(edtf_text) else "")


def year(date: str) -> str:
    """Return the year of a date, "" of none; one before the common era has a sign."""
    return date[: 4 + date.startswith("-")]


def earliest(graph: Quads) -> dict[Term, str]:
    """Return the earliest date of each resource that has one, but of no row or decision."""
    found: dict[Term, str] = {}
    for (subject, _, value), _graph in graph.facts.triples(None, _DATE):
        if not iris.is_part(subject):
            date = literal_text(value)
            found[subject] = min(date, found.get(subject, date))
    return found
