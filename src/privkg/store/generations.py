"""Generations of a graph: each build writes a new folder, verifies and seals it, then switches to it.

DIR/CURRENT            the name of the generation in use; replaced in one step
DIR/gen-000001/store/          the store: all quads but those about claims
DIR/gen-000001/quads.nq.gz     all quads as text: see `quads_text`; or `parts.tsv` and `parts/`
DIR/gen-000001/graphs.tsv      its graphs with counts and hashes: see `graph_table`
DIR/gen-000001/pages.jsonl     the pages that it was made from: see `page_table`
DIR/gen-000001/build.sqlite    what the next build uses again, if a build wrote it
DIR/gen-000001/search.sqlite   the index of words and facets, if a build wrote it
DIR/gen-000001/manifest.json   how many there are, and the hash of all: see `manifest`
DIR/gen-000001/seal.json       its files with sizes and hashes: see `seal`; a reader holds a shared lock
                               on it, which keeps the generation from being removed
DIR/gen-000001/whole/          a store of all quads, made when a query first needs it: see `whole`
DIR/gen-000002.partial/        a build in progress, or one that was killed
DIR/lock                       held by the building process
DIR/pushed.jsonl               the graphs that were pushed to endpoints: see `ledger`
DIR/pushed.lock                held by the pushing process
DIR/published.tsv              what was published last, and what it was made from: see `published`

A crash at any point leaves the former generation in use: nothing of it is changed, and the only step
that readers see is the atomic rename of CURRENT, after `fsync` of everything that it names.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from privkg.core import bounded, files, stopping
from privkg.core.errors import FileError, StoreError, in_file
from privkg.core.files import folders, locks, parts
from privkg.rdf.iris import DEFAULT, Base
from privkg.store import loading, manifest, page_table, seal
from privkg.store.graph_table import GraphTable
from privkg.store.manifest import Manifest
from privkg.store.page_table import PageEntry, PageTable
from privkg.store.quads_parts import Part
from privkg.store.quads_text import PackedGraph

_OURS = re.compile(
    r"CURRENT(\.new)?|lock|gen-\d{6}(\.partial)?|pushed\.(jsonl(\.new)?|lock)|published\.tsv|"
    + parts.NAME.pattern
)
_MOST_BYTES = 1_000

Mark = tuple[int, int]
_FORMER_PARTS = ("CURRENT.new", "pushed.jsonl.new")
"""Temporary files of earlier versions of privkg."""


@contextmanager
def building(directory: Path) -> Iterator[None]:
    """Hold the lock of a graph's folder; remove what a killed build left.

    A folder that did not exist is removed if nothing was published in it.

    Raises:
        StoreError: another build holds it, or the folder is not a graph's or cannot be written.
    """
    is_new = not directory.exists()
    try:
        folders.make_for_graph(directory)
        _refuse_foreign(directory)
        busy = "locked by another build; try again when it ends"
        with locks.alone(directory / "lock", busy):
            _clear(directory)
            former = _name_in_use(directory)
            with stopping.leaving(lambda: _left(directory, former)):
                yield
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror or error}", in_file(directory)) from error
    finally:
        if is_new and _name_in_use(directory) is None:
            with suppress(OSError):
                folders.remove(directory)


def write(
    directory: Path, graphs: Iterable[PackedGraph], pages: Iterable[PageEntry], base: Base
) -> Manifest:
    """Write a generation and switch to it; return its manifest. Call it within `building`.

    Args:
        directory: the graph's folder.
        graphs: its named graphs.
        pages: the pages that the graphs were made from.
        base: the base of their IRIs.

    Raises:
        StoreError: the stored quads differ from the given ones.
    """
    with writing(directory) as generation:
        generation.write(graphs)
        generation.finish(pages, base)
        return generation.publish()


@contextmanager
def writing(directory: Path, former: Path | None = None) -> Iterator["NewGeneration"]:
    """Yield a new generation, which is removed unless it is published. Call it within `building`.

    Args:
        directory: the graph's folder.
        former: the generation that it is made from; None if all of it is written.
    """
    name = _next_name(directory)
    partial = directory / f"{name}.partial"
    folders.make_new(partial)
    try:
        yield NewGeneration(directory, name, former)
    finally:
        with suppress(OSError):  # after "disk full", the next build needs the space
            folders.remove(partial)


class NewGeneration:
    """A generation that no reader sees yet.

    Args:
        directory: the graph's folder.
        name: the name of the generation.
        former: the generation that it is made from; None if all of it is written.

    Attributes:
        folder: where it is written.
    """

    def __init__(self, directory: Path, name: str, former: Path | None = None) -> None:
        self.folder = directory / f"{name}.partial"
        self.former = former
        self._directory, self._name = directory, name

    def write(self, graphs: Iterable[PackedGraph], removed: Iterable[str] = ()) -> None:
        """Write text, store and table of graphs, which are not kept in memory.

        Args:
            graphs: the graphs; those of the former generation that are neither among them nor removed
                are taken from it.
            removed: the IRIs of the graphs of the former generation that are removed.

        Raises:
            StoreError: the stored quads differ from the given ones, or the former generation is damaged.
        """
        if self.former:
            loading.update(self.folder, self.former, graphs, removed)
        else:
            loading.write(self.folder, graphs)

    def write_parts(self, parts: Sequence[Part]) -> None:
        """Write store and table of graphs whose text other processes wrote in parts.

        Raises:
            StoreError: the stored quads differ from those of the parts, or a part is damaged.
        """
        loading.write_parts(self.folder, parts)

    def finish(self, pages: Iterable[PageEntry], base: Base) -> None:
        """Write the other files, once all else in the folder is written."""
        count = page_table.write(self.folder, pages)
        table, listed = GraphTable(self.folder), PageTable(self.folder, base, count)
        content = manifest.of(base, table, listed).to_json()
        files.create(self.folder / manifest.NAME, content, is_builder=True)
        files.create(self.folder / seal.NAME, seal.of(self.folder, self.former), is_builder=True)

    def publish(self) -> Manifest:
        """Switch to the generation, and return its manifest."""
        _publish(self._directory, self._name)
        return manifest.read(self._directory / self._name)


def unchanged(directory: Path) -> str:
    """Return, for the last line of an interrupted build, that the graph in a folder is as it was."""
    is_there = _name_in_use(directory) is not None
    return "the graph built before is unchanged" if is_there else "no graph was written"


def current(directory: Path) -> Path:
    """Return the folder of the generation in use.

    Raises:
        StoreError: there is none.
    """
    try:
        name = bounded.content(directory / "CURRENT", _MOST_BYTES).decode(errors="replace").strip()
    except FileError as error:
        if os.path.lexists(directory / "CURRENT"):
            raise StoreError(f"{error.message}; build again", error.place) from error
        raise StoreError(f"no graph in {directory}; build one with `privkg build`") from error
    if not re.fullmatch(r"gen-\d{6}", name):
        raise StoreError("not the name of a generation; build again", in_file(directory / "CURRENT"))
    return directory / name


def mark(directory: Path) -> Mark | None:
    """Return what changes with each build of a graph, whose folder is not read; None without a graph."""
    try:
        found = (directory / "CURRENT").stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def in_use(directory: Path) -> Path | None:
    """Return the folder of the generation in use; None if there is none, or the folder is damaged."""
    name = _name_in_use(directory)
    return directory / name if name else None


def base(directory: Path) -> Base:
    """Return the base of the graph in a folder; the default if there is no graph.

    Raises:
        StoreError: the graph is damaged or of another version.
    """
    if not os.path.lexists(directory / "CURRENT"):
        return DEFAULT
    return manifest.read(current(directory)).base


def _publish(directory: Path, name: str) -> None:
    files.sync(directory / f"{name}.partial")
    folders.settle(directory / f"{name}.partial", name)
    files.sync(directory)
    files.replace(directory / "CURRENT", name + "\n", is_builder=True)
    _clear(directory)


def _clear(directory: Path) -> None:
    """Remove all generations except the one in use and those that are open for reading."""
    kept = _name_in_use(directory)
    for name in _FORMER_PARTS:
        folders.remove_file(directory / name)
    for entry in directory.iterdir():
        if entry.name.startswith("gen-") and entry.name != kept:
            _remove(entry)


def _remove(generation: Path) -> None:
    if not (generation / seal.NAME).exists():
        folders.remove(generation)
        return
    held = seal.hold_alone(generation)
    if held is not None:
        folders.remove(generation)
        os.close(held)


def _name_in_use(directory: Path) -> str | None:
    try:
        return current(directory).name
    except StoreError:
        return None  # the first build, or one that repairs an invalid CURRENT


def _left(directory: Path, former: str | None) -> str:
    is_new = _name_in_use(directory) != former
    return "the new graph is complete" if is_new else unchanged(directory)


def _next_name(directory: Path) -> str:
    names = [_name_in_use(directory) or "gen-000000", *(entry.name for entry in directory.glob("gen-*"))]
    return f"gen-{max(int(name[4:10]) for name in names) + 1:06d}"


def _refuse_foreign(directory: Path) -> None:
    foreign = sorted(e.name for e in directory.iterdir() if not _OURS.fullmatch(e.name))
    if foreign:
        raise StoreError(
            f"not the folder of a graph: it has {foreign[0]}; name another with --graph",
            in_file(directory),
        )
