"""What a server measures, as a scraper of Prometheus reads it."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

import processes
from builders import page_text
from privkg import build
from privkg.server.forks import has_process_descriptors, starter
from privkg.server.generation import Capacity, open_newest
from privkg.server.metrics import Metrics
from privkg.server.newest import Newest
from privkg.store.sandbox import Limits
from serving import ENDLESS, Server

NEEDS_PROC = pytest.mark.skipif(
    not (Path("/proc/self/stat").exists() and has_process_descriptors()),
    reason="reads processes from /proc, which are forked only where they have descriptors",
)
QUESTION = "/questions/actors-by-incidents"
USES = 200
"""The requests that a worker answers before it is replaced."""


def samples(text: str) -> list[Sample]:
    """Return the samples in a document."""
    return [each for family in text_string_to_metric_families(text) for each in family.samples]


def value(server: Server, name: str, **labels: str) -> float:
    """Return the value of a measurement; 0 if there is none yet."""
    found = samples(server.request("GET", "/metrics").body.decode())
    return sum(each.value for each in found if each.name == name and each.labels == labels)


@contextmanager
def busy(server: Server, number: int) -> Iterator[None]:
    """Have some queries without end evaluated, or wait, while the block runs."""
    connections = [server.connected() for _ in range(number)]
    try:
        for each in connections:
            each.sendall(
                f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
            )
        yield
    finally:
        for each in connections:
            each.close()


class TestDocument:
    def test_is_in_the_text_format(self, server: Server) -> None:
        """
        The document has the media type and the syntax of the format, and help for each measurement.
        """
        response = server.request("GET", "/metrics")
        families = list(text_string_to_metric_families(response.body.decode()))

        assert "text/plain; version=0.0.4; charset=utf-8" == response.fields["content-type"]
        assert all(family.documentation for family in families)
        assert {"privkg_http_requests", "process_open_fds"} <= {family.name for family in families}


class TestRequests:
    @pytest.mark.parametrize(
        ("path", "route", "status"),
        [
            (f"{QUESTION}?format=csv", "/questions/{name}", "200"),
            ("/questions/no-such-question", "/questions/{name}", "404"),
            ("/health", "/health", "200"),
            ("/no-such-address", "none", "404"),
            (f"/sparql?query={'x' * 9_000}", "none", "414"),
        ],
    )
    def test_are_counted_by_route_and_status(
        self, server: Server, path: str, route: str, status: str
    ) -> None:
        """
        A request is counted by the route that it has, not by its path, and is timed.
        """
        labels = {"route": route, "status": status, "outcome": "complete"}
        before = value(server, "privkg_http_requests_total", **labels)
        timed = value(server, "privkg_http_request_duration_seconds_count", route=route)
        server.request("GET", path)
        text = server.request("GET", "/metrics").body.decode()

        assert before + 1 == value(server, "privkg_http_requests_total", **labels)
        assert timed + 1 == value(server, "privkg_http_request_duration_seconds_count", route=route)
        assert "no-such" not in text

    def test_paths_of_clients_are_no_labels(self, server: Server) -> None:
        """
        Requests for many addresses add no measurements, so that a client cannot fill the memory.
        """
        server.request("GET", "/a")
        before = len(samples(server.request("GET", "/metrics").body.decode()))
        for number in range(20):
            server.request("GET", f"/a{number}")
            server.request("GET", f"/questions/a{number}")

        assert len(samples(server.request("GET", "/metrics").body.decode())) <= before + 3


class TestLanes:
    def test_have_busy_workers_and_waiting_requests(self, server: Server) -> None:
        """
        Queries that are evaluated and that wait are counted, until their clients leave.
        """
        with busy(server, 3):
            assert processes.wait_until(
                lambda: 1 == value(server, "privkg_lane_waiting_requests", lane="queries")
            )
            assert 2 == value(server, "privkg_lane_busy_workers", lane="queries")
            assert 0 == value(server, "privkg_lane_busy_workers", lane="questions")
        assert processes.wait_until(
            lambda: 0 == value(server, "privkg_lane_busy_workers", lane="queries")
        )
        assert 0 == value(server, "privkg_lane_waiting_requests", lane="queries")

    def test_time_how_long_requests_wait(self, server: Server) -> None:
        """
        The time for which a query waits for a worker is measured.
        """
        before = value(server, "privkg_lane_wait_seconds_count", lane="queries")
        server.query("ASK {}")

        assert before + 1 == value(server, "privkg_lane_wait_seconds_count", lane="queries")


class TestWorkers:
    def test_are_counted_when_their_client_leaves(self, server: Server) -> None:
        """
        A worker whose client left has ended for that reason, and another has started.
        """
        former = ended(server, "left")
        started = value(server, "privkg_workers_started_total", lane="queries")
        with busy(server, 1):
            assert processes.wait_until(
                lambda: 1 == value(server, "privkg_lane_busy_workers", lane="queries")
            )

        assert processes.wait_until(lambda: former + 1 == ended(server, "left"))
        assert processes.wait_until(
            lambda: started + 1 == value(server, "privkg_workers_started_total", lane="queries")
        )

    def test_are_counted_at_a_deadline(self, hurried: Server) -> None:
        """
        A worker whose query took too long has ended for that reason.
        """
        former = ended(hurried, "deadline")

        assert 503 == hurried.query(ENDLESS).status
        assert former + 1 == ended(hurried, "deadline")

    def test_are_counted_when_worn(self, server: Server) -> None:
        """
        A worker that has answered many requests is replaced for that reason.
        """
        former = ended(server, "worn")
        for _ in range(2 * USES):
            server.query("ASK {}")

        assert ended(server, "worn") > former

    @NEEDS_PROC
    def test_are_counted_when_they_end(self, server: Server) -> None:
        """
        A worker that ended by itself, such as for lack of memory, has ended for that reason.
        """
        former = ended(server, "ended")
        for each in server.workers():
            os.kill(each, signal.SIGKILL)

        assert processes.wait_until(lambda: 200 == server.query("ASK {}").status)
        assert ended(server, "ended") > former


def ended(server: Server, reason: str) -> float:
    """Return how many workers for queries ended for a reason."""
    return value(server, "privkg_workers_ended_total", lane="queries", reason=reason)


class TestAnswers:
    def test_are_counted_by_where_they_come_from(self, server: Server) -> None:
        """
        The first request for an answer is evaluated, the second gets the one that was kept.
        """
        evaluated, kept = (
            value(server, "privkg_answers_total", source=source) for source in ("evaluated", "kept")
        )
        for _ in range(2):
            server.request("GET", f"{QUESTION}?format=md&from=1901")

        assert evaluated + 1 == value(server, "privkg_answers_total", source="evaluated")
        assert kept + 1 == value(server, "privkg_answers_total", source="kept")
        assert 0 < value(server, "privkg_answers_kept_bytes")


class TestBuilds:
    def test_the_one_that_is_served_is_named(self, tmp_path: Path) -> None:
        """
        After a new build, the measurements name it and not the former one.
        """
        names, _ = asyncio.run(served_twice(tmp_path))

        assert ["gen-000001", "gen-000002"] == names

    def test_all_workers_have_ended_with_the_server(self, tmp_path: Path) -> None:
        """
        Each worker that was started has ended, with its build or with the server.
        """
        _, metrics = asyncio.run(served_twice(tmp_path))
        found = samples(metrics.exposition().decode())
        started, closed = (
            sum(each.value for each in found if each.name == f"privkg_workers_{name}_total")
            for name in ("started", "ended")
        )

        assert 4 == started == closed


async def served_twice(folder: Path) -> tuple[list[str], Metrics]:
    """Return the names of the builds that are measured, after one and after another, and the metrics."""
    limits = Limits(seconds=60, memory_bytes=256 * 1024**2)
    capacity = Capacity(limits=limits, workers=1, waiting=1)
    metrics, starting = Metrics(), starter()
    newest = Newest(folder / "graph", starting, capacity, metrics)
    found = []
    try:
        for title in ("One", "Two"):
            (folder / "page.txt").write_text(page_text(title), encoding="utf-8")
            build.build([folder / "page.txt"], folder / "graph")
            await newest.begin(open_newest(folder / "graph", limits))
            text = metrics.exposition().decode()
            found += [
                each.labels["generation"] for each in samples(text) if each.name == "privkg_build_info"
            ]
    finally:
        await newest.end()
        await starting.close()
    return found, metrics
