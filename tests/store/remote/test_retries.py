"""Temporary failures are retried after a pause; permanent ones are not."""

import socket
from email.utils import formatdate
from typing import Any

import pytest

from faults import FaultServer, breaks, response, results, sends
from privkg.core.errors import EndpointError
from privkg.store.remote import Endpoint

SELECT = "SELECT ?x { ?x ?p ?o }"
ROWS = results("urn:a", "urn:b")
WELL = sends(response(ROWS))
DATE = formatdate(1_000_000_000, usegmt=True)


def busy(status: int = 503, **headers: str) -> bytes:
    return response(b"too many", status, "text/plain", **headers)


class TestAgain:
    @pytest.mark.parametrize("status", [429, 502, 503, 504])
    def test_a_busy_server_is_retried(self, endpoint: Any, pauses: list[float], status: int) -> None:
        """
        A request to a busy server is retried after growing pauses.
        """
        with FaultServer(*[sends(busy(status))] * 3, WELL) as server:
            assert 2 == len(endpoint(server.url).select(SELECT))

        assert [0.5, 1.0, 2.0] == pauses

    def test_a_reset_connection_is_retried(self, endpoint: Any, pauses: list[float]) -> None:
        """
        A connection that is closed before a response is opened again.
        """
        with FaultServer(breaks(), sends(), WELL) as server:
            assert 2 == len(endpoint(server.url).select(SELECT))

        assert [0.5, 1.0] == pauses

    def test_a_refused_connection_is_retried(self, endpoint: Any, pauses: list[float]) -> None:
        """
        A server that starts in the meantime is found; otherwise the error has the number of attempts.
        """
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        url = f"http://127.0.0.1:{port}/"
        with pytest.raises(EndpointError) as raised:
            endpoint(url).select(SELECT)

        assert f"{url}: no server is running there (connection refused); tried 4 times" == str(
            raised.value
        )
        assert [0.5, 1.0, 2.0] == pauses

    def test_the_number_of_attempts_is_limited(self, endpoint: Any) -> None:
        """
        After the last attempt, the error has the last response.
        """
        with FaultServer(sends(busy())) as server, pytest.raises(EndpointError) as raised:
            endpoint(server.url, tries=3).select(SELECT)

        words = "answered 503 Service Unavailable: too many; tried 3 times"
        assert f"{server.url}: {words}" == str(raised.value)
        assert 3 == len(server.visits)

    def test_one_attempt(self, endpoint: Any) -> None:
        """
        With one allowed attempt there is no retry.
        """
        with FaultServer(sends(busy())) as server, pytest.raises(EndpointError, match="tried once"):
            endpoint(server.url, tries=1).select(SELECT)

        assert 1 == len(server.visits)


class TestNever:
    @pytest.mark.parametrize("status", [400, 403, 404, 408, 410, 500, 501, 505])
    def test_a_permanent_failure_is_not_retried(self, endpoint: Any, status: int) -> None:
        """
        A refused query is not sent again.
        """
        with FaultServer(sends(busy(status))) as server, pytest.raises(EndpointError, match=str(status)):
            endpoint(server.url).select(SELECT)

        assert 1 == len(server.visits)

    @pytest.mark.parametrize("host", ["nowhere.invalid", "a" * 70 + ".invalid", "-"])
    def test_an_unknown_host(self, endpoint: Any, host: str) -> None:
        """
        An unknown host is an error without a retry.
        """
        with pytest.raises(EndpointError, match="unknown host"):
            endpoint(f"http://{host}/sparql").select(SELECT)

    def test_tls_with_a_plain_server(self, endpoint: Any) -> None:
        """
        A TLS connection to a plain http server is an error.
        """
        with (
            FaultServer(WELL) as server,
            pytest.raises(EndpointError, match="no TLS connection can be made"),
        ):
            endpoint(server.url.replace("http:", "https:")).select(SELECT)


class TestRetryAfter:
    @pytest.mark.parametrize(
        ("headers", "seconds"),
        [
            ({"Retry_After": "3"}, 3.0),
            ({"Retry_After": "0"}, 0.5),
            ({"Retry_After": "-3"}, 0.5),
            ({"Retry_After": "soon"}, 0.5),
            ({"Retry_After": "٣"}, 0.5),
            ({"Retry_After": formatdate(1_000_000_002, usegmt=True), "Date": DATE}, 2.0),
            ({"Retry_After": formatdate(999_999_999, usegmt=True), "Date": DATE}, 0.5),
            ({"Retry_After": formatdate(1_000_000_002, usegmt=True), "Date": "today"}, 0.5),
            ({"Retry_After": formatdate(1_000_000_002, usegmt=True)}, 0.5),
        ],
    )
    def test_the_pause_is_that_of_the_server(
        self, endpoint: Any, pauses: list[float], headers: dict[str, str], seconds: float
    ) -> None:
        """
        Seconds and dates are accepted, a date relative to the server's clock; other values are ignored.
        """
        with FaultServer(sends(busy(503, **headers)), WELL) as server:
            endpoint(server.url).select(SELECT)

        assert [seconds] == pauses

    @pytest.mark.parametrize("retry_after", ["3600", "9" * 400])
    def test_a_pause_beyond_the_deadline_is_not_made(
        self, endpoint: Any, pauses: list[float], retry_after: str
    ) -> None:
        """
        A pause that would exceed the deadline is an error at once.
        """
        with (
            FaultServer(sends(busy(429, Retry_After=retry_after))) as server,
            pytest.raises(EndpointError) as raised,
        ):
            endpoint(server.url).select(SELECT)

        assert "429 Too Many Requests: too many; tried once, the next try would be in" in str(
            raised.value
        )
        assert "after the 5 s it may take" in str(raised.value)
        assert [] == pauses

    def test_the_pause_is_a_real_one(self) -> None:
        """
        By default the client sleeps.
        """
        with FaultServer(sends(busy()), WELL) as server:
            assert 2 == len(Endpoint(server.url).select(SELECT))
