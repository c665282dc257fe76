"""Mutated requests: none is answered with 500, and none ends or blocks the server."""

import random
import socket
from contextlib import suppress

import pytest

from mutated_requests import mutated
from serving import Server

_HEARD_SECONDS = 0.02


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
