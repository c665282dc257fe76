"""Files and folders that are written beside their place until they are whole.

Their names tell whose they are, by a hash of the name of the place, and a lock on them that somebody is
at work. What a killed run leaves has the name and no lock; the next run that writes to the same place
removes it, and nothing else.
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
    """A file that is written beside its place, or what is at the place itself if that is a stream."""

    def __init__(self, path: Path, place: Place) -> None:
        self.path = path
        self._former = place.former
        self._beside: Path | None = None
        if place.is_stream:
            descriptor = os.open(path, os.O_WRONLY | getattr(os, "O_NOCTTY", 0))
        else:
            clear(path)
            self._beside, descriptor = _new_file(path, 0o600 if place.former else 0o666)
        self.file: BinaryIO = os.fdopen(descriptor, "wb")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Close the file; what did not take its place is removed."""
        with suppress(OSError):  # what could not be flushed failed before
            self.file.close()
        if self._beside:
            self._beside.unlink(missing_ok=True)

    def finish(self, *, is_synced: bool) -> None:
        """Write what is buffered, and wait until it is on the disk; give the file its mode."""
        self.file.flush()
        if self._beside and is_synced:
            os.fsync(self.file.fileno())
        if self._former and sys.platform != "win32":
            with suppress(OSError):  # only root may give a file away
                os.fchown(self.file.fileno(), self._former.st_uid, self._former.st_gid)
            os.fchmod(self.file.fileno(), stat.S_IMODE(self._former.st_mode))

    def put(self) -> None:
        """Put the file in its place."""
        if sys.platform == "win32":  # Windows renames no file that is open
            self.file.close()
        if self._beside:
            self._beside.replace(self.path)
            self._beside = None

    def put_new(self) -> None:
        """Put the file in its place, in which nothing may be.

        Raises:
            FileExistsError: there is something.
        """
        if self._beside is None:
            return
        if sys.platform == "win32":  # Windows renames no file that is open, and replaces none
            self.file.close()
            self._beside.rename(self.path)
            return
        try:
            os.link(self._beside, self.path, follow_symlinks=False)
        except OSError:
            if os.path.lexists(self.path):
                raise
            self._beside.replace(self.path)  # a disk without such links

    def date(self, changed_ns: int) -> None:
        """Give the file a time of its last change, in nanoseconds."""
        self.file.close()
        if self._beside:
            os.utime(self._beside, ns=(changed_ns, changed_ns))


def clear(path: Path) -> None:
    """Remove the files that killed runs left of one at a path."""
    _clear(beside(path))


def clear_all(folder: Path) -> None:
    """Remove the files that killed runs left of any in a folder that privkg made."""
    _clear(path for path in folder.iterdir() if NAME.fullmatch(path.name))


def beside(path: Path) -> Iterator[Path]:
    """Yield what is named as a part of a path."""
    start = _start(path)
    with suppress(OSError), os.scandir(path.parent) as entries:
        names = [e.name for e in entries if e.name.startswith(start) and NAME.fullmatch(e.name)]
        yield from (path.parent / name for name in sorted(names))


def new_name(path: Path) -> Path:
    """Return a name for a part of a path that nothing has."""
    return path.parent / f"{_start(path)}{secrets.token_hex(4)}"


def hold(part: Path) -> int | None:
    """Return a descriptor with the lock of a part; None if somebody has it, or it is not there."""
    try:
        descriptor = bounded.look_at(part, follows_links=False)
    except OSError:
        return None
    if _lock(descriptor, is_waiting=False):
        return descriptor
    os.close(descriptor)
    return None


def remove(folder: Path) -> None:
    """Remove a folder that privkg made, with all in it; no link in it is followed."""
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
        if os.fstat(descriptor).st_nlink:  # nobody cleared it before it was locked
            return part, descriptor
        os.close(descriptor)


def _start(path: Path) -> str:
    return f".privkg-{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:12]}-"


def _lock(descriptor: int, *, is_waiting: bool) -> bool:
    """Return whether a file could be locked; where there are no locks, it could not."""
    if sys.platform == "win32":  # Windows removes no file that is open
        return is_waiting
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if is_waiting else fcntl.LOCK_NB))
    except OSError:
        return False
    return True
