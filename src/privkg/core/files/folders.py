"""Folders that privkg makes and replaces: only what it made is removed, what a person added stays.

A folder is replaced if a list in it, its marker, names files that are as they were written. The new one
is written beside it; what the list does not name is linked into the new one before that takes its place,
so that it is in one of the two at any moment.
"""

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from privkg.core import bounded, files, stopping
from privkg.core.errors import StoreError, UsageError, in_file
from privkg.core.files import parts, places
from privkg.core.paths import real

Marks = Mapping[str, tuple[int, str]]
"""Files that privkg wrote into a folder, by their relative path: size in bytes, SHA-256 in hex."""
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
    former = _Former(folder, marked(folder), marker)
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


class _Former:
    """The folder that is replaced, if any: which files of it privkg wrote, and what else there is."""

    def __init__(self, folder: Path, marks: Marks | None, marker: str) -> None:
        self._folder = folder
        self._ours = {*(marks or {}), marker}
        self._folders = {parent for name in self._ours for parent in _parents(name)}
        if folder.exists() and (not folder.is_dir() or (marks is None and any(folder.iterdir()))):
            raise UsageError(
                "was not published by privkg; name an empty or a new folder", in_file(folder)
            )
        changed = [name for name, mark in (marks or {}).items() if self._is_changed(name, mark)]
        if changed:
            more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
            raise UsageError(
                f"{min(changed)}{more} changed since it was published; move what is yours"
                " elsewhere and remove it here, or name another folder",
                in_file(folder),
            )

    def foreign(self) -> list[str]:
        """Return what privkg did not write, by its topmost names; those of folders end in a slash."""
        names = _entries(self._folder, self._is_foreign)
        return [f"{name}/" if _is_folder(self._folder / name) else name for name in names]

    def keep(self, new: Path) -> list[str]:
        """Link what privkg did not write into the new folder; return its names.

        Raises:
            UsageError: the new folder has something of the same name.
        """
        foreign = self.foreign()
        for name in foreign:
            if os.path.lexists(new / name):
                raise UsageError(
                    "was not published by privkg, and would be replaced; move it",
                    in_file(self._folder / name),
                )
        for name in foreign:
            _link(self._folder / name, new / name)
        if self._folder.is_dir():
            new.chmod(stat.S_IMODE(self._folder.stat().st_mode))
        return foreign

    def remove(self, former: Path) -> None:
        """Remove the former folder; what was added to it since it was looked at is kept."""
        for where, _, names in os.walk(former):
            for name in (Path(where, name).relative_to(former).as_posix() for name in names):
                if name not in self._ours and not os.path.lexists(self._folder / name):
                    _link(former / name, self._folder / name)
        parts.remove(former)

    def _is_foreign(self, name: str, *, is_folder: bool) -> bool:
        return name not in (self._folders if is_folder else self._ours)

    def _is_changed(self, name: str, mark: tuple[int, str]) -> bool:
        path = self._folder / name
        if not os.path.lexists(path):
            return False
        if not _is_regular(path, self._folder) or path.stat().st_size != mark[0]:
            return True
        return bounded.sha256(path, follows_links=False) != mark[1]


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


def _swap(folder: Path, part: Path, former: _Former) -> None:
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


def _entries(folder: Path, is_foreign: Callable[..., bool], at: str = "") -> Iterator[str]:
    """Yield the topmost foreign entries of a folder by their relative path; links are not followed."""
    with suppress(FileNotFoundError), os.scandir(folder / at) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            name = f"{at}{entry.name}"
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_foreign(name, is_folder=is_folder):
                yield name
            elif is_folder:
                yield from _entries(folder, is_foreign, f"{name}/")


def _link(path: Path, new: Path) -> None:
    """Let a file, a link, or a folder with all in it be at a new place too."""
    new.parent.mkdir(parents=True, exist_ok=True)
    if _is_folder(path):
        shutil.copytree(path, new, symlinks=True, copy_function=_link_file)
    else:
        _link_file(path, new)


def _link_file(path: Path | str, new: Path | str) -> None:
    try:
        os.link(path, new, follow_symlinks=False)
    except OSError:  # a disk without such links
        shutil.copy2(path, new, follow_symlinks=False)


def _is_regular(path: Path, folder: Path) -> bool:
    """Whether a path in a folder is a regular file, and no link leads to it."""
    way = path.relative_to(folder).parents
    if any((folder / each).is_symlink() for each in way if each.name):
        return False
    return not path.is_symlink() and path.is_file()


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _parents(name: str) -> Iterator[str]:
    return (parent.as_posix() for parent in Path(name).parents if parent.name)
