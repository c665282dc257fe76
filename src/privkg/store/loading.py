"""Writes the named graphs of a generation as text, table and store, and compares these.

An update starts from the former generation: its store is copied as hard links, which the engine never
writes to, its text by ranges of bytes, and only the lines that differ are removed and loaded.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph

from privkg.core.errors import StoreError
from privkg.rdf.terms import iri
from privkg.store import graph_table, quads_text, seal
from privkg.store.engine_errors import guarded
from privkg.store.graph_table import Entry, GraphTable
from privkg.store.quads_text import PackedGraph

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
    with guarded():
        store = pyoxigraph.Store(folder / seal.STORE)
    part, size = list[bytes](), 0
    with quads_text.writing(folder) as writer:
        for packed in graphs:
            if packed.count.quads:
                writer.put(packed)
                part.append(packed.stored_text())
                size += len(part[-1])
            if size >= _LOADED_AT_ONCE:
                _load(store, part)
                part, size = [], 0
    _load(store, part)
    with guarded():
        store.flush()
    verify_counts(store, {entry.graph: entry.stored for entry in writer.entries})
    graph_table.write(folder, writer.entries)


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
    changed, added = dict[str, int](), list[bytes]()
    with quads_text.writing(folder) as writer:
        for packed in graphs:
            was = table.get(packed.graph)
            left_out.discard(packed.graph)
            if was == packed.count or not (was or packed.count.quads):
                continue
            text = next(quads_text.read(former, [packed.graph]))[1] if was else b""
            changed[packed.graph] = packed.stored
            added += _replaced(store, packed, quads_text.split(packed.graph, text)[0])
            if packed.count.quads:
                writer.put(packed)
        for name in left_out:
            changed[name] = 0
            with guarded():
                store.remove_graph(pyoxigraph.NamedNode(name))
        writer.put_again(former, (entry for entry in table.entries() if entry.graph not in changed))
    _load(store, added)
    with guarded():
        store.flush()
    _verify_changed(store, changed, writer.entries)
    graph_table.write(folder, writer.entries)


def _replaced(store: pyoxigraph.Store, packed: PackedGraph, former: bytes) -> list[bytes]:
    """Remove the quads of a graph that it no longer has, and return the lines that are to be loaded."""
    lines, were = (text.splitlines(keepends=True) for text in (packed.stored_text(), former))
    removed = b"".join(set(were).difference(lines))
    with guarded():
        if not lines:
            store.remove_graph(pyoxigraph.NamedNode(packed.graph))
        else:
            for quad in pyoxigraph.parse(input=removed, format=pyoxigraph.RdfFormat.N_QUADS):
                store.remove(quad)
    return sorted(set(lines).difference(were))


def _verify_changed(
    store: pyoxigraph.Store, changed: Mapping[str, int], entries: Iterable[Entry]
) -> None:
    """Check the number of quads of the changed graphs, and which graphs the store has.

    Raises:
        StoreError: a graph is missing, added or of another size; the message names it.
    """
    with guarded():
        for name, expected in changed.items():
            graph = pyoxigraph.NamedNode(name)
            if sum(1 for _ in store.quads_for_pattern(None, None, None, graph)) != expected:
                raise StoreError(_altered(name))
        found = {graph.value for graph in store.named_graphs()}
    strange = sorted(found ^ {entry.graph for entry in entries if entry.stored})
    if strange:
        raise StoreError(_altered(strange[0]))


def verify(store: pyoxigraph.Store, texts: Iterable[tuple[str, bytes]]) -> None:
    """Check every quad of a store.

    Args:
        store: the store.
        texts: the IRI and the sorted canonical N-Quads of each graph, without the lines about claims.

    Raises:
        StoreError: a graph is missing, added or altered; the message names it.
    """
    with guarded():
        stored = {graph.value for graph in store.named_graphs()}
        for graph, text in texts:
            stored.discard(graph)
            if "".join(stored_lines(store, graph)).encode() != text:
                raise StoreError(_altered(graph))
    if stored:
        raise StoreError(f"graph {min(stored)} is in the store, but not in the text; build again")


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


def stored_lines(store: pyoxigraph.Store, graph: str) -> list[str]:
    """Return the canonical N-Quads lines of a named graph in the store, sorted."""
    dump = store.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.NamedNode(graph))
    name = iri(graph)
    return sorted(f"{line[:-2]} {name} .\n" for line in (dump or b"").decode().split("\n") if line)


def _load(store: pyoxigraph.Store, part: list[bytes]) -> None:
    with guarded():
        store.bulk_load(input=b"".join(part), format=pyoxigraph.RdfFormat.N_QUADS)
