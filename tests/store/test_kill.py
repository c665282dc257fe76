"""After a build was killed, the graph is the old or the new one."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from privkg import build
from privkg.store.graph import open_graph

KILLS = 5
# The process prints a line when the build begins, so that no kill hits the start of Python.
REBUILD = """
import sys
from pathlib import Path
from privkg import build
print("begins", flush=True)
build.build([Path(sys.argv[1])], Path(sys.argv[2]), is_incremental=sys.argv[3] == "True")
"""


def begun(page: Path, directory: Path, *, is_incremental: bool = True) -> subprocess.Popen[str]:
    """Start a process that builds the graph of a page; return it when the build begins."""
    command = [sys.executable, "-c", REBUILD, str(page), str(directory), str(is_incremental)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    process.stdout.readline()
    return process


def seconds_of_a_build(page: Path, directory: Path) -> float:
    with begun(page, directory) as process:
        start = time.monotonic()
        process.wait()
        return time.monotonic() - start


def killed_at(moment: float, page: Path, directory: Path, *, is_incremental: bool = True) -> None:
    with begun(page, directory, is_incremental=is_incremental) as process:
        try:
            process.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            process.kill()


def hash_of(page: Path, directory: Path) -> str:
    written = build.build([page], directory).manifest
    assert written
    return written.sha256


def unexpected_graphs(
    pages: tuple[Path, Path], directory: Path, seed: int, *, is_incremental: bool
) -> Iterator[str]:
    """Yield the hash of each graph that is neither the old nor the new one after a kill."""
    new, old = (hash_of(page, directory) for page in pages)
    longest = seconds_of_a_build(pages[0], directory)
    moments = random.Random(seed)
    for number in range(KILLS):
        moment = moments.uniform(0, longest)
        killed_at(moment, pages[number % 2], directory, is_incremental=is_incremental)
        graph = open_graph(directory)
        graph.verify()
        if graph.manifest.sha256 not in (old, new):
            yield graph.manifest.sha256


@pytest.mark.long(part="kills")
class TestKill:
    @pytest.mark.parametrize("seed", range(10))
    @pytest.mark.parametrize("is_incremental", [True, False])
    def test_the_old_or_the_new_graph_opens(
        self, page: Path, other_page: Path, tmp_path: Path, seed: int, is_incremental: bool
    ) -> None:
        """
        After each of five kills at random moments of a rebuild, the old or the new graph can be opened.
        """
        pages, graph = (page, other_page), tmp_path / "graph"

        assert [] == list(unexpected_graphs(pages, graph, seed, is_incremental=is_incremental))

    def test_the_next_build_removes_leftovers(
        self, page: Path, other_page: Path, tmp_path: Path
    ) -> None:
        """
        A build after some kills has the same result as an undisturbed one.
        """
        directory = tmp_path / "graph"
        expected = hash_of(page, directory)
        longest = seconds_of_a_build(other_page, directory)
        for share in (0.5, 0.7, 0.9):
            killed_at(longest * share, other_page, directory)

        assert expected == hash_of(page, directory)
        assert 3 == len(list(directory.iterdir()))  # CURRENT, the lock, one generation
