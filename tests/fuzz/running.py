"""Runs an input in a forked process with limits, and returns what was wrong with the run."""

import contextlib
import ctypes
import os
import re
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fuzz import watch
from fuzz.trial import Trial
from privkg import cli
from privkg.core.errors import PrivkgError
from privkg.store import confinement

_MEMORY_BYTES = 5 * 1024**3
_FILE_BYTES = 300 * 1024**2
_PATIENCE_SECONDS = 3.0
"""The time after a command within which its child processes must have ended."""
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of <linux/prctl.h>
_FORBIDDEN = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]|\\r(?!\\n)"
)
"""Characters that control a terminal or change the direction of its text."""
_BROKEN = re.compile(
    r"^(Traceback \(most|Exception (ignored|in)|Fatal Python|thread .* panicked at)", re.MULTILINE
)
_ENDED_BY_LIMITS = {-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGXCPU}


@dataclass(frozen=True, slots=True)
class Ended:
    """The exit code and the output of a process; the code is None if the process was killed."""

    code: int | None
    stdout: bytes
    stderr: bytes


def adopt(*, is_adopting: bool = True) -> None:
    """Become the parent of processes that tried processes leave behind, or stop being it."""
    ctypes.CDLL(None).prctl(_SUBREAPER, int(is_adopting), 0, 0, 0)


def problem(trial: Trial, room: Path, seconds: float) -> str:
    """Return what was wrong with the run of an input, or an empty string."""
    before = watch.seen(room, trial.written)
    with _served(trial):
        ended, left = _tried(trial, room, seconds)
    faults = [f"processes left running: {left}"] if left else []
    faults += _wrong(trial, ended, seconds)
    faults += watch.changes(before, watch.seen(room, trial.written), trial.written)
    faults += [f"left {path.name} in TMPDIR" for path in (room / "tmp").iterdir()]
    return "; ".join(dict.fromkeys(faults))


def _wrong(trial: Trial, ended: Ended, seconds: float) -> Iterator[str]:
    if ended.code is None:
        yield f"no end after {seconds:g} s"
        return
    stderr = ended.stderr.decode(errors="replace")
    broken = None if trial.is_worker else _BROKEN.search(stderr)  # no user sees what a worker logs
    if broken:
        yield f"{broken[0]}…: {stderr.strip().splitlines()[-1][:200]}"
    elif ended.code not in _allowed(trial):
        yield f"ended with {ended.code}: {stderr.strip()[-200:]!r}"
    elif trial.argv and ended.code >= 2 and not stderr.strip():
        yield f"ended with {ended.code} without a message"
    if not trial.is_worker:
        yield from _forbidden("standard error", stderr)
    if trial.is_prose:
        yield from _forbidden("standard output", ended.stdout.decode(errors="replace"))


def _allowed(trial: Trial) -> set[int]:
    return {0, 1, 2, 3} | (_ENDED_BY_LIMITS | confinement.CODES.keys() if trial.is_worker else set())


def _forbidden(stream: str, text: str) -> Iterator[str]:
    if found := _FORBIDDEN.search(text):
        yield f"{found[0]!r} on {stream}: {text[max(0, found.start() - 40) : found.end() + 20]!r}"


def _tried(trial: Trial, room: Path, seconds: float) -> tuple[Ended, int]:
    """Return the end of a run, and the number of processes that it left running."""
    with contextlib.ExitStack() as held:
        given, out, err = (held.enter_context(tempfile.TemporaryFile()) for _ in range(3))
        given.write(trial.stdin)
        given.seek(0)
        child = _forked(lambda: _try(trial, room, [given.fileno(), out.fileno(), err.fileno()]))
        code = _waited(child, seconds)
        left = _reaped(child)
        out.seek(0)
        err.seek(0)
        return Ended(code, out.read(_FILE_BYTES), err.read(_FILE_BYTES)), left


def _forked(work: Callable[[], int]) -> int:
    """Return the id of a process that does some work in its own process group, and then exits."""
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        os.setsid()
        code = work()
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _try(trial: Trial, room: Path, streams: list[int]) -> int:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, errors="backslashreplace")  # noqa: SIM115
    os.chdir(room / "out")
    for name in [name for name in os.environ if name.startswith(("PRIVKG_", "COLUMNS", "NO_COLOR"))]:
        del os.environ[name]
    known = {
        "TMPDIR": str(room / "tmp"),
        "HOME": str(room / "home"),
        "PRIVKG_CACHE": str(room / "out" / "c"),
    }
    os.environ.update({**known, **trial.environment})
    tempfile.tempdir = None
    _limit()
    try:
        _call(trial)
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    except PrivkgError as error:
        if trial.argv:
            raise
        sys.stderr.write(f"{_printable(str(error))}\n")
        return 3
    return 0


def _call(trial: Trial) -> None:
    if trial.call is None:
        sys.argv = ["privkg", *trial.argv]
        cli.main()
    else:
        sys.argv = ["worker", str(os.getppid())]
        code = trial.call()
        if isinstance(code, int) and trial.is_worker:
            raise SystemExit(code)


def _printable(text: str) -> str:
    from privkg.core.text import printable

    return printable(text)


def _limit() -> None:
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    for kind, most in (
        (resource.RLIMIT_AS, used + _MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, _FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def _waited(child: int, seconds: float) -> int | None:
    """Return the exit code of a process, or minus its signal; None if it was killed for being late."""
    watched = os.pidfd_open(child)
    is_late = not select.select([watched], [], [], seconds)[0]
    os.close(watched)
    if is_late:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return None if is_late else code


def _reaped(group: int) -> int:
    """Kill the remaining processes of a group, and return their number."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            if os.waitpid(-group, os.WNOHANG)[0] == 0:
                time.sleep(0.01)
        except ChildProcessError:
            return 0
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
    return _collected(group)


def _collected(group: int) -> int:
    count = 0
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-group, 0)
            count += 1
    return count


@contextlib.contextmanager
def _served(trial: Trial) -> Iterator[None]:
    """Run the server of an input in another process."""
    serves, listener = trial.serves, trial.listener
    if serves is None or listener is None:
        yield
        return
    server = _forked(lambda: serves(listener) or 0)
    listener.close()
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(server, signal.SIGKILL)
        os.waitpid(server, 0)
