"""Starts privkg as a process, and reads the state of processes from `/proc`."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from commands import PROGRAM

PATIENCE_SECONDS = 30
_ENDS = (signal.SIGINT, signal.SIGTERM)


def started(*arguments: str | Path, **given: Any) -> subprocess.Popen[str]:
    """Start privkg with default signal handling, even if the tests ignore signals.

    Its streams are pipes unless others are passed.
    """
    # A child inherits ignored signals from its parent, but not handlers.
    former = {number: signal.signal(number, signal.default_int_handler) for number in _ENDS}
    try:
        return subprocess.Popen(
            [*PROGRAM, *map(str, arguments)],
            text=True,
            encoding="utf-8",
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **given},
        )
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def running(*arguments: str | Path, **given: Any) -> Iterator[subprocess.Popen[str]]:
    """Run privkg while the block runs."""
    with started(*arguments, **given) as command:
        try:
            yield command
        finally:
            command.kill()


def children(parent: int) -> list[int]:
    """Return the child processes of a process that have not ended."""
    return [process for process, (state, above, *_) in _all() if int(above) == parent and state != "Z"]


def of_session(leader: int) -> list[int]:
    """Return the processes of a session that have not ended."""
    return [process for process, (state, *rest) in _all() if int(rest[2]) == leader and state != "Z"]


def fields(process: int) -> list[str]:
    """Return the fields of `/proc/PID/stat` after the name: state, parent, group, session …"""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def is_alive(process: int) -> bool:
    """Return whether a process has not ended."""
    try:
        return fields(process)[0] != "Z"
    except OSError:
        return False


def catches(process: int, number: signal.Signals) -> bool:
    """Return whether a process has installed a handler for a signal."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False
    caught = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught, 16) >> (number - 1) & 1)


def wait_until(condition: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> bool:
    """Return whether a condition was met within so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def is_busy(process: int, seconds: float = 1.0) -> bool:
    """Return whether a process has used this much processor time in user mode."""
    return int(fields(process)[11]) > seconds * os.sysconf("SC_CLK_TCK")


def used_seconds(process: int) -> float:
    """Return the processor time used by a process and its descendants."""
    with contextlib.suppress(OSError):
        ticks = sum(
            map(int, fields(process)[11:15])
        )  # its own time, and that of children it has waited for
        below = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        return ticks / os.sysconf("SC_CLK_TCK") + sum(used_seconds(int(child)) for child in below)
    return 0.0


def _all() -> Iterator[tuple[int, list[str]]]:
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            yield int(folder.name), fields(int(folder.name))
