"""The quads beside the store are those in it, in a form that anyone can read, and damage is told."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from privkg.core.errors import StoreError
from privkg.store import generations, quads_text, seal
from privkg.store.graph import open_graph


class TestText:
    def test_it_is_what_the_store_holds(self, directory: Path) -> None:
        """
        The text of all graphs is, line by line, what the store has.
        """
        graph = open_graph(directory)
        stored = {f"{s} {p} {o} {name} .\n" for (s, p, o), name in graph.triples()}
        read = b"".join(graph.texts(graph.manifest.graphs)).decode()

        assert stored == set(read.splitlines(keepends=True))
        assert graph.manifest.quads == read.count("\n")

    def test_any_reader_of_gzip_can_read_it(self, directory: Path) -> None:
        """
        The file is gzip's, all of it one text.
        """
        graph = open_graph(directory)
        unpacked = gzip.decompress((generations.current(directory) / quads_text.QUADS).read_bytes())

        assert sorted(graph.texts(graph.manifest.graphs)) == sorted(
            next(graph.texts([name])) for name in graph.manifest.graphs
        )
        assert sum(map(len, graph.texts(graph.manifest.graphs))) == len(unpacked)

    def test_a_graph_that_is_not_there_is_told(self, directory: Path) -> None:
        """
        A graph that the manifest does not name cannot be read.
        """
        with pytest.raises(StoreError, match="build again"):
            list(open_graph(directory).texts(["https://example.org/none"]))

    @pytest.mark.parametrize("name", [quads_text.QUADS, quads_text.PLACES])
    def test_damage_is_told(self, directory: Path, name: str) -> None:
        """
        A byte that is another one is noticed when the text is read, though the file is as long.
        """
        graph = open_graph(directory)
        path = generations.current(directory) / name
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

        with pytest.raises(StoreError, match="build again"):
            list(graph.texts(graph.manifest.graphs))

    def test_another_graph_is_not_taken_for_it(self, directory: Path) -> None:
        """
        A graph that stands where another should be is noticed, though it is whole.
        """
        path = generations.current(directory) / quads_text.PLACES
        places = json.loads(path.read_bytes())
        wanted, other = sorted(places)[:2]
        places[wanted] = places[other]
        path.write_text(json.dumps(places))

        with pytest.raises(
            StoreError, match=f"graph {wanted} differs from the one that was built; build again"
        ):
            list(quads_text.Text(path.parent).read([wanted]))

    def test_another_text_is_not_taken_for_it(self, directory: Path) -> None:
        """
        A text that was packed anew after a change is noticed, though its own checksum is right.
        """
        generation = generations.current(directory)
        places = json.loads((generation / quads_text.PLACES).read_bytes())
        wanted, (start, size, sha256) = min(places.items())
        member = (generation / quads_text.QUADS).read_bytes()[start : start + size]
        altered = gzip.compress(gzip.decompress(member).replace(b"a", b"b", 1))
        (generation / quads_text.QUADS).write_bytes(altered)
        (generation / quads_text.PLACES).write_text(json.dumps({wanted: [0, len(altered), sha256]}))

        with pytest.raises(
            StoreError, match=f"graph {wanted} differs from the one that was built; build again"
        ):
            list(quads_text.Text(generation).read([wanted]))

    @pytest.mark.parametrize("change", [b"\xe1", b"no quad"])
    def test_a_text_that_was_hashed_and_sealed_anew_is_told(
        self, directory: Path, change: bytes
    ) -> None:
        """
        A text that is not what the manifest counted is noticed, though all hashes beside it are right.
        """
        generation = generations.current(directory)
        places = json.loads((generation / quads_text.PLACES).read_bytes())
        whole = (generation / quads_text.QUADS).read_bytes()
        wanted, (start, size, _) = min(places.items())
        altered = gzip.compress(change + gzip.decompress(whole[start : start + size]))
        digest = hashlib.sha256(f"{wanted} ".encode() + altered).hexdigest()
        places[wanted] = [len(whole), len(altered), digest]
        (generation / quads_text.QUADS).write_bytes(whole + altered)
        (generation / quads_text.PLACES).write_text(json.dumps(places))
        (generation / seal.NAME).write_text(seal.of(generation))

        with pytest.raises(StoreError, match="is damaged; build again"):
            list(open_graph(directory).texts([wanted]))

    def test_hashes_are_sealed(self, directory: Path) -> None:
        """
        Another hash of a text is noticed when the graph is opened.
        """
        path = generations.current(directory) / quads_text.PLACES
        content = path.read_text()
        (*_, sha256) = min(json.loads(content).items())[1]
        path.write_text(content.replace(sha256, "0" * 64))

        with pytest.raises(StoreError, match="files were added, removed or changed; build again"):
            open_graph(directory)
