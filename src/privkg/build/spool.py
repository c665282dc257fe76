"""The spool of a build: what it reads of each page, on disk until all pages are read."""

import os
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from privkg.core import bounded, files


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of an entry: offset and size in bytes, and the name of the file if others wrote it."""

    start: int
    size: int
    file: str = ""


class Spool:
    """An anonymous temporary file of entries, which the system removes when it is closed.

    Args:
        folder: the folder of the files of entries that other machines wrote, if some did.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._file = files.scratch()
        self._end = 0
        weakref.finalize(self, _close, self._file)

    def put(self, entry: bytes) -> Slot:
        """Append an entry, and return its place.

        Raises:
            WriteError: the folder of temporary files is full.
        """
        with files.named(Path(tempfile.gettempdir())):
            self._file.seek(0, os.SEEK_END)
            self._file.write(entry)
        slot = Slot(self._end, len(entry))
        self._end += len(entry)
        return slot

    def get(self, slot: Slot) -> bytes:
        """Return an entry."""
        if slot.file:
            assert self._folder  # noqa: S101
            return entry_in(self._folder, slot)
        self._file.seek(slot.start)
        return self._file.read(slot.size)


class SpoolFile:
    """A file of entries in a folder that several machines share."""

    def __init__(self, name: str, file: BinaryIO) -> None:
        self._name, self._file = name, file
        self._end = 0

    def put(self, entry: bytes) -> Slot:
        """Append an entry, and return its place."""
        self._file.write(entry)
        slot = Slot(self._end, len(entry), self._name)
        self._end += len(entry)
        return slot


@contextmanager
def writing(folder: Path, name: str) -> Iterator[SpoolFile]:
    """Yield a new file of entries in a folder; it replaces an equal one, of another attempt.

    Raises:
        WriteError: it cannot be written.
    """
    with files.writing(folder / name, is_builder=True, is_synced=False) as file:
        yield SpoolFile(name, file)


def entry_in(folder: Path, slot: Slot) -> bytes:
    """Return an entry that another machine wrote."""
    with bounded.opened(folder / slot.file) as file:
        file.seek(slot.start)
        return file.read(slot.size)


def _close(file: BinaryIO) -> None:
    with suppress(OSError):  # the disk is full: what is still to be written is not needed any more
        file.close()
