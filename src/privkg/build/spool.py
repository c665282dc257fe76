"""The spool of a build: what it reads of each page, on disk until all pages are read."""

import os
import tempfile
import weakref
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from privkg.core import files


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of an entry in the spool: offset and size in bytes."""

    start: int
    size: int


class Spool:
    """An anonymous temporary file of entries, which the system removes when it is closed."""

    def __init__(self) -> None:
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
        self._file.seek(slot.start)
        return self._file.read(slot.size)


def _close(file: BinaryIO) -> None:
    with suppress(OSError):  # the disk is full: what is still to be written is not needed any more
        file.close()
