"""Resource limits of worker processes, and the exit codes by which they report errors.

A worker sets its own limits (setrlimit(2), network namespaces) before it parses untrusted input. It must
do so itself: `preexec_fn` of `subprocess` is not safe in a process with threads.
"""

import ctypes
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

from privkg.core import bounded
from privkg.core.errors import (
    FailureError,
    FileError,
    InputError,
    LimitError,
    Place,
    PrivkgError,
    QueryError,
    RdfError,
    StoreError,
    UsageError,
)

CODES: dict[int, type[PrivkgError]] = {
    64: UsageError,
    65: QueryError,
    66: RdfError,
    74: StoreError,
    75: LimitError,
    67: InputError,
    70: FailureError,
}
"""Exit codes for the kinds of errors, subclasses first; Python itself exits with 1, 2 or 120."""

MARK = "\0"
"""Precedes the JSON of an error on standard error, where libraries may have printed text before."""

_Opened = TypeVar("_Opened")
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>
_GROUP_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")  # the last is not on Windows
_WATCH_SECONDS = 0.5
_OPENING_BYTES = 1024**3
"""Additional memory while a graph is opened: the engine reserves 0.5 GB, of which it uses little."""


def report_and_exit_code(error: PrivkgError) -> int:
    """Write an error to standard error; return its exit code."""
    place = asdict(error.place) if error.place else None
    sys.stderr.write(f"{MARK}{json.dumps({'message': error.message, 'place': place})}")
    return next(code for code, kind in CODES.items() if isinstance(error, kind))


def received(code: int, printed: str) -> PrivkgError | None:
    """Return the error that a worker reported before it ended; None if it reported none.

    Args:
        code: its exit code.
        printed: its standard error, which may have text of libraries too.
    """
    _, mark, written = printed.rpartition(MARK)
    if code not in CODES or not mark:
        return None
    content, _ = json.JSONDecoder().raw_decode(written)
    return CODES[code](content["message"], Place(**content["place"]) if content["place"] else None)


def end_with_parent(parent: int) -> None:
    """End this process as soon as its parent has ended, even by SIGKILL.

    On Linux the kernel sends a signal (prctl(2)); elsewhere a thread polls the parent's id. On Windows
    that id does not change when the parent ends: the process may run until its work is done.

    Args:
        parent: the process id of the parent, as the parent knows it.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # the parent ended before the signal was set
        os._exit(1)


def leave_signals() -> None:
    """Ignore the signals by which a terminal or a service manager ends a group of processes.

    The parent of this process receives them too, and ends it when its work is done.
    """
    for name in _GROUP_SIGNALS:
        if number := getattr(signal, name, None):
            signal.signal(number, signal.SIG_IGN)


def limited(opens: Callable[[], _Opened], *, memory_bytes: int, cpu_seconds: int) -> _Opened:
    """Open a resource within limits, lower the limits for its use, and return it.

    Args:
        opens: a function that opens an untrusted resource; it may use 1 GB of additional memory.
        memory_bytes: how much memory this process may allocate after that.
        cpu_seconds: the processor time that it may use, including the opening.
    """
    limit(memory_bytes=memory_bytes + _OPENING_BYTES, cpu_seconds=cpu_seconds)
    opened = opens()
    limit(memory_bytes=memory_bytes, cpu_seconds=cpu_seconds)
    return opened


def limit(*, memory_bytes: int, cpu_seconds: int) -> None:
    """Limit the memory that this process may allocate from now on, and its processor time."""
    if sys.platform == "win32":  # there is no `resource`; only the caller's deadline applies
        return
    import resource

    limit_memory(memory_bytes)
    _lower(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)


def limit_memory(memory_bytes: int) -> None:
    """Limit the memory that this process may allocate from now on; it leaves no core file."""
    if sys.platform == "win32":
        return
    import resource

    most = reserved_bytes() + memory_bytes
    _lower(resource.RLIMIT_AS, most, most)
    _lower(resource.RLIMIT_CORE, 0, 0)


def reserved_bytes() -> int:
    """Return the size of this process's address space; 0 on systems without /proc."""
    try:
        pages = bounded.text(Path("/proc/self/statm"), 1_000).split()[0]
    except FileError:
        return 0
    return int(pages) * os.sysconf("SC_PAGESIZE")


def leave_network() -> None:
    """Enter an empty network namespace if the kernel allows it.

    It is the second line of defence: `rdf.sparql.check` has already refused calls of services.
    """
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_NEW_NET) != 0:  # without CAP_SYS_ADMIN, a user namespace is needed too
            libc.unshare(_NEW_USER | _NEW_NET)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_WATCH_SECONDS)
    os._exit(1)


def _lower(kind: int, soft: int, hard: int) -> None:
    """Lower a resource limit, but never raise one that the user has set."""
    import resource

    allowed = resource.getrlimit(kind)[1]
    if allowed != resource.RLIM_INFINITY:
        soft, hard = min(soft, allowed), min(hard, allowed)
    resource.setrlimit(kind, (soft, hard))
