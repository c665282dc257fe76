"""An interrupted run reports whether its target was written."""

import os
from pathlib import Path

import pytest

from privkg.core import files
from privkg.core.files import interruption
from privkg.core.stopping import Stopped


def state(target: Path, *written: Path) -> str:
    """Return what is reported if a signal ends a run after some files of the target were written."""
    with pytest.raises(Stopped) as stopped, interruption.reporting(target):
        for path in written:
            files.replace(path, "the same text")
        raise Stopped(2)
    return stopped.value.state


class TestReporting:
    def test_a_file(self, tmp_path: Path) -> None:
        """
        A file was not written, is complete, or is as it was.
        """
        path = tmp_path / "a"

        assert f"{path} was not written" == state(path)
        assert f"{path} is complete" == state(path, path)
        assert f"{path} is unchanged" == state(path)

    def test_equal_bytes_are_another_version(self, tmp_path: Path) -> None:
        """
        A file that is replaced by an equal one is complete.
        """
        path = tmp_path / "a"
        files.replace(path, "the same text")

        assert f"{path} is complete" == state(path, path)

    def test_a_folder_of_tables(self, tmp_path: Path) -> None:
        """
        A folder is complete if its files were replaced.
        """
        files.replace(tmp_path / "a", "the same text")

        assert f"{tmp_path} is unchanged" == state(tmp_path)
        assert f"{tmp_path} is complete" == state(tmp_path, tmp_path / "a")

    @pytest.mark.skipif(os.name == "nt", reason="needs /dev/null")
    def test_a_stream(self) -> None:
        """
        Of a device it is unknown how much was written.
        """
        assert "/dev/null may be incomplete" == state(Path("/dev/null"))
