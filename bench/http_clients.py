"""Clients of a server on this machine, which cost little themselves, and what their requests take."""

import math
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

MOST_SECONDS = 60.0
"""The longest that a request may take."""
_START_SECONDS = 900.0
_HEAD = """\
{method} {path} HTTP/1.1\r
Host: localhost\r
Accept: application/sparql-results+json\r
Content-Type: application/x-www-form-urlencoded\r
Content-Length: {size}\r
\r
"""
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)

Request = Callable[[], bytes]
"""Returns the next request of a kind."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The seconds of requests, infinite without a response in time, and how many a second end."""

    seconds: Sequence[float]
    rate: float

    @property
    def median(self) -> float:
        """The median of the seconds."""
        return statistics.median(self.seconds)

    @property
    def p99(self) -> float:
        """The seconds that 99 of 100 requests take at most."""
        return sorted(self.seconds)[math.ceil(0.99 * len(self.seconds)) - 1]


def message(method: str, path: str, body: str = "") -> bytes:
    """Return a request as it is sent; a body is a form."""
    return (_HEAD.format(method=method, path=path, size=len(body)) + body).encode()


@contextmanager
def running(
    command: Sequence[str], folder: Path | None = None, **streams: int
) -> Iterator[subprocess.Popen[str]]:
    """Yield the process of a command, run in a folder, which is ended with the block."""
    process = subprocess.Popen(command, cwd=folder, text=True, **streams)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def serving(graph: Path, *options: str) -> Iterator[int]:
    """Yield the port of a server of a graph.

    It runs in the folder of the graph: a `privkg.toml` elsewhere would have it make pages.
    """
    limits = ("--port", "0", "--timeout", f"{MOST_SECONDS:g}", "--waiting", "1000", *options)
    command = (sys.executable, "-m", "privkg", "serve", "--graph", str(graph.absolute()), *limits)
    with running(command, graph, stderr=subprocess.PIPE) as process:
        assert process.stderr
        found = next(filter(None, (re.search(r":(\d+)/sparql", line) for line in process.stderr)))
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield int(found[1])


def wait(port: int, path: str, expected: bytes) -> None:
    """Wait until a server answers with a document that has some bytes.

    Raises:
        TimeoutError: it does not.
    """
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        with suppress(OSError), Client(port) as client:
            if expected in client.answer(message("GET", path))[1]:
                return
        time.sleep(0.5)
    raise TimeoutError(f"no answer at {path}")


def repeat(port: int, request: Request, clients: int, seconds: float) -> Measured:
    """Return what requests take that some clients send at the same time, each at least once."""
    times(port, request, 0)  # fills caches
    begin = time.perf_counter()
    with ThreadPoolExecutor(clients) as threads:
        work = [threads.submit(times, port, request, begin + seconds) for _ in range(clients)]
    taken = [each for one in work for each in one.result()]
    answered = sum(map(math.isfinite, taken))
    return Measured(taken, answered / (time.perf_counter() - begin))


def times(port: int, request: Request, end: float) -> list[float]:
    """Return the seconds of the requests of one client, which sends the last before an end.

    Raises:
        ValueError: a request is refused.
    """
    taken: list[float] = []
    while not taken or time.perf_counter() < end:
        try:
            with Client(port) as client:
                while not taken or time.perf_counter() < end:
                    start = time.perf_counter()
                    status, content = client.answer(request())
                    taken.append(time.perf_counter() - start)
                    if status != 200:
                        raise ValueError(f"status {status}: {content[:200]!r}")
        except OSError:
            taken.append(math.inf)
    return taken


class Client:
    """A connection that is kept; it reads responses with a length, and little else, to cost little."""

    def __init__(self, port: int) -> None:
        self._connection = socket.create_connection(("127.0.0.1", port), timeout=MOST_SECONDS)
        self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def answer(self, request: bytes) -> tuple[int, bytes]:
        """Send a request, and return the status and the content of the response.

        Raises:
            OSError: the server closes the connection, or takes too long.
        """
        self._connection.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._part()
        head, _, content = received.partition(b"\r\n\r\n")
        length = _LENGTH.search(head + b"\r\n")
        parts, left = [content], (int(length[1]) if length else 0) - len(content)
        while left > 0:
            parts.append(self._part())
            left -= len(parts[-1])
        return int(head.split(b" ", 2)[1]), b"".join(parts)

    def leave(self, request: bytes) -> None:
        """Send a request, and close the connection without a response."""
        self._connection.sendall(request)
        self._connection.close()

    def _part(self) -> bytes:
        part = self._connection.recv(262_144)
        if not part:
            raise ConnectionResetError("the server closed the connection")
        return part


def time_in_words(seconds: float) -> str:
    """Return a time with its unit."""
    if not math.isfinite(seconds):
        return f"over {MOST_SECONDS:g} s"
    return f"{seconds:.1f} s" if seconds >= 1 else f"{1_000 * seconds:.1f} ms"
