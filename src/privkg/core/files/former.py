"""The folder that is being replaced: the files that privkg wrote, and the files that others added."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from privkg.core import bounded
from privkg.core.errors import UsageError, in_file
from privkg.core.files import parts

Marks = Mapping[str, tuple[int, str]]
"""Files that privkg wrote into a folder, by relative path: size in bytes, SHA-256 in hex."""


@dataclass(frozen=True, slots=True)
class FormerFiles:
    """The files of a folder that is replaced, which stay in use where their content is the same."""

    folder: Path

    def has(self, name: str, size: int, sha256: str) -> bool:
        """Return whether there is a file with the content of this size and hash."""
        path = self.folder / name
        return (
            self.is_there(name)
            and path.stat().st_size == size
            and bounded.sha256(path, follows_links=False) == sha256
        )

    def is_there(self, name: str) -> bool:
        """Return whether there is a regular file in the folder."""
        path = self.folder / name
        is_inside = path.is_relative_to(self.folder) and ".." not in path.parts
        return is_inside and _is_regular(path, self.folder)

    def link(self, name: str, new: Path) -> None:
        """Hard-link a file into the new folder, where it keeps its time of modification."""
        _link(self.folder / name, new / name)


class Former:
    """The folder that is replaced, if it exists, with the files that privkg wrote into it."""

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
                f"{min(changed)}{more} changed since publication; move your changes elsewhere and"
                " remove the file here, or name another folder",
                in_file(folder),
            )

    def foreign(self) -> list[str]:
        """Return the topmost entries that privkg did not write; names of folders end in a slash."""
        names = _entries(self._folder, self._is_foreign)
        return [f"{name}/" if _is_folder(self._folder / name) else name for name in names]

    def keep(self, new: Path) -> list[str]:
        """Hard-link the foreign entries into the new folder; return their names.

        Raises:
            UsageError: the new folder has an entry of the same name.
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
        """Remove the former folder; files that were added in the meantime are moved to the new one."""
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
    """Hard-link a file, a link, or the content of a folder to a new path."""
    new.parent.mkdir(parents=True, exist_ok=True)
    if _is_folder(path):
        shutil.copytree(path, new, symlinks=True, copy_function=_link_file)
    else:
        _link_file(path, new)


def _link_file(path: Path | str, new: Path | str) -> None:
    try:
        os.link(path, new, follow_symlinks=False)
    except OSError:  # a file system without hard links
        shutil.copy2(path, new, follow_symlinks=False)


def _is_regular(path: Path, folder: Path) -> bool:
    """Return whether a path in a folder is a regular file, and no part of the path is a link."""
    way = path.relative_to(folder).parents
    if any((folder / each).is_symlink() for each in way if each.name):
        return False
    return not path.is_symlink() and path.is_file()


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _parents(name: str) -> Iterator[str]:
    return (parent.as_posix() for parent in Path(name).parents if parent.name)
