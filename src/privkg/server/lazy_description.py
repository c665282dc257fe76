"""The description of the endpoint while a generation of a graph is served."""

import asyncio
import logging
import time
from http import HTTPStatus

from privkg.core.errors import FailureError, LimitError
from privkg.server.documents import Document
from privkg.server.lane import deadline
from privkg.server.messages import Description, Setup
from privkg.server.workers import Starter

MEDIA_TYPE = "text/turtle"
_LOGGER = logging.getLogger("privkg.server")
_MOST_SECONDS = 3_600.0
_PAUSE_SECONDS = 60.0
"""After a failure, how long later requests fail in the same way without another attempt."""


class LazyDescription:
    """The description of the endpoint, made once by a worker of its own when it is first requested.

    All facts are counted, which may take longer than a query is allowed to.
    """

    def __init__(self, starter: Starter, setup: Setup, seconds: float) -> None:
        """Describe the generation.

        Args:
            starter: what starts the worker.
            setup: what it opens.
            seconds: how long a request waits for the description.
        """
        self._starter = starter
        self._setup = setup
        self._seconds = seconds
        self._making: asyncio.Task[Document] | None = None
        self._paused_until = 0.0

    async def document(self) -> Document:
        """Return the description.

        Raises:
            LimitError: it is not made yet, or needs too much time or memory.
            FailureError: it could not be made; it is tried again after a minute.
        """
        if self._making is None or (self._has_failed and time.monotonic() > self._paused_until):
            self._making = asyncio.create_task(self._make())
            self._making.add_done_callback(self._note_failure)
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.shield(self._making)
        except TimeoutError as error:
            raise LimitError(
                "the description of the endpoint counts all facts, and is not ready; try again later"
            ) from error

    def close(self) -> None:
        """End the worker, if there is one."""
        if self._making:
            self._making.cancel()

    @property
    def _has_failed(self) -> bool:
        made = self._making
        return made is not None and made.done() and (made.cancelled() or made.exception() is not None)

    def _note_failure(self, made: asyncio.Task[Document]) -> None:
        if not made.cancelled() and (error := made.exception()):
            _LOGGER.error("%s", error)
            self._paused_until = time.monotonic() + _PAUSE_SECONDS

    async def _make(self) -> Document:
        worker = await self._starter.start()
        try:
            async with deadline(_MOST_SECONDS):
                await worker.begin(self._setup)
                reply = await worker.ask(Description())
                content = b"".join([part async for part in worker.content(reply)])
        finally:
            worker.kill()
        detail = f"the endpoint cannot be described: {reply.detail}"
        if reply.status == HTTPStatus.SERVICE_UNAVAILABLE:
            raise LimitError(detail)
        if reply.status != HTTPStatus.OK:
            raise FailureError(detail)
        return Document(content, MEDIA_TYPE)
