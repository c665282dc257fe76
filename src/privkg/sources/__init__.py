"""5 · Sources: readers of pages, one module or package per format.

The folder is the registry: what meets `Source` is offered wherever pages are read or written.
"""

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, TypeGuard

from privkg.core.errors import UsageError
from privkg.core.model import Document, Incident
from privkg.core.registry import Registry

HEAD_BYTES = 65_536
"""How much of the beginning of a file a source is shown to recognise it by."""


class Source(Protocol):
    """A format of pages: a module of this package.

    Attributes:
        TITLE: what the format is called in help and messages.
        SUFFIXES: how the names of its files end, in lower case; only these are opened in a folder.
    """

    @property
    def TITLE(self) -> str: ...  # noqa: D102, N802

    @property
    def SUFFIXES(self) -> tuple[str, ...]: ...  # noqa: D102, N802

    def sniff(self, head: bytes) -> bool:
        """Return whether a file that begins so is of this format."""

    def read(self, document: Document) -> Iterator[Incident]:
        """Yield the incident of each page of a document.

        Raises:
            PageError: the text, or a page in it, is not of this format.
        """


class WritableSource(Source, Protocol):
    """A format that incidents can be written in."""

    def write(self, incident: Incident) -> str:
        """Return an incident as a page; fields without a value are there to be filled in."""

    def empty(self, title: str) -> str:
        """Return a page of which every field is to be filled in, those that are optional too."""


SOURCES: Registry[Source] = Registry(__name__, "page format")


@functools.cache
def formats() -> Mapping[str, Source]:
    """Return all formats by their names; kept, since each file is shown to them."""
    return SOURCES.all()


@functools.cache
def suffixes() -> tuple[str, ...]:
    """Return the suffixes of all formats, sorted."""
    return tuple(sorted({suffix for source in formats().values() for suffix in source.SUFFIXES}))


def recognise(suffix: str, head: bytes, *, is_named: bool) -> str | None:
    """Return the name of the first format that recognises a file, or None.

    Args:
        suffix: how the file's name ends.
        head: its first bytes, up to `HEAD_BYTES`.
        is_named: whether the user named the file, so that a format may take it whatever its suffix.
    """
    every_one = formats().items()
    by_suffix = [(name, source) for name, source in every_one if suffix.lower() in source.SUFFIXES]
    others = [one for one in every_one if one not in by_suffix] if is_named else []
    found = (name for name, source in (*by_suffix, *others) if source.sniff(head))
    return next(found, None)


def writable_formats() -> Mapping[str, WritableSource]:
    """Return the formats that incidents can be written in, by their names."""
    return {name: source for name, source in formats().items() if _is_writable(source)}


def writable(suffix: str) -> WritableSource:
    """Return the format that pages of a suffix are written in; without a suffix, the first one.

    Raises:
        UsageError: there is none.
    """
    able = writable_formats().values()
    for source in able:
        if suffix.lower() in source.SUFFIXES or not suffix:
            return source
    raise UsageError(f"no page format that can be written has the suffix {suffix}; {_offer(able)}")


def _is_writable(source: Source) -> TypeGuard[WritableSource]:
    return hasattr(source, "write")


def _offer(able: Iterable[Source]) -> str:
    known = (f"{', '.join(source.SUFFIXES)} ({source.TITLE})" for source in able)
    return f"known: {'; '.join(known)}"
