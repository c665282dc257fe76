"""5 · Sources: parsers of pages, one module or package per format.

The folder is the registry: all commands support the format of each module in it that implements
`Source`.
"""

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, TypeGuard

from privkg.core.errors import UsageError
from privkg.core.model import Document, Incident
from privkg.core.registry import Registry

HEAD_BYTES = 65_536
"""Number of bytes of a file's beginning that are passed to `Source.sniff`."""


class Source(Protocol):
    """A format of pages: a module of this package.

    Attributes:
        TITLE: the name of the format in help and messages.
        SUFFIXES: suffixes of its files, in lower case; in a folder only these files are opened.
    """

    @property
    def TITLE(self) -> str: ...  # noqa: D102, N802

    @property
    def SUFFIXES(self) -> tuple[str, ...]: ...  # noqa: D102, N802

    def sniff(self, head: bytes) -> bool:
        """Return whether a file with these first bytes is of this format."""

    def read(self, document: Document) -> Iterator[Incident]:
        """Yield the incident of each page of a document.

        Raises:
            PageError: the text, or a page in it, is not of this format.
        """


class WritableSource(Source, Protocol):
    """A format that incidents can be written in."""

    def write(self, incident: Incident) -> str:
        """Return an incident as a page; required fields without a value are written empty."""

    def empty(self, title: str) -> str:
        """Return a page with all fields empty, optional ones included."""


SOURCES: Registry[Source] = Registry(__name__, "page format")


@functools.cache
def formats() -> Mapping[str, Source]:
    """Return all formats by name; cached, because it is called for each file."""
    return SOURCES.all()


@functools.cache
def suffixes() -> tuple[str, ...]:
    """Return the suffixes of all formats, sorted."""
    return tuple(sorted({suffix for source in formats().values() for suffix in source.SUFFIXES}))


def recognise(suffix: str, head: bytes, *, is_named: bool) -> str | None:
    """Return the name of the first format that recognises a file, or None.

    Args:
        suffix: the suffix of the file's name.
        head: its first bytes, up to `HEAD_BYTES`.
        is_named: whether the user named the file itself; then formats of other suffixes are tried too.
    """
    every_one = formats().items()
    by_suffix = [(name, source) for name, source in every_one if suffix.lower() in source.SUFFIXES]
    others = [one for one in every_one if one not in by_suffix] if is_named else []
    found = (name for name, source in (*by_suffix, *others) if source.sniff(head))
    return next(found, None)


def writable_formats() -> Mapping[str, WritableSource]:
    """Return the formats that incidents can be written in, by name."""
    return {name: source for name, source in formats().items() if _is_writable(source)}


def writable(suffix: str) -> WritableSource:
    """Return the writable format of a suffix; the first writable one for an empty suffix.

    Raises:
        UsageError: no format with this suffix can be written.
    """
    able = writable_formats().values()
    for source in able:
        if suffix.lower() in source.SUFFIXES or not suffix:
            return source
    raise UsageError(f'no writable page format has the suffix "{suffix}"; use one of {_offer(able)}')


def _is_writable(source: Source) -> TypeGuard[WritableSource]:
    return hasattr(source, "write")


def _offer(able: Iterable[Source]) -> str:
    return "; ".join(f"{', '.join(source.SUFFIXES)} ({source.TITLE})" for source in able)
