"""Requests keep their limits of time and size, whatever the endpoint does."""

import socket
import threading
import time
from typing import Any

import pytest

from faults import FaultServer, Turn, drips, gzipped, response, results, sends, stalls
from privkg.core.errors import EndpointError

SELECT = "SELECT ?x { ?x ?p ?o }"
ROWS = results("urn:a", "urn:b")
LARGE = results(*(f"urn:{number}" for number in range(3000)))
SECONDS = 0.7
BOUND_SECONDS = 5.0
"""Far more than the deadline, and far less than the slow servers would take."""


class TestDeadline:
    @pytest.mark.parametrize(
        "turn",
        [
            drips(response(ROWS)),
            drips(response(ROWS), at_once=20),
            drips(response(ROWS), at_once=len(response(ROWS)) - 40),
            drips(gzipped(ROWS), at_once=len(gzipped(ROWS)) - 40),
            drips(b"HTTP/1.1 100 Continue\r\n\r\n" * 99, at_once=40),
            drips(response(b"why" * 20, status=500), at_once=90),
            stalls(),
            stalls(response(ROWS)[:-10]),
        ],
        ids=["status", "headers", "body", "gzip", "continue", "error", "stall", "stall in the body"],
    )
    def test_it_applies_to_the_whole_request(self, endpoint: Any, turn: Turn) -> None:
        """
        A server that sends single bytes slowly, or none, exceeds the deadline of the whole request.
        """
        before = time.monotonic()
        with (
            FaultServer(turn) as server,
            pytest.raises(
                EndpointError, match=r"no complete response within 0\.7 s; restrict the query"
            ),
        ):
            endpoint(server.url, seconds=SECONDS).select(SELECT)

        assert BOUND_SECONDS > time.monotonic() - before

    def test_a_server_that_does_not_accept(self, endpoint: Any) -> None:
        """
        The deadline applies to a connection that is never accepted.
        """
        before = time.monotonic()
        with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf:
            place = deaf.getsockname()
            waiting = [socket.socket() for _ in range(4)]
            for other in waiting:  # fill the backlog, so that the next connection waits
                other.setblocking(False)
                other.connect_ex(place)
            with pytest.raises(EndpointError, match="no complete response"):
                endpoint(f"http://127.0.0.1:{place[1]}/", seconds=SECONDS).select(SELECT)
            for other in waiting:
                other.close()

        assert BOUND_SECONDS > time.monotonic() - before

    def test_a_server_that_does_not_read(self, endpoint: Any) -> None:
        """
        The deadline applies to sending a query that the server does not read.
        """
        query = SELECT + "#" + "x" * 900_000
        before = time.monotonic()
        with FaultServer(stalls()) as server, pytest.raises(EndpointError, match="no complete response"):
            endpoint(server.url, seconds=SECONDS).select(query)

        assert BOUND_SECONDS > time.monotonic() - before

    def test_a_lookup_that_never_ends(self, endpoint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        The deadline applies to the system's lookup of a host, which cannot be cancelled.
        """
        found = threading.Event()
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found.wait(60) and [])
        before = time.monotonic()
        with pytest.raises(EndpointError, match="no complete response"):
            endpoint("http://example.org/", seconds=SECONDS).select(SELECT)
        found.set()

        assert BOUND_SECONDS > time.monotonic() - before

    def test_nothing_is_left_behind(self, endpoint: Any) -> None:
        """
        After a deadline no thread runs; an unclosed socket would be a ResourceWarning, and so an error.
        """
        before = set(threading.enumerate())
        with FaultServer(stalls()) as server, pytest.raises(EndpointError):
            endpoint(server.url, seconds=0.2).select(SELECT)

        assert set() == set(threading.enumerate()) - before


class TestSize:
    @pytest.mark.parametrize(
        "answer",
        [
            response(LARGE),
            response(LARGE, Content_Length=""),
            gzipped(LARGE),
            gzipped(b" " * 50_000_000),
            response(ROWS, Content_Length="", Transfer_Encoding="chunked")[: -len(ROWS)]
            + b"-1\r\n"
            + b" " * 3_000_000,
        ],
        ids=["length", "no length", "gzip", "bomb", "a chunk of less than nothing"],
    )
    def test_a_large_response_is_refused(self, endpoint: Any, answer: bytes) -> None:
        """
        The size is counted after decompression, while the response is received.
        """
        with (
            FaultServer(sends(answer)) as server,
            pytest.raises(EndpointError, match=r"the answer is larger than 0\.1 MB; restrict the query"),
        ):
            endpoint(server.url, answer_bytes=1024**2 // 10).select(SELECT)

    def test_endless_headers(self, endpoint: Any) -> None:
        """
        The limit applies to headers too.
        """
        answer = b"HTTP/1.1 100 Continue\r\n" + b"a: " + b"b" * 60_000 + b"\r\n\r\n"
        with FaultServer(sends(*[answer] * 60)) as server, pytest.raises(EndpointError, match="larger"):
            endpoint(server.url, answer_bytes=10).select(SELECT)

    def test_the_greatest_size(self, endpoint: Any) -> None:
        """
        A response of exactly the limit is accepted, compressed or not.
        """
        with FaultServer(sends(response(ROWS)), sends(gzipped(ROWS))) as server:
            client = endpoint(server.url, answer_bytes=len(ROWS))

            assert client.select(SELECT) == client.select(SELECT)
