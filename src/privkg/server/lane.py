"""A number of workers, and the requests that wait for one of them."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType

from privkg.core.errors import BusyError, FailureError, LimitError, PrivkgError
from privkg.server.exchange import note_wait
from privkg.server.messages import Setup
from privkg.server.metrics import LaneMetrics
from privkg.server.workers import Starter, Worker

_LOGGER = logging.getLogger("privkg.server")
_PAUSE_SECONDS = 1.0


class Lane:
    """Workers that answer the requests of one kind, each request in a worker of its own.

    The worker that was used last is used next: its memory is warm, and the others may be swapped out.
    """

    def __init__(
        self,
        starter: Starter,
        setup: Setup,
        metrics: LaneMetrics,
        *,
        workers: int,
        waiting: int,
        seconds: float,
    ) -> None:
        """Describe the lane; it has no worker before it is entered.

        Args:
            starter: what starts the workers.
            setup: what each of them opens.
            metrics: what measures the lane.
            workers: their number.
            waiting: the largest number of requests that wait for a worker.
            seconds: how long a request waits at most.
        """
        self._starter = starter
        self._setup = setup
        self._metrics = metrics
        self._workers = workers
        self._most_waiting = waiting
        self._seconds = seconds
        self._waiting = 0
        self._is_failing = False
        self._has_ended = False
        self._renewals = 0
        self._idle = asyncio.LifoQueue[Worker]()
        self._alive = set[Worker]()
        self._former = set[Worker]()
        self._starting = set[asyncio.Task[None]]()

    @property
    def is_ready(self) -> bool:
        """Whether there is a worker, or one can be started: the last attempt has not failed."""
        return not self._is_failing or any(not each.has_ended for each in self._alive)

    async def __aenter__(self) -> "Lane":
        """Start the workers.

        Raises:
            StoreError: a worker cannot open the graph.
            FailureError: a worker cannot be started.
        """
        try:
            await asyncio.gather(*(self._add() for _ in range(self._workers)))
        except BaseException:
            self._end()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the workers."""
        self._end()

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[Worker]:
        """Yield a worker for one request; if it has not answered in full at the end, it is replaced.

        Raises:
            BusyError: too many requests wait, or it did not get a worker in time.
        """
        worker = await self._next()
        while worker.has_ended:  # such as by the kernel, when memory was short
            self._replace(worker, "ended")
            worker = await self._next()
        with self._metrics.busy.track_inprogress():
            try:
                yield worker
            except BaseException as error:
                self._take_back(worker, error)
                raise
            else:
                self._take_back(worker, None)

    def renew(self) -> None:
        """Replace all workers, those that answer a request after its end."""
        self._renewals += 1
        self._former = set(self._alive)
        while not self._idle.empty():
            self._replace(self._idle.get_nowait(), "renewed")

    def _take_back(self, worker: Worker, error: BaseException | None) -> None:
        if worker.is_reusable and worker in self._former:
            self._replace(worker, "renewed")
        elif worker.is_reusable:
            self._idle.put_nowait(worker)
        else:
            self._replace(worker, _reason(worker, error))

    async def _next(self) -> Worker:
        if not self._idle.empty():
            self._note_wait(0.0)
            return self._idle.get_nowait()
        if self._waiting >= self._most_waiting:
            raise BusyError(f"{self._waiting} requests wait already; try again later")
        self._waiting += 1
        began = time.monotonic()
        try:
            with self._metrics.waiting.track_inprogress():
                async with asyncio.timeout(self._seconds):
                    return await self._idle.get()
        except TimeoutError as error:
            raise BusyError(f"no worker was free for {self._seconds:g} s; try again later") from error
        finally:
            self._waiting -= 1
            self._note_wait(time.monotonic() - began)

    def _note_wait(self, seconds: float) -> None:
        self._metrics.waited.observe(seconds)
        note_wait(seconds)

    async def _add(self) -> None:
        renewals = self._renewals
        worker = await self._starter.start()
        try:
            await worker.begin(self._setup)
        except BaseException:
            worker.kill()
            raise
        if self._has_ended:  # while it began
            worker.kill()
            return
        self._metrics.started.inc()
        self._alive.add(worker)
        if renewals != self._renewals:  # it began before
            self._replace(worker, "renewed")
            return
        self._idle.put_nowait(worker)

    def _replace(self, worker: Worker, reason: str) -> None:
        if self._has_ended:
            return  # and so has the worker
        self._alive.discard(worker)
        self._former.discard(worker)
        worker.kill()
        self._metrics.ended(reason).inc()
        task = asyncio.create_task(self._add_again())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _add_again(self) -> None:
        """Start a worker, again and again until it succeeds: memory may be short for a while."""
        while True:
            try:
                await self._add()
            except (PrivkgError, OSError) as error:
                if not self._is_failing:
                    _LOGGER.error("a process for queries cannot be replaced yet: %s", error)
                self._is_failing = True
                await asyncio.sleep(_PAUSE_SECONDS)
            else:
                self._is_failing = False
                return

    def _end(self) -> None:
        self._has_ended = True
        for task in self._starting:
            task.cancel()
        for worker in self._alive:
            worker.kill()
            self._metrics.ended("closed").inc()
        self._alive.clear()


def _reason(worker: Worker, error: BaseException | None) -> str:
    """Return why a worker cannot be used again, after its request ended with an error or None."""
    if worker.has_ended:
        return "ended"
    if isinstance(error, LimitError):
        return "deadline"
    if isinstance(error, FailureError):
        return "failed"
    if error is None and worker.is_worn:
        return "worn"
    return "left"  # the client, before it had read all


@asynccontextmanager
async def deadline(seconds: float) -> AsyncIterator[None]:
    """Limit the time in which a worker may answer.

    Raises:
        LimitError: it is over.
    """
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        over = f"the request took longer than {seconds:g} s and was ended; restrict it"
        raise LimitError(over) from error
