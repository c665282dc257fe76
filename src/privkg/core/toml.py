"""TOML: parsed from any origin in bounded time, with the place of each error; and its strings."""

import re
import tomllib
from typing import Any

from privkg.core.bounded import MOST_LEVELS, TOO_DEEP, is_too_deep
from privkg.core.errors import InvalidValueError, Place

_LONG_NUMBER = re.compile(r"[0-9_]{1000,}")
_DIGITS = re.compile("[0-9]+")
_TOML = re.compile(
    r"""(?P<text>"{3}(?:[^\\]|\\.)*?(?:"{3}|\Z)|'{3}.*?(?:'{3}|\Z)|\#[^\n]*)"""
    r"""|(?P<key>[\w-]+|"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?)|(?P<dot>\.)|(?P<space>[ \t]+)|.""",
    re.DOTALL,
)
"""Tokens of TOML: comments, multi-line strings, parts of keys, and single other characters."""
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_OPENINGS = re.compile(rf"(?:[\[{{]\s*(?:[\w-]+\s*=\s*)?){{{MOST_LEVELS}}}")


def string(text: str) -> str:
    """Return a text as a string of TOML on one line; characters that are not shown are escaped."""
    return '"' + "".join(map(_written, text)) + '"'


def parse(text: str) -> dict[str, Any]:
    """Return the parsed content of TOML text nested at most 100 levels deep.

    Raises:
        InvalidValueError: it is not TOML, is nested deeper, or has a number that is too long; its
            place has the line and the column.
    """
    _check_keys(text)
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(str(error), text) from error
    except RecursionError as error:
        raise _error_at(text, _start(text, _OPENINGS), TOO_DEEP) from error
    except ValueError as error:
        raise _error_at(text, _start(text, _LONG_NUMBER), "a number is too long") from error
    if is_too_deep(found):
        raise _error_at(text, _start(text, _OPENINGS), TOO_DEEP)
    return found


def _written(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    return character if character.isprintable() else f"\\U{ord(character):08X}"


def _check_keys(text: str) -> None:
    """Check the number of parts of each dotted key; `tomllib` takes quadratic time for a long one."""
    parts, start, before = 0, 0, ""
    for token in _TOML.finditer(text):
        kind = token.lastgroup or ""
        if kind == "space":
            continue
        if kind == "key" and before != "dot":
            parts, start = 0, token.start()
        elif kind == "dot" and before == "key":
            parts += 1
        before = kind
        if parts == MOST_LEVELS:
            raise _error_at(text, start, TOO_DEEP)


def _start(text: str, pattern: re.Pattern[str]) -> int:
    found = pattern.search(text)
    return found.start() if found else 0


def _not_toml(message: str, text: str) -> InvalidValueError:
    """Return the error of `tomllib` with its place, which before Python 3.14 is only in its message."""
    words, _, at = message.rstrip(")").rpartition(" (at ")
    numbers = [int(number) for number in _DIGITS.findall(at)]
    if not numbers:  # "at end of document"
        return _error_at(text, len(text.rstrip()), words)
    return InvalidValueError(words, Place(line=numbers[0], column=numbers[1]))


def _error_at(text: str, start: int, words: str) -> InvalidValueError:
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return InvalidValueError(words, Place(line=line, column=column))
