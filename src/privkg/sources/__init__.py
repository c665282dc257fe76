"""5 · Sources: parsers of pages, one module or package per format.

The folder is the registry: all commands support the format of each module in it that implements
`Source`, a format of pages, or `Archive`, a format of files that hold many.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeGuard

from privkg.core.errors import InputError, UsageError
from privkg.core.model import Document, Incident
from privkg.core.objects import Readable
from privkg.core.registry import Registry

HEAD_BYTES = 1_000_000
"""Number of bytes of a file's beginning that are passed to `Source.sniff`.

A bzip2 file has nothing to show before its first block ends, which may have 900 kB.
"""


class Format(Protocol):
    """The common facts of page formats and archive formats.

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


class Source(Format, Protocol):
    """A format of pages: a module of this package with `read`.

    Attributes:
        RANK: if the same page is there in several formats, that of the lowest rank is taken.
    """

    @property
    def RANK(self) -> int: ...  # noqa: D102, N802

    def read(self, document: Document) -> Iterator[Incident]:
        """Yield the incident of each page of a document.

        Raises:
            PageError: the text, or a page in it, is not of this format.
        """


class Doubtful(Source, Protocol):
    """A format of pages whose `sniff` also recognises pages that may be of something else."""

    def is_sure(self, head: bytes) -> bool:
        """Return whether a file with these first bytes is a page of an incident, named or not."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text, the name of its format, and how it is read.

    Attributes:
        document: the text.
        source: the name of the format.
        reader: yields the incidents of the text; None if the page format with this name does.
        variant: a hash of what a reader depends on besides the text, such as a mapping; else empty.
    """

    document: Document
    source: str
    reader: Callable[[Document], Iterator[Incident]] | None = None
    variant: str = ""

    def incidents(self) -> Iterator[Incident]:
        """Yield the incidents of the text.

        Raises:
            PageError: the text, or a page in it, is not of its format.
        """
        read = self.reader or formats()[self.source].read
        yield from read(self.document)


@dataclass(frozen=True, slots=True)
class Excluded:
    """A text that is left out: its key in its file, empty for the file itself, and the reason."""

    key: str
    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A text that cannot be read, and does not prevent reading the next one: its key, and the error."""

    key: str
    error: InputError


@dataclass(frozen=True, slots=True)
class Remark:
    """A line about an archive that concerns no single text, such as a warning in it."""

    words: str


Member = Text | Excluded | Refused | Remark
"""One of the texts of an archive, or a remark about it."""


class Archive(Format, Protocol):
    """A format of files that hold many texts: a module of this package with `texts`."""

    def texts(self, path: Readable) -> Iterator[Member]:
        """Yield the texts of a file in its order; the file is read as a stream, in bounded memory.

        Raises:
            FileError, PageError: the file, or the rest of it, cannot be read; the message has the number
                of whole texts before the error.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedMapping:
    """A proposed mapping of a table.

    Attributes:
        folder: its folder in a project, named after the register.
        mapping: the name of the file of the mapping.
        files: the text of the mapping and of its tables of values, by the names of the files.
        columns: the number of the table's columns.
        used: the number of those with a use.
    """

    folder: str
    mapping: str
    files: Mapping[str, str]
    columns: int
    used: int


class MappedArchive(Archive, Protocol):
    """A format of files that are read by a mapping, which the user may name."""

    def mapped_texts(self, path: Readable, mapping: str) -> Iterator[Member]:
        """Yield the texts of a file as `texts` does, by the mapping of this name or in this file.

        Raises:
            FileError, PageError: as for `texts`.
            InputError, UsageError: there is no such mapping, or it is not valid.
        """

    def proposed_mapping(self, path: Path) -> ProposedMapping:
        """Return a proposed mapping of a file; the facts that only a person knows are empty.

        Raises:
            UsageError: the name of the file does not end as that of a table, or is that of a register
                that privkg reads already.
            FileError, PageError: the file cannot be read as a table.
        """


class WritableSource(Source, Protocol):
    """A format that incidents can be written in."""

    def write(self, incident: Incident) -> str:
        """Return an incident as a page.

        Fields that the incident leaves empty are written empty, fields that it lacks are not written.
        """

    def empty(self, title: str) -> str:
        """Return a page with all fields empty, optional ones included."""


_COMPRESSED = (".bz2", ".gz")
_PLAIN = "text"
"""The short name of the format of a new page if nothing determines another."""

SOURCES: Registry[Source | Archive] = Registry(__name__, "page format")


@functools.cache
def formats() -> Mapping[str, Source]:
    """Return the page formats by name; cached, because it is called for each file."""
    return {name: source for name, source in SOURCES.all().items() if _is_source(source)}


@functools.cache
def archives() -> Mapping[str, Archive]:
    """Return the archive formats by name; cached, because it is called for each file."""
    return {name: source for name, source in SOURCES.all().items() if _is_archive(source)}


@functools.cache
def suffixes() -> tuple[str, ...]:
    """Return the suffixes of all formats, sorted."""
    every_one = (*formats().values(), *archives().values())
    return tuple(sorted({suffix for source in every_one for suffix in source.SUFFIXES}))


def rank(name: str) -> int:
    """Return the rank of a format: if a page is there in several formats, the lowest is taken."""
    source = formats().get(name)
    return source.RANK if source else 0


def mapped_archive(path: Readable) -> MappedArchive | None:
    """Return the format of a file, by its name, if it is read by a mapping; else None.

    The suffix of a compressed file is that before `.gz` or `.bz2`.
    """
    suffixes = [suffix for suffix in map(str.lower, path.suffixes) if suffix not in _COMPRESSED]
    able = (source for source in archives().values() if _is_mapped(source))
    return next((one for one in able if suffixes and suffixes[-1] in one.SUFFIXES), None)


def propose_mapping(path: Path) -> ProposedMapping:
    """Return a proposed mapping of a file, as the format proposes it that reads files by a mapping.

    Raises:
        UsageError, FileError, PageError: as for `MappedArchive.proposed_mapping`.
    """
    able = [source for source in archives().values() if _is_mapped(source)]
    return (mapped_archive(path) or able[0]).proposed_mapping(path)


def recognise(suffix: str, head: bytes, *, is_named: bool) -> str | None:
    """Return the name of the first format that recognises a file, or None.

    Args:
        suffix: the suffix of the file's name.
        head: its first bytes, up to `HEAD_BYTES`.
        is_named: whether the user named the file itself; then formats of other suffixes are tried too,
            and a page of few fields is enough.
    """
    # Archives first: a format of pages may recognise the pages in an archive.
    every_one = (*archives().items(), *formats().items())
    by_suffix = [(name, source) for name, source in every_one if suffix.lower() in source.SUFFIXES]
    others = [one for one in every_one if one not in by_suffix] if is_named else []
    found = (
        name
        for name, source in (*by_suffix, *others)
        if source.sniff(head) and (is_named or _is_sure(source, head))
    )
    return next(found, None)


def writable_formats() -> Mapping[str, WritableSource]:
    """Return the formats that incidents can be written in, by their short names.

    The short name of a format is the last part of its module's name: `text` of `privacywiki_text`.
    """
    able = ((name, source) for name, source in formats().items() if _is_writable(source))
    return {name.rpartition("_")[2]: source for name, source in able}


def writable(suffix: str) -> WritableSource:
    """Return the writable format of a suffix; that of text for an empty suffix.

    Raises:
        UsageError: no format with this suffix can be written.
    """
    able = writable_formats()
    if not suffix:
        return able[_PLAIN]
    for source in able.values():
        if suffix.lower() in source.SUFFIXES:
            return source
    raise UsageError(
        f'no writable page format has the suffix "{suffix}"; use one of {_offer(able.values())}'
    )


def _is_sure(source: Format, head: bytes) -> bool:
    """Return whether a file that its format recognises is a page, although nobody named it."""
    return source.is_sure(head) if _is_doubtful(source) else True


def _is_doubtful(source: Format) -> TypeGuard[Doubtful]:
    return hasattr(source, "is_sure")


def _is_source(source: Source | Archive) -> TypeGuard[Source]:
    return hasattr(source, "read")


def _is_archive(source: Source | Archive) -> TypeGuard[Archive]:
    return hasattr(source, "texts")


def _is_mapped(source: Archive) -> TypeGuard[MappedArchive]:
    return hasattr(source, "mapped_texts")


def _is_writable(source: Source) -> TypeGuard[WritableSource]:
    return hasattr(source, "write")


def _offer(able: Iterable[Source]) -> str:
    return "; ".join(f"{', '.join(source.SUFFIXES)} ({source.TITLE})" for source in able)
