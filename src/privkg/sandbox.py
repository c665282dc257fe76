"""Queries that privkg did not write, run in a process of their own, with limits."""

import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from privkg import sparql
from privkg.errors import LimitError, PrivkgError
from privkg.store.worker import CODES, Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a query may use: seconds on the clock, bytes of memory, bytes of answer."""

    seconds: float = 30.0
    memory_bytes: int = 2 * 1024**3
    answer_bytes: int = 64 * 1024**2


def answer(
    directory: Path,
    query: str,
    *,
    answer_format: str,
    graph_format: str,
    limits: Limits,
    allowed_services: Iterable[str] = (),
) -> tuple[str, bytes]:
    """Return the format of a query's answer and its bytes; this process outlives any query.

    Raises:
        QueryError: the text is not a SPARQL query.
        UsageError: the format cannot hold the answer.
        LimitError: a limit was met, or the query reaches where it may not.
        StoreError: the graph cannot be opened.
    """
    services = tuple(allowed_services)
    sparql.check(query, services)
    request = Request(
        directory=str(directory),
        query=query,
        answer_format=answer_format,
        graph_format=graph_format,
        memory_bytes=limits.memory_bytes,
        cpu_seconds=int(limits.seconds) + 1,
        answer_bytes=limits.answer_bytes,
        may_reach_network=bool(services),
    )
    done = _run(request, limits)
    if done.returncode:
        raise _failure(done, limits)
    kind, _, content = done.stdout.partition(b"\n")
    return kind.decode(), content


def _run(request: Request, limits: Limits) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-P", "-m", "privkg.store.worker"]
    try:
        return subprocess.run(  # noqa: S603  # our own interpreter and module
            command,
            input=request.to_json().encode(),
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise LimitError(
            f"the query took longer than {limits.seconds:g} s and was ended;"
            " ask for less, or set --timeout"
        ) from error


def _failure(done: subprocess.CompletedProcess[bytes], limits: Limits) -> PrivkgError:
    said = done.stderr.decode(errors="replace").strip()
    if done.returncode in CODES:
        return CODES[done.returncode](said)
    ended_by = {-number: number for number in signal.Signals}.get(done.returncode)
    if ended_by and ended_by.name == "SIGXCPU":
        return LimitError(
            f"the query used more than {limits.seconds:g} s of processor time; ask for less"
        )
    if ended_by and ended_by.name == "SIGSEGV":
        return LimitError("the query is too deep or too long for the engine and was ended")
    return LimitError(
        f"the query was too much for {limits.memory_bytes // 1024**2} MB of memory and was ended;"
        " ask for less, or set --memory"
    )
