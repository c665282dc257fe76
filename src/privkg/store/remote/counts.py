"""The numbers of triples in the named graphs of an endpoint, queried in pages."""

import re
from collections.abc import Callable

from privkg.core.errors import EndpointError
from privkg.rdf.terms import Term, iri_text, literal

_PAGE = 5000
"""Graphs per page; Virtuoso returns at most 10,000 rows by default (ResultSetMaxRows)."""
_COUNT = re.compile('"([0-9]{1,18})"')


class UnusableError(EndpointError):
    """The rows are not counts, or do not belong to the requested page."""


def sizes(select: Callable[[str], list[dict[str, Term]]], prefix: str) -> dict[str, int]:
    """Return the number of triples in each named graph whose IRI begins with `prefix`, by IRI.

    Pages are requested until one is empty, not until one is short: a server may have a lower limit of
    rows than the LIMIT of the query. Each page begins after the last IRI of the one before, so that no
    OFFSET is needed.

    Raises:
        UnusableError: the rows are not counts, or do not belong to the requested page.
    """
    found: dict[str, int] = {}
    last = ""
    while rows := select(_query(prefix, last)):
        page = dict(map(_counted, rows))
        if found.keys() & page or not all(graph.startswith(prefix) for graph in page):
            raise UnusableError("it returned counts of graphs that were not requested")
        found |= page
        last = list(page)[-1]
    return found


def _query(prefix: str, last: str) -> str:
    is_ours = f"STRSTARTS(STR(?graph), {literal(prefix)})"
    is_next = f"STR(?graph) > {literal(last)}"
    return (
        "SELECT ?graph (COUNT(*) AS ?triples)\n"
        f"WHERE {{ GRAPH ?graph {{ ?s ?p ?o }} FILTER ({is_ours} && {is_next}) }}\n"
        f"GROUP BY ?graph ORDER BY STR(?graph) LIMIT {_PAGE}"
    )


def _counted(row: dict[str, Term]) -> tuple[str, int]:
    number = _COUNT.match(row.get("triples", ""))
    if not number or "graph" not in row:
        raise UnusableError("it did not return counts")
    return iri_text(row["graph"]), int(number[1])
