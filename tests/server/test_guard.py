"""Malformed, large and slow requests, byte by byte."""

import json

import pytest

from serving import Server, received

LINE, HOST = b"GET /health HTTP/1.1\r\n", b"Host: localhost\r\n"
POST = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
MALFORMED = {
    "no Host": LINE + b"\r\n",
    "two Hosts": LINE + HOST + HOST + b"\r\n",
    "no name in Host": LINE + b"Host: a/b\r\n\r\n",
    "Content-Length and chunked": POST
    + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two Content-Lengths": POST + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}",
    "an unknown Transfer-Encoding": POST + b"Transfer-Encoding: rot13\r\n\r\nASK {}",
    "a negative Content-Length": POST + b"Content-Length: -1\r\n\r\nASK {}",
    "a signed Content-Length": POST + b"Content-Length: +6\r\n\r\nASK {}",
    "a Content-Length in words": POST + b"Content-Length: six\r\n\r\nASK {}",
    "a bad size of a chunk": POST + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
    "a space before the colon": LINE + b"Host : localhost\r\n\r\n",
    "a folded header": LINE + HOST + b"X: a\r\n b\r\n\r\n",
    "line ends without CR": b"GET /health HTTP/1.1\nHost: localhost\n\n",
    "NUL in the path": b"GET /hea\0lth HTTP/1.1\r\n" + HOST + b"\r\n",
    "NUL in a field": LINE + HOST + b"X: a\0b\r\n\r\n",
    "a Content-Length with a space in it": POST + b"Content-Length: 1 6\r\n\r\nASK {}",
    "chunked twice": POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunked before another encoding": POST + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
    "no name of a field": LINE + HOST + b": a\r\n\r\n",
    "a space in the address": b"GET /health /ready HTTP/1.1\r\n" + HOST + b"\r\n",
    "version 2.0": b"GET /health HTTP/2.0\r\n" + HOST + b"\r\n",
    "no version": b"GET /health\r\n" + HOST + b"\r\n",
    "another protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}
LARGE = {
    "many fields": (431, LINE + HOST + b"X: 1\r\n" * 200 + b"\r\n"),
    "a large field": (431, LINE + HOST + b"X: " + b"a" * 50_000 + b"\r\n\r\n"),
    "a larger field": (431, LINE + HOST + b"X: " + b"a" * 200_000 + b"\r\n\r\n"),
    "an address of 1 MB": (431, b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n"),
    "a long address": (414, b"GET /sparql?query=" + b"a" * 20_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n"),
}


def status(response: bytes) -> int:
    """Return the status of a response."""
    return int(response.split(b" ", 2)[1])


class TestMalformedRequests:
    @pytest.mark.parametrize("name", MALFORMED)
    def test_is_refused_and_ends_the_connection(self, server: Server, name: str) -> None:
        """
        A malformed request is answered once, by a problem document, and the connection is closed.
        """
        response = server.raw(MALFORMED[name])
        head, _, body = response.partition(b"\r\n\r\n")

        assert b"HTTP/1.1 400 Bad Request" == head.split(b"\r\n")[0]
        assert 400 == json.loads(body)["status"]

    def test_what_follows_is_not_a_request(self, server: Server) -> None:
        """
        A request that is hidden behind a malformed one is not answered.
        """
        response = server.raw(MALFORMED["Content-Length and chunked"] + LINE + HOST + b"\r\n")

        assert 1 == response.count(b"HTTP/1.1 ")


class TestLargeRequests:
    @pytest.mark.parametrize("name", LARGE)
    def test_a_large_head_is_refused(self, server: Server, name: str) -> None:
        """
        A header or an address beyond the limits is refused.
        """
        expected, sent = LARGE[name]

        assert expected == status(server.raw(sent))

    def test_an_endless_head_is_not_collected(self, server: Server) -> None:
        """
        A header that does not end is refused before it ends.
        """
        assert 431 == status(server.raw(LINE + HOST + b"X: " + b"a" * 1_000_000))

    def test_a_refusal_reaches_a_client_that_still_sends(self, server: Server) -> None:
        """
        What a client sends after a refusal is discarded; a reset could lose the response.
        """
        with server.connected() as connection:
            connection.sendall(LINE + HOST + b"X: " + b"a" * 600_000)
            response = received(connection)
            for _ in range(3):
                connection.sendall(b"a" * 100_000)

        assert 431 == status(response)

    @pytest.mark.parametrize("framing", ["length", "chunks"])
    def test_a_large_body_is_refused(self, server: Server, framing: str) -> None:
        """
        A body beyond the limit is refused, whether its length is announced or not.
        """
        body = b"#" * 1_100_000
        chunk = b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        length = b"Content-Length: %d\r\n\r\n%s" % (len(body), body)

        response = server.raw(POST + (length if framing == "length" else chunk))

        assert 413 == status(response)

    def test_honest_requests_are_answered_afterwards(self, server: Server) -> None:
        """
        A connection answers one request after the other, in their order.
        """
        with server.connected() as connection:
            connection.sendall(POST + b"Content-Length: 6\r\n\r\nASK {}")
            first = b""
            while not first.endswith(b'"boolean":true}'):
                first += connection.recv(10_000)
            connection.sendall(LINE + HOST + b"Connection: close\r\n\r\n")
            second = received(connection)

        assert (200, 200) == (status(first), status(second))
        assert second.endswith(b'{"status":"ok"}')

    @pytest.mark.parametrize(
        ("expected", "field"),
        [(415, b"Content-Type: " + b";" * 31_000), (400, b"Accept: " + b"a/b," * 7_000)],
    )
    def test_a_field_that_takes_long_to_read_is_refused(
        self, server: Server, expected: int, field: bytes
    ) -> None:
        """
        A field within the limit of a head, which would take seconds to read, is refused before.
        """
        head = POST if expected == 400 else POST[: POST.index(b"Content-Type")]
        sent = head + field + b"\r\nConnection: close\r\nContent-Length: 6\r\n\r\nASK {}"

        assert expected == status(server.raw(sent))


class TestHosts:
    @pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example:8000", "10.0.0.1"])
    def test_another_name_is_refused(self, server: Server, host: str) -> None:
        """
        A server for its own machine answers no request that names another one (DNS rebinding).
        """
        assert 421 == server.request("GET", "/health", fields={"Host": host}).status

    @pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8000", "[::1]:8000"])
    def test_its_own_names_are_accepted(self, server: Server, host: str) -> None:
        """
        The names of the own machine are accepted, with any port.
        """
        assert 200 == server.request("GET", "/health", fields={"Host": host}).status

    def test_http_1_0_needs_none(self, server: Server) -> None:
        """
        A request of HTTP 1.0 may have no Host.
        """
        assert 200 == status(server.raw(b"GET /health HTTP/1.0\r\n\r\n"))


class TestSlowRequests:
    def test_an_idle_connection_holds_nothing_up(self, server: Server) -> None:
        """
        Connections that send a part of a head do not hold up another request.
        """
        idle = [server.connected() for _ in range(100)]
        try:
            for connection in idle:
                connection.sendall(LINE)

            assert 200 == server.request("GET", "/health").status
        finally:
            for connection in idle:
                connection.close()

    def test_a_head_must_arrive_in_time(self, server: Server) -> None:
        """
        A connection whose head does not arrive is closed by the server, without a response.
        """
        with server.connected() as connection:
            connection.sendall(LINE)

            assert b"" == received(connection)
