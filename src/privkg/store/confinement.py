"""Limits that a process sets itself before it does what others wrote, and how it says why it ended."""

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
"""Exit codes no interpreter ends with by itself, and the error each stands for, the nearest first."""

MARK = "\0"
"""What precedes an error, as JSON, on standard error, where libraries write too."""

_Opened = TypeVar("_Opened")
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>
_WATCH_SECONDS = 0.5
_OPENING_BYTES = 1024**3
"""The engine reserves half a gigabyte when it opens a graph, and uses next to nothing of it."""


def report_and_exit_code(error: PrivkgError) -> int:
    """Write an error to standard error; return the exit code that stands for it."""
    place = asdict(error.place) if error.place else None
    sys.stderr.write(f"{MARK}{json.dumps({'message': error.message, 'place': place})}")
    return next(code for code, kind in CODES.items() if isinstance(error, kind))


def received(code: int, printed: str) -> PrivkgError | None:
    """Return the error that a process reported before it ended; None if it reported none.

    Args:
        code: its exit code.
        printed: its standard error, which libraries write to as well.
    """
    _, mark, written = printed.rpartition(MARK)
    if code not in CODES or not mark:
        return None
    content, _ = json.JSONDecoder().raw_decode(written)
    return CODES[code](content["message"], Place(**content["place"]) if content["place"] else None)


def end_with_parent(parent: int) -> None:
    """End this process as soon as its parent has ended, however that ended.

    Linux sends the signal; elsewhere a thread looks for the parent. Windows does not report that a
    parent has ended: there the process may run on until its work is done.

    Args:
        parent: the process id of the parent, as the parent knows it.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # it ended before the signal was set
        os._exit(1)


def limited(opens: Callable[[], _Opened], *, memory_bytes: int, cpu_seconds: int) -> _Opened:
    """Return what is opened within limits, and set them for the use of it.

    Args:
        opens: opens what others may have written; it may use 1 GB more than is allowed later.
        memory_bytes: how much more memory than it has then this process may use.
        cpu_seconds: how much processor time it may use, opening included.
    """
    limit(memory_bytes=memory_bytes + _OPENING_BYTES, cpu_seconds=cpu_seconds)
    opened = opens()
    limit(memory_bytes=memory_bytes, cpu_seconds=cpu_seconds)
    return opened


def limit(*, memory_bytes: int, cpu_seconds: int) -> None:
    """Keep this process from using more memory than now and so much more, and more processor time."""
    if sys.platform == "win32":  # Windows has no such limits; the caller's deadline stands
        return
    import resource

    def lower(kind: int, soft: int, hard: int) -> None:
        allowed = resource.getrlimit(kind)[1]
        if allowed != resource.RLIM_INFINITY:  # who set a lower limit meant it
            soft, hard = min(soft, allowed), min(hard, allowed)
        resource.setrlimit(kind, (soft, hard))

    memory = _reserved_bytes(resource.getpagesize()) + memory_bytes
    lower(resource.RLIMIT_AS, memory, memory)
    lower(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)
    lower(resource.RLIMIT_CORE, 0, 0)


def leave_network() -> None:
    """Enter an empty network where the kernel allows it; the checks of texts stand before this."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_NEW_NET) != 0:  # without the right to it, in a namespace of its own users
            libc.unshare(_NEW_USER | _NEW_NET)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_WATCH_SECONDS)
    os._exit(1)


def _reserved_bytes(page_bytes: int) -> int:
    """Return the size of this process's address space; 0 where the system does not tell it."""
    try:
        return int(bounded.text(Path("/proc/self/statm"), 1_000).split()[0]) * page_bytes
    except OSError:
        return 0
