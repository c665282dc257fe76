"""Work that a worker of its own does once, when its result is first requested."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from privkg.core.errors import FailureError, LimitError
from privkg.server.lane import deadline
from privkg.server.messages import Operation, Setup
from privkg.server.workers import Starter

_LOGGER = logging.getLogger("privkg.server")
_MOST_SECONDS = 3_600.0
_PAUSE_SECONDS = 60.0
"""After a failure, how long later requests fail in the same way without another attempt."""
_Result = TypeVar("_Result")


class Once(Generic[_Result]):
    """The result of work that may take longer than a request waits for it."""

    def __init__(
        self, work: Callable[[], Coroutine[Any, Any, _Result]], seconds: float, late: str
    ) -> None:
        """Describe the work.

        Args:
            work: does it; an error is logged, and raised for each request.
            seconds: how long a request waits for the result.
            late: the message for one that has waited for so long.
        """
        self._work = work
        self._seconds = seconds
        self._late = late
        self._doing: asyncio.Task[_Result] | None = None
        self._paused_until = 0.0

    async def result(self, seconds: float | None = None) -> _Result:
        """Return the result.

        Args:
            seconds: how long this request waits for it, if not as long as others.

        Raises:
            LimitError: the work is not done yet, or needs too much time or memory.
            FailureError: it could not be done; it is tried again after a minute.
        """
        doing = self.begin()
        try:
            async with asyncio.timeout(self._seconds if seconds is None else seconds):
                return await asyncio.shield(doing)
        except TimeoutError as error:
            raise LimitError(f"{self._late}, and is not ready; try again later") from error

    def begin(self) -> asyncio.Task[_Result]:
        """Begin the work, if it is not under way or done, and return its task."""
        if self._doing is None or (self._has_failed and time.monotonic() > self._paused_until):
            self._doing = asyncio.create_task(self._work())
            self._doing.add_done_callback(self._note_failure)
        return self._doing

    def close(self) -> None:
        """End the work, if it has begun."""
        if self._doing:
            self._doing.cancel()

    @property
    def _has_failed(self) -> bool:
        doing = self._doing
        return (
            doing is not None and doing.done() and (doing.cancelled() or doing.exception() is not None)
        )

    def _note_failure(self, done: asyncio.Task[_Result]) -> None:
        if not done.cancelled() and (error := done.exception()):
            _LOGGER.error("%s", error)
            self._paused_until = time.monotonic() + _PAUSE_SECONDS


async def of_worker(starter: Starter, setup: Setup, operation: Operation, what: str) -> bytes:
    """Return the answer of a worker that is started for one operation, and has an hour for it.

    Args:
        starter: what starts the worker.
        setup: what it opens.
        operation: the operation.
        what: what it makes, for the message if there is no answer.

    Raises:
        StoreError: it cannot open the graph.
        LimitError: the operation needs too much time or memory.
        FailureError: the worker cannot be started, or failed.
    """
    worker = await starter.start()
    try:
        async with deadline(_MOST_SECONDS):
            await worker.begin(setup)
            reply = await worker.ask(operation)
            content = b"".join([part async for part in worker.content(reply)])
    finally:
        worker.kill()
    if reply.status == HTTPStatus.SERVICE_UNAVAILABLE:
        raise LimitError(f"cannot make {what}: {reply.detail}")
    if reply.status != HTTPStatus.OK:
        raise FailureError(f"cannot make {what}: {reply.detail}")
    return content
