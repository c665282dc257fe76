"""A pool of processes that share work on this machine, and end with the process that started it."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Protocol, TypeVar

from privkg.core.errors import FailureError
from privkg.store import confinement

Item = TypeVar("Item")
Result = TypeVar("Result")

_MOST = 61
"""The largest number of processes that Windows can wait for."""


class Runner(Protocol):
    """What does the work on items: processes, or this one."""

    def run(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Begin the work on all items after that of earlier calls; return an iterator of the results.

        Args:
            work: a picklable function that takes an item and returns a picklable result.
            items: the items, each picklable.

        Raises:
            FailureError: no process can be started.
        """

    def check(self) -> None:
        """Raise the error of work that has failed, if there is any, without waiting for its result."""


class Pool:
    """Processes that work on items, each on one at a time; they are started when there is work."""

    def __init__(self, executor: ProcessPoolExecutor) -> None:
        self._executor = executor
        self._failed: Future[Any] | None = None

    def submit(self, work: Callable[[Item], Result], item: Item) -> Future[Result]:
        """Return the future result of a picklable function for an item.

        Raises:
            FailureError: no process can be started.
        """
        try:
            with _blocked(signal.SIGINT):
                future = self._executor.submit(work, item)
        except OSError as error:
            raise FailureError(f"a process cannot be started ({error}); try --jobs 1") from error
        future.add_done_callback(self._note)
        return future

    def run(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Begin the work on all items; return an iterator of the results, in the order they end in."""
        futures = [self.submit(work, item) for item in items]
        return (future.result() for future in as_completed(futures))

    def check(self) -> None:
        """Raise the error of work that has failed, if there is any, without waiting for its result."""
        if self._failed:
            self._failed.result()

    def _note(self, future: Future[Any]) -> None:
        if not future.cancelled() and future.exception():
            self._failed = self._failed or future


class _ThisProcess:
    """This process, which works on an item when its result is wanted."""

    def run(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Return an iterator of the results, in the order of the items."""
        return map(work, items)

    def check(self) -> None:
        """Do nothing: the error of an item is raised when its result is wanted."""


def runner(
    jobs: int, task: str, prepare: Callable[[], object] | None = None
) -> AbstractContextManager[Runner]:
    """Return a context with a pool of processes, as `pool` does, or with this process for one job."""
    return nullcontext(_ThisProcess()) if jobs == 1 else pool(jobs, task, prepare)


@contextmanager
def pool(jobs: int, task: str, prepare: Callable[[], object] | None = None) -> Iterator[Pool]:
    """Yield a pool; if the block raises, its processes are killed, else they finish their work.

    Args:
        jobs: the number of processes.
        task: what they do, for messages: "reads pages".
        prepare: a picklable function that each of them calls at first, if there is any.

    Raises:
        FailureError: one of the processes was killed, or none can be started.
    """
    try:
        # Spawned, not forked: a fork may inherit a lock that a thread of the parent holds.
        executor = ProcessPoolExecutor(
            min(jobs, _MOST),
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(os.getpid(), prepare),
        )
    except OSError as error:
        raise FailureError(f"processes cannot be used here ({error}); try --jobs 1") from error
    with executor:
        others = multiprocessing.active_children()
        try:
            yield Pool(executor)
        except BrokenProcessPool as error:
            raise FailureError(f"a process that {task} was killed; try --jobs 1") from error
        except BaseException:
            for process in set(multiprocessing.active_children()).difference(others):
                process.kill()  # the executor would wait until all submitted work is done
            raise


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


def _begin(parent: int, prepare: Callable[[], object] | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent gets Ctrl-C too, and ends the pool
    confinement.end_with_parent(parent)
    if prepare:
        prepare()
