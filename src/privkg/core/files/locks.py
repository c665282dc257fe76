"""Locks that let one process at a time write to a folder."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from privkg.core import bounded
from privkg.core.errors import StoreError, in_file

_PAUSE_SECONDS = 0.05


@contextmanager
def alone(lock: Path, busy: str) -> Iterator[None]:
    """Hold an exclusive lock on an empty file, which is created if missing and not removed.

    Raises:
        StoreError: another process holds it, with `busy` as the message; or it is not a lock file.
        OSError: it cannot be written.
    """
    if os.path.lexists(lock) and (lock.is_symlink() or not lock.is_file() or lock.stat().st_size):
        raise StoreError("not a lock of privkg; move it elsewhere", in_file(lock))
    try:
        with filelock.FileLock(lock, timeout=0):
            yield
    except filelock.Timeout as error:
        raise StoreError(busy, in_file(lock.parent)) from error


@contextmanager
def in_turn(folder: Path, patience_seconds: float = 10) -> Iterator[None]:
    """Hold an exclusive lock on the folder itself, without a lock file; wait for other processes.

    Raises:
        StoreError: another process holds it for longer than `patience_seconds`.
    """
    if sys.platform == "win32":  # Windows cannot open a folder to lock it
        yield
        return
    descriptor = bounded.open_any(folder)
    try:
        _wait(descriptor, folder, time.monotonic() + patience_seconds)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int, folder: Path, until: float) -> None:
    import fcntl

    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > until:
                raise StoreError(
                    "another privkg is writing here; try again later", in_file(folder)
                ) from error
            time.sleep(_PAUSE_SECONDS)
        else:
            return
