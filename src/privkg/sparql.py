"""What a SPARQL text asks for, read from its tokens before any engine sees it.

An engine that is given `{{{…}}}` some thousands deep ends the whole process, and one that is given
`SERVICE` goes out to the network; neither can be caught afterwards.
"""

import re
from collections.abc import Iterable, Iterator

from privkg.errors import LimitError, QueryError

MAX_LENGTH = 1_000_000
MAX_DEPTH = 128

_SKIPPED = (
    r"#[^\n\r]*"
    r'|"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
)
_LOCAL = r"(?:[\w.%:-]|\\[_~.\-!$&'()*+,;=/?#@%])"  # an escaped quote opens no string
_TOKEN = re.compile(
    rf"(?P<skipped>{_SKIPPED})"
    r"|(?P<iri><[^\x00-\x20<>\"{}|^`\\]*>)"
    rf"|(?P<word>[?$@]?[^\W\d][\w.-]*(?::{_LOCAL}*)?|:{_LOCAL}+)"
    r"|(?P<mark>[(){}\[\]!])"
)
_UPDATES = frozenset(["insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy"])
_FORMS = frozenset(["select", "ask", "construct", "describe"])


def check(query: str, allowed_services: Iterable[str] = ()) -> None:
    """Check that a text is one query, of bounded size, that reaches no service but those allowed.

    Args:
        query: SPARQL text.
        allowed_services: IRIs of endpoints that SERVICE may name.

    Raises:
        QueryError: the text is an update, or no query at all.
        LimitError: it is too long or too deep, or it names a service that is not allowed.
    """
    if len(query) > MAX_LENGTH:
        raise LimitError(f"the query has {len(query)} characters, more than {MAX_LENGTH} are not run")
    tokens = list(_tokens(query))
    _check_depth(tokens)
    _check_form(tokens)
    _check_services(tokens, frozenset(allowed_services))


def _tokens(query: str) -> Iterator[str]:
    for match in _TOKEN.finditer(query):
        if match.lastgroup != "skipped":
            yield match[0].casefold() if match.lastgroup == "word" else match[0]


def _check_depth(tokens: list[str]) -> None:
    depth = negations = 0
    for token in tokens:
        negations = negations + 1 if token == "!" else 0
        depth += (token in "({[") - (token in ")}]") if len(token) == 1 else 0
        if depth > MAX_DEPTH or negations > MAX_DEPTH:
            raise LimitError(f"the query nests more than {MAX_DEPTH} deep; it is not run")


def _check_form(tokens: list[str]) -> None:
    keywords = [token for token in tokens if token in _UPDATES or token in _FORMS]
    if not keywords:
        raise QueryError("1:1: no SELECT, ASK, CONSTRUCT or DESCRIBE stands in the text")
    if keywords[0] in _UPDATES:
        raise LimitError(f"{keywords[0].upper()} changes data; a built graph is read, not written")


def _check_services(tokens: list[str], allowed: frozenset[str]) -> None:
    for number, token in enumerate(tokens):
        if token != "service":
            continue
        named = [t for t in tokens[number + 1 : number + 3] if t != "silent"][:1]
        if not named or named[0].strip("<>") not in allowed or not named[0].startswith("<"):
            raise LimitError(
                f"SERVICE {''.join(named)} would ask another endpoint;"
                " allow it by name with --allow-service"
            )
