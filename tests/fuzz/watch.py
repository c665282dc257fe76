"""What a command must leave as it is: all in the room of an input, but for what it was told to write."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

Seen = dict[str, tuple[int, ...] | tuple[int, int, int, int, str]]

_LEFT = ".privkg-"
"""How files begin that are written beside their place; none outlives the command that wrote it."""


def furnish(room: Path) -> None:
    """Make a room: folders for what is given, written and temporary, and what is to be kept."""
    for name in ("in", "out", "tmp", "home", "beside"):
        (room / name).mkdir()
    kept(room).write_bytes(b"to be kept\n" * 50)
    kept(room).chmod(0o640)
    (room / "beside" / "link").symlink_to("kept.txt")
    (room / "kept.txt").write_bytes(b"kept too\n")


def kept(room: Path) -> Path:
    """Return a file that no command may touch."""
    return room / "beside" / "kept.txt"


def seen(room: Path, written: Iterable[Path]) -> Seen:
    """Return what stands in a room, but for what may be written."""
    return {str(path): _state(path) for path in _all(room, frozenset(written))}


def changes(before: Seen, after: Seen, written: Iterable[Path]) -> list[str]:
    """Return what was made, removed or changed in the room of an input, in words."""
    # A file that is replaced changes its folder.
    holders = {str(path.parent) for path in written}
    told = [f"removed {name}" for name in before.keys() - after.keys()]
    told += [f"made {name}" for name in after.keys() - before.keys()]
    told += [
        f"changed {name}"
        for name in before.keys() & after.keys()
        if before[name] != after[name] and name not in holders
    ]
    return sorted([*told, *(f"left {part}" for path in written for part in _left(path))])


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
