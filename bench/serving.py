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
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from bench import pages
from bench.http_clients import (
    MOST_SECONDS,
    Measured,
    Request,
    message,
    repeat,
    running,
    serving,
    time_in_words,
    wait,
)
from privkg import build
from privkg.query import questions

_VARIABLE = "PRIVKG_RDFLIB_ENDPOINT"
_CLIENTS = (1, 16, 64)
_QUESTIONS = ("recurring-actors", "information-involved", "harms-by-actor-type")
_TRIVIAL, _ON_DISK = "ASK {}", "--no-preload"


@dataclass(frozen=True, slots=True)
class Case:
    """A request to privkg, a query to rdflib-endpoint, and how many times as fast ours should be."""

    name: str
    request: Request
    query: str
    goal: int


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
        yield Case(f"`{name}`, cached", partial(message, "GET", f"/questions/{name}"), text, 500)
        yield Case(f"`{name}`, not cached", _uncached(name), text, 20)
        yield Case(
            f"`{name}` as SPARQL", _query(text, "/sparql"), text, 4 if _ON_DISK in sys.argv else 20
        )


def _query(text: str, path: str) -> Request:
    sent = message("POST", path, urlencode({"query": text}))
    return lambda: sent


def _uncached(name: str) -> Request:
    """Return what requests a question with another date each time, from which no row is left out."""
    numbers = itertools.count()

    def request() -> bytes:
        years, days = divmod(next(numbers), 28)
        return message("GET", f"/questions/{name}?from={1000 + years % 900}-01-{1 + days:02}")

    return request


def _of_ours(folder: Path, seconds: float) -> dict[tuple[str, int], Measured]:
    given = tuple(sys.argv[3:])
    with serving(folder / "graph", *given) as port:
        if _ON_DISK not in given:
            wait(port, "/metrics", b'reason="renewed"')
        return {
            (case.name, clients): _reported(
                case.name, clients, repeat(port, case.request, clients, seconds)
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
    with running(command, None, **quiet):
        wait(port, "/", b"")
        found: dict[tuple[str, int], Measured] = {}
        for query, clients in itertools.product(
            dict.fromkeys(case.query for case in _cases()), _CLIENTS
        ):
            is_short = clients * found.get((query, 1), _NOTHING).median <= MOST_SECONDS
            request = _query(query, "/")
            measured = repeat(port, request, clients, seconds) if is_short else _TOO_LONG
            wait(port, "/", b"")  # it goes on with what its client does not wait for
            found[query, clients] = _reported(query[:60], clients, measured)
        return found


def _reported(name: str, clients: int, measured: Measured) -> Measured:
    print(
        f"{name}, {clients}: {time_in_words(measured.median)}, {measured.rate:,.0f}/s", file=sys.stderr
    )
    return measured


def _report(case: Case, clients: int, ours: Measured, theirs: Measured | None) -> None:
    cells = [
        case.name,
        f"{clients}",
        time_in_words(ours.median),
        time_in_words(ours.p99),
        f"{ours.rate:,.0f}",
    ]
    if theirs:
        ratio = (theirs.median if math.isfinite(theirs.median) else MOST_SECONDS) / ours.median
        is_known = math.isfinite(theirs.median)
        mark = "" if ratio >= case.goal else ", missed" if is_known else ", not known"
        more = "" if is_known else "over "
        cells += [time_in_words(theirs.median), time_in_words(theirs.p99), f"{more}{ratio:,.1f}×"]
        cells.append(f"{case.goal}×{mark}")
    print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
