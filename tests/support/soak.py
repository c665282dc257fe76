"""Serves a graph and its pages to honest and hostile clients for some minutes: `make soak`, for ten.

No honest request may fail. At the end there must be as many open files and processes as at the begin,
and at most a tenth more memory than in the first three tenths.
"""

import itertools
import random
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import mutated_requests
import processes
from builders import page_text, row_text
from privkg import build
from privkg.rdf.terms import PREFIXES
from publish.metadata.test_dataset import LEAST
from serving import ENDLESS, Server, serving

_SECONDS = 600.0
_PERIODS = 10
_WARM_PERIODS = 3
_PAGES = 200
_MOST_GROWTH = 1.1
_CALM_SECONDS = 8.0
_LEFT = 0
_FINE = (200, 303, 429)
"""The statuses of honest responses; after 429, a client tries again."""
_HARMS = ("Disclosure", "Surveillance", "Insecurity", "Exclusion")
_LIMITS = ("--workers", "2", "--timeout", "30", "--memory", "256")


@dataclass(frozen=True)
class Usage:
    """What the processes of a server use: megabytes of memory, in which shared pages count once."""

    megabytes: int
    files: int
    processes: int


def usage(server: Server) -> Usage:
    """Return what a server and its workers use now; a process that ends meanwhile is left out."""
    found = [server.process.pid]
    for parent in found:  # which grows by the children
        found += processes.children(parent)
    kilobytes, files, number = 0, 0, 0
    for each in found:
        with suppress(OSError):
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
            kilobytes += int(next(line.split()[1] for line in rollup.splitlines() if "Pss:" in line))
            files += len(list(Path(f"/proc/{each}/fd").iterdir()))
            number += 1
    return Usage(kilobytes // 1_000, files, number)


def honest(server: Server, generator: random.Random) -> int:
    """Send a request that must be answered, and return its status."""
    harm, year = generator.choice(_HARMS), generator.randint(1990, 2030)
    page = f"/id/incident/cameras-of-example-city-{generator.randrange(_PAGES)}"
    query = f"SELECT ?i {{ ?r pk:harm <{PREFIXES['solove']}{harm}> ; pk:violationOf ?i }} LIMIT 9"
    return server.request(
        "GET",
        generator.choice(
            (
                "/health",
                "/questions",
                "/sparql",
                "/store?default",
                f"/sparql?{urlencode({'query': query})}",
                f"/questions/actors-by-incidents?harm={harm}&from={year}&format=csv",
                f"/questions/harms-by-actor-type?from={year}&evidence=yes",
                page,
                f"{page}.html",
                f"{page}.ttl",
                f"/search.html?q=cameras&harm=solove-{harm}",
                "/incidents.html",
                "/void.ttl",
            )
        ),
    ).status


def hostile(server: Server, generator: random.Random) -> int:
    """Send what a hostile client may send, and leave; there is no status."""
    heavy = f"/sparql?{urlencode({'query': ENDLESS})}"
    sent = generator.choice(
        (
            f"GET {heavy} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(),
            b"GET /store?default HTTP/1.1\r\nHost: localhost\r\n\r\n",
            b"GET /health HTTP/1.1\r\nX-Padding: " + 100_000 * b"a",
            mutated_requests.mutated(generator),
        )
    )
    with suppress(OSError), server.connected() as connection:
        connection.settimeout(generator.choice((0.01, 0.5)))
        connection.sendall(sent)
        with suppress(socket.timeout):
            connection.recv(1_000)
    return _LEFT


def repeated(
    send: Callable[[Server, random.Random], int], server: Server, is_over: threading.Event, seed: int
) -> Counter[int]:
    """Send requests until an event, and return the number of responses by status."""
    generator, found = random.Random(seed), Counter[int]()
    while not is_over.is_set():
        found[send(server, generator)] += 1
    return found


def soak(server: Server, seconds: float) -> tuple[Counter[int], list[Usage]]:
    """Serve clients for some time; return the honest responses by status, and the usage over time."""
    is_over = threading.Event()
    senders = [*itertools.repeat(honest, 3), *itertools.repeat(hostile, 3)]
    with ThreadPoolExecutor(len(senders)) as threads:
        sending = [
            threads.submit(repeated, send, server, is_over, seed) for seed, send in enumerate(senders)
        ]
        used = []
        for _ in range(_PERIODS):
            time.sleep(seconds / _PERIODS)
            used.append(usage(server))
            sys.stdout.write(f"{used[-1]}\n")
            sys.stdout.flush()
        is_over.set()
        statuses = sum((each.result() for each in sending), Counter[int]())
    time.sleep(_CALM_SECONDS)  # processes of clients that have left end
    return statuses, [*used, usage(server)]


def main() -> int:
    """Serve a generated graph for the given number of seconds; return the exit code."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else _SECONDS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pages").mkdir()
        for number in range(_PAGES):
            row = row_text(Harm=_HARMS[number % len(_HARMS)])
            page = page_text(f"Cameras of Example City {number}", rows=(row,))
            (folder / "pages" / f"{number}.txt").write_text(page, encoding="utf-8")
        build.build([folder / "pages"], folder / "graph")
        (folder / "privkg.toml").write_text(LEAST, encoding="utf-8")
        with serving(folder / "graph", *_LIMITS) as server:
            processes.wait_until(lambda: server.request("GET", "/void.ttl").status == 200)
            before = usage(server)
            statuses, used = soak(server, seconds)
            is_running = server.process.poll() is None
    last = used[-1]
    sys.stdout.write(f"honest requests by status: {dict(statuses)}; before {before}; after {last}\n")
    is_flat = last.megabytes <= _MOST_GROWTH * max(each.megabytes for each in used[:_WARM_PERIODS])
    is_constant = (last.files, last.processes) == (before.files, before.processes)
    has_failed = any(status not in (_LEFT, *_FINE) for status in statuses)
    return 0 if is_running and is_flat and is_constant and not has_failed else 1


if __name__ == "__main__":
    sys.exit(main())
