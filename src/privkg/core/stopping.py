"""Signal handling: SIGINT and SIGTERM raise an exception, so that `finally` blocks clean up."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

from privkg.core.text import on_one_line

_NUMBERS = (signal.SIGINT, signal.SIGTERM)
_DEFAULTS = (signal.SIG_DFL, signal.default_int_handler)
_PAUSE_SECONDS = 0.02

_holders = 0
_waiting: list[int] = []


class Stopped(BaseException):
    """The run was stopped by a signal.

    It is not a `KeyboardInterrupt`: libraries catch that, and Python exits by SIGINT after one has
    passed through `exec`, even if it was handled.

    Attributes:
        code: the exit code.
        state: what the run leaves, for its last line; empty if it changes nothing.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number
        self.state = ""


def run(command: Callable[[], None]) -> None:
    """Run a command; if a signal stops it, print one line and exit with 128 + the signal's number."""
    try:
        try:
            _install_handlers()
            command()
        finally:
            _ignore_signals()
    except Stopped as stopped:
        _ignore_signals()
        _end(stopped)


@contextmanager
def deferred() -> Iterator[None]:
    """Defer signals until the end of the block, for steps that must not be separated."""
    global _holders
    _holders += 1
    try:
        yield
    finally:
        _holders -= 1
        if _waiting and not _holders:
            raise Stopped(_waiting.pop())


@contextmanager
def leaving(state: Callable[[], str]) -> Iterator[None]:
    """Add to the last line of a run that is stopped in the block what it leaves.

    Args:
        state: returns it, such as "the graph built before is unchanged"; of blocks in each other, the
            outer one's is printed.
    """
    try:
        yield
    except Stopped as stopped:
        stopped.state = state()
        raise


def _install_handlers() -> None:
    for number in _NUMBERS:
        if signal.getsignal(number) in _DEFAULTS:  # `nohup` and shells set SIG_IGN on purpose
            signal.signal(number, _stop)
    usual = sys.unraisablehook
    sys.unraisablehook = lambda given: _resend(given, usual)


def _ignore_signals() -> None:
    """Ignore signals during the interpreter's shutdown, when no handler would catch the exception."""
    for number in _NUMBERS:
        signal.signal(number, signal.SIG_IGN)


def _stop(number: int, _frame: FrameType | None) -> None:
    if _holders:
        _waiting.append(number)
    else:
        raise Stopped(number)


def _resend(
    given: "sys.UnraisableHookArgs", usual: Callable[["sys.UnraisableHookArgs"], object]
) -> None:
    """Send a signal again if its exception was raised in a finalizer, which cannot propagate it."""
    if isinstance(given.exc_value, Stopped):
        number = given.exc_value.code - 128
        timer = threading.Timer(_PAUSE_SECONDS, signal.raise_signal, [number])
        timer.daemon = True
        timer.start()
    else:
        usual(given)


def _end(stopped: Stopped) -> NoReturn:
    with suppress(OSError, AttributeError, ValueError):  # standard output is closed
        # Flushing buffered output could block for ever on a pipe whose reader does not read.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    with suppress(OSError, AttributeError, ValueError):
        state = f"; {on_one_line(stopped.state)}" if stopped.state else ""
        sys.stderr.write(f"privkg: interrupted{state}\n")
        sys.stderr.flush()
    sys.exit(stopped.code)
