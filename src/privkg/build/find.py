"""Finds the files at some paths: each file once, in the order of their names."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from privkg import sources
from privkg.build.pages import LeftOut
from privkg.core.errors import NoInputError, in_file
from privkg.core.files.places import is_graph
from privkg.core.paths import real


@dataclass(frozen=True, slots=True)
class File:
    """A file that may contain pages. A file that the user named is read regardless of its suffix.

    `mapping` is the name or the file of the mapping by which a table is read; if empty, its columns
    decide.
    """

    path: Path
    is_named: bool = True
    mapping: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFiles:
    """The files at some paths in the order of their names, and the skipped files and folders."""

    files: tuple[File, ...]
    left_out: tuple[LeftOut, ...]


def find(paths: Iterable[Path], known: Iterable[Path] = (), mapping: str = "") -> FoundFiles:
    """Return the files at `paths`, and those below them that have the suffix of a page format.

    Args:
        paths: files, and folders to search for pages.
        known: folders of files that have another use, such as authority records or the graph; these
            files are not reported as left out.
        mapping: the name or the file of the mapping by which tables are read.

    Raises:
        NoInputError: a path does not exist, or there is no page.
    """
    paths, files, left_out = tuple(paths), dict[Path, File](), list[LeftOut]()
    for path in paths:
        if path.is_dir():
            walk = _Walk(path, tuple(real(folder) for folder in known))
            found = (page for page in walk.pages() if page not in files)
            files |= {page: File(page, is_named=False, mapping=mapping) for page in found}
            left_out += walk.left_out()
        elif path.exists() or path.is_symlink():
            files[path] = File(path, mapping=mapping)
        else:
            raise NoInputError("no such file or folder; name a page or a folder", in_file(path))
    if not files:
        raise NoInputError(_nothing_found(paths, left_out))
    ordered = sorted(files.values(), key=lambda file: str(file.path))
    return FoundFiles(files=tuple(ordered), left_out=tuple(left_out))


@dataclass(slots=True)
class _Walk:
    """A walk through a folder: yields its pages, then the skipped files and folders with reasons."""

    folder: Path
    known: tuple[Path, ...]
    _left_out: list[LeftOut] = field(default_factory=list)
    _by_suffix: dict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))

    def pages(self) -> Iterator[Path]:
        """Yield the files that have the suffix of a page format."""
        for where, subfolders, names in os.walk(self.folder, onerror=self._unreadable):
            at = Path(where)
            # In place, since `os.walk` descends into what is left in this list.
            subfolders[:] = sorted(name for name in subfolders if not self._is_skipped(at / name))
            for name in sorted(names):
                if self._is_page(at / name):
                    yield at / name

    def left_out(self) -> Iterator[LeftOut]:
        """Yield the skipped files, grouped by suffix, and folders; valid once `pages` is exhausted."""
        yield from self._left_out
        for suffix, paths in sorted(self._by_suffix.items()):
            named = f"{suffix} files" if suffix else "files without a suffix"
            what = f"{paths[0]}" if len(paths) == 1 else f"{len(paths)} {named} such as {paths[0]}"
            yield LeftOut(what=what, why=f"no page format reads {named}", count=len(paths))

    def _is_skipped(self, folder: Path) -> bool:
        """Return whether to skip a folder: graphs, links, and hidden ones, which belong to tools."""
        if folder.is_symlink():
            self._leave_out(folder, "a link to a folder")
        elif folder.name.startswith("."):
            self._leave_out(folder, "a hidden folder")
        elif is_graph(folder):
            if real(folder) not in self.known:
                self._leave_out(folder, "the folder of a graph")
        else:
            return False
        return True

    def _is_page(self, path: Path) -> bool:
        if path.suffix.lower() not in sources.suffixes():
            if not any(real(path).is_relative_to(folder) for folder in self.known):
                self._by_suffix[path.suffix.lower()].append(path)
            return False
        if path.is_symlink() and not _points_to_file_in(real(self.folder), path):
            self._leave_out(path, f"a broken symbolic link, or one to a file outside {self.folder}")
            return False
        return True

    def _unreadable(self, error: OSError) -> None:
        self._leave_out(Path(error.filename), "a folder that cannot be read")

    def _leave_out(self, path: Path, why: str) -> None:
        self._left_out.append(LeftOut(what=str(path), why=why))


def _points_to_file_in(root: Path, link: Path) -> bool:
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return target.is_relative_to(root) and target.is_file()


def _nothing_found(paths: Iterable[Path], left_out: list[LeftOut]) -> str:
    looked = ", ".join(str(path) for path in paths)
    others = "".join(f"\n{one}" for one in left_out)
    patterns = f"*{', *'.join(sources.suffixes())}"
    return f"no page in {looked}; name a folder that has {patterns} files, or a file{others}"
