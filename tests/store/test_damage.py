"""A graph whose files are not those that were written says so, and never with a foreign exception."""

import gzip
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from privkg.core.errors import StoreError
from privkg.store import generations, quads_text, seal
from privkg.store.graph import open_graph

READ_WHOLE = (
    "CURRENT",
    *(f"gen-000001/{name}" for name in ("seal.json", "manifest.json", "quads.json", "quads.nq.gz")),
)
SPOKEN = ("LOG", "LOCK")  # what the engine says and holds; nothing is read from them


def complaint(directory: Path) -> str | None:
    """Return what opening or verifying a graph has to say against it."""
    try:
        open_graph(directory).verify()
    except StoreError as error:
        return str(error)
    return None


def files(directory: Path) -> list[Path]:
    """Return every file that a graph rests on, relative to its folder."""
    found = [path for path in directory.rglob("*") if path.is_file() and path.name not in SPOKEN]
    return sorted(path.relative_to(directory) for path in found if path.name != "lock")


def cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x")


def alter(path: Path, at: int | None = None) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if at is None else at] ^= 1
    path.write_bytes(content)


def rewrite(path: Path, **changed: object) -> None:
    """Put other values into a JSON file."""
    path.write_text(json.dumps({**json.loads(path.read_text()), **changed}))


def fifo(path: Path) -> None:
    os.mkfifo(path)


def zeros(path: Path) -> None:
    path.symlink_to("/dev/zero")


def reseal(generation: Path) -> None:
    """Seal a generation as it is now, as somebody would who forges it."""
    (generation / seal.NAME).write_text(seal.of(generation))


def replace_text(generation: Path, graph: str, member: bytes) -> None:
    """Put another text of a graph at the end of the text, and say so wherever it is told."""
    with (generation / quads_text.QUADS).open("ab") as file:
        start = file.tell()
        file.write(member)
    digest = hashlib.sha256(f"{graph} ".encode() + member).hexdigest()
    rewrite(generation / quads_text.PLACES, **{graph: [start, len(member), digest]})
    reseal(generation)


class TestFiles:
    @pytest.mark.parametrize("damage", [cut, empty, alter], ids=lambda damage: damage.__name__)
    def test_what_is_lost_is_told(
        self, directory: Path, tmp_path: Path, damage: Callable[[Path], None]
    ) -> None:
        """
        A file that holds something and is cut, emptied or altered by a bit is noticed, each of them.
        """
        unnoticed = []
        for name in files(directory):
            copy = shutil.copytree(directory, tmp_path / "copy")
            if (copy / name).stat().st_size:
                damage(copy / name)
                unnoticed += [] if complaint(copy) else [name]
            shutil.rmtree(copy)

        assert [] == unnoticed

    @pytest.mark.parametrize(("most", "least"), [(50_000_000, 14), (0, 5)], ids=["small", "large"])
    def test_what_is_altered_is_told_at_opening(
        self, directory: Path, monkeypatch: pytest.MonkeyPatch, most: int, least: int
    ) -> None:
        """
        A bit changed in a file of a small graph, or a small file of a large one, is noticed at opening.
        """
        monkeypatch.setattr(seal, "_MOST_AT_ONCE", most)
        monkeypatch.setattr(seal, "_MOST_OF_A_FILE", 100_000)
        wanted = [name for name in files(directory) if (directory / name).stat().st_size]
        sizes = {name: (directory / name).stat().st_size for name in wanted}
        unnoticed = []
        for name in wanted:
            sound = (directory / name).read_bytes()
            alter(directory / name)
            with suppress(StoreError):
                open_graph(directory)
                unnoticed.append(name)
            (directory / name).write_bytes(sound)

        assert [name for name in wanted if sizes[name] > 100_000 and not most] == unnoticed
        assert len(wanted) - len(unnoticed) >= least

    @pytest.mark.parametrize("damage", [Path.unlink, lengthen], ids=["remove", "lengthen"])
    def test_what_is_gone_or_added_is_told(
        self, directory: Path, tmp_path: Path, damage: Callable[[Path], None]
    ) -> None:
        """
        Each file, the empty ones too, is missed when it is gone and noticed when it has grown.
        """
        unnoticed = []
        for name in files(directory):
            copy = shutil.copytree(directory, tmp_path / "copy")
            damage(copy / name)
            unnoticed += [] if complaint(copy) else [name]
            shutil.rmtree(copy)

        assert [] == unnoticed

    def test_a_file_more_is_told(self, directory: Path) -> None:
        """
        A file that nobody wrote there is noticed at opening.
        """
        (directory / "gen-000001" / "store" / "999999.sst").write_bytes(b"")

        with pytest.raises(StoreError, match="files were added, removed or changed; build again"):
            open_graph(directory)

    def test_each_byte_of_the_seal_counts(self, directory: Path) -> None:
        """
        A bit changed anywhere in the seal is noticed.
        """
        path = directory / "gen-000001" / seal.NAME
        sound = path.read_bytes()
        unnoticed = []
        for at in range(0, len(sound), 17):
            alter(path, at)
            unnoticed += [] if complaint(directory) else [at]
            path.write_bytes(sound)

        assert [] == unnoticed

    def test_what_the_engine_says_is_no_part_of_it(self, directory: Path) -> None:
        """
        A graph without the engine's log and lock is whole.
        """
        for name in SPOKEN:
            (directory / "gen-000001" / "store" / name).unlink()

        assert complaint(directory) is None


class TestFolder:
    @pytest.mark.parametrize("name", ["gen-000009", "gen-1", "../elsewhere", "", "\x00", "gén-000001"])
    def test_a_foreign_name_of_the_generation_is_told(self, directory: Path, name: str) -> None:
        """
        What names no generation that is there opens nothing.
        """
        (directory / "CURRENT").write_text(name)

        assert complaint(directory)

    def test_bytes_that_are_no_text_are_told(self, directory: Path) -> None:
        """
        A name that is no text is an error of the store like any other.
        """
        (directory / "CURRENT").write_bytes(b"\xff\xfe\x00")

        assert complaint(directory)

    @pytest.mark.parametrize("name", [".", "gen-000001", "gen-000001/store"])
    def test_a_folder_that_is_gone_is_told(self, directory: Path, name: str) -> None:
        """
        A graph without its folder, its generation or its store does not open.
        """
        shutil.rmtree(directory / name)

        assert complaint(directory)

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no FIFO")
    @pytest.mark.parametrize("make", [fifo, zeros], ids=lambda make: make.__name__)
    @pytest.mark.parametrize("name", READ_WHOLE)
    def test_what_is_no_regular_file_is_told(
        self, directory: Path, name: str, make: Callable[[Path], None]
    ) -> None:
        """
        A FIFO or a device in place of a file neither blocks nor fills the memory.
        """
        (directory / name).unlink()
        make(directory / name)

        assert f"{directory / name}: not a regular file" in str(complaint(directory))

    @pytest.mark.parametrize("name", ["CURRENT", "gen-000001/seal.json", "gen-000001/manifest.json"])
    def test_a_folder_instead_of_a_file_is_told(self, directory: Path, name: str) -> None:
        """
        A folder where a file should be is damage, not an accident of the program.
        """
        (directory / name).unlink()
        (directory / name).mkdir()

        assert complaint(directory)


class TestVersions:
    def test_another_engine_is_named(self, directory: Path) -> None:
        """
        A graph written by another version of the engine is not read, and the version is told.
        """
        rewrite(directory / "gen-000001" / seal.NAME, pyoxigraph="0.4")

        with pytest.raises(StoreError, match=r"written with pyoxigraph 0\.4"):
            open_graph(directory)

    def test_another_layout_is_named(self, directory: Path) -> None:
        """
        A graph of another layout is not read, though it is sealed.
        """
        generation = directory / "gen-000001"
        rewrite(generation / "manifest.json", format=99)
        (generation / seal.NAME).write_text(seal.of(generation))

        with pytest.raises(StoreError, match="layout 99"):
            open_graph(directory)


class TestForgery:
    @pytest.mark.parametrize("content", ["[]", "null", "{}", "[" * 100_000, '{"format": 1}', "\x00"])
    @pytest.mark.parametrize("name", ["manifest.json", seal.NAME])
    def test_json_of_another_shape_is_told(self, directory: Path, name: str, content: str) -> None:
        """
        A manifest or a seal that is not what such a file holds is damage.
        """
        (directory / "gen-000001" / name).write_text(content)

        assert complaint(directory)

    @pytest.mark.parametrize(
        "place", [[0, 10**12, ""], [10**12, 1, ""], [-1, 1, ""], [0, -1, ""], 7, "x"]
    )
    def test_a_place_outside_the_text_is_told(self, directory: Path, place: object) -> None:
        """
        A place of a graph's text that no file has is damage, and reserves no memory.
        """
        generation = directory / "gen-000001"
        places = json.loads((generation / quads_text.PLACES).read_text())
        rewrite(generation / quads_text.PLACES, **dict.fromkeys(places, place))
        reseal(generation)

        assert "damaged" in str(complaint(directory))

    def test_deep_places_are_told(self, directory: Path) -> None:
        """
        Places nested without end are damage.
        """
        generation = directory / "gen-000001"
        (generation / quads_text.PLACES).write_text("[" * 100_000)
        reseal(generation)

        assert "nested deeper than 100 levels" in str(complaint(directory))

    @pytest.mark.parametrize(
        "forged", [b"", b"<https://example.org/a> .\n", None], ids=["none", "other", "not gzip"]
    )
    def test_a_text_that_is_not_the_store_is_told(self, directory: Path, forged: bytes | None) -> None:
        """
        The text of a graph that was replaced, with its place and the seal, is named.
        """
        generation = directory / "gen-000001"
        name = next(iter(json.loads((generation / quads_text.PLACES).read_text())))
        replace_text(generation, name, b"no gzip" if forged is None else gzip.compress(forged))

        assert "damaged" in str(complaint(directory)) or f"the text of graph {name}" in str(
            complaint(directory)
        )

    def test_a_text_that_inflates_without_end_is_told(
        self, directory: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        No more is inflated than a graph may have.
        """
        monkeypatch.setattr(quads_text, "_MOST_INFLATED", 1_000_000)
        generation = directory / "gen-000001"
        name = next(iter(json.loads((generation / quads_text.PLACES).read_text())))
        replace_text(generation, name, gzip.compress(bytes(1_000_001)))

        assert f"{name} is cut, or larger than 1 MB" in str(complaint(directory))

    @pytest.mark.parametrize("slug", ["a b", "a\x1b", "a>", "\ud800"])
    def test_an_incident_that_no_iri_can_name_is_told(self, directory: Path, slug: str) -> None:
        """
        A manifest whose incident has characters that no IRI has is damage, not an accident of later.
        """
        generation = directory / "gen-000001"
        (page,) = json.loads((generation / "manifest.json").read_text())["pages"]
        rewrite(generation / "manifest.json", pages=[page | {"incident": slug}])
        reseal(generation)

        assert "no readable manifest" in str(complaint(directory))

    def test_a_sealed_manifest_that_disagrees_with_itself_is_told(self, directory: Path) -> None:
        """
        The hash of the dataset is the hash of its graphs, or the manifest is refused.
        """
        generation = directory / "gen-000001"
        rewrite(generation / "manifest.json", sha256="0" * 64)
        (generation / seal.NAME).write_text(seal.of(generation))

        with pytest.raises(StoreError, match="is inconsistent with its own hash"):
            open_graph(directory)

    def test_quads_are_checked_against_the_manifest(self, directory: Path) -> None:
        """
        A graph that holds other quads than it should is named.
        """
        graph = open_graph(directory)
        name, count = next(iter(graph.manifest.graphs.items()))
        graph.manifest.graphs[name] = type(count)(count.quads, "0" * 64)

        with pytest.raises(StoreError, match=f"graph {name} differs from the one that was built"):
            graph.verify()

    def test_graphs_are_checked_against_the_manifest(self, directory: Path) -> None:
        """
        A graph that only the manifest knows is named.
        """
        graph = open_graph(directory)
        graph.manifest.graphs["https://example.org/graph"] = next(iter(graph.manifest.graphs.values()))

        with pytest.raises(StoreError, match=r"https://example\.org/graph is only in one"):
            graph.verify()


class TestMending:
    @pytest.mark.parametrize("name", ["CURRENT", "gen-000001/seal.json", "gen-000001/manifest.json"])
    def test_a_build_mends_what_is_damaged(self, directory: Path, page: Path, name: str) -> None:
        """
        Building again, as the message advises, gives a sound graph and clears the damaged one.
        """
        expected = open_graph(directory).manifest
        (directory / name).write_text("")
        rebuild(page, directory)

        assert expected == open_graph(directory).manifest
        assert complaint(directory) is None

    def test_no_graph_says_how_to_build_one(self, tmp_path: Path) -> None:
        """
        Where nothing was built, the command that builds is named.
        """
        with pytest.raises(StoreError, match="build one with `privkg build`"):
            generations.current(tmp_path)


def rebuild(page: Path, directory: Path) -> None:
    from privkg import build

    build.build([page], directory)
