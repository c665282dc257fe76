"""The scalar values and empty objects in a JSON text, with their places, which `json` does not return.

The text is valid JSON: `json` has parsed it. It is split into strings, other scalars and brackets; what
is between them, spaces, commas and colons, has no information.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from json import JSONDecoder
from urllib.parse import quote

from privkg.core.bounded import MOST_LEVELS
from privkg.core.errors import InvalidValueError
from privkg.core.text import quoted
from privkg.sources._records.model import Value, value

_TOKEN = re.compile(r"""("[^"\\]*(?:\\.[^"\\]*)*"|[^][{}",:\s]+|[][{}])""", re.DOTALL)
_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.")
_IN_FRAGMENT = "!$&'()*+,;=:@/?~"
"""Characters that RFC 3986 allows in a fragment, besides letters, digits and "-._~"."""
_CONSTANTS = frozenset({"NaN", "Infinity", "-Infinity"})
_decode = JSONDecoder().decode


class JsonError(InvalidValueError):
    """What JSON allows or its parser accepts, but a record must not have; with its offset."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(slots=True)
class _Level:
    """An object or list: the names and the pointer down to it, and what was read of it.

    Attributes:
        path: the names down to it, joined.
        pointer: the JSON Pointer of it.
        names: the names of the members so far; None for a list.
        count: the number of the elements of a list so far.
        start: the offset at which it begins.
    """

    path: str
    pointer: str
    names: set[str] | None
    count: int = field(default=0)
    start: int = 0


def values(text: str) -> tuple[Value, ...]:
    """Return the scalar values and the empty objects in a JSON object, given its text.

    The text has been parsed. An empty object states that something is there, and nothing of it.

    Raises:
        JsonError: an object has two members of one name, lists and objects are nested too deep, a number
            is NaN or infinite, or a string has half of a surrogate pair.
    """
    parts = _TOKEN.split(text)
    starts = list(accumulate(map(len, parts)))[::2]
    found, levels = list[Value](), list[_Level]()
    level, path, pointer, is_name = _Level("", "", None), "", "", False
    for token, start in zip(parts[1::2], starts, strict=False):
        if token in "]}":
            is_empty = token == "}" and not level.names and len(levels) > 1
            found += [_empty(text, level, start + 1)] if is_empty else []
            level = levels.pop()
            is_name = level.names is not None
            continue
        if is_name:
            path, pointer = _member(level, token, start)
            is_name = False
            continue
        if level.names is None and levels:
            path, pointer = level.path, f"{level.pointer}/{level.count}"
            level.count += 1
        if token in "[{":
            if len(levels) >= MOST_LEVELS:
                raise JsonError(f"nested deeper than {MOST_LEVELS} levels", start)
            levels.append(level)
            level = _Level(path, pointer, set() if token == "{" else None, start=start)
            is_name = token == "{"
        else:
            if token != "null":
                found.append(_value(path, pointer, token, start))
            is_name = level.names is not None
    return tuple(found)


def _empty(text: str, level: _Level, end: int) -> Value:
    return _value(level.path, level.pointer, text[level.start : end], level.start)


def _member(level: _Level, token: str, start: int) -> tuple[str, str]:
    """Return the names and the pointer down to a member, given the token of its name."""
    name = token[1:-1] if "\\" not in token else string(token, start)[0]
    assert level.names is not None  # noqa: S101
    if name in level.names:
        raise JsonError(f"an object has two members with the name {quoted(name)}", start)
    level.names.add(name)
    pointer = name if name.isascii() and name.isidentifier() else _escaped(name)
    return f"{level.path}.{name}" if level.path else name, f"{level.pointer}/{pointer}"


def _escaped(name: str) -> str:
    """Return a name as a part of a JSON Pointer in a URI fragment (RFC 6901, sections 3 and 6)."""
    return quote(name.replace("~", "~0").replace("/", "~1"), safe=_IN_FRAGMENT)


def _value(path: str, pointer: str, token: str, start: int) -> Value:
    end, kept, shown = start + len(token), None, token
    if token.startswith('"'):
        shown, kept = string(token, start)
        start, end = start + 1, end - 1
    elif token in _CONSTANTS:
        raise JsonError(f"{token} is not a number in JSON", start)
    return value((path, shown, start, end, kept, pointer))


def string(token: str, start: int) -> tuple[str, tuple[int, ...] | None]:
    """Return a string in JSON, and the offset of each of its characters if it has escapes.

    Args:
        token: the string with its quotation marks.
        start: the offset of the token.

    Raises:
        JsonError: the string has half of a surrogate pair.
    """
    if "\\" not in token:
        return token[1:-1], None
    text = str(_decode(token))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        kept = _kept(token, start)
        raise JsonError("half of a surrogate pair", kept[error.start]) from error
    return text, _kept(token, start)


def _kept(token: str, start: int) -> tuple[int, ...]:
    """Return the offset of each character of a string with escapes."""
    escapes = [found.span() for found in _ESCAPE.finditer(token)]
    edges: Sequence[int] = (
        1,
        *chain.from_iterable((at + 1, end) for at, end in escapes),
        len(token) - 1,
    )
    runs = zip(edges[::2], edges[1::2], strict=True)
    return tuple(chain.from_iterable(range(start + first, start + last) for first, last in runs))
