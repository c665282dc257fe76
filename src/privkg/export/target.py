"""Where an export goes: a file or folder that takes its place when it is whole, or an open stream."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from privkg.core import bounded, files
from privkg.core.errors import UsageError, in_file
from privkg.core.files import folders

IsOwn = Callable[[str, bytes], bool]
"""Whether a file of a name that begins with certain bytes is an export, which may be replaced."""

_MOST_OF_HEAD = 1_000


class Target(Protocol):
    """What a format writes to: one file, or several that are complete together."""

    def file(self) -> AbstractContextManager[BinaryIO]:
        """Return the file of a format that is one file, to be written within the block."""

    def files(self, names: Sequence[str], is_own: IsOwn) -> AbstractContextManager[list[BinaryIO]]:
        """Return the files of a format that is several, by name; files that are not `is_own` stay.

        Raises:
            UsageError: there is a file of such a name that is no export, or no folder to write to.
        """


@dataclass(frozen=True, slots=True)
class Place:
    """A file, or a folder for several: what was there before is replaced when all is written."""

    path: Path

    def file(self) -> AbstractContextManager[BinaryIO]:
        """Return the file; it takes its place at the end of the block."""
        return files.writing(self.path)

    @contextmanager
    def files(self, names: Sequence[str], is_own: IsOwn) -> Iterator[list[BinaryIO]]:
        """Give the files of the folder; all take their places at the end of the block."""
        paths = [self.path / name for name in names]
        for path in paths:
            _refuse_foreign(path, is_own)
        with folders.made(self.path), files.writing_all(paths) as opened:
            yield opened


@dataclass(frozen=True, slots=True)
class NewPlace(Place):
    """A file or folder that is not there yet, in a folder that privkg made."""

    def file(self) -> AbstractContextManager[BinaryIO]:
        """Return the file; it is removed if the block does not end well."""
        return files.creating(self.path)


@dataclass(frozen=True, slots=True)
class Stream:
    """An open file, such as standard output."""

    opened: BinaryIO

    @contextmanager
    def file(self) -> Iterator[BinaryIO]:
        """Give the open file, which stays open."""
        yield self.opened
        self.opened.flush()

    def files(self, names: Sequence[str], is_own: IsOwn) -> AbstractContextManager[list[BinaryIO]]:
        """Refuse: a stream is one file."""
        raise UsageError(f"{', '.join(names)} cannot be written to one file; name a folder")


def _refuse_foreign(path: Path, is_own: IsOwn) -> None:
    """Refuse to replace a file that does not begin as an export of its name does."""
    if path.is_file():
        with bounded.opened(path) as file:
            head = file.readline(_MOST_OF_HEAD)
        if not is_own(path.name, head):
            raise UsageError(
                "not a table that privkg exported; move it, or name another folder", in_file(path)
            )
