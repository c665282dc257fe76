"""The description of the endpoint while a generation of a graph is served."""

import asyncio
from http import HTTPStatus

from privkg.core.errors import FailureError, LimitError
from privkg.server.documents import Document
from privkg.server.messages import Description, Setup
from privkg.server.workers import Starter

MEDIA_TYPE = "text/turtle"


class Described:
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

    async def document(self) -> Document:
        """Return the description.

        Raises:
            LimitError: it is not made yet.
            FailureError: it could not be made; the next request tries again.
        """
        if self._making is None:
            self._making = asyncio.create_task(self._make())
            self._making.add_done_callback(self._forget_failure)
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

    def _forget_failure(self, made: asyncio.Task[Document]) -> None:
        if made.cancelled() or made.exception():
            self._making = None

    async def _make(self) -> Document:
        worker = await self._starter.start()
        try:
            await worker.begin(self._setup)
            reply = await worker.ask(Description())
            content = b"".join([part async for part in worker.content(reply)])
        finally:
            worker.kill()
        if reply.status != HTTPStatus.OK:
            raise FailureError(f"the endpoint cannot be described: {reply.detail}")
        return Document(content, MEDIA_TYPE)
