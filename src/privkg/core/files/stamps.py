"""Files that mark a folder as made on this machine.

Such a file contains its own inode number and modification time. A copy has a different inode, so that a
folder that was copied or unpacked from an archive is not mistaken for one that privkg made here.
"""

import os
from pathlib import Path

from privkg.core import bounded
from privkg.core.errors import FileError
from privkg.core.files import parts, places

_MOST_BYTES = 4_096


def write(path: Path, text: str) -> None:
    """Write a new file atomically with a text and the file's own inode and time.

    Raises:
        FileExistsError: the path exists.
        OSError: it cannot be written.
    """
    with parts.Part(path, places.Place()) as part:
        status = os.fstat(part.file.fileno())
        part.file.write(_stamped(text, status))
        part.date(status.st_mtime_ns)
        part.put_new()


def is_genuine(path: Path, text: str) -> bool:
    """Return whether `write` wrote this file, at this path, with this text."""
    try:
        with bounded.opened(path, follows_links=False) as file:
            return file.read(_MOST_BYTES) == _stamped(text, os.fstat(file.fileno()))
    except (OSError, FileError):
        return False


def _stamped(text: str, status: os.stat_result) -> bytes:
    return f"{text}# {status.st_ino} {status.st_mtime_ns}\n".encode()
