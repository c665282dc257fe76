"""What a SPARQL text asks for, read from its tokens before any engine sees it.

An engine that is given `{{{…}}}` some thousands deep ends the whole process, and one that is given
`SERVICE` goes out to the network; neither can be caught afterwards. The engine needs no space before
or after a keyword (`?o.SERVICE:p{`, `SERVICESILENT<…>`), so tokens are cut exactly as the grammar
cuts them, and what could be read in two ways is refused where it matters.
"""

import re
from collections.abc import Iterable

from privkg.core.errors import LimitError, Place, QueryError
from privkg.rdf.sparql.errors import fault
from privkg.rdf.sparql.tokens import Token, cut, step

MAX_LENGTH = 1_000_000
MAX_DEPTH = 128
TOO_LONG = f"the query has more than {MAX_LENGTH} characters; it is not run"

_UPDATES = frozenset(["insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy"])
_FORMS = frozenset(["select", "ask", "construct", "describe"])
_DOUBTFUL = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*://).*[#)]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def check(query: str, allowed_services: Iterable[str] = ()) -> None:
    """Check that a text is one query, of bounded size, that reaches no service but those allowed.

    Args:
        query: SPARQL text.
        allowed_services: IRIs of endpoints that SERVICE may name.

    Raises:
        QueryError: the text is no query at all; the message begins with `line:col`.
        LimitError: it is an update, too long or too deep, or names a service that is not allowed.
    """
    _check_text(query)
    tokens = list(cut(query))
    _check_depth(tokens)
    _form(tokens)
    _check_services(tokens, frozenset(allowed_services))
    if "service" in query.casefold():
        _check_brackets(tokens)


def form(query: str) -> str:
    """Return which query a text is: `select`, `ask`, `construct` or `describe`.

    Raises:
        QueryError: the text is no query at all; the message begins with `line:col`.
        LimitError: it is an update, or too long.
    """
    _check_text(query)
    return _form(list(cut(query)))


def words(query: str) -> frozenset[str]:
    """Return the keywords and bare words of a text, in lower case, comments and strings left out.

    Raises:
        QueryError: a string has no end; the message begins with `line:col`.
    """
    return frozenset(token.text for token in cut(query) if token.kind == "word")


def _check_text(query: str) -> None:
    if len(query) > MAX_LENGTH:
        raise LimitError(TOO_LONG)
    if bad := _SURROGATE.search(query):
        raise fault(query, bad.start(), "a byte here is not UTF-8 text")


def _check_depth(tokens: list[Token]) -> None:
    depth = negations = 0
    for token in tokens:
        negations = negations + 1 if token.text == "!" else 0
        depth += step(token)
        if depth > MAX_DEPTH or negations > MAX_DEPTH:
            raise LimitError(f"the query nests more than {MAX_DEPTH} deep; it is not run")


def _form(tokens: list[Token]) -> str:
    words = [token.text for token in tokens if token.kind == "word"]
    keywords = [word for word in words if word in _UPDATES or word in _FORMS]
    if not keywords:
        raise QueryError(
            "no SELECT, ASK, CONSTRUCT or DESCRIBE stands in the text", Place(line=1, column=1)
        )
    if keywords[0] in _UPDATES:
        raise LimitError(f"{keywords[0].upper()} changes data; a built graph is read, not written")
    return keywords[0]


def _check_services(tokens: list[Token], allowed: frozenset[str]) -> None:
    calls = [number for number in range(len(tokens)) if _may_call(tokens, number)]
    for number in calls:
        after = [token for token in tokens[number + 1 : number + 3] if token.text != "silent"]
        named = after[0].text if after and tokens[number].text == "service" else ""
        if not named.startswith("<") or named[1:-1] not in allowed:
            raise LimitError(
                f"SERVICE {named}".rstrip() + " would ask another endpoint;"
                " allow it by name with --allow-service"
            )


def _may_call(tokens: list[Token], number: int) -> bool:
    """Return whether the engine may read SERVICE here: as a word, or as a prefix before a group."""
    token = tokens[number]
    if token.kind == "word":
        return "service" in token.text
    following = tokens[number + 1].text if number + 1 < len(tokens) else ""
    prefix = token.text.partition(":")[0] if token.kind == "name" else ""
    return "service" in prefix.casefold() and following == "{"


def _check_brackets(tokens: list[Token]) -> None:
    """Refuse a `<…>` that may be a comparison with a comment in it: `1<2#>` hides what follows."""
    for token in tokens:
        if token.kind == "iri" and _DOUBTFUL.match(token.text):
            raise LimitError(
                f"{token.text} may be a comparison that hides a SERVICE; write the IRI with a prefix"
            )
