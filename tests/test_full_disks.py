"""On a full or read-only disk, or at a file size limit: one error line, and no file changed."""

import contextlib
import gc
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import disks
from builders import page_text
from commands import Result, run
from publish.metadata.test_dataset import LEAST

LINK = ("--accept", "pkid:actor/example-agency", "wd:Q1", "--as", "owl:sameAs")
COMMANDS = {
    "build": ("build", "page.txt", "--no-cache"),
    "build anew": ("build", "page.txt", "--graph", "other", "--no-cache"),
    "new": ("new", "Parcels opened", "new.txt"),
    "init": ("init", "project"),
    "export": ("export", "graph.nq"),
    "export again": ("export", "graph.ttl"),
    "tables": ("export", "tables", "--format", "csv"),
    "publish": ("publish", "site"),
    "publish anew": ("publish", "other-site"),
    "link": ("link", "--links", "links", *LINK),
    "link again": ("link", "--links", "other-links", *LINK),
    "propose": ("link", "--links", "links"),
    "fix": ("check", "--fix", "to-fix.txt", "--no-cache"),
    "chart": ("ask", "incidents-by-year", "--chart", "chart.svg"),
}
SMALL = (
    "tables",
    "init",
    "new",
    "link",
    "link again",
    "propose",
    "fix",
    "chart",
    "export",
    "export again",
)
"""Commands whose output may fit into the space left; they then succeed with code 0."""
# Limits the size of each file, as a quota does.
LIMITED = """
import resource, signal, sys
from privkg.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.argv = ["privkg", *sys.argv[2:]]
main()
"""


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which each command has run once."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "page.txt").write_text(page_text("Letters opened"), encoding="utf-8")
    (folder / "to-fix.txt").write_text(page_text("Parcels opened") + "  \n", encoding="utf-8")
    (folder / "privkg.toml").write_text(LEAST, encoding="utf-8")
    with contextlib.chdir(folder):
        for name in ("build", "export", "tables", "publish", "link", "chart"):
            assert 0 == run(*COMMANDS[name], graph=Path("graph")).code
    return folder


def state(folder: Path) -> dict[str, str]:
    """Return a hash of each file of a folder, locks and the engine's logs excluded."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(("lock", "LO", "pushed"))
    }


def line(result: Result) -> tuple[int, int, bool]:
    """Return the exit code, the number of error lines, and whether they begin with `privkg: `."""
    return result.code, result.stderr.count("\n"), result.stderr.startswith("privkg: ")


@pytest.fixture(scope="module")
def own_disk(work: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the folder on a separate small disk."""
    place = tmp_path_factory.mktemp("disk")
    with disks.small(place):
        yield place / "work"


@pytest.fixture
def copy(own_disk: Path, work: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh copy of the folder on a separate disk, used as the current folder."""
    shutil.rmtree(own_disk, ignore_errors=True)
    shutil.copytree(work, own_disk)
    monkeypatch.chdir(own_disk)
    return own_disk


@pytest.mark.long(part="disks")
@pytest.mark.parametrize("name", COMMANDS)
class TestFailure:
    @pytest.mark.parametrize("left_bytes", [0, 100_000])
    def test_of_a_full_disk(self, copy: Path, name: str, left_bytes: int) -> None:
        """
        If nothing or only a part can be written, the command ends with code 3 and one line.
        """
        before, ballast = state(copy), copy.parent / "ballast"
        gc.collect()  # a store opened by an earlier command would free space later
        disks.fill(ballast, left_bytes)
        try:
            result = run(*COMMANDS[name], graph=Path("graph"))
        finally:
            ballast.unlink()

        is_small = left_bytes and name in SMALL
        assert ((3, 1, True), before) == (line(result), state(copy)) or (is_small and not result.code)

    def test_of_a_read_only_disk(self, copy: Path, name: str) -> None:
        """
        On a read-only disk the command ends with code 3 and one line.
        """
        before = state(copy)
        gc.collect()  # a store opened by an earlier command keeps the disk busy
        subprocess.run(["mount", "-o", "remount,ro", copy.parent], check=True)
        try:
            result = run(*COMMANDS[name], graph=Path("graph"))
        finally:
            subprocess.run(["mount", "-o", "remount,rw", copy.parent], check=True)

        assert ((3, 1, True), before) == (line(result), state(copy))

    def test_of_a_limit_on_files(self, work: Path, name: str) -> None:
        """
        A file beyond the user's size limit fails as on a full disk.
        """
        before = state(work)
        done = subprocess.run(
            [sys.executable, "-c", LIMITED, "300", *COMMANDS[name]],
            cwd=work,
            env={**os.environ, "PRIVKG_GRAPH": "graph"},
            capture_output=True,
            text=True,
            check=False,
        )

        assert ((3, 1, True), before) == (line(Result(done.returncode, "", done.stderr)), state(work))


def test_a_check_needs_no_room(copy: Path) -> None:
    """
    On a full disk pages are checked, and no cache is written.
    """
    ballast = copy.parent / "ballast"
    disks.fill(ballast)
    try:
        full = run("check", "page.txt", "--verbose")
    finally:
        ballast.unlink()

    assert run("check", "page.txt", "--no-cache").stdout == full.stdout
    assert "cache: 0 hits, 1 misses" in full.stderr
