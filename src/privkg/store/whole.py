"""A store of all quads of a generation, with claims, for SPARQL over facts and evidence together.

GENERATION/whole/   the store, with the manifest of the generation and a seal, as in a generation

It is made when a query may first match claims, and is used until the next build. It takes several times
as much space as the store of facts and as long to load as a build, and most graphs never need it.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph

from privkg.core import bounded, files
from privkg.core.errors import FileError, StoreError
from privkg.core.files import folders, locks
from privkg.store import loading, manifest, quads_text, seal
from privkg.store.engine_errors import guarded
from privkg.store.graph_table import Entry, GraphTable

NAME = "whole"
_PARTIAL = "whole.partial"
_PATIENCE_SECONDS = 3600
_MOST_BYTES_AT_ONCE = 30_000_000
"""Bulk loading takes some ten times as much memory as the text that it is given."""


@contextmanager
def made(generation: Path) -> Iterator[Path]:
    """Yield the folder of the whole store of a generation; make it if it is missing or damaged.

    If the generation cannot be written to, the folder is temporary and removed at the end.

    Args:
        generation: the generation; the caller holds its seal.

    Raises:
        StoreError: the text of the generation is damaged, or the disk is full.
    """
    folder = generation / NAME
    with locks.in_turn(generation, _PATIENCE_SECONDS):
        is_made = _is_whole(folder, generation) or _make(folder, generation)
    if is_made:
        yield folder
        return
    with folders.scratch() as part:
        temporary = part / NAME
        folders.make_new(temporary)
        _write(temporary, generation)
        yield temporary


def opened(folder: Path) -> pyoxigraph.Store:
    """Return the store in a folder that `made` yielded, opened read-only."""
    with guarded():
        return pyoxigraph.Store.read_only(str(folder / seal.STORE))


def check_content(generation: Path) -> None:
    """Check the hashes of all files of the whole store of a generation, if there is one.

    Raises:
        StoreError: a file has changed; the message names it.
    """
    if (generation / NAME).exists():
        seal.check_content(generation / NAME)


def _is_whole(folder: Path, generation: Path) -> bool:
    """Return whether a folder has the whole store of a generation, undamaged."""
    try:
        seal.check(folder)
        return _manifest(folder) == _manifest(generation)
    except (OSError, FileError, StoreError):
        return False


def _make(folder: Path, generation: Path) -> bool:
    """Make the whole store of a generation; return False if the generation cannot be written to."""
    partial = generation / _PARTIAL
    try:
        for former in (partial, folder):
            if former.exists():
                folders.remove(former)
        folders.make_new(partial)
    except OSError:
        return False
    try:
        _write(partial, generation)
    except BaseException:
        with suppress(OSError):
            folders.remove(partial)
        raise
    folders.settle(partial, NAME)
    return True


def _write(folder: Path, generation: Path) -> None:
    """Write the store, the manifest and the seal into an empty folder."""
    sys.stderr.write("preparing evidence for SPARQL, once per build\n")
    _load(folder, generation)
    files.create(folder / manifest.NAME, _manifest(generation), is_builder=True)
    files.create(folder / seal.NAME, seal.of(folder), is_builder=True)


def _load(folder: Path, generation: Path) -> None:
    """Load the text of a generation into a store, count its quads, and close it.

    RocksDB writes its last files when the last reference to the store goes, at the end of this function.
    """
    table = GraphTable(generation)
    with guarded():
        store = pyoxigraph.Store(folder / seal.STORE)
        for text in _batches(quads_text.read(generation, table)):
            store.bulk_load(text, format=pyoxigraph.RdfFormat.N_QUADS)
        store.flush()
    loading.verify_counts(store, {graph: count.quads for graph, count in table.items()})


def _batches(texts: Iterable[tuple[Entry, bytes]]) -> Iterator[bytes]:
    """Yield the text of graphs joined to pieces of a limited size, so that memory is limited."""
    some, size = list[bytes](), 0
    for _, text in texts:
        some.append(text)
        size += len(text)
        if size >= _MOST_BYTES_AT_ONCE:
            yield b"".join(some)
            some, size = [], 0
    yield b"".join(some)


def _manifest(folder: Path) -> bytes:
    return bounded.content(folder / manifest.NAME, manifest.MOST_BYTES)
