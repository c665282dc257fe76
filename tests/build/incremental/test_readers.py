"""Files are read on other machines only if these have the same files and would read them the same."""

import copy
from pathlib import Path

import pytest

from builders import page_text
from privkg.build.find import File, find
from privkg.build.incremental import readers, versions
from privkg.build.packing import PackedPage, Started
from privkg.build.read import ReadOptions
from privkg.core.errors import FailureError

OPTIONS = ReadOptions()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> File:
    """A file with a relative path, in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(page_text(), encoding="utf-8")
    (found,) = find([Path("page.txt")]).files
    return found


class TestElsewhere:
    def test_same_outcomes(self, file: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        In another folder, relative paths are those of the build's folder.
        """
        _, page = readers._outcomes([file], OPTIONS)
        monkeypatch.chdir("/")
        version = versions.of(OPTIONS)
        started, elsewhere = readers._outcomes_elsewhere([file], OPTIONS, tmp_path, version)

        assert isinstance(started, Started)
        assert isinstance(page, PackedPage)
        assert page == elsewhere

    def test_absent_folder(self, file: File, tmp_path: Path) -> None:
        """
        A machine that does not have the build's folder cannot read its files.
        """
        with pytest.raises(FailureError, match=r"/absent: not on .*; each machine needs all files"):
            list(readers._outcomes_elsewhere([file], OPTIONS, tmp_path / "absent", ""))

    def test_absent_file(self, file: File, tmp_path: Path) -> None:
        """
        A file that a machine does not have is not a file that cannot be read.
        """
        file.path.unlink()

        with pytest.raises(FailureError, match=r"^page\.txt: not on "):
            list(readers._outcomes_elsewhere([file], OPTIONS, tmp_path, versions.of(OPTIONS)))

    def test_another_version(self, file: File, tmp_path: Path) -> None:
        """
        A machine with other code or records does not read anything; its error can be copied.
        """
        with pytest.raises(FailureError, match="has another Python, privkg or library") as caught:
            list(readers._outcomes_elsewhere([file], OPTIONS, tmp_path, "another"))

        assert str(caught.value) == str(copy.deepcopy(caught.value))
