"""Checks of SPARQL text by its tokens, before an engine parses it.

Two faults of a query cannot be caught afterwards. `{{{…}}}` nested some thousand levels deep overflows
the stack of the engine's recursive-descent parser, which ends the whole process, and `SERVICE` sends
HTTP requests during evaluation. The engine needs no space before or after a keyword
(`?o.SERVICE:p{`, `SERVICESILENT<…>`), so searching for words in the text is not enough: tokens are cut
exactly as the grammar cuts them, and a text that can be tokenized in two ways is refused if one of them
would call a service.
"""

import re
from collections.abc import Iterable

from privkg.core.errors import LimitError, Place, QueryError, RefusedError
from privkg.rdf.sparql.errors import fault
from privkg.rdf.sparql.tokens import Token, cut, may_be_comparison, step

MAX_LENGTH = 1_000_000
MAX_DEPTH = 128
TOO_LONG = f"the query has more than {MAX_LENGTH} characters; it is not run"

_UPDATES = frozenset(["insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy"])
_FORMS = frozenset(["select", "ask", "construct", "describe"])
_SURROGATE = re.compile("[\ud800-\udfff]")


def check(
    query: str,
    allowed_services: Iterable[str] = (),
    on_service: str = "allow it with --allow-service IRI",
) -> None:
    """Check that a text is a query of bounded size and depth that calls only allowed services.

    Args:
        query: SPARQL text.
        allowed_services: IRIs of endpoints that SERVICE may name.
        on_service: the advice in the message about a service that is not allowed.

    Raises:
        QueryError: the text is not a query; the message begins with `line:col`.
        RefusedError: it is an update, or calls a service that is not allowed.
        LimitError: it is too long or nested too deep.
    """
    _check_text(query)
    tokens = list(cut(query))
    _check_depth(tokens)
    _form(tokens)
    _check_services(tokens, frozenset(allowed_services), on_service)
    if "service" in query.casefold():
        _check_brackets(tokens)


def form(query: str) -> str:
    """Return the form of a query: `select`, `ask`, `construct` or `describe`.

    Raises:
        QueryError: the text is not a query; the message begins with `line:col`.
        RefusedError: it is an update.
        LimitError: it is too long.
    """
    _check_text(query)
    return _form(list(cut(query)))


def words(query: str) -> frozenset[str]:
    """Return the keywords and bare words of a query in lower case, without comments and strings.

    Raises:
        QueryError: a string is not terminated; the message begins with `line:col`.
    """
    return frozenset(token.text for token in cut(query) if token.kind == "word")


def _check_text(query: str) -> None:
    if len(query) > MAX_LENGTH:
        raise LimitError(TOO_LONG)
    if bad := _SURROGATE.search(query):
        raise fault(query, bad.start(), "invalid UTF-8; save the query as UTF-8")


def _check_depth(tokens: list[Token]) -> None:
    # The parser of the engine recurses on brackets and on runs of `!`.
    depth = negations = 0
    for token in tokens:
        negations = negations + 1 if token.text == "!" else 0
        depth += step(token)
        if depth > MAX_DEPTH or negations > MAX_DEPTH:
            raise LimitError(f"the query is nested deeper than {MAX_DEPTH} levels; it is not run")


def _form(tokens: list[Token]) -> str:
    words = [token.text for token in tokens if token.kind == "word"]
    keywords = [word for word in words if word in _UPDATES or word in _FORMS]
    if not keywords:
        raise QueryError(
            "not a query; write SELECT, ASK, CONSTRUCT or DESCRIBE", Place(line=1, column=1)
        )
    if keywords[0] in _UPDATES:
        raise RefusedError(f"{keywords[0].upper()} is an update; a graph can only be queried")
    return keywords[0]


def _check_services(tokens: list[Token], allowed: frozenset[str], advice: str) -> None:
    calls = [number for number in range(len(tokens)) if _may_call(tokens, number)]
    for number in calls:
        after = [token for token in tokens[number + 1 : number + 3] if token.text != "silent"]
        named = after[0].text if after and tokens[number].text == "service" else ""
        if not named.startswith("<") or named[1:-1] not in allowed:
            raise RefusedError(f"SERVICE {named}".rstrip() + f" would query another endpoint; {advice}")


def _may_call(tokens: list[Token], number: int) -> bool:
    """Return whether the engine may parse SERVICE here: as a keyword, or as a prefix before a group.

    The prefix is the trap: `SERVICE:p {` is a prefixed name to the tokenizer, but the engine parses the
    keyword, then the name `:p`.
    """
    token = tokens[number]
    if token.kind == "word":
        return "service" in token.text
    following = tokens[number + 1].text if number + 1 < len(tokens) else ""
    prefix = token.text.partition(":")[0] if token.kind == "name" else ""
    return "service" in prefix.casefold() and following == "{"


def _check_brackets(tokens: list[Token]) -> None:
    for token in tokens:
        if may_be_comparison(token):
            raise RefusedError(
                f"{token.text} may be a comparison that hides a SERVICE; write the IRI with a prefix"
            )
