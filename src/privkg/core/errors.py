"""The exceptions of privkg.

PrivkgError
├── InputError          an input is not valid                        exit 1
│   ├── InvalidValueError a value does not have the required form
│   ├── FileError       a file cannot be opened or decoded
│   ├── PageError       a text is not a page of its format
│   ├── RdfError        an RDF file is not well-formed
│   ├── QueryError      a text is not a SPARQL query
│   └── PublishError    a graph or its metadata cannot be published as it is
├── UsageError          an argument is wrong or names nothing        exit 2
│   ├── NoInputError    no readable page where one was expected
│   └── UnknownNameError a name that does not exist, with suggestions
└── FailureError        a valid request could not be carried out     exit 3
    ├── AssetError      a file that ships with privkg is missing or wrong
    ├── StoreError      the graph is missing, locked, damaged or of another version
    │   └── WriteError  a file or folder cannot be written
    │       └── ExistsError a new file would replace an existing one
    ├── LimitError      a limit of time, memory, size or network access was reached
    │   ├── RefusedError a query is an update, or would query another endpoint
    │   └── BusyError   too many others wait already
    └── EndpointError   an endpoint is down, refuses, or returns an unusable response
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

_NO_LABELS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The location of an error: a file, line and column from 1, the key of a page in a multi-page file.

    A query has no file; a file that cannot be read at all has no line.
    """

    file: str | None = None
    line: int | None = None
    column: int | None = None
    page: str | None = None

    def __str__(self) -> str:
        """Return the place as `file:line:col`, which editors parse; `file#page` without a line."""
        page = f"#{self.page}" if self.page is not None and self.line is None else ""
        parts = (self.file, self.line, self.column)
        return ":".join(str(part) for part in parts if part is not None) + page


class HasName(Protocol):
    """A file or a folder, here or in a store; as text it is its path or its address."""

    @property
    def name(self) -> str:
        """The last part of its path or its address."""


class PrivkgError(Exception):
    """The base class of privkg's errors: a message for the user, and the place it is about."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.place = place

    def __str__(self) -> str:
        """Return the message after its place, as `file:line:col: message`."""
        return self.message if self.place is None else f"{self.place}: {self.message}"

    def __reduce__(self) -> tuple[Any, ...]:
        """Support pickling of subclasses whose constructors take other arguments."""
        return _restored, (type(self), self.message, self.place)


class InputError(PrivkgError):
    """An input is not valid."""


class InvalidValueError(InputError, ValueError):
    """A value does not have the required form; also a ValueError, as Python's own parsers raise."""


class FileError(InputError):
    """A file cannot be opened, decoded, or is larger than the limit."""


class PageError(InputError):
    """A text is not a page of the expected format."""


class RdfError(InputError):
    """An RDF file is not well-formed, or has terms that are not allowed there."""


class QueryError(InputError):
    """A text is not a SPARQL query."""


class PublishError(InputError):
    """A graph, or the metadata of the dataset, cannot be published as it is."""


class UsageError(PrivkgError):
    """An argument is wrong, or names something that does not exist."""


class NoInputError(UsageError):
    """There is no readable page where one was expected."""


class UnknownNameError(UsageError):
    """A name does not exist; the message suggests the nearest one, with its label, or lists names."""

    def __init__(
        self, kind: str, name: str, known: Iterable[str], labels: Mapping[str, str] = _NO_LABELS
    ) -> None:
        from privkg.core.text import quoted  # needed only after a mistake

        super().__init__(f"unknown {kind} {quoted(name)}; {_offer(name, sorted(known), labels)}")


class FailureError(PrivkgError):
    """A valid request could not be carried out."""


class AssetError(FailureError):
    """A file that ships with privkg is missing or wrong."""


class StoreError(FailureError):
    """The graph is missing, locked, damaged, or of another version."""


class WriteError(StoreError):
    """A file or folder cannot be written; its former content is unchanged."""


class ExistsError(WriteError):
    """A new file would replace an existing one."""


class LimitError(FailureError):
    """A limit of time, memory, size or network access was reached."""


class RefusedError(LimitError):
    """A query is not run, because it is an update or would query another endpoint."""


class BusyError(LimitError):
    """A request cannot be answered now, because too many others wait already."""


class EndpointError(FailureError):
    """An endpoint is down, refuses, or returns an unusable response."""


def in_file(path: str | HasName, line: int | None = None, column: int | None = None) -> Place:
    """Return a place: a file, by its path or its address, optionally with a line and a column in it."""
    return Place(file=str(path), line=line, column=column)


def suggest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that `name` misspells or shortens, or None."""
    from privkg.core import spelling  # needed only after a mistake

    candidates = tuple(known)
    return spelling.nearest(name, candidates) or spelling.abbreviated(name, candidates)


def with_label(name: str, labels: Mapping[str, str]) -> str:
    """Return a name for a message, behind its label if it has one: `"City of Oslo" (city-of-oslo)`."""
    from privkg.core.text import quoted  # needed only after a mistake

    return f"{quoted(labels[name])} ({name})" if labels.get(name) else f'"{name}"'


def _restored(kind: type[PrivkgError], message: str, place: Place | None) -> PrivkgError:
    error = kind.__new__(kind)
    PrivkgError.__init__(error, message, place)
    return error


def _offer(name: str, known: list[str], labels: Mapping[str, str]) -> str:
    near = suggest(name, known)
    if near:
        return f"did you mean {with_label(near, labels)}?"
    shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return f"known: {shown}" if known else "there is none yet"
