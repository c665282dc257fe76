"""Folders that privkg makes and replaces: only what it made is removed, what a person added stays.

A folder is replaced if a list in it, its marker, names files that are as they were written. The new one
is written beside it; what the list does not name is linked into the new one before that takes its place,
so that it is in one of the two at any moment.
"""

import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from privkg.core import files, stopping
from privkg.core.errors import StoreError, UsageError, in_file
from privkg.core.files import parts, places
from privkg.core.files.former import Former, Marks
from privkg.core.paths import real

Marked = Callable[[Path], Marks | None]
"""Returns the files that the marker of a folder names; None if there is no marker."""

_PIECE = 1024 * 1024
_NEW, _FORMER = "new", "former"


@dataclass(slots=True)
class Replacement:
    """A folder being written: where, and what of the former one is kept, which others put there."""

    path: Path
    kept: list[str] = field(default_factory=list)


@contextmanager
def replacing(folder: Path, marked: Marked, marker: str) -> Iterator[Replacement]:
    """Give a folder to write into, which takes the place of the former one when the block ends well.

    Args:
        folder: where it is to be; nothing, an empty folder, or one that privkg made.
        marked: reads the marker of a folder.
        marker: the relative path of the marker.

    Raises:
        UsageError: the folder is not of privkg, or files in it were changed, or it is no place for one.
        StoreError: another privkg writes it, or a killed one left it half replaced.
        WriteError: it cannot be written.
    """
    folder = real(folder)  # a link to it stays a link
    _refuse_place(folder)
    _recover(folder)
    former = Former(folder, marked(folder), marker)
    with files.named(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
    with _beside(folder) as part:
        made = Replacement(part / _NEW, former.foreign())
        with files.named(folder, beside=part):
            made.path.mkdir()
            yield made
            made.kept = former.keep(made.path)
            _swap(folder, part, former)


def make(folder: Path) -> None:
    """Make a folder, and those to it, which must not be in a graph's folder.

    Raises:
        UsageError: it would be in the folder of a graph.
        WriteError: it cannot be made.
    """
    if not folder.is_dir():
        places.refuse_in_graph(folder)
        with files.named(folder):
            folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def made(folder: Path) -> Iterator[None]:
    """Make a folder, if it is not there, for a block; one that stays empty is removed if that fails.

    Raises:
        UsageError, WriteError: as for `make`.
    """
    is_new = not folder.is_dir()
    make(folder)
    try:
        yield
    except BaseException:
        with suppress(OSError):
            if is_new:
                folder.rmdir()
        raise


def make_for_graph(folder: Path) -> None:
    """Make the folder of a graph, or a new one within it."""
    folder.mkdir(parents=True, exist_ok=True)


def make_new(folder: Path) -> None:
    """Make a folder that is not there.

    Raises:
        FileExistsError: there is something of its name.
    """
    folder.mkdir()


def remove(folder: Path) -> None:
    """Remove a folder that privkg made, with all in it; no link in it is followed."""
    parts.remove(folder)


def remove_file(path: Path) -> None:
    """Remove a file, or a link, of a name that only privkg uses in a folder of its own."""
    path.unlink(missing_ok=True)


def settle(folder: Path, name: str) -> None:
    """Give a folder that privkg made its final name, which nothing has."""
    folder.rename(folder.with_name(name))


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder for a while, for libraries that want one."""
    place = Path(tempfile.gettempdir(), "privkg")
    for left in parts.beside(place):
        _clear_scratch(left)
    with _beside(place) as part:
        yield part


def _clear_scratch(left: Path) -> None:
    """Remove a folder that a killed run of the same user left among the temporary ones."""
    held = parts.hold(left)
    if held is None:
        return
    status = os.fstat(held)
    if stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid():
        with suppress(OSError):
            parts.remove(left)
    os.close(held)


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Give a folder beside another, with a lock on it; it is removed at the end."""
    part = parts.new_name(folder)
    with files.named(folder):
        part.mkdir(mode=0o700)
    held = parts.hold(part)
    try:
        yield part
    finally:
        with suppress(OSError):
            parts.remove(part)
        if held is not None:
            os.close(held)


def _refuse_place(folder: Path) -> None:
    places.refuse_in_graph(folder)
    with suppress(RuntimeError):  # nobody's home
        if folder in (Path(folder.anchor), real(Path.home())):
            raise UsageError("not a folder to replace; name one below it", in_file(folder))


def _recover(folder: Path) -> None:
    """Clear what killed runs left beside a folder; put back one that was taken away and not replaced."""
    for left in parts.beside(folder):
        held = parts.hold(left)
        if held is None and os.name != "nt":  # Windows cannot open a folder to lock it
            raise StoreError(
                f"another privkg is writing it; wait for it, or remove {left} if none is",
                in_file(folder),
            )
        try:
            is_half_done = (left / _FORMER).is_dir() and (left / _NEW).is_dir()
            if is_half_done and os.path.lexists(folder):
                raise StoreError(
                    f"was {folder} before a run was killed; move it back", in_file(left / _FORMER)
                )
            if is_half_done:
                (left / _FORMER).rename(folder)
            parts.remove(left)
        finally:
            if held is not None:
                os.close(held)


def _swap(folder: Path, part: Path, former: Former) -> None:
    """Put the new folder in its place, in steps after any of which the former one would be lost."""
    with stopping.held():
        if not folder.exists():
            (part / _NEW).rename(folder)
            return
        folder.rename(part / _FORMER)
        try:
            (part / _NEW).rename(folder)
        except BaseException:
            (part / _FORMER).rename(folder)
            raise
        former.remove(part / _FORMER)
