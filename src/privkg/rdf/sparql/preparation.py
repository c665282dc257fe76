"""A query made ready for the engine, and the engine's complaints told at their place."""

import re

from privkg.core.errors import Place, QueryError
from privkg.rdf.sparql import aggregates, prefixes
from privkg.rdf.sparql.errors import fault, offset_of
from privkg.rdf.sparql.tokens import cut
from privkg.rdf.terms import PREFIXES

_AGGREGATING = re.compile("group|" + "|".join(sorted(aggregates.NAMES)), re.IGNORECASE)
_COMPLAINTS = {
    "SELECT * is not authorized": "SELECT * does not go with GROUP BY; name the variables",
    "Duplicated variable name": "SELECT names a variable twice",
    "overrides an existing variable": "AS names a variable that has a value; choose another name",
    "with a variable that is unbound": "an expression of SELECT uses a name that the same SELECT makes;"
    " repeat what it stands for, or make it in a subquery",
}
_ENGINES_PLACE = re.compile(r"(\d+):(\d+)")
"""Of a query, pyoxigraph has no line but in its words; of a file it has `lineno`."""
_FROM = re.compile("from", re.IGNORECASE)


def ready(query: str) -> str:
    """Return a query as the engine is to take it: GROUP_CONCAT takes any value.

    Raises:
        QueryError: a variable is neither grouped nor aggregated; the message begins with `line:col`.
    """
    if not _AGGREGATING.search(query):
        return query
    tokens = list(cut(query))
    found = aggregates.ungrouped(tokens)
    if found:
        raise _ungrouped(query, found.text, found.start)
    return aggregates.concatenating(query, tokens)


def names_graphs(query: str) -> bool:
    """Return whether a query has FROM or FROM NAMED: no other word of the language holds these letters.

    Raises:
        QueryError: a string has no end, or FROM is joined to a name so that it may be read as a prefix.
    """
    if not _FROM.search(query):
        return False
    tokens = list(cut(query))
    for token in prefixes.undeclared(tokens, PREFIXES):
        if (token.prefix or "").casefold().startswith("from"):
            raise fault(query, token.start, prefixes.advice(token.prefix or "", PREFIXES))
    return any(token.kind == "word" and "from" in token.text for token in tokens)


def complaint(query: str, message: str) -> QueryError:
    """Return the engine's complaint about a query: what is wrong if that is known, else where."""
    place = _ENGINES_PLACE.search(message)
    if not place:
        return QueryError(f"not SPARQL: {message.splitlines()[0]}", Place(line=1, column=1))
    offset = offset_of(query, int(place[1]), int(place[2]))
    tokens = list(cut(query))
    for token in prefixes.undeclared(tokens, PREFIXES):
        if token.start <= offset:
            return fault(query, token.start, prefixes.advice(token.prefix or "", PREFIXES))
    found = aggregates.ungrouped(tokens)
    if found and found.start <= offset:
        return _ungrouped(query, found.text, found.start)
    return fault(query, offset, _words(message))


def _words(message: str) -> str:
    """Return what the engine complains about; of a place it lists all that it would take there."""
    for said, words in _COMPLAINTS.items():
        if said in message:
            return f"not SPARQL: {words}"
    return "not SPARQL; the engine reads no further than here"


def _ungrouped(query: str, name: str, offset: int) -> QueryError:
    return fault(
        query,
        offset,
        f"{name} is neither grouped nor aggregated; add it to GROUP BY, or wrap it:"
        f" (SAMPLE({name}) AS ?one)",
    )
