"""Measure a server under attack: `python -m bench.serving_hostile [COUNT [TIMES [OPTION…]]]`.

COUNT is a number of generated incidents (default 1000), and OPTIONs are those of `privkg serve`. TIMES
times (default 10) as many queries without an end as there are workers are sent at once, which are ended
after a second. Meanwhile `/health` is requested, and then `ASK {}`: the first honest query after them.
At last `ASK {}` follows 16 such queries whose clients have left.
"""

import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from bench import pages
from bench.http_clients import Client, message, serving, time_in_words, wait
from privkg import build

_ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_LEAVING = 16
_GOALS = {"`/health` meanwhile": 0.05, "`ASK {}` after it": 0.5, "`ASK {}` after clients left": 0.5}


def main() -> None:
    """Print a table of the longest times."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages.write(folder / "pages", count)
        build.build([folder / "pages"], folder / "graph")
        with serving(folder / "graph", "--timeout", "1", *sys.argv[3:]) as port:
            if "--no-preload" not in sys.argv:
                wait(port, "/metrics", b'reason="renewed"')
            found = _measured(port, times)
    print("| request | median | longest | goal |")
    print("|---|--:|--:|--:|")
    for what, taken in zip(_GOALS, found, strict=True):
        median, longest, goal = sorted(taken)[len(taken) // 2], max(taken), _GOALS[what]
        mark = "" if longest <= goal else ", missed"
        words = map(time_in_words, (median, longest, goal))
        print(f"| {what} | {' | '.join(words)}{mark} |")


def _measured(port: int, times: int) -> tuple[list[float], list[float], list[float]]:
    """Return the seconds of requests for health, of queries after ended ones, and after left ones."""
    health, after = list[float](), list[float]()
    workers = os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as threads:
        for _ in range(times):
            hostile = [threads.submit(_taken, port, _query(_ENDLESS), 503) for _ in range(workers)]
            while not all(each.done() for each in hostile):
                health.append(_taken(port, message("GET", "/health"), 200))
            after.append(_taken(port, _query("ASK {}"), 200))
    for _ in range(_LEAVING):
        with Client(port) as client:
            client.leave(_query(_ENDLESS))
    return health, after, [_taken(port, _query("ASK {}"), 200)]


def _query(text: str) -> bytes:
    return message("POST", "/sparql", urlencode({"query": text}))


def _taken(port: int, request: bytes, expected: int) -> float:
    start = time.perf_counter()
    with Client(port) as client:
        status, content = client.answer(request)
    if status != expected:
        raise ValueError(f"status {status}: {content[:200]!r}")
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
