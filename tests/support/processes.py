"""Processes of tests as the kernel reports them, and the command that is run in one of its own."""

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
    """Return a command that was just started and heeds signals, though the tests may ignore them.

    Its streams are piped unless they are given.
    """
    # A program is started with the signals of its parent that are ignored, and no others.
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
    """Give a command that runs while the block does."""
    with started(*arguments, **given) as command:
        try:
            yield command
        finally:
            command.kill()


def children(parent: int) -> list[int]:
    """Return the processes that a process started and that have not ended."""
    return [process for process, (state, above, *_) in _all() if int(above) == parent and state != "Z"]


def of_session(leader: int) -> list[int]:
    """Return the processes of a session that have not ended."""
    return [process for process, (state, *rest) in _all() if int(rest[2]) == leader and state != "Z"]


def fields(process: int) -> list[str]:
    """Return what the kernel reports of a process after its name: state, parent, group, session …"""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def is_alive(process: int) -> bool:
    """Return whether a process has not ended."""
    try:
        return fields(process)[0] != "Z"
    except OSError:
        return False


def catches(process: int, number: signal.Signals) -> bool:
    """Return whether a process has a handler of its own for a signal."""
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
    """Return whether a process has used so much processor time in its own code."""
    return int(fields(process)[11]) > seconds * os.sysconf("SC_CLK_TCK")


def used_seconds(process: int) -> float:
    """Return the processor time that a process and all that it started have used."""
    with contextlib.suppress(OSError):
        ticks = sum(map(int, fields(process)[11:15]))  # its own, and of children that it waited for
        below = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        return ticks / os.sysconf("SC_CLK_TCK") + sum(used_seconds(int(child)) for child in below)
    return 0.0


def _all() -> Iterator[tuple[int, list[str]]]:
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            yield int(folder.name), fields(int(folder.name))
