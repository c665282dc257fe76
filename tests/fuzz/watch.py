"""Finds unwanted changes: a command may change nothing in its room but the paths that it writes."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

Seen = dict[str, tuple[int, ...] | tuple[int, int, int, int, str]]

_LEFT = ".privkg-"
"""The prefix of temporary files; none may be left when the command has ended."""


def furnish(room: Path) -> None:
    """Make a room: folders for input, output and temporary files, and files that must not change."""
    for name in ("in", "out", "tmp", "home", "protected"):
        (room / name).mkdir()
    kept(room).write_bytes(b"to be kept\n" * 50)
    kept(room).chmod(0o640)
    (room / "protected" / "link").symlink_to("kept.txt")
    (room / "kept.txt").write_bytes(b"kept too\n")


def kept(room: Path) -> Path:
    """Return the path of a file that no command may change."""
    return room / "protected" / "kept.txt"


def seen(room: Path, written: Iterable[Path]) -> Seen:
    """Return the state of each path in a room, without those that may be written."""
    return {str(path): _state(path) for path in _all(room, frozenset(written))}


def changes(before: Seen, after: Seen, written: Iterable[Path]) -> list[str]:
    """Return a line for each path in a room that was created, removed or changed."""
    # Replacing a file changes the modification time of its folder.
    holders = {str(path.parent) for path in written}
    found = [f"removed {name}" for name in before.keys() - after.keys()]
    found += [f"created {name}" for name in after.keys() - before.keys()]
    found += [
        f"changed {name}"
        for name in before.keys() & after.keys()
        if before[name] != after[name] and name not in holders
    ]
    return sorted([*found, *(f"left {part}" for path in written for part in _left(path))])


def _left(path: Path) -> Iterator[Path]:
    if path.is_dir() and not path.is_symlink():
        yield from (part for part in path.rglob(f"{_LEFT}*"))


def _all(folder: Path, written: frozenset[Path]) -> Iterator[Path]:
    todo, temporary = [folder], folder / "tmp"
    while todo:
        with os.scandir(todo.pop()) as entries:
            for entry in entries:
                path = Path(entry.path)
                if path in written or path == temporary:
                    continue
                yield path
                if entry.is_dir(follow_symlinks=False):
                    todo.append(path)


def _state(path: Path) -> tuple[int, ...] | tuple[int, int, int, int, str]:
    found = path.lstat()
    if stat.S_ISDIR(found.st_mode):
        return (found.st_mode, found.st_ino, found.st_mtime_ns)
    shown = ""
    if stat.S_ISLNK(found.st_mode):
        shown = str(path.readlink())
    elif stat.S_ISREG(found.st_mode) and found.st_size < 10_000:
        shown = hashlib.sha256(path.read_bytes()).hexdigest()
    return (found.st_mode, found.st_ino, found.st_size, found.st_mtime_ns, shown)
