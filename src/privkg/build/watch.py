"""Waits until the files of a build change, by looking at their times, which works on any file system."""

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from privkg import sources
from privkg.core.paths import real

_PAUSE_SECONDS = 0.5
_SHARE = 20
"""A look takes at most one part in so many of the time: a folder may have many files."""
_RELATED = frozenset((".ttl", ".tsv", ".toml"))
"""Suffixes of records, links, notices, mappings and settings."""

Times = Mapping[Path, tuple[int, ...]]
"""Size, identity and times of change of each file."""


def look(paths: Iterable[Path], directory: Path) -> Times:
    """Return the times of the files at some paths, and in the folders among them.

    Hidden folders are left out, and the folder of the graph, in which a build writes.
    """
    found = {}
    for path in paths:
        for file in _files(path, real(directory)):
            try:
                seen = file.stat()
            except OSError:
                continue  # removed in between, which the next look shows
            found[file] = seen.st_size, seen.st_ino, seen.st_mtime_ns, seen.st_ctime_ns
    return found


def wait(paths: Iterable[Path], directory: Path, former: Times) -> None:
    """Return when files have changed since a look, and have not changed for a moment."""
    paths, last = tuple(paths), former
    while True:
        start = time.monotonic()
        now = look(paths, directory)
        if now == last != former:
            return
        last = now
        time.sleep(max(_PAUSE_SECONDS, _SHARE * (time.monotonic() - start)))


def _files(path: Path, directory: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    suffixes = _RELATED.union(sources.suffixes())
    for folder, below, names in os.walk(path):
        # In place, since `os.walk` descends into what is left in this list.
        below[:] = [name for name in below if name[0] != "." and real(Path(folder, name)) != directory]
        yield from (Path(folder, name) for name in names if Path(name).suffix.lower() in suffixes)
