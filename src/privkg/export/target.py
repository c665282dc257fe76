"""Targets of an export: a file or folder, replaced once all is written, or an open stream."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from privkg.core import bounded, files
from privkg.core.errors import UsageError, in_file
from privkg.core.files import folders
from privkg.store import gzipped

IsOwn = Callable[[str, bytes], bool]
"""Returns, for the name and first bytes of a file, whether it is an export, which may be replaced."""

_MOST_OF_HEAD = 1_000


class Target(Protocol):
    """The target of a format: one file, or several that are written together."""

    def file(self) -> AbstractContextManager[BinaryIO]:
        """Open the file of a single-file format for writing, as a context manager."""

    def files(self, names: Sequence[str], is_own: IsOwn) -> AbstractContextManager[list[BinaryIO]]:
        """Open the files of a format of several files for writing, as a context manager.

        Raises:
            UsageError: a file of such a name is not an export, or the target is not a folder.
        """


@dataclass(frozen=True, slots=True)
class Place:
    """A file, or a folder of files; existing files are replaced once all is written."""

    path: Path

    def file(self) -> AbstractContextManager[BinaryIO]:
        """Open a temporary file, which replaces the target at the end of the block."""
        return files.writing(self.path)

    @contextmanager
    def files(self, names: Sequence[str], is_own: IsOwn) -> Iterator[list[BinaryIO]]:
        """Open temporary files, which replace those of the folder at the end of the block."""
        paths = [self.path / name for name in names]
        for path in paths:
            _refuse_foreign(path, is_own)
        with folders.made(self.path), files.writing_all(paths) as opened:
            yield opened


@dataclass(frozen=True, slots=True)
class NewPlace(Place):
    """A file or folder that does not exist yet, in a folder that privkg made."""

    def file(self) -> AbstractContextManager[BinaryIO]:
        """Create the file; it is removed if the block raises."""
        return files.creating(self.path)


@dataclass(frozen=True, slots=True)
class NewGzip(NewPlace):
    """A file that does not exist yet, to be compressed with gzip, in a folder that privkg made."""

    @contextmanager
    def file(self) -> Iterator[BinaryIO]:
        """Create the file and compress what is written; it is removed if the block raises."""
        with files.creating(self.path) as file, gzipped.writing(file) as packed:
            yield packed


@dataclass(frozen=True, slots=True)
class Stream:
    """An open file, such as standard output."""

    opened: BinaryIO

    @contextmanager
    def file(self) -> Iterator[BinaryIO]:
        """Yield the open file; flush it at the end of the block, without closing it."""
        yield self.opened
        self.opened.flush()

    def files(self, names: Sequence[str], is_own: IsOwn) -> AbstractContextManager[list[BinaryIO]]:
        """Raise UsageError, as a stream is one file."""
        raise UsageError(f"{', '.join(names)} cannot be written to one file; name a folder")


def _refuse_foreign(path: Path, is_own: IsOwn) -> None:
    """Raise UsageError if a file is not an export, by its first line, so that it is not replaced."""
    if path.is_file():
        with bounded.opened(path) as file:
            head = file.readline(_MOST_OF_HEAD)
        if not is_own(path.name, head):
            raise UsageError(
                "not a table that privkg exported; move it, or name another folder", in_file(path)
            )
