"""Work that a worker of its own does once, when its result is first requested."""

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from http import HTTPStatus
from typing import Generic, TypeVar

from privkg.core.errors import FailureError, LimitError
from privkg.server.lane import deadline
from privkg.server.messages import Operation, Setup
from privkg.server.workers import Starter

_LOGGER = logging.getLogger("privkg.server")
_MOST_SECONDS = 3_600.0
_PAUSE_SECONDS = 60.0
"""After a failure, how long later requests fail in the same way without another attempt."""
_Result = TypeVar("_Result")


class Once(ABC, Generic[_Result]):
    """Something that a worker of its own makes, which may take longer than a request waits for it.

    Attributes:
        what: what is made.
        late: why it may not be ready.
    """

    what: str
    late: str

    def __init__(self, starter: Starter, setup: Setup, seconds: float) -> None:
        """Describe the work.

        Args:
            starter: what starts the worker.
            setup: what it opens.
            seconds: how long a request waits for the result.
        """
        self._starter = starter
        self._setup = setup
        self._seconds = seconds
        self._doing: asyncio.Task[_Result] | None = None
        self._paused_until = 0.0

    @abstractmethod
    async def make(self) -> _Result:
        """Return the result; an error is logged, and raised for each request."""

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
            raise LimitError(f"{self.late}, and is not ready; try again later") from error

    def begin(self) -> asyncio.Task[_Result]:
        """Begin the work, if it is not under way or done, and return its task."""
        if self._doing is None or (self._has_failed and time.monotonic() > self._paused_until):
            self._doing = asyncio.create_task(self.make())
            self._doing.add_done_callback(self._note_failure)
        return self._doing

    async def answer(self, operation: Operation) -> bytes:
        """Return the answer of a worker that is started for one operation, and has an hour for it.

        Raises:
            StoreError: it cannot open the graph.
            LimitError: the operation needs too much time or memory.
            FailureError: the worker cannot be started, or failed.
        """
        worker = await self._starter.start()
        try:
            async with deadline(_MOST_SECONDS):
                await worker.begin(self._setup)
                reply = await worker.ask(operation)
                content = b"".join([part async for part in worker.content(reply)])
        finally:
            worker.kill()
        if reply.status == HTTPStatus.SERVICE_UNAVAILABLE:
            raise LimitError(f"cannot make {self.what}: {reply.detail}")
        if reply.status != HTTPStatus.OK:
            raise FailureError(f"cannot make {self.what}: {reply.detail}")
        return content

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
