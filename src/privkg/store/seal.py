"""The seal of a generation: which files it has, of which size and content, and who wrote them.

The engine opens a store that lacks a piece of its log without a word, and reads each file only when
a query needs it; the seal tells at opening what is missing, and what was altered
in a graph of at most 50 MB; in a larger one on request.
"""

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pyoxigraph

from privkg.core import bounded
from privkg.core.errors import FileError, StoreError, in_file
from privkg.store import manifest, quads_text

NAME = "seal.json"
_MOST_AT_ONCE = 50_000_000
_MOST_OF_A_FILE = 1_000_000
"""How large a generation is that is read at opening, and which files of a larger one are."""
_ENGINE = ".".join(pyoxigraph.__version__.split(".")[:2])


def of(generation: Path) -> str:
    """Return the seal of a generation whose store and manifest are written, as JSON."""
    files = {name: [path.stat().st_size, _sha256(path)] for name, path in _files(generation)}
    content = {
        "files": files,
        "manifest": _sha256(generation / "manifest.json"),
        "pyoxigraph": _ENGINE,
    }
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


def check(generation: Path) -> None:
    """Check a generation by the names and sizes of its files, its version, and what can be read at once.

    Each byte is read of a generation of at most 50 MB, and of a larger one each file of at most 1 MB:
    the engine leaves out of some answers what it cannot read, without a word.

    Raises:
        StoreError: a file is missing, added, or of another size, or another version wrote it, or one
            that was read is not what was sealed.
    """
    sealed = _checked(generation)
    is_small = sum(size for size, _ in sealed["files"].values()) <= _MOST_AT_ONCE
    _check_bytes(generation, sealed, None if is_small else _MOST_OF_A_FILE)


def check_content(generation: Path) -> None:
    """Check each byte of a generation's files.

    Raises:
        StoreError: a file is not what was sealed; the message names it.
    """
    _check_bytes(generation, _checked(generation))


def _checked(generation: Path) -> dict[str, Any]:
    """Return a generation's seal, of which names, sizes, version and manifest were found to be true."""
    sealed = _read(generation)
    sizes = {name: size for name, (size, _) in sealed["files"].items()}
    _, places = sealed["files"].get(quads_text.PLACES, (0, ""))
    try:
        found_sizes = {name: _size(path) for name, path in _files(generation)}
        found_hashes = _sha256(generation / "manifest.json"), _sha256(generation / quads_text.PLACES)
    except OSError as error:
        raise StoreError(f"damaged ({error.strerror}); build again", in_file(generation)) from error
    if sealed["pyoxigraph"] != _ENGINE:
        raise StoreError(
            f"written with pyoxigraph {sealed['pyoxigraph']}, this is {_ENGINE}; build again",
            in_file(generation),
        )
    if (found_sizes, found_hashes) != (sizes, (sealed["manifest"], places)):
        raise StoreError("its files are not those it was sealed with; build again", in_file(generation))
    return sealed


def _check_bytes(generation: Path, sealed: dict[str, Any], most: int | None = None) -> None:
    """Check the content of files, of at most a size if one is given."""
    for name, (size, sha256) in sealed["files"].items():
        if most is not None and size > most:
            continue
        try:
            found = _sha256(generation / name)
        except OSError as error:
            raise StoreError(f"damaged ({error.strerror}); build again", in_file(generation)) from error
        if found != sha256:
            raise StoreError("altered; build again", in_file(generation / name))


def hold(generation: Path) -> int:
    """Return a descriptor that keeps a generation from being removed until it is closed.

    Raises:
        OSError: the generation is not there, or is being removed.
    """
    descriptor = _opened(generation / NAME)
    try:
        _lock(descriptor, is_shared=True)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def hold_alone(generation: Path) -> int | None:
    """Return such a descriptor if nobody else has one, else None.

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
    if sys.platform != "win32":  # Windows removes no file that is open
        import fcntl

        fcntl.flock(descriptor, (fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


def _read(generation: Path) -> dict[str, Any]:
    try:
        content = bounded.read_json(generation / NAME, manifest.MOST_BYTES)
        files = {name: (int(size), str(sha)) for name, (size, sha) in content["files"].items()}
        return {"files": files, "manifest": content["manifest"], "pyoxigraph": content["pyoxigraph"]}
    except FileError as error:
        raise StoreError(f"{error.message}; build again", error.place) from error
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise StoreError("no readable seal; build again", in_file(generation / NAME)) from error


def _files(generation: Path) -> list[tuple[str, Path]]:
    """Return what the engine keeps, and the quads as text; LOG and LOCK are what the engine says."""
    kept = [path for path in (generation / "store").iterdir() if not path.name.startswith("LO")]
    found = [*kept, generation / quads_text.QUADS, generation / quads_text.PLACES]
    return sorted((path.relative_to(generation).as_posix(), path) for path in found)


def _sha256(path: Path) -> str:
    try:
        return bounded.sha256(path)
    except FileError as error:
        raise StoreError(f"{error.message}; build again", error.place) from error


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
