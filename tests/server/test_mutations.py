"""Mutated requests: none is answered with 500, and none ends or blocks the server."""

import random
import socket
from contextlib import suppress

import pytest

from serving import Server

REQUESTS = (
    b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv;q=0.5, */*\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    b"Content-Length: 6\r\n\r\nASK {}",
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n15\r\nquery=ASK%20%7B%20%7D\r\n0\r\n\r\n",
    b"HEAD /ready HTTP/1.1\r\nHost: localhost:80\r\nConnection: close\r\n\r\n",
    b"OPTIONS /sparql HTTP/1.1\r\nHost: localhost\r\nOrigin: https://example.org\r\n\r\n",
    b"GET /store?graph=https://example.org/%C3%A9 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /questions/actors-by-incidents?harm=Disclosure&format=csv HTTP/1.1\r\nHost: localhost\r\n"
    b'If-None-Match: W/"a", "b"\r\nX-Forwarded-For: 192.0.2.1, ::1\r\n\r\n',
    b"GET /openapi.json HTTP/1.0\r\n\r\n",
    b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
)
PIECES = (
    *(
        b"\r\n",
        b"\n",
        b"\r",
        b"\0",
        b" ",
        b"\t",
        b":",
        b"%",
        b"%00",
        b"%FF",
        b"&",
        b"=",
        b"\xff",
        b"\x80",
    ),
    *(
        b"Host: a\r\n",
        b"Content-Length: 9\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Expect: 100-continue\r\n",
    ),
    *(
        b"Connection: close\r\n",
        b"q=",
        b"//",
        b"..",
        b"?",
        b"#",
        b"*",
        b"HTTP/9.9",
        b"-1",
        b"99999999999999",
    ),
)
_HEARD_SECONDS = 0.02


def mutated(generator: random.Random) -> bytes:
    """Return a request with some bytes removed, changed, repeated or inserted."""
    request = bytearray(generator.choice(REQUESTS))
    for _ in range(generator.randint(1, 4)):
        start = generator.randrange(len(request) + 1)
        end = start + generator.choice((0, 0, 1, 2, 8))
        piece = generator.choice((*PIECES, b"", bytes(request[start:end]) * 2))
        request[start:end] = piece
    return bytes(request)


def answered(server: Server, request: bytes) -> bytes:
    """Send a request, and return the beginning of what is answered; then leave.

    How long is waited matters little: the server sees a client that leaves, sooner or later.
    """
    with server.connected() as connection, suppress(OSError):
        connection.sendall(request)
        connection.settimeout(_HEARD_SECONDS)
        with suppress(socket.timeout):
            return connection.recv(1_000)
    return b""


def check_mutated(server: Server, number: int, seed: int) -> None:
    """Check that none of some mutated requests is answered with 500, and an honest one afterwards."""
    generator = random.Random(seed)
    requests = [mutated(generator) for _ in range(number)]

    failed = [each for each in requests if b" 500 " in answered(server, each)[:20]]

    assert [] == failed
    assert server.process.poll() is None
    assert server.query("ASK {}").json["boolean"]


class TestMutatedRequests:
    def test_none_is_an_error_of_the_server(self, server: Server) -> None:
        """
        Each of 1,000 mutated requests is answered or refused, and an honest one is answered afterwards.
        """
        check_mutated(server, 1_000, seed=26)

    @pytest.mark.long(part="hostile")
    def test_none_of_many_is_an_error_of_the_server(self, server: Server) -> None:
        """
        The same holds for 10,000 others.
        """
        check_mutated(server, 10_000, seed=27)
