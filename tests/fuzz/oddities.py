"""Odd replacements of a file: nothing, a FIFO, a device, a link, a folder, a socket, a huge file."""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from random import Random

from fuzz import watch


def plant(chosen: Random, path: Path, room: Path) -> None:
    """Replace a file with something that is not a regular file, or is a link to another file."""
    if path.is_symlink() or path.exists():
        path.unlink()
    chosen.choice(_ALL)(path, room)


def _nothing(path: Path, room: Path) -> None:
    """Create nothing."""


def _fifo(path: Path, room: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path, room: Path) -> None:
    path.mkdir()


def _socket(path: Path, room: Path) -> None:
    here = os.open(".", os.O_RDONLY)
    os.chdir(path.parent)  # the name of a socket may have no more than 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.fchdir(here)
        os.close(here)


def _link(to: str) -> Callable[[Path, Path], None]:
    return lambda path, room: path.symlink_to(to)


def _link_to_kept(path: Path, room: Path) -> None:
    path.symlink_to(watch.kept(room))


def _hard_link_to_kept(path: Path, room: Path) -> None:
    path.hardlink_to(watch.kept(room))


def _link_to_itself(path: Path, room: Path) -> None:
    path.symlink_to(path)


def _link_to_folder(path: Path, room: Path) -> None:
    path.symlink_to(watch.kept(room).parent)


def _sparse(path: Path, room: Path) -> None:
    path.touch()
    os.truncate(path, 30_000_000_000)


def _without_rights(path: Path, room: Path) -> None:
    path.touch(0)


_ALL: tuple[Callable[[Path, Path], None], ...] = (
    *(_nothing, _fifo, _folder, _socket, _link("/dev/zero"), _link("/dev/full"), _link("nowhere")),
    *(_link("/proc/self/mem"), _link_to_kept, _hard_link_to_kept, _link_to_itself, _link_to_folder),
    *(_sparse, _without_rights),
)
