"""Reads TOML strictly: a key that is missing, unknown or of another type is an error at its place."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from privkg.core import bounded, spelling, toml
from privkg.core.errors import InputError, InvalidValueError, Place, in_file
from privkg.core.text import quoted

Kind = TypeVar("Kind")

MOST_BYTES = 200_000
_KINDS = {str: "a string", bool: "true or false", int: "a whole number", dict: "a table", list: "a list"}


def read(path: Path) -> "Table":
    """Return the top-level table of a TOML file.

    Raises:
        FileError: the file cannot be read, or is too large.
        InputError: it is not TOML; the message begins with `file:line:col`.
    """
    text = bounded.text(path, MOST_BYTES)
    try:
        content = toml.parse(text)
    except InvalidValueError as error:
        at = error.place or Place()
        raise InputError(f"not TOML: {error.message}", in_file(path, at.line, at.column)) from error
    return Table(path, text, content)


class Table:
    """A table of a TOML file, from which keys are taken; `close` refuses those that are left."""

    def __init__(self, path: Path, text: str, content: dict[str, Any], start: int = 0) -> None:
        """Take a file, its text, and the content of the table that begins at an offset of the text."""
        self.path = path
        self._text = text
        self._left = dict(content)
        self._known: list[str] = []
        self._start = start

    def take(self, name: str, kind: type[Kind], default: Kind) -> Kind:
        """Return the value of a key, or the default if the table lacks it.

        Raises:
            InputError: the value is of another type.
        """
        self._known.append(name)
        value = self._left.pop(name, default)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.error(f"{name} is not {_KINDS[kind]}", name)
        return value

    def need(self, name: str, kind: type[Kind], example: str) -> Kind:
        """Return the value of a key that the table must have.

        Raises:
            InputError: the table lacks the key, or its value is empty or of another type.
        """
        if name not in self._left:
            raise self.error(f"no {name}; write a line such as {name} = {example}", "")
        given: Kind = self._left[name]
        value = self.take(name, kind, given)
        if isinstance(value, str) and not value.strip():
            raise self.error(f"{name} is empty; write a value, as in {name} = {example}", name)
        return value

    def words(self, name: str) -> tuple[str, ...]:
        """Return the value of a key that is a string or a list of strings; empty if there is none.

        Raises:
            InputError: the value is of another type.
        """
        self._known.append(name)
        value = self._left.pop(name, [])
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise self.error(f"{name} is not a string or a list of strings", name)
        return tuple(found)

    def numbers(self, name: str, default: tuple[int, ...]) -> tuple[int, ...]:
        """Return the value of a key that is a positive number or a list of them.

        Raises:
            InputError: the value is of another type.
        """
        self._known.append(name)
        value = self._left.pop(name, list(default))
        found = value if isinstance(value, list) else [value]
        if not found or not all(type(one) is int and one > 0 for one in found):
            raise self.error(f"{name} is not the number of a row, or a list of such numbers", name)
        return tuple(found)

    def tables(self, name: str) -> Iterator["Table | str"]:
        """Yield the strings and tables that a key has as its value, or in a list.

        Raises:
            InputError: one of them is of another type.
        """
        self._known.append(name)
        value = self._left.pop(name, [])
        start = self._place_of(name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                yield one
            elif isinstance(one, dict):
                header = re.compile(rf"^\s*\[\[?{re.escape(name)}\]\]?|\{{", re.MULTILINE)
                found = header.search(self._text, start)
                start = found.end() if found else start
                yield Table(self.path, self._text, one, start)
            else:
                raise self.error(f"{name} is not a string, a table, or a list of these", name)

    def all_tables(self, name: str) -> Iterator["Table"]:
        """Yield the tables of a list.

        Raises:
            InputError: one of them is not a table.
        """
        for one in self.tables(name):
            if isinstance(one, str):
                raise self.error(f"{name} is not a table", name)
            yield one

    def close(self) -> None:
        """Refuse the keys that were not taken.

        Raises:
            InputError: there is one; the message suggests a known key.
        """
        for name in self._left:
            near = spelling.nearest(name, self._known)
            known = f'did you mean "{near}"?' if near else f"known are {', '.join(sorted(self._known))}"
            raise self.error(f"unknown key {quoted(name)}; {known}", name)

    def error(self, message: str, name: str) -> InputError:
        """Return an error at the place of a key, or at that of the table if the key is empty."""
        at = self._place_of(name) if name else self._start
        line = self._text.count("\n", 0, at) + 1
        return InputError(message, in_file(self.path, line, at - self._text.rfind("\n", 0, at)))

    def _place_of(self, name: str) -> int:
        pattern = re.compile(
            rf'(?:^[ \t]*|[{{,]\s*|^[ \t]*\[\[?)(?="?{re.escape(name)}"?\s*[=\]])', re.M
        )
        found = pattern.search(self._text, self._start)
        return found.end() if found else self._start
