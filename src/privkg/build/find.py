"""Finds the files at some paths and addresses: each file once, in the order of their names."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from privkg import sources
from privkg.build.pages import LeftOut
from privkg.core import objects
from privkg.core.errors import NoInputError, in_file
from privkg.core.files.places import is_graph
from privkg.core.objects import Address, Input, Readable, StoredObject
from privkg.core.paths import real

_HIDDEN = "a hidden folder"


@dataclass(frozen=True, slots=True)
class File:
    """A file that may contain pages. A file that the user named is read regardless of its suffix.

    `mapping` is the name or the file of the mapping by which a table is read; if empty, its columns
    decide.
    """

    path: Readable
    is_named: bool = True
    mapping: str = ""

    @property
    def key(self) -> bytes:
        """Its path or address, as bytes."""
        return os.fsencode(str(self.path))


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFiles:
    """The files at some paths in the order of their names, and the skipped files and folders."""

    files: tuple[File, ...]
    left_out: tuple[LeftOut, ...]


def find(paths: Iterable[Input], known: Iterable[Path] = (), mapping: str = "") -> FoundFiles:
    """Return the files at `paths`, and those below them that have the suffix of a page format.

    Args:
        paths: files, and folders to search for pages, here or in a store.
        known: folders of files that have another use, such as authority records or the graph; these
            files are not reported as left out.
        mapping: the name or the file of the mapping by which tables are read.

    Raises:
        NoInputError: a path does not exist, or there is no page.
        UsageError, FailureError: as for `objects.within`.
    """
    paths, files, left_out = tuple(paths), dict[str, File](), list[LeftOut]()
    folders = tuple(real(folder) for folder in known)
    for path in paths:
        found = _at(path, folders)
        if isinstance(found, _Walk | _List):
            for page in found.pages():
                files.setdefault(str(page), File(page, is_named=False, mapping=mapping))
            left_out += found.left_out.each()
        else:
            files[str(found)] = File(found, mapping=mapping)
    if not files:
        raise NoInputError(_nothing_found(paths, left_out))
    return FoundFiles(files=tuple(files[name] for name in sorted(files)), left_out=tuple(left_out))


def _at(path: Input, known: tuple[Path, ...]) -> "Readable | _Walk | _List":
    """Return the file at a path, or the search of the folder there."""
    if isinstance(path, Address):
        return objects.find(path) or _List(path)
    if path.is_dir():
        return _Walk(path, known)
    if path.exists() or path.is_symlink():
        return path
    raise NoInputError("no such file or folder; name a page or a folder", in_file(path))


@dataclass(slots=True)
class _LeftOut:
    """What a search skips: files and folders with reasons, and files that are in no page format."""

    _reasons: dict[str, str] = field(default_factory=dict)
    _by_suffix: dict[str, list[Readable]] = field(default_factory=lambda: defaultdict(list))

    def add(self, what: Readable | Address, why: str) -> None:
        """Add a file or folder; once, if it is added again."""
        self._reasons[str(what)] = why

    def add_other(self, file: Readable) -> None:
        """Add a file that is in no page format, as its suffix shows."""
        self._by_suffix[file.suffix.lower()].append(file)

    def each(self) -> Iterator[LeftOut]:
        """Yield the skipped files and folders; those of a suffix together."""
        yield from (LeftOut(what=what, why=why) for what, why in self._reasons.items())
        for suffix, paths in sorted(self._by_suffix.items()):
            named = f"{suffix} files" if suffix else "files without a suffix"
            what = f"{paths[0]}" if len(paths) == 1 else f"{len(paths)} {named} such as {paths[0]}"
            yield LeftOut(what=what, why=f"no page format reads {named}", count=len(paths))


@dataclass(slots=True)
class _Walk:
    """A walk through a folder: yields its pages; then `left_out` has the skipped files and folders."""

    folder: Path
    known: tuple[Path, ...]
    left_out: _LeftOut = field(default_factory=_LeftOut)

    def pages(self) -> Iterator[Path]:
        """Yield the files that have the suffix of a page format."""
        for where, subfolders, names in os.walk(self.folder, onerror=self._unreadable):
            at = Path(where)
            # In place, since `os.walk` descends into what is left in this list.
            subfolders[:] = sorted(name for name in subfolders if not self._is_skipped(at / name))
            yield from filter(self._is_page, map(at.joinpath, sorted(names)))

    def _is_skipped(self, folder: Path) -> bool:
        """Return whether to skip a folder: graphs, links, and hidden ones, which belong to tools."""
        if folder.is_symlink():
            self.left_out.add(folder, "a link to a folder")
        elif folder.name.startswith("."):
            self.left_out.add(folder, _HIDDEN)
        elif is_graph(folder):
            if real(folder) not in self.known:
                self.left_out.add(folder, "the folder of a graph")
        else:
            return False
        return True

    def _is_page(self, path: Path) -> bool:
        if path.suffix.lower() not in sources.suffixes():
            if not any(real(path).is_relative_to(folder) for folder in self.known):
                self.left_out.add_other(path)
            return False
        if path.is_symlink() and not _points_to_file_in(real(self.folder), path):
            self.left_out.add(path, f"a broken symbolic link, or one to a file outside {self.folder}")
            return False
        return True

    def _unreadable(self, error: OSError) -> None:
        self.left_out.add(Path(error.filename), "a folder that cannot be read")


@dataclass(slots=True)
class _List:
    """The list of a folder in a store, as `_Walk` of a folder here."""

    folder: Address
    left_out: _LeftOut = field(default_factory=_LeftOut)

    def pages(self) -> Iterator[StoredObject]:
        """Yield the objects that have the suffix of a page format.

        Raises:
            NoInputError: there is no object in the folder.
        """
        is_empty = True
        for found in objects.within(self.folder):
            is_empty = False
            if self._is_page(found):
                yield found
        if is_empty:
            raise NoInputError("no such object or folder; name a page or a folder", in_file(self.folder))

    def _is_page(self, found: StoredObject) -> bool:
        *folders, name = found.address.key.removeprefix(self.folder.prefix).split("/")
        if hidden := next((number for number, one in enumerate(folders, 1) if one[:1] == "."), 0):
            key = self.folder.prefix + "/".join(folders[:hidden])
            self.left_out.add(Address(self.folder.bucket, key), _HIDDEN)
        elif not name:
            if found.size:  # others are what consoles show as an empty folder
                self.left_out.add(found, "an object with the name of a folder")
        elif found.suffix.lower() not in sources.suffixes():
            self.left_out.add_other(found)
        else:
            return True
        return False


def _points_to_file_in(root: Path, link: Path) -> bool:
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return target.is_relative_to(root) and target.is_file()


def _nothing_found(paths: Iterable[Input], left_out: list[LeftOut]) -> str:
    looked = ", ".join(str(path) for path in paths)
    others = "".join(f"\n{one}" for one in left_out)
    patterns = f"*{', *'.join(sources.suffixes())}"
    return f"no page in {looked}; name a folder that has {patterns} files, or a file{others}"
