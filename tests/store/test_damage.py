"""Damage to the files of a graph is detected and raises a StoreError."""

import gzip
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pyoxigraph
import pytest

import graph_tables
from privkg.core.errors import StoreError
from privkg.store import generations, graph_table, loading, page_table, quads_text, seal
from privkg.store.graph import open_graph
from privkg.store.graph_table import Member

READ_WHOLE = (
    "CURRENT",
    *(
        f"gen-000001/{name}"
        for name in ("seal.json", "manifest.json", "graphs.tsv", "pages.jsonl", "quads.nq.gz")
    ),
)
NOT_SEALED = ("LOG", "LOCK")  # logs and locks of the engine, not data


def error_of(directory: Path) -> str | None:
    """Return the error of opening or verifying a graph, or None."""
    try:
        open_graph(directory).verify()
    except StoreError as error:
        return str(error)
    return None


def files(directory: Path) -> list[Path]:
    """Return the files of a graph, relative to its folder."""
    found = [path for path in directory.rglob("*") if path.is_file() and path.name not in NOT_SEALED]
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
    """Change values in a JSON file."""
    path.write_text(json.dumps({**json.loads(path.read_text()), **changed}))


def fifo(path: Path) -> None:
    os.mkfifo(path)


def zeros(path: Path) -> None:
    path.symlink_to("/dev/zero")


def reseal(generation: Path) -> None:
    """Write a new seal for the current files, as a forger would."""
    (generation / seal.NAME).write_text(seal.of(generation))


def stored(directory: Path) -> pyoxigraph.Store:
    """Return the store of a graph, opened read-only."""
    return pyoxigraph.Store.read_only(str(directory / "gen-000001" / "store"))


def replace_text(generation: Path, graph: str, member: bytes) -> None:
    """Append another text of a graph, and update its offset, its hash and the seal."""
    graph_tables.replace_text(generation, graph, member)
    reseal(generation)


class TestFiles:
    @pytest.mark.parametrize("damage", [cut, empty, alter], ids=lambda damage: damage.__name__)
    def test_changed_files_are_detected(
        self, directory: Path, tmp_path: Path, damage: Callable[[Path], None]
    ) -> None:
        """
        Each file that is truncated, emptied or changed by a bit is detected.
        """
        unnoticed = []
        for name in files(directory):
            copy = shutil.copytree(directory, tmp_path / "copy")
            if (copy / name).stat().st_size:
                damage(copy / name)
                unnoticed += [] if error_of(copy) else [name]
            shutil.rmtree(copy)

        assert [] == unnoticed

    @pytest.mark.parametrize(("most", "least"), [(50_000_000, 14), (0, 5)], ids=["small", "large"])
    def test_changed_bits_are_detected_at_opening(
        self, directory: Path, monkeypatch: pytest.MonkeyPatch, most: int, least: int
    ) -> None:
        """
        A changed bit in a small graph, or in a small file of a large one, is detected at opening.
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
    def test_missing_and_longer_files_are_detected(
        self, directory: Path, tmp_path: Path, damage: Callable[[Path], None]
    ) -> None:
        """
        Each file, also an empty one, is detected when it is missing or longer.
        """
        unnoticed = []
        for name in files(directory):
            copy = shutil.copytree(directory, tmp_path / "copy")
            damage(copy / name)
            unnoticed += [] if error_of(copy) else [name]
            shutil.rmtree(copy)

        assert [] == unnoticed

    def test_an_added_file_is_detected(self, directory: Path) -> None:
        """
        An added file is detected at opening.
        """
        (directory / "gen-000001" / "store" / "999999.sst").write_bytes(b"")

        with pytest.raises(StoreError, match="files were added, removed or changed; build again"):
            open_graph(directory)

    def test_each_byte_of_the_seal_counts(self, directory: Path) -> None:
        """
        A changed bit anywhere in the seal is detected.
        """
        path = directory / "gen-000001" / seal.NAME
        sound = path.read_bytes()
        unnoticed = []
        for at in range(0, len(sound), 17):
            alter(path, at)
            unnoticed += [] if error_of(directory) else [at]
            path.write_bytes(sound)

        assert [] == unnoticed

    def test_logs_of_the_engine_are_not_sealed(self, directory: Path) -> None:
        """
        A graph without the engine's log and lock files is valid.
        """
        for name in NOT_SEALED:
            (directory / "gen-000001" / "store" / name).unlink()

        assert error_of(directory) is None


class TestFolder:
    @pytest.mark.parametrize("name", ["gen-000009", "gen-1", "../elsewhere", "", "\x00", "gén-000001"])
    def test_an_invalid_name_in_current_is_an_error(self, directory: Path, name: str) -> None:
        """
        A CURRENT that does not name an existing generation is an error.
        """
        (directory / "CURRENT").write_text(name)

        assert error_of(directory)

    def test_invalid_utf8_in_current_is_an_error(self, directory: Path) -> None:
        """
        A CURRENT that is not UTF-8 is a StoreError.
        """
        (directory / "CURRENT").write_bytes(b"\xff\xfe\x00")

        assert error_of(directory)

    @pytest.mark.parametrize("name", [".", "gen-000001", "gen-000001/store"])
    def test_a_missing_folder_is_an_error(self, directory: Path, name: str) -> None:
        """
        A graph without its folder, its generation or its store cannot be opened.
        """
        shutil.rmtree(directory / name)

        assert error_of(directory)

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no FIFO")
    @pytest.mark.parametrize("make", [fifo, zeros], ids=lambda make: make.__name__)
    @pytest.mark.parametrize("name", READ_WHOLE)
    def test_a_special_file_is_an_error(
        self, directory: Path, name: str, make: Callable[[Path], None]
    ) -> None:
        """
        A FIFO or a device instead of a file is an error without blocking.
        """
        (directory / name).unlink()
        make(directory / name)

        assert f"{directory / name}: not a regular file" in str(error_of(directory))

    @pytest.mark.parametrize("name", ["CURRENT", "gen-000001/seal.json", "gen-000001/manifest.json"])
    def test_a_folder_instead_of_a_file_is_an_error(self, directory: Path, name: str) -> None:
        """
        A folder instead of a file is a StoreError.
        """
        (directory / name).unlink()
        (directory / name).mkdir()

        assert error_of(directory)


class TestVersions:
    def test_another_engine_is_named(self, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A graph of another version of the engine is an error that names the version.
        """
        with monkeypatch.context() as other:
            other.setattr(seal, "_ENGINE", "0.4")
            reseal(directory / "gen-000001")

        with pytest.raises(StoreError, match=r"written with pyoxigraph 0\.4"):
            open_graph(directory)

    def test_another_layout_is_named(self, directory: Path) -> None:
        """
        A graph of another layout is an error, although its seal is valid.
        """
        generation = directory / "gen-000001"
        rewrite(generation / "manifest.json", format=99)
        (generation / seal.NAME).write_text(seal.of(generation))

        with pytest.raises(StoreError, match="layout 99"):
            open_graph(directory)


class TestForgery:
    @pytest.mark.parametrize("content", ["[]", "null", "{}", "[" * 100_000, '{"format": 1}', "\x00"])
    @pytest.mark.parametrize("name", ["manifest.json", seal.NAME])
    def test_json_of_another_structure_is_an_error(
        self, directory: Path, name: str, content: str
    ) -> None:
        """
        A manifest or a seal with another structure is a StoreError.
        """
        (directory / "gen-000001" / name).write_text(content)

        assert error_of(directory)

    @pytest.mark.parametrize("place", [(0, 10**12), (10**12, 1), (-1, 1), (0, -1)])
    def test_an_offset_outside_the_text_is_an_error(
        self, directory: Path, place: tuple[int, int]
    ) -> None:
        """
        An offset outside the text file is an error, and allocates no memory.
        """
        generation = directory / "gen-000001"
        for graph in graph_tables.read(generation):
            graph_tables.place(generation, graph, Member(*place, ""))
        reseal(generation)

        assert "damaged" in str(error_of(directory))

    @pytest.mark.parametrize(
        "table",
        [
            "",
            "\n",
            "[" * 100_000,
            "x" * 2_000_000 + "\n",
            "https://example.org/a\t1\n",
            "https://example.org/a\tone\t\t0\t0\t\n",
            "a b\t1\t\t0\t0\t\n",
            "https://example.org/b\t1\t\t0\t0\t\n" * 2,
        ],
    )
    def test_another_structure_of_the_table_is_an_error(self, directory: Path, table: str) -> None:
        """
        A table of graphs with other lines, or with a line twice, is a StoreError.
        """
        generation = directory / "gen-000001"
        (generation / graph_table.NAME).write_text(table)
        reseal(generation)

        assert error_of(directory)

    @pytest.mark.parametrize(
        "forged", [b"", b"<https://example.org/a> .\n", None], ids=["none", "other", "not gzip"]
    )
    def test_a_forged_text_is_detected(self, directory: Path, forged: bytes | None) -> None:
        """
        A forged text of a graph, with forged offset and seal, is an error that names the graph.
        """
        generation = directory / "gen-000001"
        name = next(iter(graph_tables.read(generation)))
        replace_text(generation, name, b"no gzip" if forged is None else gzip.compress(forged))

        assert "damaged" in str(error_of(directory)) or f"the text of graph {name}" in str(
            error_of(directory)
        )

    def test_a_decompression_bomb_is_an_error(
        self, directory: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        No more is decompressed than the limit for a graph.
        """
        monkeypatch.setattr(quads_text, "_MOST_INFLATED", 1_000_000)
        generation = directory / "gen-000001"
        name = next(iter(graph_tables.read(generation)))
        replace_text(generation, name, gzip.compress(bytes(1_000_001)))

        assert f"{name} is truncated, or larger than 1 MB" in str(error_of(directory))

    @pytest.mark.parametrize("slug", ["a b", "a\x1b", "a>", "\ud800"])
    def test_an_invalid_slug_in_the_manifest_is_an_error(self, directory: Path, slug: str) -> None:
        """
        An incident of a page whose slug cannot be in an IRI is a StoreError.
        """
        generation = directory / "gen-000001"
        rewrite(generation / page_table.NAME, incident=slug)
        reseal(generation)

        assert "not a table of pages" in str(error_of(directory))

    @pytest.mark.parametrize("content", ["", "{}\n{}\n", "[]\n", "[" * 100_000 + "\n", "\x00\n"])
    def test_another_structure_of_the_pages_is_an_error(self, directory: Path, content: str) -> None:
        """
        A table of pages with other lines, or with fewer or more of them, is a StoreError.
        """
        generation = directory / "gen-000001"
        (generation / page_table.NAME).write_text(content)
        reseal(generation)

        assert error_of(directory)

    def test_an_inconsistent_manifest_is_an_error(self, directory: Path) -> None:
        """
        A manifest whose hash of the dataset does not match those of the graphs does not verify.
        """
        generation = directory / "gen-000001"
        rewrite(generation / "manifest.json", sha256="0" * 64)
        reseal(generation)

        with pytest.raises(StoreError, match="is inconsistent with its own hash"):
            open_graph(directory).verify()

    def test_quads_are_checked_against_the_text(self, directory: Path) -> None:
        """
        Other quads in a graph are an error that names the graph.
        """
        texts = stored_texts(directory)
        name = max(texts)
        loading.verify(stored(directory), in_pieces(texts))
        forged = texts | {name: texts[name].replace(b"a", b"b", 1)}

        with pytest.raises(StoreError, match=f"graph {name} differs from the one that was built"):
            loading.verify(stored(directory), in_pieces(forged))

    def test_quads_are_counted_against_the_table(self, directory: Path) -> None:
        """
        Another number of quads in a graph, as after an incomplete load, is an error that names it.
        """
        counts = {name: text.count(b"\n") for name, text in stored_texts(directory).items()}
        name = max(counts)
        loading.verify_counts(stored(directory), counts)

        with pytest.raises(StoreError, match=f"graph {name} differs from the one that was built"):
            loading.verify_counts(stored(directory), counts | {name: counts[name] + 1})

    def test_graphs_are_checked_against_the_text(self, directory: Path) -> None:
        """
        A graph that is only in the text, or only in the store, is an error that names it.
        """
        texts = stored_texts(directory)
        last = max(texts)
        added = {**texts, "https://example.org/graph": b"<urn:a> <urn:b> <urn:c> <urn:d> .\n"}

        with pytest.raises(StoreError, match=r"graph https://example\.org/graph differs from the one"):
            loading.verify(stored(directory), in_pieces(added))
        with pytest.raises(StoreError, match=f"graph {last} is in the store, but not in the text"):
            loading.verify(
                stored(directory), in_pieces({name: texts[name] for name in texts if name != last})
            )


class TestRebuilding:
    @pytest.mark.parametrize("name", ["CURRENT", "gen-000001/seal.json", "gen-000001/manifest.json"])
    def test_a_build_replaces_a_damaged_graph(self, directory: Path, page: Path, name: str) -> None:
        """
        Building again, as the message advises, replaces a damaged graph.
        """
        expected = open_graph(directory).manifest.sha256
        (directory / name).write_text("")
        rebuild(page, directory)

        assert expected == open_graph(directory).manifest.sha256
        assert error_of(directory) is None

    def test_the_error_about_no_graph_names_the_command(self, tmp_path: Path) -> None:
        """
        The error about a missing graph names the command that builds one.
        """
        with pytest.raises(StoreError, match="build one with `privkg build`"):
            generations.current(tmp_path)


def in_pieces(texts: Mapping[str, bytes]) -> Iterator[tuple[str, list[bytes]]]:
    """Yield graphs with their lines, each line a piece."""
    for name, text in texts.items():
        yield name, text.splitlines(keepends=True)


def stored_texts(directory: Path) -> dict[str, bytes]:
    """Return the lines of each graph that the store holds."""
    graph = open_graph(directory)
    names = list(graph.manifest.graphs)
    texts = zip(names, graph.texts(names), strict=True)
    return {name: quads_text.split(name, text)[0] for name, text in texts}


def rebuild(page: Path, directory: Path) -> None:
    from privkg import build

    build.build([page], directory)
