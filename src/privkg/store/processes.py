"""A pool of processes that share work on this machine, and end with the process that started it."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol, TypeVar

from privkg.core.errors import FailureError
from privkg.store import confinement

Item = TypeVar("Item")
Result = TypeVar("Result")


class Workers(Protocol):
    """What works on items: processes, or this one."""

    def run(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Begin the work on all items after that of earlier calls; return an iterator of the results.

        Args:
            work: a picklable function that takes an item and returns a picklable result.
            items: the items, each picklable.
        """


class Pool:
    """Processes that work on items, each on one at a time; they are started when there is work."""

    def __init__(self, executor: ProcessPoolExecutor) -> None:
        self._executor = executor

    def submit(self, work: Callable[[Item], Result], item: Item) -> Future[Result]:
        """Return the future result of a picklable function for an item."""
        with _blocked(signal.SIGINT):
            return self._executor.submit(work, item)

    def run(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Begin the work on all items; return an iterator of the results, in the order they end in."""
        futures = [self.submit(work, item) for item in items]
        return (future.result() for future in as_completed(futures))


class _Here:
    """This process, which works on an item when its result is wanted."""

    def run(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Return an iterator of the results, in the order of the items."""
        return map(work, items)


HERE: Workers = _Here()


@contextmanager
def pool(jobs: int, task: str) -> Iterator[Pool]:
    """Yield a pool; if the block raises, its processes are killed, else they finish their work.

    Args:
        jobs: the number of processes.
        task: what they do, for messages: "reads pages".

    Raises:
        FailureError: one of the processes was killed.
    """
    # Spawned, not forked: a fork may inherit a lock that a thread of the parent holds.
    with ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(os.getpid(),),
    ) as executor:
        others = multiprocessing.active_children()
        try:
            yield Pool(executor)
        except BrokenProcessPool as error:
            raise FailureError(f"a process that {task} was killed; try --jobs 1") from error
        except BaseException:
            for process in set(multiprocessing.active_children()).difference(others):
                process.kill()  # the executor would wait until all submitted work is done
            raise


def workers(jobs: int, task: str) -> AbstractContextManager[Workers]:
    """Return a context with a pool of processes, as `pool` does, or with this process for one job."""
    return nullcontext(HERE) if jobs == 1 else pool(jobs, task)


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
