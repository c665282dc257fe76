"""Files that mark a folder as made here: they name their own number and time, which no copy has."""

import os
from pathlib import Path

from privkg.core import bounded
from privkg.core.errors import FileError
from privkg.core.files import parts, places

_MOST_BYTES = 4_096


def write(path: Path, text: str) -> None:
    """Write a new file, whole or not at all, that holds a text and what only this file has.

    Raises:
        FileExistsError: there is something at `path`.
        OSError: it cannot be written.
    """
    with parts.Part(path, places.Place()) as part:
        status = os.fstat(part.file.fileno())
        part.file.write(_stamped(text, status))
        part.date(status.st_mtime_ns)
        part.put_new()


def is_genuine(path: Path, text: str) -> bool:
    """Return whether a file is one that `write` wrote at this place with this text."""
    try:
        with bounded.opened(path, follows_links=False) as file:
            return file.read(_MOST_BYTES) == _stamped(text, os.fstat(file.fileno()))
    except (OSError, FileError):
        return False


def _stamped(text: str, status: os.stat_result) -> bytes:
    return f"{text}# {status.st_ino} {status.st_mtime_ns}\n".encode()
