"""How a run is stopped: Ctrl-C and SIGTERM raise an exception, so that what it began is cleaned up."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

_NUMBERS = (signal.SIGINT, signal.SIGTERM)
_DEFAULTS = (signal.SIG_DFL, signal.default_int_handler)
_PAUSE_SECONDS = 0.02

_holders = 0
_waiting: list[int] = []


class Stopped(BaseException):
    """The run was stopped by a signal.

    It is no `KeyboardInterrupt`: libraries handle that by themselves, and Python, if one has passed
    through `exec`, ends by SIGINT though the exception was handled.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


def run(command: Callable[[], None]) -> None:
    """Run a command; if it is stopped, print one line and exit with the code that a shell expects."""
    try:
        try:
            _heed()
            command()
        finally:
            _ignore()
    except Stopped as stopped:
        _ignore()
        _end(stopped)


@contextmanager
def held() -> Iterator[None]:
    """Let a signal wait until a block of steps that belong together is done."""
    global _holders
    _holders += 1
    try:
        yield
    finally:
        _holders -= 1
        if _waiting and not _holders:
            raise Stopped(_waiting.pop())


def _heed() -> None:
    for number in _NUMBERS:
        if signal.getsignal(number) in _DEFAULTS:  # who ignores it for us means it
            signal.signal(number, _stop)
    usual = sys.unraisablehook
    sys.unraisablehook = lambda given: _again(given, usual)


def _ignore() -> None:
    """Let Python end in peace: what it raises while it does nobody handles."""
    for number in _NUMBERS:
        signal.signal(number, signal.SIG_IGN)


def _stop(number: int, _frame: FrameType | None) -> None:
    if _holders:
        _waiting.append(number)
    else:
        raise Stopped(number)


def _again(given: "sys.UnraisableHookArgs", usual: Callable[["sys.UnraisableHookArgs"], object]) -> None:
    """Send a signal again whose exception was lost, as in a finalizer, from which none gets out."""
    if isinstance(given.exc_value, Stopped):
        number = given.exc_value.code - 128
        timer = threading.Timer(_PAUSE_SECONDS, signal.raise_signal, [number])
        timer.daemon = True
        timer.start()
    else:
        usual(given)


def _end(stopped: Stopped) -> NoReturn:
    with suppress(OSError, AttributeError, ValueError):  # closed
        # What is not yet written may be waiting for a reader who does not read.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    with suppress(OSError, AttributeError, ValueError):
        sys.stderr.write("privkg: stopped\n")
        sys.stderr.flush()
    sys.exit(stopped.code)
