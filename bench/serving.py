"""Compare the server with rdflib-endpoint: `python -m bench.serving [COUNT [SECONDS [OPTION…]]]`.

COUNT is a number of generated incidents (default 1000). Each case is run for SECONDS (default 5) by 1,
16 and 64 clients, of which each sends a request when its former one is answered. Both servers have all
quads, those of evidence too, and are measured one after the other. privkg answers a question at its own
address: one that was answered before is cached; one that is not has another date each time, which leaves
no row out. rdflib-endpoint gets its SPARQL without a date; it evaluates one query at a time, and is not
run with clients of which the last would wait for more than a minute, the most that a request may take.
OPTIONs are those of `privkg serve`; without --no-preload, the facts are in memory at first.
PRIVKG_RDFLIB_ENDPOINT is the Python of an environment with it:

    python -m venv peer && peer/bin/pip install 'rdflib-endpoint[cli]==0.6.3' uvicorn
    PRIVKG_RDFLIB_ENDPOINT=peer/bin/python python -m bench.serving
"""

import itertools
import math
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from bench import pages
from privkg import build
from privkg.query import questions

_VARIABLE = "PRIVKG_RDFLIB_ENDPOINT"
_CLIENTS = (1, 16, 64)
_MOST_SECONDS = 60.0
_START_SECONDS = 900.0
_QUESTIONS = ("recurring-actors", "information-involved", "harms-by-actor-type")
_HEAD = """\
{method} {path} HTTP/1.1\r
Host: localhost\r
Accept: application/sparql-results+json\r
Content-Type: application/x-www-form-urlencoded\r
Content-Length: {size}\r
\r
"""
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
_TRIVIAL, _ON_DISK = "ASK {}", "--no-preload"

Request = Callable[[], bytes]
"""Returns the next request of a kind."""


@dataclass(frozen=True, slots=True)
class Case:
    """A request to privkg, a query to rdflib-endpoint, and how many times as fast ours should be."""

    name: str
    request: Request
    query: str
    goal: int


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


_NOTHING, _TOO_LONG = Measured([0.0], 0), Measured([math.inf], 0)


def main() -> None:
    """Print a table of both servers on the same graph."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 5.0
    peer = os.environ.get(_VARIABLE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages.write(folder / "pages", count)
        build.build([folder / "pages"], folder / "graph")
        ours = _of_ours(folder, seconds)
        theirs = _of_theirs(peer, folder, seconds) if peer else {}
    print("| request | clients | privkg, median | p99 | /s | rdflib-endpoint | p99 | ratio | goal |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for case, clients in itertools.product(_cases(), _CLIENTS):
        _report(case, clients, ours[case.name, clients], theirs.get((case.query, clients)))
    if not peer:
        print(f"rdflib-endpoint is skipped: {_VARIABLE} does not name the Python of its environment")


def _cases() -> Iterator[Case]:
    yield Case("`ASK {}`", _query(_TRIVIAL, "/sparql"), _TRIVIAL, 3)
    for name in _QUESTIONS:
        text = questions.load(name).bound({})
        yield Case(f"`{name}`, cached", partial(_request, "GET", f"/questions/{name}"), text, 500)
        yield Case(f"`{name}`, not cached", _uncached(name), text, 20)
        yield Case(
            f"`{name}` as SPARQL", _query(text, "/sparql"), text, 4 if _ON_DISK in sys.argv else 20
        )


def _query(text: str, path: str) -> Request:
    sent = _request("POST", path, urlencode({"query": text}))
    return lambda: sent


def _uncached(name: str) -> Request:
    """Return what requests a question with another date each time, from which no row is left out."""
    numbers = itertools.count()

    def request() -> bytes:
        years, days = divmod(next(numbers), 28)
        return _request("GET", f"/questions/{name}?from={1000 + years % 900}-01-{1 + days:02}")

    return request


def _request(method: str, path: str, body: str = "") -> bytes:
    return (_HEAD.format(method=method, path=path, size=len(body)) + body).encode()


def _of_ours(folder: Path, seconds: float) -> dict[tuple[str, int], Measured]:
    given = tuple(sys.argv[3:])
    options = ("--port", "0", "--timeout", f"{_MOST_SECONDS:g}", "--waiting", "1000", *given)
    command = (sys.executable, "-m", "privkg", "serve", "--graph", str(folder / "graph"), *options)
    with _running(command, stderr=subprocess.PIPE) as process:
        assert process.stderr
        found = next(filter(None, (re.search(r":(\d+)/sparql", line) for line in process.stderr)))
        threading.Thread(target=process.stderr.read, daemon=True).start()
        if _ON_DISK not in given:
            _wait(int(found[1]), "/metrics", b'reason="renewed"')
        return {
            (case.name, clients): _reported(
                case.name, clients, _repeat(int(found[1]), case.request, clients, seconds)
            )
            for case, clients in itertools.product(_cases(), _CLIENTS)
        }


def _of_theirs(python: str, folder: Path, seconds: float) -> dict[tuple[str, int], Measured]:
    dump = folder / "all.nq"
    exported = ("export", str(dump), "--graph", str(folder / "graph"), "--quiet")
    subprocess.run((sys.executable, "-m", "privkg", *exported), check=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = ("--host", "127.0.0.1", "--port", f"{port}")
    command = (python, "-m", "rdflib_endpoint", "serve", str(dump), *options)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with _running(command, **quiet):
        _wait(port, "/", b"")
        found: dict[tuple[str, int], Measured] = {}
        for query, clients in itertools.product(
            dict.fromkeys(case.query for case in _cases()), _CLIENTS
        ):
            is_short = clients * found.get((query, 1), _NOTHING).median <= _MOST_SECONDS
            request = _query(query, "/")
            measured = _repeat(port, request, clients, seconds) if is_short else _TOO_LONG
            _wait(port, "/", b"")  # it goes on with what its client does not wait for
            found[query, clients] = _reported(query[:60], clients, measured)
        return found


@contextmanager
def _running(command: Sequence[str], **streams: int) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(command, text=True, **streams)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port: int, path: str, expected: bytes) -> None:
    """Wait until a server answers with a document that has some bytes.

    Raises:
        TimeoutError: it does not.
    """
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        with suppress(OSError), _Client(port) as client:
            if expected in client.answer(_request("GET", path))[1]:
                return
        time.sleep(0.5)
    raise TimeoutError(f"no answer at {path}")


def _reported(name: str, clients: int, measured: Measured) -> Measured:
    print(f"{name}, {clients}: {_time(measured.median)}, {measured.rate:,.0f}/s", file=sys.stderr)
    return measured


def _repeat(port: int, request: Request, clients: int, seconds: float) -> Measured:
    """Return what requests take that some clients send at the same time, each at least once."""
    _times(port, request, 0)  # fills caches
    begin = time.perf_counter()
    with ThreadPoolExecutor(clients) as threads:
        work = [threads.submit(_times, port, request, begin + seconds) for _ in range(clients)]
    taken = [each for one in work for each in one.result()]
    answered = sum(map(math.isfinite, taken))
    return Measured(taken, answered / (time.perf_counter() - begin))


def _times(port: int, request: Request, end: float) -> list[float]:
    """Return the seconds of the requests of one client, which sends the last before an end.

    Raises:
        ValueError: a request is refused.
    """
    taken: list[float] = []
    while not taken or time.perf_counter() < end:
        try:
            with _Client(port) as client:
                while not taken or time.perf_counter() < end:
                    start = time.perf_counter()
                    status, content = client.answer(request())
                    taken.append(time.perf_counter() - start)
                    if status != 200:
                        raise ValueError(f"status {status}: {content[:200]!r}")
        except OSError:
            taken.append(math.inf)
    return taken


class _Client:
    """A connection that is kept; it reads responses with a length, and little else, to cost little."""

    def __init__(self, port: int) -> None:
        self._connection = socket.create_connection(("127.0.0.1", port), timeout=_MOST_SECONDS)
        self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> "_Client":
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

    def _part(self) -> bytes:
        part = self._connection.recv(262_144)
        if not part:
            raise ConnectionResetError("the server closed the connection")
        return part


def _report(case: Case, clients: int, ours: Measured, theirs: Measured | None) -> None:
    cells = [case.name, f"{clients}", _time(ours.median), _time(ours.p99), f"{ours.rate:,.0f}"]
    if theirs:
        ratio = (theirs.median if math.isfinite(theirs.median) else _MOST_SECONDS) / ours.median
        mark = "" if ratio >= case.goal else ", missed"
        more = "" if math.isfinite(theirs.median) else "over "
        cells += [_time(theirs.median), _time(theirs.p99), f"{more}{ratio:,.1f}×"]
        cells.append(f"{case.goal}×{mark}")
    print(f"| {' | '.join(cells)} |")


def _time(seconds: float) -> str:
    if not math.isfinite(seconds):
        return f"over {_MOST_SECONDS:g} s"
    return f"{seconds:.1f} s" if seconds >= 1 else f"{1_000 * seconds:.1f} ms"


if __name__ == "__main__":
    main()
