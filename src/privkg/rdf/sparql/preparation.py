"""Preparation of a query for the engine, and readable messages for the engine's syntax errors."""

import re

from privkg.core.errors import Place, QueryError
from privkg.rdf.sparql import aggregates, prefixes
from privkg.rdf.sparql.errors import fault, offset_of
from privkg.rdf.sparql.tokens import cut
from privkg.rdf.terms import PREFIXES

_AGGREGATING = re.compile("group|" + "|".join(sorted(aggregates.NAMES)), re.IGNORECASE)
_MESSAGES = {
    "SELECT * is not authorized": "SELECT * cannot be used with GROUP BY; list the variables",
    "Duplicated variable name": "SELECT lists a variable twice; remove one",
    "overrides an existing variable": "the variable after AS is already bound; choose another name",
    "with a variable that is unbound": "an expression of SELECT uses a variable that the same SELECT"
    " defines; repeat the expression, or define the variable in a subquery",
}
_PLACE_IN_MESSAGE = re.compile(r"(\d+):(\d+)")
"""pyoxigraph sets `lineno` for files only; for a query the place is in the message."""
_FROM = re.compile("from", re.IGNORECASE)


def ready(query: str) -> str:
    """Return a query prepared for the engine: GROUP_CONCAT accepts any term.

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
    """Return whether a query has FROM or FROM NAMED; no other keyword contains "from".

    Raises:
        QueryError: a string is not terminated, or FROM is joined to a name and may be a prefix.
    """
    if not _FROM.search(query):
        return False
    tokens = list(cut(query))
    for token in prefixes.undeclared(tokens, PREFIXES):
        if (token.prefix or "").casefold().startswith("from"):
            raise fault(query, token.start, prefixes.advice(token.prefix or "", PREFIXES))
    return any(token.kind == "word" and "from" in token.text for token in tokens)


def syntax_error(query: str, message: str) -> QueryError:
    """Return the error for a query that the engine cannot parse, with the cause if it is known.

    The engine reports how far its parser got and a list of all tokens that it would accept there, not
    the cause. So this function first looks for frequent causes in the tokens up to that place.
    """
    place = _PLACE_IN_MESSAGE.search(message)
    if not place:
        return QueryError(f"syntax error: {message.splitlines()[0]}", Place(line=1, column=1))
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
    """Return the message for the user: specific to the engine's message if possible, else general."""
    for part, words in _MESSAGES.items():
        if part in message:
            return f"syntax error: {words}"
    return "syntax error; the text cannot be parsed from here on"


def _ungrouped(query: str, name: str, offset: int) -> QueryError:
    return fault(
        query,
        offset,
        f"{name} is neither grouped nor aggregated; add it to GROUP BY, or wrap it:"
        f" (SAMPLE({name}) AS ?one)",
    )
