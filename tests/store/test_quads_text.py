"""The text of a generation equals its store, is plain gzip, and its damage is detected."""

import gzip
from pathlib import Path

import pytest

import graph_tables
from privkg.core.errors import StoreError
from privkg.store import generations, graph_table, quads_text, seal, text_files
from privkg.store.graph import open_graph
from privkg.store.graph_table import Entry, Member


def packed(generation: Path, entry: Entry) -> bytes:
    """Return the compressed text of a graph."""
    start, size = entry.member.start, entry.member.size
    return (generation / text_files.ONE).read_bytes()[start : start + size]


class TestText:
    def test_it_equals_the_store(self, directory: Path) -> None:
        """
        The text of all graphs equals the quads of the store, line by line.
        """
        graph = open_graph(directory)
        stored = {f"{s} {p} {o} {name} .\n" for (s, p, o), name in graph.triples()}
        read = b"".join(graph.texts(graph.manifest.graphs)).decode()

        assert stored == set(read.splitlines(keepends=True))
        assert graph.manifest.quads == read.count("\n")

    def test_any_reader_of_gzip_can_read_it(self, directory: Path) -> None:
        """
        The file is a valid gzip file whose content is the text of all graphs.
        """
        graph = open_graph(directory)
        unpacked = gzip.decompress((generations.current(directory) / text_files.ONE).read_bytes())

        assert sorted(graph.texts(graph.manifest.graphs)) == sorted(
            next(graph.texts([name])) for name in graph.manifest.graphs
        )
        assert sum(map(len, graph.texts(graph.manifest.graphs))) == len(unpacked)

    def test_an_unknown_graph_is_an_error(self, directory: Path) -> None:
        """
        A graph that is not in the manifest cannot be read.
        """
        with pytest.raises(StoreError, match="build again"):
            list(open_graph(directory).texts(["https://example.org/none"]))

    @pytest.mark.parametrize("name", [text_files.ONE, graph_table.NAME])
    def test_damage_is_detected(self, directory: Path, name: str) -> None:
        """
        A changed byte is detected when the text is read.
        """
        graph = open_graph(directory)
        path = generations.current(directory) / name
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

        with pytest.raises(StoreError, match="build again"):
            list(graph.texts(graph.manifest.graphs))

    def test_swapped_graphs_are_detected(self, directory: Path) -> None:
        """
        A graph at the offset of another one is detected, although it is valid.
        """
        generation = generations.current(directory)
        known = graph_tables.read(generation)
        wanted, other = sorted(known)[:2]
        graph_tables.place(generation, wanted, known[other].member)

        with pytest.raises(
            StoreError, match=f"graph {wanted} differs from the one that was built; build again"
        ):
            list(quads_text.read(generation, [wanted]))

    def test_a_recompressed_text_is_detected(self, directory: Path) -> None:
        """
        A changed text is detected, although its gzip checksum is right.
        """
        generation = generations.current(directory)
        wanted, entry = min(graph_tables.read(generation).items())
        altered = gzip.compress(gzip.decompress(packed(generation, entry)).replace(b"a", b"b", 1))
        (generation / text_files.ONE).write_bytes(altered)
        graph_tables.place(generation, wanted, Member(0, len(altered), entry.member.sha256))

        with pytest.raises(
            StoreError, match=f"graph {wanted} differs from the one that was built; build again"
        ):
            list(quads_text.read(generation, [wanted]))

    @pytest.mark.parametrize("change", [b"\xe1", b"no quad"])
    def test_a_text_with_forged_hashes_is_detected(self, directory: Path, change: bytes) -> None:
        """
        A text that differs from the manifest is detected, although all other hashes are right.
        """
        generation = generations.current(directory)
        wanted, entry = min(graph_tables.read(generation).items())
        altered = gzip.compress(change + gzip.decompress(packed(generation, entry)))
        graph_tables.replace_text(generation, wanted, altered)
        (generation / seal.NAME).write_text(seal.of(generation))

        with pytest.raises(StoreError, match="is damaged; build again"):
            list(open_graph(directory).texts([wanted]))

    def test_hashes_are_sealed(self, directory: Path) -> None:
        """
        A changed hash of a text is detected when the graph is opened.
        """
        generation = generations.current(directory)
        wanted, entry = min(graph_tables.read(generation).items())
        member = Member(entry.member.start, entry.member.size, "0" * 64)
        graph_tables.place(generation, wanted, member)

        with pytest.raises(StoreError, match=r"graphs\.tsv: changed since the build; build again"):
            open_graph(directory)
