"""The triple patterns of a query, in the groups that join them: a parser for a part of SPARQL.

It reads the patterns of SELECT, ASK and CONSTRUCT queries with the most frequent syntax, and refuses
the rest: SERVICE, DESCRIBE, relative IRIs, collections, blank node property lists, negated properties.
Expressions are skipped, except for the patterns of EXISTS in them.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import islice

from privkg.core.errors import InvalidValueError
from privkg.rdf.sparql import paths
from privkg.rdf.sparql.paths import Path
from privkg.rdf.sparql.tokens import Token, close, cut_all, may_be_comparison, step
from privkg.rdf.terms import PREFIXES, A, Term

_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_SIMPLE_NAME = re.compile(r"[^\\%]*")
_MOST_TOKENS = 5_000
_FORMS = ("select", "ask", "construct")
_REPEATED: dict[str, Callable[[Path], Path]] = {
    "+": Path.repeated,
    "?": Path.or_empty,
    "*": lambda path: path.repeated().or_empty(),
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern; variables begin with `?`, blank nodes with `_:`; other nodes are terms.

    `path` is None if the predicate is a variable.
    """

    subject: str
    path: Path | None
    object: str


class Role(Enum):
    """How the solutions of a part are combined with those of the parts before it."""

    JOINED = auto()
    """A group, or the alternatives of UNION."""
    OPTIONAL = auto()
    """OPTIONAL or MINUS: the solutions before are kept, extended, or removed."""
    BOUND = auto()
    """EXISTS in BIND, evaluated on the solutions before."""
    TESTED = auto()
    """EXISTS in FILTER, evaluated on the solutions of the whole group."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a group other than a triple pattern."""

    role: Role
    groups: tuple["Group", ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """A GRAPH part: the graph's IRI or variable, and the group."""

    name: str
    group: "Group"


@dataclass(frozen=True, slots=True)
class Query:
    """A query or subquery: its group, and the groups of EXISTS in its other clauses.

    `projected` are the variables that it returns unchanged; None for all.
    """

    group: "Group"
    others: tuple["Group", ...]
    projected: frozenset[str] | None


@dataclass(slots=True)
class Group:
    """A group graph pattern: its parts in order."""

    parts: list[Pattern | Part | Graph | Query] = field(default_factory=list)


def is_variable(node: str) -> bool:
    """Return whether a node of a pattern is a variable or a blank node."""
    return node.startswith(("?", "_:"))


def read(query: str) -> Query:
    """Return the groups of a query.

    Raises:
        QueryError: a string has no end.
        InvalidValueError: the query is long, or has syntax that this parser does not know.
    """
    tokens = list(islice(cut_all(query), _MOST_TOKENS))
    if len(tokens) == _MOST_TOKENS:
        raise _unknown(tokens[-1])
    for token in tokens:
        if token.kind == "escape" or may_be_comparison(token):
            raise _unknown(token)
    reader = _Reader(tokens)
    reader.read_prologue()
    found = reader.query()
    reader.expect_end()
    return found


def _unknown(token: Token | None) -> InvalidValueError:
    return InvalidValueError(f"syntax that is not analysed, at {token.text if token else 'the end'}")


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._prefixes: dict[str, str] = dict(PREFIXES)
        self._parts: Mapping[str, Callable[[], Pattern | Part | Graph | Query | None]] = {
            "optional": lambda: Part(Role.OPTIONAL, (self._group(),)),
            "minus": lambda: Part(Role.OPTIONAL, (self._group(),)),
            "filter": lambda: Part(Role.TESTED, self._filter()),
            "bind": lambda: Part(Role.BOUND, self._brackets()),
            "graph": lambda: Graph(self._node(), self._group()),
            "values": self._values,
        }

    def read_prologue(self) -> None:
        """Read the declarations of prefixes; BASE is not known."""
        while self._text() == "prefix":
            name, namespace = self._tokens[self._at + 1 : self._at + 3] or (None, None)
            if not name or not namespace or namespace.kind != "iri":
                raise _unknown(name)
            self._prefixes[name.text.removesuffix(":")] = namespace.text[1:-1]
            self._at += 3

    def query(self) -> Query:
        """Read a query from its form on, to the end of its clauses."""
        form, start = self._text(), self._at
        if form not in _FORMS:
            raise _unknown(self._token())
        self._at += 1
        if form == "construct" and self._text() == "{":  # the template, which matches nothing
            self._at = close(self._tokens, self._at) + 1
        before = tuple(self._exists_until("{"))
        projected = _projected(self._tokens[start + 1 : self._at]) if form == "select" else frozenset()
        group = self._group()
        return Query(group, (*before, *self._exists_until("")), projected)

    def expect_end(self) -> None:
        """Check that all tokens were read."""
        if self._at < len(self._tokens):
            raise _unknown(self._token())

    def _exists_until(self, end: str) -> Iterator[Group]:
        """Yield the groups of EXISTS in clauses, up to a token or the end of the query."""
        while (text := self._text()) and text not in (end, "}"):
            if text == "(":
                yield from self._brackets()
            elif text == "values":
                self._at += 1
                self._values()
            elif text == "{":
                raise _unknown(self._token())
            else:
                self._at += 1

    def _group(self) -> Group:
        self._take("{")
        if self._text() == "select":
            found = Group([self.query()])
            self._take("}")
            return found
        found = Group()
        while self._text() != "}":
            token = self._token()
            if token is None:
                raise _unknown(token)
            if token.text == "{":
                found.parts.append(Part(Role.JOINED, tuple(self._alternatives())))
            elif token.kind == "word" and token.text in self._parts:
                self._at += 1
                part = self._parts[token.text]()
                found.parts += [part] if part else []
            else:
                found.parts += self._triples()
            if self._text() == ".":
                self._at += 1
        self._take("}")
        return found

    def _alternatives(self) -> Iterator[Group]:
        yield self._group()
        while self._text() == "union":
            self._at += 1
            yield self._group()

    def _filter(self) -> tuple[Group, ...]:
        """Read the condition of a FILTER: EXISTS, a bracket, or a call."""
        if self._text() in ("exists", "not"):
            return (self._exists(),)
        while self._kind() in ("word", "iri", "name", "local"):
            self._at += 1
        return self._brackets()

    def _exists(self) -> Group:
        if self._text() == "not":
            self._at += 1
        self._take("exists")
        return self._group()

    def _brackets(self) -> tuple[Group, ...]:
        """Skip an expression in brackets; return the groups of EXISTS in it."""
        self._take("(")
        found = list[Group]()
        while (text := self._text()) != ")":
            if text == "(":
                found += self._brackets()
            elif text == "exists":
                found.append(self._exists())
            elif not text or text in "{}":
                raise _unknown(self._token())
            else:
                self._at += 1
        self._take(")")
        return tuple(found)

    def _values(self) -> None:
        """Skip a VALUES block, which matches nothing."""
        self._at += 1  # a variable, or the bracket before several
        while self._kind() == "variable" or self._text() == ")":
            self._at += 1
        if self._text() != "{":
            raise _unknown(self._token())
        self._at = close(self._tokens, self._at) + 1

    def _triples(self) -> Iterator[Pattern]:
        """Read the triples of one subject."""
        subject = self._node()
        while self._text() not in (".", "}"):
            path = self._verb()
            yield Pattern(subject, path, self._node())
            while self._text() == ",":
                self._at += 1
                yield Pattern(subject, path, self._node())
            if self._text() != ";":
                return
            while self._text() == ";":
                self._at += 1

    def _verb(self) -> Path | None:
        if self._kind() == "variable":
            self._at += 1
            return None
        return self._path()

    def _path(self) -> Path:
        found = self._sequence()
        while self._text() == "|":
            self._at += 1
            found = found.or_else(self._sequence())
        return found

    def _sequence(self) -> Path:
        found = self._step()
        while self._text() == "/":
            self._at += 1
            found = found.then(self._step())
        return found

    def _step(self) -> Path:
        is_inverse = self._text() == "^"
        self._at += is_inverse
        if self._text() == "(":
            self._at += 1
            found = self._path()
            self._take(")")
        elif self._text() == "a" and self._kind() == "word":
            self._at += 1
            found = paths.of_predicate(A)
        else:
            found = paths.of_predicate(Term(self._iri()))
        if self._text() in _REPEATED:
            found = _REPEATED[self._text()](found)
            self._at += 1
        return found.inverse() if is_inverse else found

    def _node(self) -> str:
        token = self._token()
        if token and token.kind == "variable":
            self._at += 1
            return f"?{token.text[1:]}"
        if token and token.kind == "name" and token.text.startswith("_:"):
            self._at += 1
            return token.text
        if token and (token.kind in ("string", "number") or token.text in ("true", "false")):
            return self._literal(token)
        return self._iri()

    def _literal(self, token: Token) -> str:
        self._at += 1
        if self._kind() == "language":
            self._at += 1
        elif self._text() == "^":
            self._take("^")
            self._take("^")
            self._iri()
        return token.text

    def _iri(self) -> str:
        token = self._token()
        written = ""
        if token and token.kind == "iri":
            written = token.text
        elif token and token.kind in ("name", "local") and _SIMPLE_NAME.fullmatch(token.text):
            prefix, _, local = token.text.partition(":")
            written = f"<{self._prefixes.get(prefix, '')}{local}>"
        if not _ABSOLUTE.match(written):
            raise _unknown(token)
        self._at += 1
        return written

    def _token(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _text(self) -> str:
        token = self._token()
        return token.text if token else ""

    def _kind(self) -> str:
        token = self._token()
        return token.kind if token else ""

    def _take(self, text: str) -> None:
        if self._text() != text:
            raise _unknown(self._token())
        self._at += 1


def _projected(tokens: Sequence[Token]) -> frozenset[str] | None:
    """Return the variables of a projection that are not in brackets; None for `*`."""
    found, depth = set[str](), 0
    for token in tokens:
        depth += step(token)
        if not depth and token.text == "*":
            return None
        if not depth and token.kind == "variable":
            found.add(f"?{token.text[1:]}")
    return frozenset(found)
