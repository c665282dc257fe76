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

from privkg.build.engines import FILES, HERE, Session, Workers, _parts
from privkg.core.errors import FailureError
from privkg.store import confinement

TITLE = "this machine"
HAS_CLUSTER = False

Item = TypeVar("Item")
Result = TypeVar("Result")

_WORTH_A_PROCESS = 200
_PENDING = 4
"""Parts for each process."""


@contextmanager
def started(workers: Workers) -> Iterator[Session]:
    """Yield a session, given the number of its processes."""
    yield _Local(workers.jobs)


class _Local:
    """A session of processes that are started for each run."""

    has_cluster = HAS_CLUSTER

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs

    def run(
        self,
        work: Callable[[Sequence[Item]], Iterable[Result]],
        items: Sequence[Item],
        size: int = FILES,
    ) -> Iterator[Result]:
        """Yield the results of `work` for all items, in order; a few items are run in this process.

        Raises:
            FailureError: one of the processes was killed.
        """
        if self._jobs == 1 or len(items) < _WORTH_A_PROCESS:
            return HERE.run(work, items)
        return _in_processes(work, items, size, self._jobs)


def _in_processes(
    work: Callable[[Sequence[Item]], Iterable[Result]], items: Sequence[Item], size: int, jobs: int
) -> Iterator[Result]:
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
            yield from _parts.in_order(partial(_submitted, pool, work), items, size, _PENDING * jobs)
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
