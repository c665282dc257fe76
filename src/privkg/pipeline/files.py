"""From paths to files: what a folder holds, each file once, in one order."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from privkg import importers, registry
from privkg.errors import NoInputError

FORMAT = "privacywiki_text"


def find(paths: Iterable[Path]) -> tuple[list[Path], list[str]]:
    """Return the files at `paths` in the order of their names, and the links that were left out.

    Raises:
        NoInputError: a path does not exist, or no page stands there.
    """
    paths, skipped, found = tuple(paths), list[str](), set[Path]()
    for path in paths:
        if path.is_dir():
            found |= set(_in_folder(path, skipped))
        elif path.exists() or path.is_symlink():
            found.add(path)
        else:
            raise NoInputError(f"{path}: no such file or folder")
    if not found:
        raise NoInputError(_nothing_found(paths, skipped))
    return sorted(found, key=str), skipped


def _in_folder(folder: Path, skipped: list[str]) -> Iterator[Path]:
    suffixes = _suffixes()
    root = folder.resolve()
    unread: list[OSError] = []
    for where, subfolders, names in os.walk(folder, onerror=unread.append):
        subfolders.sort()
        folders = (Path(where) / name for name in subfolders)
        skipped += [f"{path}: a link to a folder" for path in folders if path.is_symlink()]
        for name in sorted(names):
            path = Path(where) / name
            if path.suffix.lower() not in suffixes:
                continue
            if path.is_symlink() and not _leads_to_file_in(root, path):
                skipped.append(f"{path}: a link out of {folder} or to nothing")
            else:
                yield path
    skipped += [f"{error.filename}: a folder that cannot be read" for error in unread]


def _leads_to_file_in(root: Path, link: Path) -> bool:
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return target.is_relative_to(root) and target.is_file()


def _suffixes() -> tuple[str, ...]:
    suffixes: tuple[str, ...] = registry.load(importers, FORMAT, "page format").SUFFIXES
    return suffixes


def _nothing_found(paths: Iterable[Path], skipped: list[str]) -> str:
    looked = ", ".join(str(path) for path in paths)
    links = "1 link" if len(skipped) == 1 else f"{len(skipped)} links"
    also = f" ({links} skipped)" if skipped else ""
    return f"no page found: looked for *{', *'.join(_suffixes())} in {looked}{also}"
