"""A tokenizer for SPARQL that follows the grammar exactly; comments are skipped."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from privkg.rdf.sparql.errors import fault

_STEPS = {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}
# Source: SPARQL 1.1 Query Language, §19.8, PN_CHARS_BASE, PN_CHARS, PLX, PN_PREFIX, PN_LOCAL.
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_MORE = "0-9\u00b7\u0300-\u036f\u203f\u2040"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
# Before Python 3.11.5 `re` has a bug in possessive quantifiers (gh-106052): none are used. The character
# after a repeated group can never begin that group, so the matcher never backtracks into it and the time
# stays linear.
_PREFIX = rf"[{_BASE}][{_BASE}_{_MORE}-]*(?:\.+[{_BASE}_{_MORE}-]+)*"
_LOCAL = rf"(?:[{_BASE}_0-9:]|{_PLX})(?:\.*(?:[{_BASE}_{_MORE}:-]|{_PLX}))*"
_SKIPPED = (
    r"#[^\n\r]*"
    r'|"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""'
    r"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''"
    r'|"(?!"")[^"\\\n\r]*(?:\\.[^"\\\n\r]*)*"'
    r"|'(?!'')[^'\\\n\r]*(?:\\.[^'\\\n\r]*)*'"
    r"|\\."  # an escaped quote outside a string does not begin one
)
_TOKEN = re.compile(
    rf"(?P<skipped>{_SKIPPED})"
    r"|(?P<iri><[^\x00-\x20<>\"{}|^`\\]*>)"
    rf"|(?P<variable>[?$][{_BASE}_0-9][{_BASE}_{_MORE}]*)"
    r"|(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)"
    rf"|(?P<words>{_PREFIX}|[^\W\d]\w*)(?P<name>:(?:{_LOCAL})?)?"
    rf"|(?P<local>:(?:{_LOCAL})?)"
    r"|(?P<mark>[(){}\[\]!;])"
    r"|(?P<unclosed>[\"'])"
    r"|(?P<number>[0-9]+)"
    r"|(?P<sign>\S)"
)
_LEFT_OUT = frozenset(["string", "escape", "number", "sign"])
_DOUBTFUL = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*://).*[#)]")


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind, its text (keywords in lower case), and its offsets in the query."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def prefix(self) -> str | None:
        """The prefix of a prefixed name; None for other tokens."""
        is_name = self.kind in ("name", "local") and not self.text.startswith("_:")
        return self.text.partition(":")[0] if is_name else None


def cut(query: str) -> Iterator[Token]:
    """Yield the tokens of a query, without strings, numbers and operators.

    Raises:
        QueryError: a string has no end; the message begins with `line:col`.
    """
    return (token for token in cut_all(query) if token.kind not in _LEFT_OUT)


def cut_all(query: str) -> Iterator[Token]:
    """Yield the tokens of a query; an operator is one token for each of its characters.

    Raises:
        QueryError: a string has no end; the message begins with `line:col`.
    """
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or ""
        if kind == "unclosed":
            raise fault(query, match.start(), "the string that begins here is not terminated")
        if kind == "words":
            yield from _words(match)
        elif kind == "skipped":
            yield from _skipped(match)
        else:
            yield Token(kind, match[0], *match.span())


def may_be_comparison(token: Token) -> bool:
    """Return whether a token `<…>` may be the operator `<`, followed by a comment or a bracket.

    In `FILTER(1<2#>` and a newline, the tokenizer finds an IRI `<2#>`, the engine the operator `<` and a
    comment; the two then disagree about which of the following tokens are code.
    """
    return token.kind == "iri" and _DOUBTFUL.match(token.text) is not None


def close(tokens: Sequence[Token], opening: int) -> int:
    """Return the index of the token that closes a bracket, or of the last token."""
    depth = 0
    for number in range(opening, len(tokens)):
        depth += step(tokens[number])
        if not depth:
            return number
    return len(tokens) - 1


def step(token: Token) -> int:
    """Return 1 for an opening bracket, -1 for a closing one, else 0."""
    return _STEPS.get(token.text, 0) if token.kind == "mark" else 0


def _skipped(match: re.Match[str]) -> Iterator[Token]:
    """Yield a string, or a backslash with the character after it; a comment is not a token."""
    if match[0][0] != "#":
        yield Token("escape" if match[0][0] == "\\" else "string", match[0], *match.span())


def _words(match: re.Match[str]) -> Iterator[Token]:
    start = match.start()
    for word in re.split("[.-]", match[0]):
        yield Token("word", word.casefold(), start, start + len(word))
        start += len(word) + 1
