"""What an interrupted run leaves at its target, for the run's last line."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from privkg.core import stopping


@contextmanager
def reporting(target: Path) -> Iterator[None]:
    """If a signal ends the run in the block, report whether the target was written.

    Args:
        target: a file or folder that is replaced as a whole, or a stream.
    """
    former = _version(target)
    with stopping.leaving(lambda: f"{target} {_state(target, former)}"):
        yield


def _state(target: Path, former: object) -> str:
    if not os.path.lexists(target):
        return "was not written"
    if not (target.is_file() or target.is_dir()):
        return "may be incomplete"  # a stream
    return "is unchanged" if _version(target) == former else "is complete"


def _version(target: Path) -> object:
    """Return the inodes of a target, which differ between versions, as no file is written twice."""
    if target.is_dir():
        with os.scandir(target) as entries:
            return target.stat().st_ino, sorted((entry.name, entry.inode()) for entry in entries)
    return target.stat().st_ino if target.exists() else None
