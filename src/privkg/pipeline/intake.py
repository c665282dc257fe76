"""From paths to pages: each file is accepted, rejected or a duplicate, and each is counted."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from privkg import documents, importers, registry, rules
from privkg.errors import InputError, NoInputError
from privkg.findings import Place, PlacedFinding
from privkg.model import Document, Incident

_FORMAT = "privacywiki_text"
_PLACED = re.compile(r"(?::(\d+):(\d+))?: (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """A page read, and the names of the files that hold it."""

    incident: Incident
    file_names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What became of the files: pages by SHA-256, sorted; duplicates with the file they repeat."""

    pages: dict[str, Page]
    duplicates: tuple[tuple[str, str], ...]
    rejected: tuple[PlacedFinding, ...]
    skipped: tuple[str, ...]

    def counts(self) -> str:
        """Return how many files were read, and that none was lost."""
        read = len(self.pages) + len(self.rejected) + len(self.duplicates)
        return (
            f"read {read} = {len(self.pages)} accepted + {len(self.rejected)} rejected"
            f" + {len(self.duplicates)} duplicate"
        )

    def remarks(self) -> Iterator[str]:
        """Yield a line for each file that was read for nothing, or not at all."""
        for path, original in self.duplicates:
            yield f"{path}: the same page as {original}; taken once"
        for link in self.skipped:
            yield f"{link}; skipped"


def take(paths: Iterable[Path]) -> Intake:
    """Return the pages at `paths`: files, and folders whose pages are taken.

    Raises:
        NoInputError: a path does not exist, or no page was found.
    """
    paths, skipped = tuple(paths), list[str]()
    pages, duplicates, rejected = _read(_files(paths, skipped))
    if not pages and not rejected:
        raise NoInputError(_nothing_found(paths, skipped))
    return Intake(
        pages=dict(sorted(pages.items())),
        duplicates=tuple(duplicates),
        rejected=tuple(rejected),
        skipped=tuple(skipped),
    )


def _read(files: Iterable[Path]) -> tuple[dict[str, Page], list[tuple[str, str]], list[PlacedFinding]]:
    reader = registry.load(importers, _FORMAT, "page format")
    seen: dict[str, list[Document]] = {}
    rejected = []
    for path in files:
        try:
            document = documents.read(path)
            seen.setdefault(document.sha256, []).append(document)
        except InputError as error:
            rejected.append(_rejection(str(path), error))
    pages, duplicates = {}, []
    for sha, same in seen.items():
        try:
            pages[sha] = Page(reader.read(same[0]), tuple(sorted({one.name for one in same})))
        except InputError as error:
            rejected.append(_rejection(same[0].path, error))
        duplicates += [(other.path, same[0].path) for other in same[1:]]
    return pages, duplicates, rejected


def _rejection(path: str, error: InputError) -> PlacedFinding:
    """Return an error of reading as a finding; its words begin with the path and maybe a place."""
    match = _PLACED.fullmatch(str(error).removeprefix(path))
    line, column, message = (match[1], match[2], match[3]) if match else (None, None, str(error))
    at, char = int(line or 1), int(column or 1)
    place = Place(path=path, line=at, column=char, end_line=at, end_column=char)
    return PlacedFinding(rule=rules.UNREADABLE, message=message, place=place)


def _files(paths: Iterable[Path], skipped: list[str]) -> list[Path]:
    """Return the files to read, each once, in the order of their paths."""
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found |= set(_in_folder(path, skipped))
        elif path.exists() or path.is_symlink():
            found.add(path)
        else:
            raise NoInputError(f"{path}: no such file or folder")
    return sorted(found, key=str)


def _in_folder(folder: Path, skipped: list[str]) -> Iterator[Path]:
    suffixes = _suffixes()
    root = folder.resolve()
    for where, subfolders, names in os.walk(folder):
        subfolders.sort()
        for name in sorted(names):
            path = Path(where) / name
            if path.suffix.lower() not in suffixes:
                continue
            if path.is_symlink() and not _leads_to_file_in(root, path):
                skipped.append(f"{path}: a link out of {folder} or to nothing")
            else:
                yield path


def _leads_to_file_in(root: Path, link: Path) -> bool:
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return target.is_relative_to(root) and target.is_file()


def _suffixes() -> tuple[str, ...]:
    suffixes: tuple[str, ...] = registry.load(importers, _FORMAT, "page format").SUFFIXES
    return suffixes


def _nothing_found(paths: Iterable[Path], skipped: list[str]) -> str:
    looked = ", ".join(str(path) for path in paths)
    also = f" ({len(skipped)} links skipped)" if skipped else ""
    return f"no page found: looked for *{', *'.join(_suffixes())} in {looked}{also}"
