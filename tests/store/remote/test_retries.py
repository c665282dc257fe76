"""What passes is tried again after a pause; what stays as it is, is not."""

import socket
from email.utils import formatdate
from typing import Any

import pytest

from faults import FaultServer, breaks, response, results, says
from privkg.core.errors import EndpointError
from privkg.store.remote import Endpoint

SELECT = "SELECT ?x { ?x ?p ?o }"
ROWS = results("urn:a", "urn:b")
WELL = says(response(ROWS))
DATE = formatdate(1_000_000_000, usegmt=True)


def busy(status: int = 503, **headers: str) -> bytes:
    return response(b"too many", status, "text/plain", **headers)


class TestAgain:
    @pytest.mark.parametrize("status", [429, 502, 503, 504])
    def test_who_is_busy_is_asked_again(self, endpoint: Any, pauses: list[float], status: int) -> None:
        """
        A server that has no time now may have it soon; the pauses grow.
        """
        with FaultServer(*[says(busy(status))] * 3, WELL) as server:
            assert 2 == len(endpoint(server.url).select(SELECT))

        assert [0.5, 1.0, 2.0] == pauses

    def test_who_resets_is_asked_again(self, endpoint: Any, pauses: list[float]) -> None:
        """
        A connection that ends before an answer begins is made anew.
        """
        with FaultServer(breaks(), says(), WELL) as server:
            assert 2 == len(endpoint(server.url).select(SELECT))

        assert [0.5, 1.0] == pauses

    def test_who_is_not_there_is_asked_again(self, endpoint: Any, pauses: list[float]) -> None:
        """
        A server that is being started is found; one that is not is told, with the number of tries.
        """
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        url = f"http://127.0.0.1:{port}/"
        with pytest.raises(EndpointError) as told:
            endpoint(url).select(SELECT)

        assert f"{url}: no server is running there (connection refused); tried 4 times" == str(
            told.value
        )
        assert [0.5, 1.0, 2.0] == pauses

    def test_there_is_an_end_to_it(self, endpoint: Any) -> None:
        """
        Who stays busy is left, with what it said last.
        """
        with FaultServer(says(busy())) as server, pytest.raises(EndpointError) as told:
            endpoint(server.url, tries=3).select(SELECT)

        words = "answered 503 Service Unavailable: too many; tried 3 times"
        assert f"{server.url}: {words}" == str(told.value)
        assert 3 == len(server.visits)

    def test_one_try_is_none_more(self, endpoint: Any) -> None:
        """
        With one try there is no second.
        """
        with FaultServer(says(busy())) as server, pytest.raises(EndpointError, match="tried once"):
            endpoint(server.url, tries=1).select(SELECT)

        assert 1 == len(server.visits)


class TestNever:
    @pytest.mark.parametrize("status", [400, 403, 404, 408, 410, 500, 501, 505])
    def test_what_will_be_the_same_is_asked_once(self, endpoint: Any, status: int) -> None:
        """
        A query that was refused would be refused again.
        """
        with FaultServer(says(busy(status))) as server, pytest.raises(EndpointError, match=str(status)):
            endpoint(server.url).select(SELECT)

        assert 1 == len(server.visits)

    @pytest.mark.parametrize("host", ["nowhere.invalid", "a" * 70 + ".invalid", "-"])
    def test_a_host_that_is_none(self, endpoint: Any, host: str) -> None:
        """
        A name that nobody has is told at once.
        """
        with pytest.raises(EndpointError, match="unknown host"):
            endpoint(f"http://{host}/sparql").select(SELECT)

    def test_tls_with_who_does_not_speak_it(self, endpoint: Any) -> None:
        """
        A port without TLS is told as such.
        """
        with (
            FaultServer(WELL) as server,
            pytest.raises(EndpointError, match="no TLS connection can be made"),
        ):
            endpoint(server.url.replace("http:", "https:")).select(SELECT)


class TestAsked:
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
    def test_the_pause_is_as_long_as_asked(
        self, endpoint: Any, pauses: list[float], headers: dict[str, str], seconds: float
    ) -> None:
        """
        Seconds and dates are understood, a date by the clock of the server; nonsense is passed over.
        """
        with FaultServer(says(busy(503, **headers)), WELL) as server:
            endpoint(server.url).select(SELECT)

        assert [seconds] == pauses

    @pytest.mark.parametrize("asked", ["3600", "9" * 400])
    def test_a_pause_beyond_the_deadline_is_not_made(
        self, endpoint: Any, pauses: list[float], asked: str
    ) -> None:
        """
        Who asks to come back after the time is over is told at once.
        """
        with (
            FaultServer(says(busy(429, Retry_After=asked))) as server,
            pytest.raises(EndpointError) as told,
        ):
            endpoint(server.url).select(SELECT)

        assert "429 Too Many Requests: too many; tried once, the next try would be in" in str(told.value)
        assert "after the 5 s it may take" in str(told.value)
        assert [] == pauses

    def test_the_pause_is_a_real_one(self) -> None:
        """
        Without a pause of the caller's own, time passes.
        """
        with FaultServer(says(busy()), WELL) as server:
            assert 2 == len(Endpoint(server.url).select(SELECT))
