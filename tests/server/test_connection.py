"""Connections whose clients do not send, do not read, or send too much; with short limits."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from http import HTTPStatus

import pytest
import uvicorn
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

import processes
from privkg.server.connection import Connection
from privkg.server.guard import Guard
from privkg.server.run import configuration
from serving import received

GET = b"GET /small HTTP/1.1\r\nHost: localhost\r\n\r\n"
LARGE = b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"
SLOW = b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n"
CHUNKED = (
    b"POST /fields HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"
)
OPTIONS = b"OPTIONS /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n"
HELD = b"GET /held HTTP/1.1\r\nHost: localhost\r\n\r\n"
PATIENCE_SECONDS = 60
HAS_HEAD, MAY_GO_ON = threading.Event(), threading.Event()
"""Whether the application has sent the head of the response to `HELD`, and whether the body follows."""


class Hurried(Connection):
    """A connection with short limits."""

    most_connections = 3
    head_seconds = 1.0
    read_seconds = 1.0


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with one byte, many, or the names of the fields; or later, or when the client has left."""
    await receive()
    if scope["path"] == "/slow":
        while (await receive())["type"] != "http.disconnect":
            pass
        return
    if scope["path"] == "/held":
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]}
        )
        HAS_HEAD.set()
        await asyncio.to_thread(MAY_GO_ON.wait, PATIENCE_SECONDS)
        await send({"type": "http.response.body", "body": b"a"})
        return
    names = b" ".join(name for name, _ in scope["headers"])
    content = {"/large": b"a" * 8_000_000, "/fields": names}.get(scope["path"], b"a")
    await Response(content)(scope, receive, send)


class Running:
    """A server in a thread of this process."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.server = uvicorn.Server(configuration(Guard(answer, is_local=True), Hurried, 1))

    def connected(self, *, narrow: bool = False) -> socket.socket:
        """Return a connection; a narrow one takes few bytes that are not read."""
        connection = socket.socket()
        connection.settimeout(PATIENCE_SECONDS)
        if narrow:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.connect(self.listener.getsockname())
        return connection

    def raw(self, sent: bytes) -> bytes:
        """Send bytes, and return what the server sends until it closes the connection."""
        with self.connected() as connection:
            connection.sendall(sent)
            return received(connection)

    def has_no_connection(self) -> bool:
        """Return whether the server has forgotten all connections within some time."""
        return processes.wait_until(lambda: not self.server.server_state.connections)


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    """A server with short limits."""
    found = Running()
    thread = threading.Thread(target=found.server.run, kwargs={"sockets": [found.listener]})
    thread.start()
    try:
        assert processes.wait_until(lambda: found.server.started)
        yield found
    finally:
        found.server.should_exit = True
        thread.join(PATIENCE_SECONDS)


class TestSmallWrites:
    def test_are_sent_at_once(self, running: Running) -> None:
        """
        The parts of a response do not wait until the client has acknowledged former ones (Nagle).
        """
        with running.connected() as connection:
            connection.sendall(GET)
            assert connection.recv(100)
            found = [
                each.transport.get_extra_info("socket").getsockopt(
                    socket.IPPROTO_TCP, socket.TCP_NODELAY
                )
                for each in running.server.server_state.connections
            ]

        assert found
        assert all(found)


class TestHeads:
    def test_are_sent_with_the_body(self, running: Running) -> None:
        """
        The head of a response waits for the first part of its body, so that a client reads once.
        """
        with running.connected() as connection:
            connection.sendall(HELD)
            assert HAS_HEAD.wait(PATIENCE_SECONDS)
            connection.setblocking(False)
            with pytest.raises(BlockingIOError):
                connection.recv(1)
            connection.settimeout(PATIENCE_SECONDS)
            MAY_GO_ON.set()

            assert connection.recv(1_000).endswith(b"\r\n\r\na")

    def test_are_sent_without_a_body(self, running: Running) -> None:
        """
        The head of a response that has no body is sent, and the connection is kept.
        """
        with running.connected() as connection:
            for _ in range(2):
                connection.sendall(GET.replace(b"GET", b"HEAD"))

                assert connection.recv(1_000).endswith(b"\r\n\r\n")


class TestTrailerFields:
    def test_are_ignored(self, running: Running) -> None:
        """
        Fields after the body of a request do not become fields of its head.
        """
        sent = CHUNKED + b"X-Late: 1\r\nHost: evil.example\r\n\r\n"

        assert b"\r\n\r\nhost transfer-encoding" in running.raw(sent)

    @pytest.mark.parametrize("part", [b"X: " + b"a" * 5_000_000, b"X: a\r\n" * 500_000])
    def test_are_limited(self, running: Running, part: bytes) -> None:
        """
        Fields without end after the body of a request end the connection.
        """
        with running.connected() as connection:
            try:
                connection.sendall(CHUNKED + part)
                response = received(connection)
            except ConnectionError:
                return
        assert b"" == response or b" 431 " in response.split(b"\r\n")[0]


class TestClientsThatDoNotRead:
    @pytest.mark.parametrize(
        "sent", [LARGE, LARGE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")]
    )
    def test_lose_the_connection(self, running: Running, sent: bytes) -> None:
        """
        The connection of a client that never reads again is ended, with what it has not read.
        """
        with running.connected(narrow=True) as connection:
            connection.sendall(sent)
            assert connection.recv(100)

            assert running.has_no_connection()


class TestClientsThatDoNotSend:
    @pytest.mark.parametrize("sent", [b"", b"\r\n", GET + b"\r\n", OPTIONS])
    def test_lose_the_connection(self, running: Running, sent: bytes) -> None:
        """
        A connection on which no further request arrives is closed, whatever was sent before.
        """
        with running.connected() as connection:
            connection.sendall(sent)

            assert running.has_no_connection()

    def test_empty_lines_are_not_requests(self, running: Running) -> None:
        """
        An empty line after an answered request does not keep the connection.
        """
        with running.connected() as connection:
            connection.sendall(GET)
            assert connection.recv(10_000)
            connection.sendall(b"\r\n")

            assert running.has_no_connection()


class TestPipelines:
    @pytest.mark.parametrize("second", [GET, b"nonsense\r\n\r\n", b"\0"])
    def test_end_the_connection(self, running: Running, second: bytes) -> None:
        """
        What is sent before the response to a request has arrived ends the connection and the request.
        """
        assert b"" == running.raw(SLOW + second)
        assert running.has_no_connection()
        assert processes.wait_until(lambda: not running.server.server_state.tasks)


class TestTooManyConnections:
    def test_are_refused(self, running: Running) -> None:
        """
        A request on a connection beyond the largest number has a problem document, for any site.
        """
        others = [running.connected() for _ in range(3)]
        try:
            for each in others:
                each.sendall(SLOW)
            head, _, body = running.raw(GET).partition(b"\r\n\r\n")
        finally:
            for each in others:
                each.close()

        assert f"HTTP/1.1 {HTTPStatus.SERVICE_UNAVAILABLE:d}".encode() == head[:12]
        assert b"connections already; try again later" in body
        for field in (b"retry-after: 1", b"access-control-allow-origin: *", b"application/problem+json"):
            assert field in head
