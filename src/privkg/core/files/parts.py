"""Temporary files and folders next to the path that they are written for.

The name contains a hash of the target's name, and the writing process holds a lock on the entry. A
killed process leaves an entry without a lock; the next run that writes to the same target removes such
entries, and no others.
"""

import hashlib
import os
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from privkg.core import bounded
from privkg.core.files.places import Place

NAME = re.compile(r"\.privkg-[0-9a-f]{12}-[0-9a-f]{8}")
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK


class Part:
    """A temporary file next to its target, or the target itself if that is a stream."""

    def __init__(self, path: Path, place: Place) -> None:
        self.path = path
        self._former = place.former
        self._temporary: Path | None = None
        if place.is_stream:
            descriptor = os.open(path, os.O_WRONLY | getattr(os, "O_NOCTTY", 0))
        else:
            clear(path)
            self._temporary, descriptor = _new_file(path, 0o600 if place.former else 0o666)
        self.file: BinaryIO = os.fdopen(descriptor, "wb")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Close the file; remove it if it was not put in place."""
        with suppress(OSError):  # an error of flushing was raised before
            self.file.close()
        if self._temporary:
            self._temporary.unlink(missing_ok=True)

    def finish(self, *, is_synced: bool) -> None:
        """Flush the file, call `fsync`, and copy owner and mode of the file that it replaces."""
        self.file.flush()
        if self._temporary and is_synced:
            os.fsync(self.file.fileno())
        if self._former and sys.platform != "win32":
            with suppress(OSError):  # only root may change the owner
                os.fchown(self.file.fileno(), self._former.st_uid, self._former.st_gid)
            os.fchmod(self.file.fileno(), stat.S_IMODE(self._former.st_mode))

    def put(self) -> None:
        """Rename the file to its target."""
        if sys.platform == "win32":  # Windows cannot rename an open file
            self.file.close()
        if self._temporary:
            self._temporary.replace(self.path)
            self._temporary = None

    def put_new(self) -> None:
        """Rename the file to its target, which must not exist.

        Raises:
            FileExistsError: the target exists.
        """
        if self._temporary is None:
            return
        if sys.platform == "win32":  # cannot rename an open file; `rename` does not replace there
            self.file.close()
            self._temporary.rename(self.path)
            return
        try:
            # Unlike `rename`, `link` fails if the target exists.
            os.link(self._temporary, self.path, follow_symlinks=False)
        except OSError:
            if os.path.lexists(self.path):
                raise
            self._temporary.replace(self.path)  # a file system without hard links

    def date(self, changed_ns: int) -> None:
        """Set the file's modification time, in nanoseconds."""
        self.file.close()
        if self._temporary:
            os.utime(self._temporary, ns=(changed_ns, changed_ns))


def clear(path: Path) -> None:
    """Remove the temporary files that killed processes left for a path."""
    _clear(of(path))


def clear_all(folder: Path) -> None:
    """Remove all temporary files that killed processes left in a folder that privkg made."""
    _clear(path for path in folder.iterdir() if NAME.fullmatch(path.name))


def of(path: Path) -> Iterator[Path]:
    """Yield the temporary files and folders for a target, recognised by their names, sorted."""
    start = _start(path)
    with suppress(OSError), os.scandir(path.parent) as entries:
        names = [e.name for e in entries if e.name.startswith(start) and NAME.fullmatch(e.name)]
        yield from (path.parent / name for name in sorted(names))


def new_name(path: Path) -> Path:
    """Return a new random name for a temporary file of a path."""
    return path.parent / f"{_start(path)}{secrets.token_hex(4)}"


def hold(part: Path) -> int | None:
    """Return a descriptor that locks a temporary entry; None if it is locked already, or missing."""
    try:
        descriptor = bounded.open_any(part, follows_links=False)
    except OSError:
        return None
    if _lock(descriptor, is_waiting=False):
        return descriptor
    os.close(descriptor)
    return None


def remove(folder: Path) -> None:
    """Remove a folder that privkg made, with its content; links in it are not followed."""
    shutil.rmtree(folder)


def _clear(found: Iterable[Path]) -> None:
    for part in found:
        held = hold(part)
        if held is not None:
            if stat.S_ISREG(os.fstat(held).st_mode):
                part.unlink(missing_ok=True)
            os.close(held)


def _new_file(path: Path, mode: int) -> tuple[Path, int]:
    while True:
        part = new_name(path)
        descriptor = os.open(part, _NEW, mode)
        _lock(descriptor, is_waiting=True)
        if os.fstat(descriptor).st_nlink:  # else another process removed it before it was locked
            return part, descriptor
        os.close(descriptor)


def _start(path: Path) -> str:
    return f".privkg-{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:12]}-"


def _lock(descriptor: int, *, is_waiting: bool) -> bool:
    """Lock a file; return whether that succeeded, which it does not on file systems without locks."""
    if sys.platform == "win32":  # Windows cannot remove an open file
        return is_waiting
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if is_waiting else fcntl.LOCK_NB))
    except OSError:
        return False
    return True
