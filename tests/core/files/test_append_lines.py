"""Lines that are appended to a log."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from privkg.core import files
from privkg.core.errors import WriteError


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Limit the size of files as a full disk would, while the block runs."""
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, former[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)


class TestAppendLines:
    def test_adds_to_what_is_there(self, tmp_path: Path) -> None:
        """
        A missing file is made, and lines are added behind those that it has.
        """
        log = tmp_path / "log"
        for line in (b"", b"one\n", b"two\n"):
            files.append_lines(log, line)

        assert b"one\ntwo\n" == log.read_bytes()

    def test_adds_all_or_nothing(self, tmp_path: Path) -> None:
        """
        If there is room for a part of the lines only, none of them is added.
        """
        log = tmp_path / "log"
        files.append_lines(log, b"one\n")
        with files_of_at_most(6), pytest.raises(WriteError, match="File too large"):
            files.append_lines(log, b"two\nthree\n")
        files.append_lines(log, b"four\n")

        assert b"one\nfour\n" == log.read_bytes()

    def test_a_link_is_refused(self, tmp_path: Path) -> None:
        """
        Nothing is written through a link, which somebody else may have made.
        """
        (tmp_path / "log").symlink_to(tmp_path / "other")

        with pytest.raises(WriteError):
            files.append_lines(tmp_path / "log", b"one\n")
        assert not (tmp_path / "other").exists()
