"""A loopback HTTP server with scripted faults: each connection is handled by the next turn."""

import gzip
import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

JSON = "application/sparql-results+json"
NTRIPLES = "application/n-triples"
TURNS_SECONDS = 0.3
"""How long a slow server waits before each byte."""


def results(*values: str, name: str = "x") -> bytes:
    """Return SPARQL results in JSON, a row for each IRI."""
    rows = [{name: {"type": "uri", "value": value}} for value in values]
    return json.dumps({"head": {"vars": [name]}, "results": {"bindings": rows}}).encode()


def response(body: bytes = b"", status: int = 200, kind: str = JSON, **headers: str) -> bytes:
    """Return a complete response; `Content_Length=""` leaves a header out."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    known = {"Content-Type": kind, "Content-Length": str(len(body)), **given}
    lines = [f"{name}: {value}" for name, value in known.items() if value]
    return "\r\n".join([f"HTTP/1.1 {status} Words", *lines, "", ""]).encode() + body


def gzipped(body: bytes, cut: int = 0, **headers: str) -> bytes:
    """Return a response with a gzip body, `cut` bytes removed from its end."""
    packed = gzip.compress(body)
    return response(packed[: len(packed) - cut], 200, JSON, Content_Encoding="gzip", **headers)


def chunked(*pieces: bytes, kind: str = JSON) -> bytes:
    """Return a chunked response; without an empty last piece it is incomplete."""
    head = response(kind=kind, Content_Length="", Transfer_Encoding="chunked")
    return head + b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)


@dataclass(slots=True)
class Visit:
    """One connection: its request, and the socket to respond on."""

    method: str
    target: str
    headers: dict[str, str]
    _connection: socket.socket
    _came: bytes
    is_closing: threading.Event
    content: bytes = field(default=b"")

    def read(self) -> bytes:
        """Return the body of the request."""
        size = int(self.headers.get("content-length", "0"))
        while len(self._came) < size and (piece := self._connection.recv(65536)):
            self._came += piece
        self.content = self._came
        return self.content

    def send(self, content: bytes) -> None:
        """Send bytes."""
        self._connection.sendall(content)

    def break_off(self) -> None:
        """Close the connection with a reset."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


Turn = Callable[[Visit], None]


def sends(*answers: bytes) -> Turn:
    """Return a turn that reads the request and sends some bytes."""

    def turn(visit: Visit) -> None:
        visit.read()
        for answer in answers:
            visit.send(answer)

    return turn


def drips(content: bytes, at_once: int = 0) -> Turn:
    """Return a turn that sends one byte at a time, slowly, so that no single read times out."""

    def turn(visit: Visit) -> None:
        visit.read()
        visit.send(content[:at_once])
        for byte in content[at_once:]:
            if visit.is_closing.wait(TURNS_SECONDS):
                return
            visit.send(bytes([byte]))

    return turn


def stalls(content: bytes = b"") -> Turn:
    """Return a turn that sends some bytes, then nothing while the connection stays open."""

    def turn(visit: Visit) -> None:
        visit.send(content)
        visit.is_closing.wait(60)

    return turn


def breaks(content: bytes = b"") -> Turn:
    """Return a turn that sends some bytes and resets the connection."""

    def turn(visit: Visit) -> None:
        visit.read()
        visit.send(content)
        time.sleep(0.02 if content else 0)  # a reset overtakes what was sent just before
        visit.break_off()

    return turn


class FaultServer:
    """A server that handles each connection with its next turn, and repeats the last one."""

    def __init__(self, *turns: Turn, context: ssl.SSLContext | None = None) -> None:
        self.visits: list[Visit] = []
        self.turns = list(turns)
        self._is_closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.02)
        self._context = context
        scheme = "https" if context else "http"
        self.origin = f"{scheme}://127.0.0.1:{self._listener.getsockname()[1]}"
        self.url = f"{self.origin}/sparql"
        self._threads = [threading.Thread(target=self._accept)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_closing.set()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _accept(self) -> None:
        while not self._is_closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            connection.settimeout(10)
            turn = self.turns.pop(0) if len(self.turns) > 1 else self.turns[0]
            self._threads.append(threading.Thread(target=self._serve, args=(connection, turn)))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket, turn: Turn) -> None:
        if self._context:
            connection = self._context.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        with connection:
            try:
                visit = _visit(connection, self._is_closing)
                self.visits.append(visit)
                turn(visit)
            except OSError:
                return  # the client closed the connection, which is allowed


def _visit(connection: socket.socket, is_closing: threading.Event) -> Visit:
    came = b""
    while b"\r\n\r\n" not in came:
        piece = connection.recv(65536)
        if not piece or not piece[:1].isalpha():  # a TLS handshake, which this server does not support
            raise ConnectionResetError
        came += piece
    head, _, rest = came.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    pairs = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    return Visit(method, target, headers, connection, rest, is_closing)
