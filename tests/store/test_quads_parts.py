"""A generation whose text is in parts is read, verified, updated and sealed like one with one file."""

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privkg.core.errors import StoreError
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import Term, iri
from privkg.store import generations, loading, quads_parts, quads_text, seal, text_files
from privkg.store.generations import NewGeneration
from privkg.store.graph import open_graph
from privkg.store.graph_table import GraphTable
from privkg.store.quads_text import PackedGraph

SIZES = st.lists(st.integers(0, 5), min_size=1, max_size=6)
"""The numbers of graphs of parts."""


def packed(number: int, value: str = "a") -> PackedGraph:
    """Return a graph with as many triples as its number."""
    subject, predicate = iri("https://example.org/s"), iri("https://example.org/p")
    triples = [(subject, predicate, Term(f'"{value}{count}"')) for count in range(number)]
    return quads_text.pack(iri(f"https://example.org/graph-{number}"), triples)


def parted(sizes: Sequence[int]) -> list[list[PackedGraph]]:
    """Return the graphs of parts, given the number of each; the first graph of all is empty."""
    numbers = iter(range(sum(sizes)))
    return [[packed(next(numbers)) for _ in range(size)] for size in sizes]


def in_parts(folder: Path, parts: Sequence[Sequence[PackedGraph]]) -> Path:
    """Write graphs in parts into a folder."""
    folder.mkdir()
    quads_parts.make_folder(folder)
    loading.write_parts(folder, [quads_parts.write(folder, graphs) for graphs in parts])
    return folder


def texts(folder: Path) -> dict[str, bytes]:
    return {entry.graph: text for entry, text in quads_text.read(folder, GraphTable(folder))}


def complete(generation: NewGeneration) -> None:
    generation.finish([], DEFAULT)
    generation.publish()


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A graph in three parts."""
    where = tmp_path / "graph"
    with generations.building(where), generations.writing(where) as generation:
        quads_parts.make_folder(generation.folder)
        parts = [quads_parts.write(generation.folder, graphs) for graphs in parted([2, 3, 4])]
        generation.write_parts(parts)
        complete(generation)
    return where


class TestParts:
    @settings(max_examples=12)  # each makes two stores on disk
    @given(SIZES)
    def test_text_and_table(self, tmp_path_factory: pytest.TempPathFactory, sizes: list[int]) -> None:
        """
        Joined in order, the parts are the one file, and the table of graphs is the same.
        """
        folder = tmp_path_factory.mktemp("parts")
        parts = parted(sizes)
        (folder / "one").mkdir()
        loading.write(folder / "one", [each for graphs in parts for each in graphs])
        several = in_parts(folder / "several", parts)
        names = [name for name in text_files.names(several) if name != text_files.LIST]
        joined = b"".join((several / name).read_bytes() for name in names)

        assert (folder / "one" / text_files.ONE).read_bytes() == joined
        assert texts(folder / "one") == texts(several)
        assert list(GraphTable(folder / "one").lines()) == list(GraphTable(several).lines())

    def test_attempts(self, tmp_path: Path) -> None:
        """
        A part that is written twice is one file; a part that is not listed is removed.
        """
        quads_parts.make_folder(tmp_path)
        first, again, other = (quads_parts.write(tmp_path, [packed(n)]) for n in (3, 3, 4))
        loading.write_parts(tmp_path, [again])

        assert first == again
        assert {text_files.LIST, first.file.path} == set(text_files.names(tmp_path))
        assert (tmp_path / first.file.path).exists()
        assert not (tmp_path / other.file.path).exists()


class TestGeneration:
    def test_verify(self, directory: Path) -> None:
        """
        The graph is verified, and the names of its parts are the hashes of their content.
        """
        open_graph(directory).verify()
        parts = list((generations.current(directory) / text_files.PARTS).iterdir())

        assert 3 == len(parts)
        assert {path.name for path in parts} == {
            f"{hashlib.sha256(path.read_bytes()).hexdigest()}.nq.gz" for path in parts
        }

    def test_late_attempt(self, directory: Path) -> None:
        """
        A part that an attempt writes after the graph is complete does no harm.
        """
        quads_parts.write(generations.current(directory), [packed(7, "late")])

        open_graph(directory).verify()

    @pytest.mark.parametrize("name", ["one part", text_files.LIST])
    def test_damage(self, directory: Path, name: str) -> None:
        """
        A part, or the list of parts, that is changed or removed is detected.
        """
        generation = generations.current(directory)
        path = next((generation / text_files.PARTS).iterdir())
        path = path if name == "one part" else generation / name
        whole = path.read_bytes()
        path.write_bytes(whole[:-20] + bytes(20))
        with pytest.raises(StoreError, match="build again"):
            open_graph(directory).verify()
        path.unlink()
        with pytest.raises(StoreError, match="build again"):
            open_graph(directory)

    def test_part_elsewhere(self, directory: Path) -> None:
        """
        A list that names a file outside of the folder of parts is refused.
        """
        path = generations.current(directory) / text_files.LIST
        path.write_text("../quads.nq.gz\t1\n", encoding="utf-8")
        with pytest.raises(StoreError, match="not a list of parts; build again"):
            seal.of(path.parent)

    def test_list_is_no_file(self, directory: Path) -> None:
        """
        A folder in the place of the list of parts is an error of the graph.
        """
        path = generations.current(directory) / text_files.LIST
        path.unlink()
        path.mkdir()
        with pytest.raises(StoreError, match="not a regular file; build again"):
            open_graph(directory)

    @given(data=st.binary(max_size=200))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_any_list(self, directory: Path, data: bytes) -> None:
        """
        A graph with any other list of parts is not opened.
        """
        (generations.current(directory) / text_files.LIST).write_bytes(data)
        with pytest.raises(StoreError, match="build again"):
            open_graph(directory)

    def test_update(self, directory: Path) -> None:
        """
        A build that changes one graph takes the others from the parts.
        """
        former = generations.current(directory)
        before = texts(former)
        with generations.building(directory), generations.writing(directory, former) as generation:
            generation.write([packed(5, "b")])
            complete(generation)
        open_graph(directory).verify()
        after = texts(generations.current(directory))

        assert packed(5, "b").text() == after.pop("https://example.org/graph-5")
        assert after.items() < before.items()

    def test_copy(self, directory: Path, tmp_path: Path) -> None:
        """
        A copy of the folder is the same graph.
        """
        copy = shutil.copytree(directory, tmp_path / "copy")

        open_graph(copy).verify()
        assert open_graph(directory).manifest.sha256 == open_graph(copy).manifest.sha256
