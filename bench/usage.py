"""What a command or a function takes: CPU time, wall time and peak memory."""

import contextlib
import os
import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_TIMES = 3
_SECONDS_BETWEEN_LOOKS = 0.1
_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a command took.

    Attributes:
        cpu: processor time in seconds, that of its child processes included.
        wall: time in seconds.
        megabytes: the peak memory of the process in MB.
        child_megabytes: the peak memory of its largest child in MB; 0 if it had none, or off Linux.
    """

    cpu: float
    wall: float
    megabytes: float
    child_megabytes: float = 0


def run(command: Sequence[str], folder: Path, *, is_failing: bool = False) -> Usage:
    """Run a command in a folder and return what it took.

    Args:
        command: the command.
        folder: the folder.
        is_failing: whether it may end with exit code 1, as a check does that finds a fault.

    Raises:
        CalledProcessError: it failed.
    """
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    with _watched(process.pid) as peaks:
        _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > int(is_failing) or process.returncode < 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Usage(
        cpu=used.ru_utime + used.ru_stime,
        wall=wall,
        megabytes=peaks.get(process.pid, used.ru_maxrss / 1000),
        child_megabytes=max((peak for pid, peak in peaks.items() if pid != process.pid), default=0),
    )


@contextlib.contextmanager
def _watched(pid: int) -> Iterator[dict[int, float]]:
    """Yield the peak memory in MB of a process and its descendants, by process, while the block runs.

    The kernel's own maximum includes that of children.
    """
    peaks: dict[int, float] = {}
    with looking(lambda: peaks.update(_peaks(pid))):
        yield peaks


@contextlib.contextmanager
def looking(look: Callable[[], object]) -> Iterator[None]:
    """Call a function every tenth of a second, in another thread, while the block runs."""
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.wait(_SECONDS_BETWEEN_LOOKS):
            look()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _peaks(pid: int) -> Iterator[tuple[int, float]]:
    for each in tree(pid):
        with contextlib.suppress(OSError):
            if peak := _PEAK.search(Path(f"/proc/{each}/status").read_text()):
                yield each, int(peak[1]) / 1000


def tree(pid: int) -> Iterator[int]:
    """Yield a process and its descendants; one of them may have ended since."""
    yield pid
    with contextlib.suppress(OSError):
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text().split():
                yield from tree(int(child))


def least_cpu(work: Callable[[], object]) -> float:
    """Return the least CPU time of several runs of a function, in seconds."""
    taken = []
    for _ in range(_TIMES):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)
