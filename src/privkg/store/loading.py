"""Writes the named graphs of a generation as text, table and store, and compares these.

An update starts from the former generation: its store is copied as hard links, which the engine never
writes to, its text by ranges of bytes, and only the lines that differ are removed and loaded.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pyoxigraph

from privkg.core.errors import StoreError
from privkg.rdf.terms import iri
from privkg.store import graph_table, quads_parts, quads_text, seal
from privkg.store.engine_errors import guarded
from privkg.store.graph_table import GraphTable
from privkg.store.quads_parts import Part
from privkg.store.quads_text import PackedGraph

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_LOADED_AT_ONCE = 32_000_000
"""Bytes of N-Quads: the engine keeps what it loads at once in memory, several times its size."""
_COUNTS = "SELECT ?graph (COUNT(*) AS ?quads) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"


def write(folder: Path, graphs: Iterable[PackedGraph]) -> None:
    """Write the text of graphs and its table, load it into a store, and count what the store holds.

    The store has no close(): RocksDB writes its last files when the last reference to the object goes,
    which is at the end of this function. Nothing else may keep one, or the seal would hash files that
    still change.

    Raises:
        StoreError: the stored quads differ from the given ones.
    """
    with quads_text.writing(folder) as writer:

        def written() -> Iterator[PackedGraph]:
            for packed in graphs:
                if packed.count.quads:
                    writer.put(packed)
                    yield packed

        _load(folder, written())
    graph_table.write(folder, writer.lines)


def write_parts(folder: Path, parts: Sequence[Part]) -> None:
    """Write the table of graphs whose text is written in parts, and load it into a store, as `write`.

    Raises:
        StoreError: the stored quads differ from those of the parts, or a part is damaged.
    """
    quads_parts.finish(folder, parts)
    _load(folder, quads_text.members(folder, GraphTable(folder)))


def _load(folder: Path, graphs: Iterable[PackedGraph]) -> None:
    """Load graphs into a new store, and count what it holds."""
    with guarded():
        store = pyoxigraph.Store(folder / seal.STORE)
    loader, stored = _Loader(store), dict[str, int]()
    for packed in graphs:
        stored[packed.graph] = packed.stored
        for piece in packed.stored_pieces():
            loader.put(piece)
    loader.finish()
    with guarded():
        store.flush()
    verify_counts(store, stored)


def update(
    folder: Path, former: Path, graphs: Iterable[PackedGraph], removed: Iterable[str] = ()
) -> None:
    """Write the graphs of a former generation with some of them replaced, added or removed.

    Args:
        folder: the folder to write in, on the file system of the former generation.
        former: the former generation.
        graphs: the graphs that are replaced or added.
        removed: the IRIs of those that are removed.

    Raises:
        StoreError: the stored quads differ from the given ones, or the former generation is damaged.
    """
    table, left_out = GraphTable(former), set(removed)
    with guarded():
        pyoxigraph.Store.read_only(str(former / seal.STORE)).backup(str(folder / seal.STORE))
        store = pyoxigraph.Store(str(folder / seal.STORE))
    changed, loader = dict[str, int](), _Loader(store)
    with quads_text.writing(folder) as writer:
        for packed in graphs:
            was = table.get(packed.graph)
            left_out.discard(packed.graph)
            if was == packed.count or not (was or packed.count.quads):
                continue
            changed[packed.graph] = packed.stored
            pieces = quads_text.stored_pieces(former, packed.graph) if was else ()
            for added in _replaced(store, packed, pieces):
                loader.put(added)
            if packed.count.quads:
                writer.put(packed)
        for name in left_out:
            changed[name] = 0
            with guarded():
                store.remove_graph(pyoxigraph.NamedNode(name))
        names = {name.encode() for name in changed}
        writer.put_again(
            former, (line for line in table.lines() if line.partition(b"\t")[0] not in names)
        )
    loader.finish()
    with guarded():
        store.flush()
    _verify_changed(store, changed, writer.lines)
    graph_table.write(folder, writer.lines)


class _Loader:
    """Loads lines into a store, many at once."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        self._store = store
        self._part, self._size = list[bytes](), 0

    def put(self, lines: bytes) -> None:
        """Load lines, now or later."""
        self._part.append(lines)
        self._size += len(lines)
        if self._size >= _LOADED_AT_ONCE:
            self.finish()

    def finish(self) -> None:
        """Load what is left."""
        with guarded():
            self._store.bulk_load(input=b"".join(self._part), format=pyoxigraph.RdfFormat.N_QUADS)
        self._part, self._size = [], 0


def _replaced(store: pyoxigraph.Store, packed: PackedGraph, former: Iterable[bytes]) -> Iterator[bytes]:
    """Remove the quads of a graph that it no longer has, and yield the lines that are to be loaded.

    Args:
        store: the store, which has the former graph.
        packed: the graph.
        former: the lines of the former graph, in pieces.
    """
    if not packed.count.quads:
        with guarded():
            store.remove_graph(pyoxigraph.NamedNode(packed.graph))
        return
    for were, lines in _in_step(former, packed.stored_pieces()):
        if were == lines:
            continue
        removed, added = (
            set(these.splitlines(keepends=True)).difference(those.splitlines(keepends=True))
            for these, those in ((were, lines), (lines, were))
        )
        with guarded():
            for quad in pyoxigraph.parse(input=b"".join(removed), format=pyoxigraph.RdfFormat.N_QUADS):
                store.remove(quad)
        yield b"".join(sorted(added))


def _in_step(ones: Iterable[bytes], others: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield two texts of sorted lines in parts: a line that both have is in the same part of both.

    Args:
        ones: one text, in pieces of whole lines.
        others: the other.
    """
    streams = [_Lines(ones), _Lines(others)]
    while any(stream.piece for stream in streams):
        last = min(stream.last for stream in streams if stream.piece)
        one, other = (stream.until(last) for stream in streams)
        yield one, other


class _Lines:
    """Sorted lines in pieces, taken in parts.

    Attributes:
        piece: the lines that are next; empty at the end.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self.piece = next(self._pieces, b"")

    @property
    def last(self) -> bytes:
        """The last line of the piece."""
        return self.piece[self.piece.rfind(b"\n", 0, -1) + 1 :]

    def until(self, last: bytes) -> bytes:
        """Take and return the lines of the piece up to one, by order."""
        end = self._end_of(last)
        taken, self.piece = self.piece[:end], self.piece[end:]
        if not self.piece:
            self.piece = next(self._pieces, b"")
        return taken

    def _end_of(self, last: bytes) -> int:
        """Return the offset of the first line after one, by bisection."""
        low, high = 0, len(self.piece)
        while low < high:  # a line starts at `low`, and one starts at `high` or the piece ends there
            start = self.piece.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self.piece.index(b"\n", start) + 1
            if self.piece[start:end] <= last:
                low = end
            else:
                high = start
        return low


def _verify_changed(store: pyoxigraph.Store, changed: Mapping[str, int], lines: Iterable[bytes]) -> None:
    """Check the number of quads of the changed graphs, and which graphs the store has.

    Args:
        store: the store.
        changed: the numbers of quads of the changed graphs that it must have, by their IRIs.
        lines: the lines of the table of graphs.

    Raises:
        StoreError: a graph is missing, added or of another size; the message names it.
    """
    with guarded():
        for name, expected in changed.items():
            if _count(store, name) != expected:
                raise StoreError(_altered(name))
        found = {graph.value for graph in store.named_graphs()}
    strange = sorted(found ^ graph_table.stored_graphs(lines))
    if strange:
        raise StoreError(_altered(strange[0]))


def _count(store: pyoxigraph.Store, name: str) -> int:
    """Return the number of quads of a graph; the engine counts 20 times as fast as it yields."""
    query = f"SELECT (COUNT(*) AS ?quads) WHERE {{ GRAPH {iri(name)} {{ ?s ?p ?o }} }}"
    (row,) = cast("pyoxigraph.QuerySolutions", store.query(query))
    return int(row["quads"].value)


def verify(store: pyoxigraph.Store, texts: Iterable[tuple[str, Iterable[bytes]]]) -> None:
    """Check every quad of a store.

    Args:
        store: the store.
        texts: the IRI of each graph, and its canonical N-Quads, without the lines about claims, in
            pieces of whole lines.

    Raises:
        StoreError: a graph is missing, added or altered; the message names it.
    """
    with guarded():
        stored = {graph.value for graph in store.named_graphs()}
        for graph, pieces in texts:
            stored.discard(graph)
            expected, found, end = _LineSum(), _LineSum(), f" {iri(graph)} .\n".encode()
            for piece in pieces:
                expected.write(piece.replace(end, b" .\n"))
            with io.BufferedWriter(found) as file:
                store.dump(file, pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.NamedNode(graph))
            if (found.count, found.total) != (expected.count, expected.total):
                raise StoreError(_altered(graph))
    if stored:
        raise StoreError(f"graph {min(stored)} is in the store, but not in the text; build again")


class _LineSum(io.RawIOBase):
    """A file that keeps the number of its lines and the sum of their hashes, whatever their order."""

    def __init__(self) -> None:
        self.count, self.total, self._rest = 0, 0, b""

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, text: "ReadableBuffer", /) -> int:
        """Add text, which may end within a line."""
        given = bytes(text)
        lines, end, self._rest = (self._rest + given).rpartition(b"\n")
        if end:
            self.count += lines.count(b"\n") + 1
            self.total += sum(map(hash, lines.split(b"\n")))
        return len(given)


def verify_counts(store: pyoxigraph.Store, expected: Mapping[str, int]) -> None:
    """Check the number of quads of each graph of a store; graphs without quads are not in it.

    Reading every quad back costs more than loading it; counting them, a twentieth.

    Args:
        store: the store.
        expected: the number of quads of each graph, by its IRI.

    Raises:
        StoreError: a graph is missing, added or of another size; the message names it.
    """
    with guarded():
        found = store.query(_COUNTS)
        assert isinstance(found, pyoxigraph.QuerySolutions)  # noqa: S101
        stored = {row["graph"].value: int(row["quads"].value) for row in found}
    strange = sorted(stored.items() ^ {item for item in expected.items() if item[1]})
    if strange:
        raise StoreError(_altered(strange[0][0]))


def _altered(graph: str) -> str:
    return f"graph {graph} differs from the one that was built; build again"
