"""The access log: what its lines have, and what happens if they cannot be written."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

import commands
import processes
from privkg.core.errors import WriteError
from privkg.server.access_log import STANDARD_ERROR, AccessLog, line_of
from privkg.server.exchange import Exchange, Outcome
from serving import ENDLESS, Server, serving

ASK = "ASK { ?secret a pk:Incident }"
QUESTION = "/questions/actors-by-incidents"
FIELDS = ["time", "method", "route", "path", "status", "outcome", "bytes", "seconds", "waited_seconds"]
FULL = Path("/dev/full")
"""A device on which every write fails as on a full disk."""


def exchange(path: str = "/health", query: str | None = None) -> Exchange:
    """Return a request and its response."""
    return Exchange(
        began=1_609_459_200.25,
        method="GET",
        path=path,
        route=None,
        status=200,
        outcome=Outcome.COMPLETE,
        size=15,
        seconds=0.125,
        waited_seconds=None,
        query=query,
    )


def lines(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a log."""
    return [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]


def ignored(number: int) -> None:
    """Do nothing about lines that are lost."""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log of `logged`."""
    return tmp_path_factory.mktemp("log") / "access.log"


@pytest.fixture(scope="module")
def logged(graph: Path, log: Path) -> Iterator[Server]:
    """A server with an access log."""
    with serving(graph, "--workers", "1", "--timeout", "60", "--access-log", str(log)) as found:
        yield found


def line_for(server: Server, log: Path, method: str, address: str, body: str = "") -> dict[str, Any]:
    """Return the line for a request."""
    former = len(lines(log))
    kind = {"Content-Type": "application/sparql-query"} if body else {}
    server.request(method, address, body or None, kind)
    assert processes.wait_until(lambda: len(lines(log)) > former)
    return lines(log)[-1]


class TestLines:
    def test_has_the_request_and_its_response(self, logged: Server, log: Path) -> None:
        """
        A line has when a request began, what it was for, and how it was answered.
        """
        line = line_for(logged, log, "GET", f"{QUESTION}?format=csv")
        former = len(lines(log))
        answer = logged.request("GET", f"{QUESTION}?format=csv")
        assert processes.wait_until(lambda: len(lines(log)) > former)  # so that no other test sees it

        assert FIELDS == list(line)
        assert ["GET", "/questions/{name}", QUESTION, 200, len(answer.body)] == [
            line[name] for name in ("method", "route", "path", "status", "bytes")
        ]
        assert 0 <= line["waited_seconds"] <= line["seconds"]
        age = datetime.now(UTC) - datetime.fromisoformat(line["time"])
        assert 0 <= age.total_seconds() < 3_600

    @pytest.mark.parametrize(
        ("method", "address", "route", "status"),
        [
            ("GET", "/health", "/health", 200),
            ("GET", "/no/such", None, 404),
            ("GET", f"/sparql?query={'x' * 9_000}", None, 414),
            ("DELETE", "/sparql", None, 403),
            ("OPTIONS", "/sparql", None, 204),
        ],
    )
    def test_has_requests_that_no_worker_answers(
        self, logged: Server, log: Path, method: str, address: str, route: str | None, status: int
    ) -> None:
        """
        Other requests, and those that are refused, have a line too, without a time of waiting.
        """
        line = line_for(logged, log, method, address)

        assert [route, status, None] == [line[name] for name in ("route", "status", "waited_seconds")]

    def test_a_head_request_has_no_content(self, logged: Server, log: Path) -> None:
        """
        The response to HEAD has no bytes of content.
        """
        assert [200, 0] == [
            line_for(logged, log, "HEAD", "/health")[name] for name in ("status", "bytes")
        ]

    def test_a_client_that_left_has_no_status(self, logged: Server, log: Path) -> None:
        """
        A request whose client leaves before it is answered has a line without a status.
        """
        former = len(lines(log))
        with logged.connected() as connection:
            sent = f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n"
            connection.sendall(sent.encode())

        assert processes.wait_until(lambda: len(lines(log)) > former)
        assert lines(log)[-1]["status"] is None

    @pytest.mark.parametrize(
        ("method", "address", "body"),
        [
            ("GET", f"/sparql?query={quote(ASK)}", ""),
            ("POST", "/sparql", ASK),
            ("GET", f"{QUESTION}?from=1901&secret=1", ""),
            ("GET", f"/no/such?{quote(ASK)}#secret", ""),
        ],
    )
    def test_has_no_query_and_no_client(
        self, logged: Server, log: Path, method: str, address: str, body: str
    ) -> None:
        """
        Nothing of a query, the parameters of a question or the address of the client is in the log.
        """
        line_for(logged, log, method, address, body)
        text = log.read_text(encoding="ascii")

        assert "secret" not in text
        assert "127.0.0.1" not in text

    def test_has_queries_on_request(self, graph: Path, tmp_path: Path) -> None:
        """
        With --log-queries, lines have the queries and the parameters of questions.
        """
        log = tmp_path / "access.log"
        with serving(graph, "--workers", "1", "--access-log", str(log), "--log-queries") as server:
            found = [
                line_for(server, log, method, address, body)["query"]
                for method, address, body in (
                    ("GET", f"/sparql?query={quote(ASK)}", ""),
                    ("POST", "/sparql", ASK),
                    ("GET", f"{QUESTION}?from=1901&format=csv", ""),
                    ("GET", "/health", ""),
                )
            ]

        assert [ASK, ASK, "from=1901", None] == found


class TestLineOf:
    def test_has_the_time_in_utc(self) -> None:
        """
        The time has milliseconds, and is in UTC.
        """
        assert "2021-01-01T00:00:00.250Z" == json.loads(line_of(exchange(), with_query=False))["time"]

    @given(st.text(), st.text())
    def test_is_one_line_whatever_is_sent(self, path: str, query: str) -> None:
        """
        No path and no query makes a second line, or one that is not JSON in ASCII.
        """
        line = line_of(exchange(path, query), with_query=True)

        assert [path, query] == [json.loads(line)[name] for name in ("path", "query")]
        assert line.isascii()
        assert all(32 <= character < 127 for character in line[:-1])
        assert line.endswith(b"\n")

    def test_is_bounded(self) -> None:
        """
        A long path and a long query are shortened.
        """
        line = line_of(exchange("\n" * 100_000, "\U0001f600" * 100_000), with_query=True)

        assert len(line) < 70_000


class TestWriting:
    def test_goes_on_in_another_file_after_a_rename(self, tmp_path: Path) -> None:
        """
        When the file is renamed, later lines are in a new file of its name, without a signal.
        """
        log, former = tmp_path / "access.log", tmp_path / "access.log.1"
        with AccessLog(log, ignored, with_queries=False) as writing:
            writing.observe(exchange("/one"))
            assert processes.wait_until(lambda: 1 == len(lines(log)))
            log.rename(former)
            writing.observe(exchange("/two"))

        assert [["/one"], ["/two"]] == [[line["path"] for line in lines(each)] for each in (former, log)]

    def test_all_lines_are_written_at_the_end(self, tmp_path: Path) -> None:
        """
        The lines of all requests are in the log, in their order, when the server has ended.
        """
        log = tmp_path / "access.log"
        with AccessLog(log, ignored, with_queries=False) as writing:
            for number in range(1_000):
                writing.observe(exchange(f"/{number}"))

        assert [f"/{number}" for number in range(1_000)] == [line["path"] for line in lines(log)]

    def test_may_be_standard_error(self, capfd: pytest.CaptureFixture[str]) -> None:
        """
        Instead of a file, standard error has the lines.
        """
        with AccessLog(STANDARD_ERROR, ignored, with_queries=False) as writing:
            writing.observe(exchange("/one"))

        assert "/one" == json.loads(capfd.readouterr().err)["path"]

    def test_a_file_that_cannot_be_written_is_an_error_at_first(self, tmp_path: Path) -> None:
        """
        If the file cannot be written when the server starts, that is an error.
        """
        with (
            pytest.raises(WriteError, match="does not exist"),
            AccessLog(tmp_path / "none" / "access.log", ignored, with_queries=False),
        ):
            pass

    @pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
    def test_a_full_disk_stops_no_answer(self, graph: Path) -> None:
        """
        On a full disk, requests are answered; the lost lines are counted, and reported once.
        """
        with serving(graph, "--workers", "1", "--access-log", str(FULL)) as server:
            statuses = {server.query("ASK {}").status for _ in range(5)}
            assert processes.wait_until(
                lambda: b"lost_lines_total 0.0" not in server.request("GET", "/metrics").body
            )
            server.process.terminate()
            assert server.process.stderr
            logged = server.process.stderr.read()

        assert {200} == statuses
        assert 1 == logged.count("lines of the access log are lost until it can be written")
        assert "No space left on device" in logged


class TestOptions:
    def test_queries_need_a_log(self, graph: Path) -> None:
        """
        Queries cannot be logged without a log.
        """
        done = commands.run("serve", "--log-queries", graph=graph)

        assert 2 == done.code
        assert "--access-log" in done.stderr
