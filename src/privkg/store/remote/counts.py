"""How many triples the named graphs of an endpoint hold, asked in pages that every server gives."""

import re
from collections.abc import Callable

from privkg.core.errors import EndpointError
from privkg.rdf.terms import Term, iri_text, literal

_PAGE = 5000
"""Graphs asked for at once; Virtuoso gives no more than 10,000 rows unless it is told otherwise."""
_COUNT = re.compile('"([0-9]{1,18})"')


class UnusableError(EndpointError):
    """Rows that are no counts, or come in an order that was not asked for."""


def sizes(select: Callable[[str], list[dict[str, Term]]], prefix: str) -> dict[str, int]:
    """Return how many triples each named graph has whose IRI begins with `prefix`, by IRI.

    Pages are asked for until one is empty: a server that gives fewer rows than it was asked for is
    believed no less, and one that has a limit of its own is not cut short.

    Raises:
        UnusableError: the rows are not what was asked for.
    """
    found: dict[str, int] = {}
    last = ""
    while rows := select(_query(prefix, last)):
        page = dict(map(_counted, rows))
        if found.keys() & page or not all(graph.startswith(prefix) for graph in page):
            raise UnusableError("it does not count the graphs that it was asked for")
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
        raise UnusableError("it gives no counts")
    return iri_text(row["graph"]), int(number[1])
