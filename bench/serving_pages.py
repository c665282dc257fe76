"""Measure pages over HTTP: `python -m bench.serving_pages [COUNT [SECONDS [OPTION…]]]`.

COUNT is a number of generated incidents (default 1000), and OPTIONs are those of `privkg serve`. For 1,
16 and 64 clients, the page of each incident is requested once from a server of its own, which makes it,
and then the pages that it keeps for SECONDS (default 10). At last 16 clients request pages of both kinds
without, and with, seven clients that send queries without an end: 30 % of the clients.
"""

import itertools
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from bench import pages
from bench.http_clients import Client, Measured, message, repeat, serving, time_in_words, wait
from bench.publishing import CONFIG
from privkg import build
from privkg.store.graph import open_graph

_CLIENTS = (1, 16, 64)
_HONEST, _HOSTILE = 16, 7
_ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_GOAL_RATE, _GOAL_TIMES = 300, 3


def main() -> None:
    """Print a table of what pages take."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 10.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages.write(folder / "pages", count)
        build.build([folder / "pages"], folder / "graph")
        (folder / "privkg.toml").write_text(CONFIG, encoding="utf-8")
        slugs = [page.incident for page in open_graph(folder / "graph").manifest.pages]
        requests = [message("GET", f"/id/incident/{slug}.html") for slug in slugs]
        print("| pages | clients | median | p99 | /s |")
        print("|---|--:|--:|--:|--:|")
        for clients in _CLIENTS:
            with _server(folder) as port:
                _print("made", clients, _once(port, requests, clients))
                _print("kept", clients, _again(port, requests, clients, seconds))
        for words, crowd in (("alone", 0), ("with endless queries", _HOSTILE)):
            with _server(folder) as port, _hostile(port, crowd):
                _print(f"made, {words}", _HONEST, _once(port, requests, _HONEST))
                _print(f"kept, {words}", _HONEST, _again(port, requests, _HONEST, seconds))
    print(f"goals: {_GOAL_RATE}/s made; a p99 with endless queries of at most {_GOAL_TIMES} times")


@contextmanager
def _server(folder: Path) -> Iterator[int]:
    """Yield the port of a server, when it has made what the whole dataset is needed for."""
    options = ("--config", str(folder / "privkg.toml"), *sys.argv[3:])
    with serving(folder / "graph", *options) as port:
        wait(port, "/void.ttl", b"void:Dataset")
        yield port


def _once(port: int, requests: Sequence[bytes], clients: int) -> Measured:
    """Return what requests take that some clients send, each request once."""
    left, begin = iter(requests), time.perf_counter()  # threads may share the iterator of a list

    def sent() -> list[float]:
        with Client(port) as client:
            return [_taken(client, request) for request in left]

    with ThreadPoolExecutor(clients) as threads:
        work = [threads.submit(sent) for _ in range(clients)]
    taken = [each for one in work for each in one.result()]
    return Measured(taken, len(taken) / (time.perf_counter() - begin))


def _again(port: int, requests: Sequence[bytes], clients: int, seconds: float) -> Measured:
    following: Callable[[], bytes] = itertools.cycle(requests).__next__
    return repeat(port, following, clients, seconds)


def _taken(client: Client, request: bytes) -> float:
    start = time.perf_counter()
    status, content = client.answer(request)
    if status != 200:
        raise ValueError(f"status {status}: {content[:200]!r}")
    return time.perf_counter() - start


@contextmanager
def _hostile(port: int, clients: int) -> Iterator[None]:
    """Send queries that do not end, from some clients at the same time, while the block runs."""
    query, is_over = message("POST", "/sparql", urlencode({"query": _ENDLESS})), threading.Event()

    def send() -> None:
        while not is_over.is_set():
            with suppress(OSError), Client(port) as client:
                client.answer(query)

    crowd = [threading.Thread(target=send, daemon=True) for _ in range(clients)]
    for one in crowd:
        one.start()
    try:
        yield
    finally:
        is_over.set()


def _print(what: str, clients: int, measured: Measured) -> None:
    times = time_in_words(measured.median), time_in_words(measured.p99)
    print(f"| {' | '.join((what, f'{clients}', *times, f'{measured.rate:,.0f}'))} |", flush=True)


if __name__ == "__main__":
    main()
