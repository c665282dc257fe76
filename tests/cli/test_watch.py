"""`privkg build --watch` builds again whenever a file changes, and ends with Ctrl-C."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders import page_text
from processes import PATIENCE_SECONDS, running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="sends SIGINT")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one page."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "one.txt").write_text(page_text("Letter one"), encoding="utf-8")
    return tmp_path


@pytest.fixture
def watching(folder: Path) -> "Iterator[subprocess.Popen[str]]":
    """A command that watches it."""
    with running("build", "pages", "--graph", "graph", "--watch", "--no-cache", cwd=folder) as process:
        yield process


def printed(process: "subprocess.Popen[str]") -> str:
    """Return what the command prints until it waits for changes."""
    lines = []
    assert process.stderr
    for line in process.stderr:
        lines.append(line)
        if line.startswith("waiting for changes"):
            break
    return "".join(lines)


class TestWatch:
    def test_a_new_page_is_added(self, folder: Path, watching: "subprocess.Popen[str]") -> None:
        """
        A page that is added while the command waits is in the next graph; Ctrl-C ends with one line.
        """
        assert "built a graph of 1 incident and" in printed(watching)

        (folder / "pages" / "two.txt").write_text(page_text("Letter two"), encoding="utf-8")

        assert "built a graph of 2 incidents and" in printed(watching)
        watching.send_signal(signal.SIGINT)
        _, last = watching.communicate(timeout=PATIENCE_SECONDS)
        assert (130, "privkg: interrupted; the graph built before is unchanged\n") == (
            watching.returncode,
            last,
        )

    def test_an_error_does_not_end_it(self, folder: Path, watching: "subprocess.Popen[str]") -> None:
        """
        What prevents a build is printed, and the next change is built.
        """
        printed(watching)
        page = folder / "pages" / "one.txt"
        page.rename(folder / "one.txt")

        assert "privkg: no page in pages;" in printed(watching)
        (folder / "one.txt").rename(page)
        assert "built a graph of 1 incident and" in printed(watching)
