"""The local engine: runs in this process, or in several processes if there are many items."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from privkg.build.engines import Workers, _parts
from privkg.core.errors import FailureError
from privkg.store import confinement

TITLE = "this machine"
HAS_CLUSTER = False

Item = TypeVar("Item")
Result = TypeVar("Result")

_WORTH_A_PROCESS = 200
_PENDING = 4
"""Parts for each process."""


def run(
    work: Callable[[Sequence[Item]], Iterable[Result]], items: Sequence[Item], workers: Workers
) -> Iterator[Result]:
    """Yield the results of `work` for all items, in order; a few items are run in this process.

    Raises:
        FailureError: one of the processes was killed.
    """
    jobs = workers.jobs
    if jobs == 1 or len(items) < _WORTH_A_PROCESS:
        for item in items:
            yield from work([item])
        return
    # Spawned, not forked: a fork may inherit a lock that a thread of the parent holds.
    with ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(os.getpid(),),
    ) as pool:
        others = multiprocessing.active_children()
        try:
            # Not `map`: it cancels pending parts on an error, and a broken pool then raises another.
            yield from _parts.in_order(partial(_submitted, pool, work), items, _PENDING * jobs)
        except BrokenProcessPool as error:
            raise FailureError("a process that reads pages was killed; try --jobs 1") from error
        except BaseException:
            for reader in set(multiprocessing.active_children()).difference(others):
                reader.kill()  # the pool would wait until all submitted parts are read
            raise


def _submitted(
    pool: ProcessPoolExecutor, work: Callable[[Sequence[Item]], Iterable[Result]], part: Sequence[Item]
) -> Callable[[], list[Result]]:
    with _blocked(signal.SIGINT):
        return pool.submit(_parts.results, work, part).result


@contextmanager
def _blocked(number: signal.Signals) -> Iterator[None]:
    """Block a signal, so that processes started within inherit the block until they ignore it."""
    if sys.platform == "win32":  # Windows has no signal masks
        yield
        return
    former = signal.pthread_sigmask(signal.SIG_BLOCK, [number])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def _begin(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent gets Ctrl-C too, and ends the pool
    confinement.end_with_parent(parent)
