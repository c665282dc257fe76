"""This machine: the process itself, or several of its own where there is much to do."""

import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

from privkg.core.errors import FailureError
from privkg.store import confinement

TITLE = "this machine"

Item = TypeVar("Item")
Result = TypeVar("Result")

_WORTH_A_PROCESS = 200
_PART = 64


def run(
    work: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item], jobs: int
) -> Iterator[Result]:
    """Yield what `work` returns for all items, in their order; few of them need no other process.

    Raises:
        FailureError: one of the processes was ended.
    """
    if jobs == 1 or len(items) < _WORTH_A_PROCESS:
        for item in items:
            yield from work([item])
        return
    starts = range(0, len(items), _PART)
    # A process that is spawned has nothing of its parent's threads and locks, on every platform.
    with ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(os.getpid(),),
    ) as pool:
        others = multiprocessing.active_children()
        try:
            with _unheeded(signal.SIGINT):
                # Not `map`: it cancels what is left, which a pool that breaks takes for an error.
                parts = deque(pool.submit(work, items[at : at + _PART]) for at in starts)
            while parts:
                yield from parts.popleft().result()
        except BrokenProcessPool as error:
            raise FailureError("a process that reads pages was ended; try --jobs 1") from error
        except BaseException:
            for reader in set(multiprocessing.active_children()).difference(others):
                reader.kill()  # the pool would wait for what it was given to read
            raise


@contextmanager
def _unheeded(number: signal.Signals) -> Iterator[None]:
    """Let processes that are started in a block never heed a signal that comes to all of a terminal."""
    if sys.platform == "win32":  # Windows blocks no signals
        yield
        return
    former = signal.pthread_sigmask(signal.SIG_BLOCK, [number])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def _begin(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent too, which ends the pool
    confinement.end_with_parent(parent)
