"""What graphs and endpoints have in common for those who query them."""

from typing import Protocol

from privkg.rdf.terms import Term


class Queryable(Protocol):
    """What answers SELECT queries: a graph, or an endpoint."""

    def select(self, query: str) -> list[dict[str, Term]]:
        """Return the rows of a SELECT query, as terms by variable."""
