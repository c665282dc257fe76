"""Checks of target paths before files are written."""

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from privkg.core.errors import UsageError, in_file
from privkg.core.paths import real

GENERATION = re.compile(r"gen-\d{6}(\.partial)?")
_UNCHANGED = os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_KINDS = ((stat.S_ISDIR, "a folder"), (stat.S_ISBLK, "a block device"), (stat.S_ISSOCK, "a socket"))


@dataclass(frozen=True, slots=True)
class Place:
    """The target of a write: no file yet, a regular file with its status, or a stream."""

    former: os.stat_result | None = None
    is_stream: bool = False


def of(path: Path) -> Place:
    """Return the target at a path, after checking that it can be written.

    Raises:
        UsageError: it is a link to a file, or not a type of file that can be written.
        OSError: its status cannot be read, or the user may not write to it.
    """
    try:
        there = path.lstat()
    except FileNotFoundError:
        return Place()
    is_link = stat.S_ISLNK(there.st_mode)
    if is_link and path.exists():  # /dev/stdout is a link, often to a pipe
        there = path.stat()
    if stat.S_ISFIFO(there.st_mode) or stat.S_ISCHR(there.st_mode):
        return Place(is_stream=True)
    if is_link:
        raise UsageError(f"a link to {path.readlink()}; give the path of the file itself", in_file(path))
    for is_kind, words in _KINDS:
        if is_kind(there.st_mode):
            raise UsageError(f"{words}; name a file", in_file(path))
    os.close(os.open(path, _UNCHANGED))  # `rename` would replace a read-only file without an error
    return Place(former=there)


def refuse_in_graph(path: Path) -> None:
    """Refuse a path within the folder of a built graph, in which only a build writes.

    Raises:
        UsageError: the path is within one.
    """
    at = real(Path(os.path.abspath(path)).parent) / path.name  # noqa: PTH100  # `resolve` follows a link
    for folder in (at, *at.parents):
        if is_graph(folder):
            raise UsageError(f"in the folder of the graph {folder}; write it elsewhere", in_file(path))


def is_graph(folder: Path) -> bool:
    """Return whether a folder is that of a graph, or of one that is being built."""
    if not any((folder / name).is_file() for name in ("CURRENT", "lock")):
        return False
    try:
        with os.scandir(folder) as entries:
            return any(
                GENERATION.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)
                for entry in entries
            )
    except OSError:
        return False
