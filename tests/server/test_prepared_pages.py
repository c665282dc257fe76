"""Pages made by workers that share what all pages need."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

import processes
import serving
from builders import page_text, row_text
from checkout import ROOT
from privkg import build
from privkg.publish.metadata import dataset
from privkg.publish.site.folder import publish
from privkg.server.forks import has_process_descriptors
from privkg.store.graph import open_graph
from serving import Server

pytestmark = pytest.mark.skipif(
    not (Path("/proc/self/stat").exists() and has_process_descriptors()),
    reason="reads processes from /proc, which are forked only where they have descriptors",
)
PAGE = "/id/incident/letters.html"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graph of two incidents, and the description of the dataset."""
    folder = tmp_path_factory.mktemp("prepared")
    (folder / "data").mkdir()
    letters = page_text("Letters", rows=(row_text(Harm="Disclosure"),))
    (folder / "data" / "letters.txt").write_text(letters, encoding="utf-8")
    (folder / "data" / "cameras.txt").write_text(page_text("Cameras & Co"), encoding="utf-8")
    build.build([folder / "data"], folder / "graph")
    shutil.copy(ROOT / "privkg.toml", folder)
    return folder


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    """A server of the site that loads the facts."""
    limits = ("--workers", "2", "--timeout", "60", "--preload")
    with serving.serving(home / "graph", *limits, folder=home) as found:
        yield found


def preparing(server: Server) -> list[int]:
    """Return the process that has read what pages need, which alone of those that were forked forks."""
    zygotes = processes.children(server.process.pid)
    forked = (each for zygote in zygotes for each in processes.children(zygote))
    return [each for each in forked if processes.children(each)]


def preparer(server: Server) -> int:
    """Return that process, when it has forked workers."""
    assert processes.wait_until(lambda: len(preparing(server)) == 1)
    return preparing(server)[0]


class TestPreparedPages:
    def test_have_the_bytes_of_published_ones(self, home: Path, server: Server) -> None:
        """
        Each file that is published is served with the same bytes.
        """
        folder = home / "published"
        publish(open_graph(home / "graph"), dataset.read(home / "privkg.toml"), folder)
        served, different = serving.compared(server, folder)

        assert [] == different
        assert {"index.html", "id/incident/letters.html", "data/privkg.nq.gz"} < {*served}

    def test_are_made_by_forks_of_one_process(self, server: Server) -> None:
        """
        All workers for pages are forked from one process, and a lost one is replaced by another fork.
        """
        one = preparer(server)
        former = processes.children(one)
        for worker in former:
            os.kill(worker, signal.SIGKILL)
        assert processes.wait_until(lambda: not {*former} & {*processes.children(one)})

        assert processes.wait_until(lambda: server.request("GET", PAGE).status == 200)
        assert processes.wait_until(lambda: len(processes.children(one)) == 2)

    def test_the_process_is_replaced_once(self, server: Server) -> None:
        """
        If the process ends, there is another, and pages are still made.
        """
        former = preparer(server)
        os.kill(former, signal.SIGKILL)

        assert processes.wait_until(lambda: server.request("GET", PAGE).status == 200)
        assert processes.wait_until(lambda: preparing(server) not in ([], [former]))

    def test_without_that_process_each_worker_reads_for_itself(self, server: Server) -> None:
        """
        If the process ends twice, pages are still made.
        """
        for _ in range(2):
            os.kill(preparer(server), signal.SIGKILL)
            assert processes.wait_until(lambda: server.request("GET", PAGE).status == 200)

        assert [] == preparing(server)

    def test_of_a_new_build_are_made_without_a_failure(self, home: Path, tmp_path: Path) -> None:
        """
        While a build replaces the graph, each request for a page is answered, and then by the new build.
        """
        shutil.copytree(home / "data", tmp_path / "data")
        shutil.copy(home / "privkg.toml", tmp_path)
        build.build([tmp_path / "data"], tmp_path / "graph")
        limits = ("--workers", "2", "--timeout", "60", "--preload")
        statuses = set[int]()
        with serving.serving(tmp_path / "graph", *limits, folder=tmp_path) as server:
            (tmp_path / "data" / "parcels.txt").write_text(page_text("Parcels"), encoding="utf-8")
            build.build([tmp_path / "data"], tmp_path / "graph")

            def has_parcels() -> bool:
                statuses.add(server.request("GET", PAGE).status)
                return server.request("GET", "/id/incident/parcels.html").status == 200

            assert processes.wait_until(has_parcels)

        assert {200} == statuses
