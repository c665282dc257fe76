"""Servers that load the facts into memory."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

import processes
from builders import page_text
from privkg import build
from privkg.server.forks import has_process_descriptors
from serving import Server, serving

pytestmark = pytest.mark.skipif(
    not (Path("/proc/self/stat").exists() and has_process_descriptors()),
    reason="reads processes from /proc, which are forked only where they have descriptors",
)
TITLES = "SELECT ?title { ?incident a pk:Incident ; dcterms:title ?title } ORDER BY ?title"
QUERIES = (TITLES, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "ASK { ?claim a pk:Claim }")


@pytest.fixture
def loading(graph: Path) -> Iterator[Server]:
    """A server that loads the facts."""
    with serving(graph, "--workers", "2", "--timeout", "60", "--preload") as found:
        yield found


def zygotes(server: Server) -> list[int]:
    """Return the processes from which workers are forked, the one with the facts last."""
    return processes.children(server.process.pid)


def has_facts(server: Server) -> bool:
    """Return whether all workers are forked from the process with the facts."""
    found = zygotes(server)
    return [0, 4] == [len(processes.children(each)) for each in found]


class TestFactsInMemory:
    def test_answers_are_the_same(self, server: Server, loading: Server) -> None:
        """
        When the facts are in memory, queries and questions about facts and claims have the same answers.
        """
        expected = [server.query(each, "text/csv").body for each in QUERIES]
        question = "/questions/actors-by-incidents?format=csv&evidence=yes"
        assert processes.wait_until(lambda: has_facts(loading))

        assert expected == [loading.query(each, "text/csv").body for each in QUERIES]
        assert server.request("GET", question).body == loading.request("GET", question).body

    def test_workers_on_disk_are_renewed(self, loading: Server) -> None:
        """
        Workers that read from disk are replaced for that reason, and no query fails meanwhile.
        """
        statuses = set()
        while not has_facts(loading):
            statuses.add(loading.query("ASK {}").status)
        metrics = loading.request("GET", "/metrics").body.decode()

        assert {200} == statuses
        for lane in ("queries", "questions"):
            assert f'privkg_workers_ended_total{{lane="{lane}",reason="renewed"}} 2.0' in metrics

    def test_without_them_the_disk_is_used(self, loading: Server) -> None:
        """
        If the process with the facts ends, queries are answered from disk.
        """
        assert processes.wait_until(lambda: has_facts(loading))
        on_disk, in_memory = zygotes(loading)
        os.kill(in_memory, signal.SIGKILL)

        def is_answered() -> bool:
            found = loading.query("ASK { ?incident a pk:Incident }")
            return found.status == 200 and bool(processes.children(on_disk))

        assert processes.wait_until(is_answered)
        assert loading.query("ASK { ?incident a pk:Incident }").json["boolean"]

    def test_a_new_build_is_loaded(self, tmp_path: Path) -> None:
        """
        After a build, the facts of the new graph are loaded, and those of the former one are released.
        """
        (tmp_path / "page.txt").write_text(page_text("One"), encoding="utf-8")
        build.build([tmp_path / "page.txt"], tmp_path / "graph")
        with serving(tmp_path / "graph", "--workers", "2", "--preload") as server:
            assert processes.wait_until(lambda: has_facts(server))
            former = zygotes(server)[-1]
            (tmp_path / "page.txt").write_text(page_text("Two"), encoding="utf-8")
            build.build([tmp_path / "page.txt"], tmp_path / "graph")

            assert processes.wait_until(
                lambda: former not in zygotes(server) and has_facts(server), seconds=120
            )
            assert b"title\r\nTwo\r\n" == server.query(TITLES, "text/csv").body
