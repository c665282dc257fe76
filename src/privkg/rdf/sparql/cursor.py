"""Reads the tokens of a query from left to right, and the terms that they write."""

import re
from itertools import islice

from privkg.core.errors import InvalidValueError
from privkg.rdf.sparql.tokens import Token, cut_all, may_be_comparison
from privkg.rdf.terms import PREFIXES

_MOST_TOKENS = 5_000
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_SIMPLE_NAME = re.compile(r"[^\\%]*")
_END = Token("end", "", 0, 0)


class Cursor:
    """The tokens of a query and the place in them; the declared prefixes.

    What is not read as SPARQL raises InvalidValueError.

    Attributes:
        at: the number of the next token.
    """

    def __init__(self, query: str) -> None:
        self.tokens = list(islice(cut_all(query), _MOST_TOKENS))
        self.at = 0
        self._prefixes: dict[str, str] = dict(PREFIXES)
        for token in self.tokens:
            if token.kind == "escape" or may_be_comparison(token):
                raise unknown(token)
        if len(self.tokens) == _MOST_TOKENS:
            raise unknown(self.tokens[-1])

    @property
    def token(self) -> Token:
        """The next token; an empty one of the kind `end` after the last."""
        return self.tokens[self.at] if self.at < len(self.tokens) else _END

    @property
    def text(self) -> str:
        """The text of the next token."""
        return self.token.text

    @property
    def kind(self) -> str:
        """The kind of the next token."""
        return self.token.kind

    def take(self, text: str) -> None:
        """Read a token with a text."""
        if self.text != text:
            raise unknown(self.token)
        self.at += 1

    def skip(self, text: str) -> bool:
        """Read a token if it has a text; return whether it has."""
        is_next = self.text == text
        self.at += is_next
        return is_next

    def prologue(self) -> None:
        """Read the declarations of prefixes; BASE is not known."""
        while self.skip("prefix"):
            prefix = self.text.removesuffix(":")
            self.at += 1
            if self.kind != "iri":
                raise unknown(self.token)
            self._prefixes[prefix] = self.text[1:-1]
            self.at += 1

    def node(self) -> str:
        """Read a subject or an object: a variable, a blank node, a literal or an IRI."""
        token = self.token
        if token.kind == "variable":
            self.at += 1
            return f"?{token.text[1:]}"
        if token.kind == "name" and token.text.startswith("_:"):
            self.at += 1
            return token.text
        if token.kind in ("string", "number") or token.text in ("true", "false"):
            return self._literal()
        return self.iri()

    def iri(self) -> str:
        """Read an IRI, which must be absolute, or a prefixed name without escapes."""
        token, written = self.token, ""
        if token.kind == "iri":
            written = token.text
        elif token.kind in ("name", "local") and _SIMPLE_NAME.fullmatch(token.text):
            prefix, _, local = token.text.partition(":")
            written = f"<{self._prefixes.get(prefix, '')}{local}>"
        if not _ABSOLUTE.match(written):
            raise unknown(token)
        self.at += 1
        return written

    def _literal(self) -> str:
        text = self.text
        self.at += 1
        if self.kind == "language":
            self.at += 1
        elif self.skip("^"):
            self.take("^")
            self.iri()
        return text


def unknown(token: Token) -> InvalidValueError:
    """Return the error about a token that is not read."""
    return InvalidValueError(f"syntax that is not analysed, at {token.text or 'the end'}")
