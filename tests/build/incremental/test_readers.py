"""Files are read on other machines only if these have the same files and would read them the same."""

import copy
from dataclasses import replace
from pathlib import Path

import pytest

from builders import page_text
from privkg.build import spool
from privkg.build.find import File, find
from privkg.build.incremental import readers
from privkg.build.incremental.elsewhere import Origin
from privkg.build.packing import PackedPage, PageHead, Started
from privkg.build.read import ReadOptions
from privkg.core.errors import FailureError

OPTIONS = ReadOptions()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> File:
    """A file with a relative path, in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(page_text(), encoding="utf-8")
    Path("bodies").mkdir()
    (found,) = find([Path("page.txt")]).files
    return found


class TestElsewhere:
    def test_same_outcomes(self, file: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        In another folder, relative paths are those of the build's folder.
        """
        _, page = readers._outcomes([file], OPTIONS)
        origin = Origin.of(OPTIONS)
        monkeypatch.chdir("/")
        started, head = readers._outcomes_elsewhere([file], origin, Path("bodies"))

        assert isinstance(started, Started)
        assert isinstance(page, PackedPage)
        assert isinstance(head, PageHead)
        assert head.body
        assert page.head == replace(head, body=None)
        assert page.body == spool.entry_in(tmp_path / "bodies", head.body)

    def test_attempts(self, file: File) -> None:
        """
        A part that is read twice has one file of bodies, and equal outcomes.
        """
        attempts = [
            list(readers._outcomes_elsewhere([file], Origin.of(OPTIONS), Path("bodies")))
            for _ in range(2)
        ]

        assert attempts[0] == attempts[1]
        assert 1 == len(list(Path("bodies").iterdir()))

    def test_absent_folder(self, file: File, tmp_path: Path) -> None:
        """
        A machine that does not have the build's folder cannot read its files.
        """
        origin = Origin(tmp_path / "absent", OPTIONS, "")

        with pytest.raises(FailureError, match=r"/absent: not on .*; each machine needs pages and"):
            list(readers._outcomes_elsewhere([file], origin, Path("bodies")))

    def test_absent_file(self, file: File, tmp_path: Path) -> None:
        """
        A file that a machine does not have is not a file that cannot be read.
        """
        Path("page.txt").unlink()

        with pytest.raises(FailureError, match=r"^page\.txt: not on "):
            list(readers._outcomes_elsewhere([file], Origin.of(OPTIONS), Path("bodies")))

    def test_absent_graph(self, file: File) -> None:
        """
        A machine that does not have the folder of the graph cannot write to it.
        """
        with pytest.raises(FailureError, match=r"^other: not on "):
            list(readers._outcomes_elsewhere([file], Origin.of(OPTIONS), Path("other")))

    def test_another_version(self, file: File, tmp_path: Path) -> None:
        """
        A machine with other code or records does not read anything; its error can be copied.
        """
        with pytest.raises(FailureError, match="has another Python, privkg or library") as caught:
            origin = Origin(tmp_path, OPTIONS, "another")
            list(readers._outcomes_elsewhere([file], origin, Path("bodies")))

        assert str(caught.value) == str(copy.deepcopy(caught.value))
