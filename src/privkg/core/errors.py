"""Everything privkg raises on purpose.

PrivkgError
├── InputError          an input cannot be read as what it is        exit 1
│   ├── InvalidValueError a value is not of the form it must have
│   ├── FileError       a file cannot be opened or decoded
│   ├── PageError       a text is not a page of its format
│   ├── RdfError        an RDF file is not well-formed
│   ├── QueryError      a text is not a SPARQL query
│   └── PublishError    a graph, or what is said of it, cannot be published as it is
├── UsageError          privkg was asked for what does not exist     exit 2
│   ├── NoInputError    no readable page where one was expected
│   └── UnknownNameError a name that nothing answers to, with suggestions
└── FailureError        privkg could not do what was right to ask    exit 3
    ├── AssetError      a file that ships with privkg is missing or wrong
    ├── StoreError      the graph is missing, locked, damaged or of another version
    │   └── WriteError  a file or folder cannot be written
    │       └── ExistsError there is something already where a new file was to be
    ├── LimitError      a limit of time, memory, size or reach was met
    └── EndpointError   an endpoint is down, refuses, or answers what cannot be used
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an error is: a file, a line and column of it from 1, a page among several of the file.

    The text of a query has no file; of a file that cannot be read at all, no line is known.
    """

    file: str | None = None
    line: int | None = None
    column: int | None = None
    page: str | None = None

    def __str__(self) -> str:
        """Return the place as tools and editors read it; a page is named where no line is known."""
        page = f"#{self.page}" if self.page is not None and self.line is None else ""
        parts = (self.file, self.line, self.column)
        return ":".join(str(part) for part in parts if part is not None) + page


class PrivkgError(Exception):
    """The root of all errors raised on purpose: a sentence for the user, and the place it is about."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.place = place

    def __str__(self) -> str:
        """Return the message behind its place, as `file:line:col: message`."""
        return self.message if self.place is None else f"{self.place}: {self.message}"

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how to make the error again in another process, whatever its kind is made from."""
        return _restored, (type(self), self.message, self.place)


class InputError(PrivkgError):
    """An input cannot be read as what it is."""


class InvalidValueError(InputError, ValueError):
    """A value is not of the form it must have; also a ValueError, as Python's own parsers raise."""


class FileError(InputError):
    """A file cannot be opened, decoded, or is larger than the limit."""


class PageError(InputError):
    """A text is not a page of the format it was read as."""


class RdfError(InputError):
    """An RDF file is not well-formed, or holds what it must not."""


class QueryError(InputError):
    """A text is not a SPARQL query."""


class PublishError(InputError):
    """A graph, or what is said of the dataset, cannot be published as it is."""


class UsageError(PrivkgError):
    """privkg was asked for something that does not exist."""


class NoInputError(UsageError):
    """No readable page stands where one was expected."""


class UnknownNameError(UsageError):
    """Nothing answers to a name; the message lists what comes near."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        from privkg.core.text import quoted  # needed only after a mistake

        super().__init__(f"unknown {kind} {quoted(name)}; {_offer(name, sorted(known))}")


class FailureError(PrivkgError):
    """privkg could not do what was right to ask for."""


class AssetError(FailureError):
    """A file that ships with privkg is missing or wrong."""


class StoreError(FailureError):
    """The graph is missing, locked, damaged, or of another version."""


class WriteError(StoreError):
    """A file or folder cannot be written; what was there before is as it was."""


class ExistsError(WriteError):
    """There is something already where a new file was to be written."""


class LimitError(FailureError):
    """A limit of time, memory, size or reach was met."""


class EndpointError(FailureError):
    """An endpoint is down, refuses, or answers what cannot be used."""


def in_file(path: os.PathLike[str] | str, line: int | None = None, column: int | None = None) -> Place:
    """Return a file, or a line and column in it, as a place."""
    return Place(file=os.fspath(path), line=line, column=column)


def suggest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that `name` misspells or shortens, or None."""
    from privkg.core import spelling  # needed only after a mistake

    candidates = tuple(known)
    return spelling.nearest(name, candidates) or spelling.abbreviated(name, candidates)


def _restored(kind: type[PrivkgError], message: str, place: Place | None) -> PrivkgError:
    error = kind.__new__(kind)
    PrivkgError.__init__(error, message, place)
    return error


def _offer(name: str, known: list[str]) -> str:
    near = suggest(name, known)
    if near:
        return f'did you mean "{near}"?'
    shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return f"known: {shown}" if known else "there is none yet"
