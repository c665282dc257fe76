"""The ledger of pushed graphs survives crashes, and has only certain entries."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.core.errors import StoreError
from privkg.store import ledger

HERE, ELSEWHERE = "http://example.org/a", "http://example.org/b"

words = st.text(st.characters(exclude_categories=[]), min_size=1, max_size=8)


def noted(directory: Path, place: str = HERE, **graphs: str) -> None:
    with ledger.opened(directory, place) as opened:
        for graph, sha256 in graphs.items():
            opened.note(graph, sha256)


def known(directory: Path, place: str = HERE) -> dict[str, bool]:
    """Return the known graphs, with whether the ledger has version 1 of each."""
    with ledger.opened(directory, place) as opened:
        return {graph: opened.has(graph, "1") for graph in opened.graphs}


class TestLedger:
    def test_entries_are_read_back(self, tmp_path: Path) -> None:
        """
        The ledger has the last recorded version of each graph, by endpoint.
        """
        noted(tmp_path, a="1", b="1")
        noted(tmp_path, b="2")
        noted(tmp_path, ELSEWHERE, c="1")

        assert {"a": True, "b": False} == known(tmp_path)
        assert {"c": True} == known(tmp_path, ELSEWHERE)

    @given(st.dictionaries(words, st.dictionaries(words, words, min_size=1), max_size=3))
    def test_any_name_is_read_back(
        self, tmp_path_factory: pytest.TempPathFactory, places: dict[str, dict[str, str]]
    ) -> None:
        """
        Any names of endpoints and graphs are read back unchanged.
        """
        directory = tmp_path_factory.mktemp("ledger")
        for place, graphs in places.items():
            with ledger.opened(directory, place) as opened:
                for graph, sha256 in graphs.items():
                    opened.note(graph, sha256)

        for place, graphs in places.items():
            with ledger.opened(directory, place) as opened:
                assert graphs.keys() == opened.graphs
                assert all(opened.has(graph, sha256) for graph, sha256 in graphs.items())

    def test_forgetting_is_written_at_once(self, tmp_path: Path) -> None:
        """
        A forgotten graph is recorded on the disk before `forget` returns.
        """
        noted(tmp_path, a="1")
        with ledger.opened(tmp_path, HERE) as opened:
            opened.forget("a")
            written = (tmp_path / "pushed.jsonl").read_text(encoding="utf-8")

        assert written.endswith('"graph": "a", "sha256": null}\n')
        assert {} == known(tmp_path)

    def test_it_does_not_grow(self, tmp_path: Path) -> None:
        """
        A ledger is compacted to one line per graph when it is opened.
        """
        for version in range(5):
            noted(tmp_path, a=str(version))
        known(tmp_path)

        assert 1 == (tmp_path / "pushed.jsonl").read_text(encoding="utf-8").count("\n")


class TestDamage:
    def test_an_incomplete_line_is_ignored(self, tmp_path: Path) -> None:
        """
        An incomplete last line is ignored, and lines can be added after it.
        """
        noted(tmp_path, a="1", b="1")
        path = tmp_path / "pushed.jsonl"
        path.write_bytes(path.read_bytes()[:-5])
        noted(tmp_path, c="1")

        assert {"a": True, "c": True} == known(tmp_path)

    @pytest.mark.parametrize("line", [b"{", b"[]", b"1", b"{}", b"\xff", b"[" * 100_000, b"9" * 5_000])
    def test_a_malformed_line_invalidates_the_ledger(self, tmp_path: Path, line: bytes) -> None:
        """
        A malformed line may have been about any graph, so that no entry is used.
        """
        noted(tmp_path, a="1")
        path = tmp_path / "pushed.jsonl"
        path.write_bytes(path.read_bytes() + line + b"\n")

        assert {} == known(tmp_path)


class TestAlone:
    def test_one_pushes_at_a_time(self, tmp_path: Path) -> None:
        """
        A ledger that another process holds cannot be opened.
        """
        with (
            ledger.opened(tmp_path, HERE),
            pytest.raises(StoreError, match="locked by another push"),
        ):
            known(tmp_path)

        assert {} == known(tmp_path)

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no FIFO")
    @pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
    def test_a_special_file_is_refused(self, tmp_path: Path, make: Callable[[Path], None]) -> None:
        """
        A folder, FIFO or link instead of a ledger is an error, and is not replaced.
        """
        make(tmp_path / "pushed.jsonl")

        with pytest.raises(StoreError, match=r"pushed.jsonl: .*; move it elsewhere"):
            known(tmp_path)

        assert os.path.lexists(tmp_path / "pushed.jsonl")
