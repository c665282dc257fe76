"""The seal of a generation: the sizes and hashes of its files, and the version of the engine.

The engine opens a store with missing log files without an error, and reads each file only when a query
needs it, so that damage would silently change answers. The seal detects missing and added files when a
graph is opened, and changed bytes in a graph of at most 50 MB; in a larger graph `verify` detects them.
"""

import hashlib
import json
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyoxigraph

from privkg.core import bounded
from privkg.core.errors import FileError, InvalidValueError, StoreError, in_file
from privkg.store import graph_table, manifest, page_table, text_files

NAME = "seal.json"
STORE, STATE, SEARCH = "store", "build.sqlite", "search.sqlite"
_FILES = (graph_table.NAME, page_table.NAME, STATE, SEARCH)
_MOST_AT_ONCE = 50_000_000
_MOST_OF_A_FILE = 1_000_000
"""Bytes: a generation up to the first size is hashed when opened, else only files up to the second."""
_Sealed = tuple[int, str]
"""The size of a file, and its hash."""
_ENGINE = ".".join(pyoxigraph.__version__.split(".")[:2])


def of(generation: Path, former: Path | None = None) -> str:
    """Return the seal of a generation whose store and manifest are written, as JSON.

    Args:
        generation: the generation.
        former: the one that it was made from; what they share as hard links is not hashed again.
    """
    known = _read(former)["files"] if former else {}
    files = {
        name: [path.stat().st_size, _known(former, name, path, known) or _sha256(path)]
        for name, path in _files(generation)
    }
    content = {
        "files": files,
        "manifest": _sha256(generation / manifest.NAME),
        "pyoxigraph": _ENGINE,
    }
    return json.dumps(content | {"sha256": _sha256_of(content)}, indent=1, sort_keys=True) + "\n"


def check(generation: Path) -> dict[str, _Sealed]:
    """Check the files' names and sizes, the engine's version, and the hashes of small files.

    All files are hashed in a generation of at most 50 MB, and files of at most 1 MB in a larger one: the
    engine silently omits unreadable data from some answers.

    Returns:
        The size and the hash of each file, by its name in the generation.

    Raises:
        StoreError: a file is missing, added, of another size or changed; or another version of the
            engine wrote the store.
    """
    sealed: dict[str, _Sealed] = _checked(generation)["files"]
    is_large = sum(size for size, _ in sealed.values()) > _MOST_AT_ONCE
    most = _MOST_OF_A_FILE if is_large else _MOST_AT_ONCE
    _check_bytes(generation, {name: of for name, of in sealed.items() if of[0] <= most})
    return sealed


def check_content(generation: Path) -> None:
    """Check the hashes of all files of a generation.

    Raises:
        StoreError: a file has changed; the message names it.
    """
    _check_bytes(generation, _checked(generation)["files"])


def check_changes(generation: Path) -> None:
    """Check what `check` does, and the hashes of the files that were changed after the seal was written.

    These are known by their time of change, so that a large generation is not read. What changes no
    times, such as a fault of the disk, only `check_content` detects.

    Raises:
        StoreError: as for `check`.
    """
    sealed = check(generation)
    try:
        at = (generation / NAME).stat().st_mtime_ns
        later = [name for name in sealed if (generation / name).stat().st_mtime_ns >= at]
    except OSError as error:
        raise StoreError(f"damaged ({error.strerror}); build again", in_file(generation)) from error
    _check_bytes(generation, {name: sealed[name] for name in later})


def _checked(generation: Path) -> dict[str, Any]:
    """Return the seal after checking names, sizes, the engine's version and the manifest's hash."""
    sealed = _read(generation)
    sizes = {name: size for name, (size, _) in sealed["files"].items()}
    try:
        found_sizes = {name: _size(path) for name, path in _files(generation)}
        found_hash = _sha256(generation / manifest.NAME)
    except OSError as error:
        raise StoreError(f"damaged ({error.strerror}); build again", in_file(generation)) from error
    if sealed["pyoxigraph"] != _ENGINE:
        raise StoreError(
            f"written with pyoxigraph {sealed['pyoxigraph']}, but {_ENGINE} is installed; build again",
            in_file(generation),
        )
    if (found_sizes, found_hash) != (sizes, sealed["manifest"]):
        raise StoreError("files were added, removed or changed; build again", in_file(generation))
    return sealed


def _check_bytes(generation: Path, sealed: Mapping[str, _Sealed]) -> None:
    """Check the hashes of files."""
    for name, (_, sha256) in sealed.items():
        try:
            found = _sha256(generation / name)
        except OSError as error:
            raise StoreError(f"damaged ({error.strerror}); build again", in_file(generation)) from error
        if found != sha256:
            raise StoreError("changed since the build; build again", in_file(generation / name))


def hold(generation: Path) -> int:
    """Return a descriptor that keeps a generation from being removed until it is closed.

    Raises:
        OSError: the generation does not exist, or is being removed.
    """
    descriptor = _opened(generation / NAME)
    try:
        _lock(descriptor, is_shared=True)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def hold_alone(generation: Path) -> int | None:
    """Return a descriptor with an exclusive lock; None if another process reads the generation.

    Raises:
        OSError: the generation has no seal.
    """
    descriptor = _opened(generation / NAME)
    try:
        _lock(descriptor, is_shared=False)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def _lock(descriptor: int, *, is_shared: bool) -> None:
    if sys.platform != "win32":  # Windows cannot remove an open file, which protects readers as well
        import fcntl

        fcntl.flock(descriptor, (fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


def _read(generation: Path) -> dict[str, Any]:
    try:
        content = bounded.read_json(generation / NAME, manifest.MOST_BYTES)
        files = {name: (int(size), str(sha)) for name, (size, sha) in content["files"].items()}
        sha256 = content.pop("sha256")
        if sha256 != _sha256_of(content):
            raise InvalidValueError("changed")
        return {"files": files, "manifest": content["manifest"], "pyoxigraph": content["pyoxigraph"]}
    except FileError as error:
        raise StoreError(f"{error.message}; build again", error.place) from error
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise StoreError("no readable seal; build again", in_file(generation / NAME)) from error


def _files(generation: Path) -> list[tuple[str, Path]]:
    """Return the files of the store, text and tables, without RocksDB's LOG and LOCK files.

    Those that do not exist are left out: a seal names what must exist.
    """
    kept = [path for path in (generation / STORE).iterdir() if not path.name.startswith("LO")]
    others = (generation / name for name in (*_FILES, *text_files.names(generation)))
    found = [*kept, *(path for path in others if os.path.lexists(path))]
    return sorted((path.relative_to(generation).as_posix(), path) for path in found)


def _sha256(path: Path) -> str:
    try:
        return bounded.sha256(path)
    except FileError as error:
        raise StoreError(f"{error.message}; build again", error.place) from error


def _known(former: Path | None, name: str, path: Path, files: dict[str, Any]) -> str | None:
    """Return the hash of a file that is the same in a former generation."""
    if former is None or name not in files or not path.samefile(former / name):
        return None
    return str(files[name][1])


def _sha256_of(content: dict[str, Any]) -> str:
    """Return the hash of the seal's own content: hashes of large files are not compared at opening."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _size(path: Path) -> int:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise StoreError("not a regular file; build again", in_file(path))
    return found.st_size


def _opened(path: Path) -> int:
    try:
        return bounded.descriptor(path)
    except FileError as error:
        raise StoreError(f"{error.message}; build again", error.place) from error
