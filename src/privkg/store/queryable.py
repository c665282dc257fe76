"""The interface that graphs and endpoints share."""

from typing import Protocol

from privkg.rdf.terms import Term


class Queryable(Protocol):
    """A graph or an endpoint that answers SELECT queries."""

    def select(self, query: str) -> list[dict[str, Term]]:
        """Return the rows of a SELECT query, as terms by variable."""
