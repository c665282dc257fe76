"""Line and column of resources and values in a Turtle file, for errors that its parser does not find.

pyoxigraph reports positions of syntax errors only, and triples without their position. So the file is
tokenized again, after it was parsed without an error: the tokenizer need not detect invalid Turtle.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

from privkg.core import bounded
from privkg.core.errors import Place, RdfError, in_file
from privkg.rdf.terms import Term, iri_text

_TOKEN = re.compile(
    r"""
    (?P<between> \s+ | \#[^\n]* )
  | (?P<text> \"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
            | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )
  | <(?P<iri> [^<>\s]* )>
  | (?P<nameless> _: | << | \[ | \((?!\s*\)) )
  | (?P<name> (?:[^\s<>"'\#;,()\[\].\\]|\\.|\.(?=\d)) (?:[^\s<>"'\#;,()\[\].\\]|\\.|\.+(?=[\w:%\\-]))* )
  | (?P<end> \. )
  | (?P<mark> . )
    """,
    re.VERBOSE | re.DOTALL,
)
MOST_BYTES = 50_000_000
_ENDS_OF_VALUES = (";", ".", "]")
_ESCAPED = re.compile(r"\\(.)")


def fault(path: Path, node: Term, wrong: str) -> RdfError:
    """Return an error about a resource that a Turtle file describes."""
    return RdfError(f"<{iri_text(node)}> {wrong}", place(path, node))


def place(path: Path, node: Term) -> Place:
    """Return the place of the first statement about a resource, or else of the file.

    The subject may be an IRI or a prefixed name; IRIs with numeric escapes are not found.
    """
    text = _text(path)
    found = (start for start, subject in _subjects(text) if subject == iri_text(node))
    return _shown(path, text, next(found, None))


def place_of_nameless(path: Path) -> Place:
    """Return the place of the first blank node or triple term in a Turtle file, or else of the file."""
    text = _text(path)
    found = (token.start() for token in _TOKEN.finditer(text) if token.lastgroup == "nameless")
    return _shown(path, text, next(found, None))


def place_of_value(path: Path, predicate: Term, value: Term) -> Place:
    """Return the place of the predicate that has a value.

    A value written with escapes is not found; the result is then the first occurrence of the predicate,
    or the file if there is none.
    """
    text = _text(path)
    wanted, first, start = iri_text(predicate), None, None
    for token, name in _tokens(text):
        if token.lastgroup in ("iri", "name") and name == wanted:
            start = token.start()
            first = start if first is None else first
        elif token[0] in _ENDS_OF_VALUES:
            start = None
        elif start is not None and _is_value(token, name, value):
            return _shown(path, text, start)
    return _shown(path, text, first)


def _text(path: Path) -> str:
    return bounded.content(path, MOST_BYTES).decode(errors="replace")


def _is_value(token: re.Match[str], name: str, value: Term) -> bool:
    """Return whether a token is the value, or its beginning."""
    if value.startswith("<"):
        return name == iri_text(value)
    if value.startswith("_:"):
        return token.lastgroup == "nameless"
    written = token[0].strip("\"'") if token.lastgroup == "text" else token[0]
    return value == f'"{written}"' or value.startswith((f'"{written}"^^', f'"{written}"@'))


def _subjects(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset of each statement with the IRI of its subject."""
    is_first = True
    for token, name in _tokens(text):
        if is_first and token.lastgroup in ("iri", "name"):
            yield token.start(), name
            is_first = False
        else:
            is_first = token.lastgroup == "end"


def _tokens(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the tokens of a text, without PREFIX and BASE, each with its IRI or an empty string."""
    prefixes, base = dict[str, str](), ""
    tokens = (token for token in _TOKEN.finditer(text) if token.lastgroup != "between")
    for token in tokens:
        directive = token[0].lower().removeprefix("@")  # other names have a colon, or are numbers
        if directive == "prefix":
            name = next(tokens, token)[0].removesuffix(":")
            prefixes[name] = urljoin(base, next(tokens, token)["iri"] or "")
        elif directive == "base":
            base = urljoin(base, next(tokens, token)["iri"] or "")
        else:
            is_name = token.lastgroup in ("iri", "name")
            yield token, _resolved(token, prefixes, base) if is_name else ""


def _resolved(token: re.Match[str], prefixes: dict[str, str], base: str) -> str:
    if token["iri"] is not None:
        return urljoin(base, token["iri"]) if base else token["iri"]
    prefix, _, name = token[0].partition(":")
    return prefixes.get(prefix, "") + _ESCAPED.sub(r"\1", name)


def _shown(path: Path, text: str, start: int | None) -> Place:
    if start is None:
        return in_file(path)
    line = text.count("\n", 0, start) + 1  # as the parser counts: only \n ends a line
    column = start - text.rfind("\n", 0, start)
    return in_file(path, line, column)
