"""Run untrusted queries and shapes in worker processes with limits.

The engine is native code: a stack overflow or a failed allocation ends its process, and a running query
cannot be interrupted. So each query runs in a new process, which is killed at the deadline.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from privkg.core import files
from privkg.core.errors import FailureError, LimitError, PrivkgError
from privkg.rdf import sparql
from privkg.rdf.sparql.matching import may_match
from privkg.store import confinement
from privkg.store.query_worker import Request

_OUT_OF_MEMORY = re.compile(r"MemoryError|memory allocation of \d+ bytes failed|bad_alloc")
"""The messages of Python, of the engine (Rust) and of its store (C++) when an allocation fails."""

_MOST_OF_A_LINE = 300
_STEP_SECONDS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of a worker: wall-clock seconds, bytes of memory, rows and bytes of the answer."""

    seconds: float = 30.0
    memory_bytes: int = 2 * 1024**3
    answer_rows: int = 100_000
    answer_bytes: int = 64 * 1024**2


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Advice that is appended to the message about a limit; it depends on the caller's options."""

    on_time: str = ""
    on_memory: str = ""
    on_rows: str = ""


def answer(
    directory: Path,
    query: str,
    *,
    answer_format: str,
    graph_format: str,
    limits: Limits,
    advice: Advice,
    allowed_services: Iterable[str] = (),
) -> tuple[str, bytes]:
    """Return the format of a query's answer and its bytes.

    Raises:
        QueryError: the text is not a SPARQL query.
        UsageError: the format cannot represent the answer.
        LimitError: a limit was reached, or the query calls a service that is not allowed.
        StoreError: the graph cannot be opened.
        FailureError: the worker ended for another reason.
    """
    services = tuple(allowed_services)
    sparql.check(query, services)
    with _whole(directory, query) as whole_store:
        request = Request(
            directory=str(directory),
            whole=whole_store,
            query=query,
            answer_format=answer_format,
            graph_format=graph_format,
            memory_bytes=limits.memory_bytes,
            cpu_seconds=int(limits.seconds) + 1,
            answer_rows=limits.answer_rows,
            answer_bytes=limits.answer_bytes,
            too_many_rows=advised(f"the answer has more than {limits.answer_rows} rows", advice.on_rows),
            may_reach_network=bool(services),
        )
        sent = [request.to_json().encode()]
        content = run("privkg.store.query_worker", sent, limits, "the query", advice)
    kind, _, answered = content.partition(b"\n")
    return kind.decode(), answered


@contextmanager
def _whole(directory: Path, query: str) -> Iterator[str]:
    """Yield the folder of the whole store if a query may match claims, else an empty string.

    It is made here, outside of the limits of the query.
    """
    if not may_match(query):
        yield ""
        return
    from privkg.store.graph import open_graph

    with open_graph(directory).whole() as folder:
        yield str(folder)


def run(module: str, request: Iterable[bytes], limits: Limits, what: str, advice: Advice) -> bytes:
    """Return the output of a worker for a request.

    Args:
        module: the worker's module; it must limit its own memory and processor time, and end when this
            process ends, whose id is its argument.
        request: the content of its standard input.
        limits: the deadline, and the other limits for messages.
        what: the noun for the work in messages, such as "the query".
        advice: advice for messages about limits.

    Raises:
        PrivkgError: the worker reported it.
        LimitError: a limit ended the worker.
        FailureError: the worker ended for another reason.
    """
    with files.scratch() as given:
        given.writelines(request)
        given.seek(0)
        try:
            done = _run(module, given, limits)
        except subprocess.TimeoutExpired as error:
            over = f"{what} took longer than {limits.seconds:g} s and was ended"
            raise LimitError(advised(over, advice.on_time)) from error
    if done.returncode:
        raise _failure(done, limits, what, advice)
    return done.stdout


def advised(message: str, advice: str) -> str:
    """Return a message with the advice, if any, appended."""
    return f"{message}; {advice}" if advice else message


def _run(module: str, given: IO[bytes], limits: Limits) -> subprocess.CompletedProcess[bytes]:
    # Without -P, `-m` puts the working directory on sys.path: a file there could replace a module.
    command = [sys.executable, "-P", "-m", module, str(os.getpid())]
    until = time.monotonic() + limits.seconds
    with subprocess.Popen(  # noqa: S603  # our own interpreter and module
        command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as worker:
        try:
            out, err = _answered(worker, until)
        finally:
            worker.kill()  # no effect if it has ended
    return subprocess.CompletedProcess(command, worker.returncode, out, err)


def _answered(worker: subprocess.Popen[bytes], until: float) -> tuple[bytes, bytes]:
    """Return the output of a worker, waiting in short steps.

    Python runs signal handlers between bytecodes: a signal that arrives just before a blocking wait is
    handled only when the wait returns, so no wait may be long.
    """
    while (left := until - time.monotonic()) > _STEP_SECONDS:
        with suppress(subprocess.TimeoutExpired):
            return worker.communicate(timeout=_STEP_SECONDS)
    return worker.communicate(timeout=max(left, 0))


def _failure(
    done: subprocess.CompletedProcess[bytes], limits: Limits, what: str, advice: Advice
) -> PrivkgError:
    printed = done.stderr.decode(errors="replace").strip()
    error = confinement.received(done.returncode, printed)
    if error:
        return error
    ended_by = _signal_name(done.returncode)
    if ended_by == "SIGXCPU":
        over = f"{what} used more than {limits.seconds:g} s of processor time"
        return LimitError(advised(over, advice.on_time))
    if _OUT_OF_MEMORY.search(printed):
        over = f"{what} needs more than {limits.memory_bytes // 1024**2} MB of memory and was ended"
        return LimitError(advised(over, advice.on_memory))
    if ended_by == "SIGSEGV":
        return LimitError(
            f"{what} ended the engine (SIGSEGV): it is nested too deep or too long, or what it reads is"
            " damaged"
        )
    how = f"was ended by signal {ended_by}" if ended_by else f"ended with code {done.returncode}"
    last = printed.splitlines()[-1][:_MOST_OF_A_LINE] if printed else "it printed nothing"
    return FailureError(f"the process for {what} {how}: {last}")


def _signal_name(code: int) -> str:
    """Return the name (or number) of the signal that ended a process; empty if none did."""
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"{-code}" if code < 0 else ""
