"""Replace whole folders: remove only files that privkg wrote, preserve files that users added.

A folder is replaced only if the list in it (its marker) names files that have not changed since. The
new folder is written next to it; files that the list does not name are hard-linked into the new folder
before the two are swapped, so that at any moment each is in at least one of them.
"""

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from privkg.core import bounded, files, stopping
from privkg.core.errors import StoreError, UsageError, in_file
from privkg.core.files import parts, places
from privkg.core.files.former import Former, FormerFiles, Marks
from privkg.core.paths import real

Marked = Callable[[Path], Marks | None]
"""A function that returns the files named in the marker of a folder, or None without a marker."""

_PIECE = 1024 * 1024
_NEW, _FORMER = "new", "former"


@dataclass(slots=True)
class Replacement:
    """A folder being written, by one process or several.

    Attributes:
        path: its path.
        earlier: the files of the folder that it replaces.
        kept: the files of that folder that others put there.
        written: the number of files that it did not have with the same content.
    """

    path: Path
    earlier: FormerFiles
    kept: list[str] = field(default_factory=list)
    written: int = 0

    def put(self, name: str, content: files.Content) -> None:
        """Write a file by its relative path; if the former one has this content, it stays in use."""
        data = files.encoded(content)
        if self.earlier.has(name, len(data), hashlib.sha256(data).hexdigest()):
            self.earlier.link(name, self.path)
        else:
            files.put(self.path / name, data)
            self.written += 1

    def keep(self, names: Collection[str]) -> bool:
        """Put former files into the folder, and return whether they are all there; if not, put none."""
        if not all(map(self.earlier.is_there, names)):
            return False
        for name in names:
            self.earlier.link(name, self.path)
        return True

    def settle(self, name: str) -> None:
        """Put the former file in the place of one that was written, if it has the same content."""
        path = self.path / name
        if self.earlier.has(name, path.stat().st_size, bounded.sha256(path)):
            path.unlink()
            self.earlier.link(name, self.path)
        else:
            self.written += 1


@contextmanager
def replacing(folder: Path, marked: Marked, marker: str) -> Iterator[Replacement]:
    """Yield a folder to write into; it replaces the former one if the block raises no exception.

    Args:
        folder: the target: it does not exist, is empty, or was made by privkg.
        marked: a function that reads the marker of a folder.
        marker: the relative path of the marker.

    Raises:
        UsageError: privkg did not make the folder, files in it were changed, or it must not be replaced.
        StoreError: another process writes it, or a killed one left it half replaced.
        WriteError: it cannot be written.
    """
    folder = real(folder)  # a symbolic link to the folder is not replaced
    _refuse_place(folder)
    _recover(folder)
    former = Former(folder, marked(folder), marker)
    with files.named(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
    with _temporary(folder) as part:
        made = Replacement(part / _NEW, FormerFiles(folder), former.foreign())
        with files.named(folder, only_below=part):
            made.path.mkdir()
            yield made
            made.kept = former.keep(made.path)
            _swap(folder, part, former)


def make(folder: Path) -> None:
    """Make a folder and its parents outside of any graph's folder.

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
    """Make a folder if it does not exist; if the block fails, remove a new folder that is still empty.

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
    """Make the folder of a graph, or a folder within it, if it does not exist."""
    folder.mkdir(parents=True, exist_ok=True)


def make_new(folder: Path) -> None:
    """Make a folder that does not exist yet.

    Raises:
        FileExistsError: the path exists.
    """
    folder.mkdir()


def remove(folder: Path) -> None:
    """Remove a folder that privkg made, with its content; links in it are not followed."""
    parts.remove(folder)


def remove_file(path: Path) -> None:
    """Remove a file or link in a folder that privkg made, if it exists."""
    path.unlink(missing_ok=True)


def settle(folder: Path, name: str) -> None:
    """Rename a folder that privkg made to its final name, which must be free."""
    folder.rename(folder.with_name(name))


@contextmanager
def scratch() -> Iterator[Path]:
    """Yield a temporary folder, for libraries that need one."""
    place = Path(tempfile.gettempdir(), "privkg")
    for left in parts.of(place):
        _clear_scratch(left)
    with _temporary(place) as part:
        yield part


def _clear_scratch(left: Path) -> None:
    """Remove a temporary folder that a killed process of the same user left."""
    held = parts.hold(left)
    if held is None:
        return
    status = os.fstat(held)
    if stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid():
        with suppress(OSError):
            parts.remove(left)
    os.close(held)


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    """Yield a locked temporary folder next to another; it is removed at the end."""
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
    with suppress(RuntimeError):  # the user has no home directory
        if folder in (Path(folder.anchor), real(Path.home())):
            raise UsageError("not a folder to replace; give a folder below it", in_file(folder))


def _recover(folder: Path) -> None:
    """Remove temporary folders of killed processes; restore a former folder that was moved into one."""
    for left in parts.of(folder):
        held = parts.hold(left)
        if held is None and os.name != "nt":  # Windows cannot open a folder to lock it
            raise StoreError(
                f"another privkg is writing it; try again when it ends, or remove {left} if none runs",
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
    """Swap the new and the former folder; a signal between the two renames would leave neither."""
    with stopping.deferred():
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
