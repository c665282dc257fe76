"""Responses that were not sent whole: what the access log and the metrics have about them."""

import json
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from prometheus_client.parser import text_string_to_metric_families

import processes
from privkg.server.forks import has_process_descriptors
from serving import ENDLESS, Server, serving

LARGE = "SELECT ?a ?b { ?a ?p ?q . ?b ?r ?s } LIMIT 30000"
"""A query with an answer that fits in no buffer of a connection."""
PART = (
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    b"Content-Length: 9\r\n\r\nASK"
)
"""A request without the end of its body."""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log of `logged`."""
    return tmp_path_factory.mktemp("log") / "access.log"


@pytest.fixture(scope="module")
def logged(graph: Path, log: Path) -> Iterator[Server]:
    """A server with an access log, which ends answers that are not read in some seconds."""
    with serving(graph, "--workers", "1", "--timeout", "5", "--access-log", str(log)) as found:
        yield found


@contextmanager
def unread(server: Server, query: str) -> Iterator[socket.socket]:
    """Send a query, and yield a connection that takes few bytes which are not read."""
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.connect(("127.0.0.1", server.port))
        sent = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        connection.sendall(sent.encode())
        yield connection


def lines(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a log about queries."""
    every = map(json.loads, path.read_text(encoding="ascii").splitlines())
    return [each for each in every if "/sparql" == each["path"]]


def next_line(path: Path, former: int) -> dict[str, Any]:
    """Return the line that follows some lines, when it is written."""
    assert processes.wait_until(lambda: len(lines(path)) > former)
    return lines(path)[former]


def counted(server: Server, outcome: str) -> float:
    """Return how many requests with status 200 had an outcome."""
    text = server.request("GET", "/metrics").body.decode()
    wanted = {"route": "/sparql", "status": "200", "outcome": outcome}
    return sum(
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if ("privkg_http_requests_total", wanted) == (sample.name, sample.labels)
    )


class TestOutcome:
    def test_a_whole_answer_is_complete(self, logged: Server, log: Path) -> None:
        """
        An answer that was sent to its end is complete, whatever its status.
        """
        former = len(lines(log))
        for query in ("ASK {}", "ASK {"):
            logged.query(query)

        assert [(200, "complete"), (400, "complete")] == [
            (line["status"], line["outcome"])
            for line in (next_line(log, former), next_line(log, former + 1))
        ]

    def test_an_answer_that_is_not_read_is_late(self, logged: Server, log: Path) -> None:
        """
        An answer that its client does not read in time is late, and has fewer bytes than announced.
        """
        former, before = len(lines(log)), counted(logged, "late")
        with unread(logged, LARGE) as connection:
            head = connection.recv(1_000)
            line = next_line(log, former)
        length = next(each for each in head.split(b"\r\n") if each.startswith(b"content-length"))

        assert (200, "late") == (line["status"], line["outcome"])
        assert line["bytes"] < int(length.split()[1])
        assert before + 1 == counted(logged, "late")

    def test_a_client_that_leaves_has_left(self, logged: Server, log: Path) -> None:
        """
        A client that closes the connection while an answer or a request is sent, or between, has left.
        """
        former, before = len(lines(log)), counted(logged, "left")
        with unread(logged, LARGE) as connection:
            connection.recv(1_000)
        sent = next_line(log, former)
        with unread(logged, ENDLESS):
            pass
        awaited = next_line(log, former + 1)
        with logged.connected() as connection:
            connection.sendall(PART)
        begun = next_line(log, former + 2)

        assert [(200, "left"), (None, "left"), (None, "left")] == [
            (line["status"], line["outcome"]) for line in (sent, awaited, begun)
        ]
        assert before + 1 == counted(logged, "left")

    @pytest.mark.skipif(
        not (Path("/proc/self/stat").exists() and has_process_descriptors()),
        reason="reads processes from /proc, which are forked only where they have descriptors",
    )
    def test_an_answer_whose_worker_ends_has_failed(self, logged: Server, log: Path) -> None:
        """
        An answer whose worker ends while it is sent has failed.
        """
        former, before = len(lines(log)), counted(logged, "failed")
        with unread(logged, LARGE) as connection:
            connection.recv(1_000)
            for each in logged.workers():
                os.kill(each, signal.SIGKILL)
            while connection.recv(65_536):
                pass
        line = next_line(log, former)

        assert (200, "failed") == (line["status"], line["outcome"])
        assert before + 1 == counted(logged, "failed")
