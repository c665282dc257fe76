"""What a command or a function takes: CPU time, wall time and peak memory."""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_TIMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """CPU and wall time of a command in seconds, and its peak memory in MB."""

    cpu: float
    wall: float
    megabytes: float


def run(command: Sequence[str], folder: Path) -> Usage:
    """Run a command in a folder and return what it took.

    Raises:
        CalledProcessError: it failed.
    """
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Usage(cpu=used.ru_utime + used.ru_stime, wall=wall, megabytes=used.ru_maxrss / 1000)


def least_cpu(work: Callable[[], object]) -> float:
    """Return the least CPU time of several runs of a function, in seconds."""
    taken = []
    for _ in range(_TIMES):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)
