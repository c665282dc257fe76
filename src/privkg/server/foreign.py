"""Operations of clients, answered by workers of their own."""

import asyncio
from contextlib import AsyncExitStack
from http import HTTPStatus

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from privkg.core.errors import FailureError
from privkg.server import problems, streaming
from privkg.server.exchange import Outcome, note_outcome
from privkg.server.lane import deadline
from privkg.server.messages import Operation, Reply
from privkg.server.negotiation import Accepted
from privkg.server.newest import Newest
from privkg.server.workers import Worker

_HELD_BYTES = 1_000_000
"""The size up to which the server holds an answer, so that a slow client does not hold a worker."""


class Foreign:
    """Answers operations of clients from the newest generation of a graph, each by one worker."""

    def __init__(self, newest: Newest, seconds: float) -> None:
        """Describe what answers.

        Args:
            newest: the generation that operations are answered from.
            seconds: the time in which a worker must answer, and that in which a client must read a large
                answer.
        """
        self._newest = newest
        self._seconds = seconds

    async def answer(self, operation: Operation, accepted: Accepted) -> Response:
        """Return the response to an operation; it must be sent, as a large one holds a worker.

        Raises:
            BusyError: too many operations wait.
            LimitError: it took too long, or ended the worker.
            FailureError: the worker failed.
        """
        async with AsyncExitStack() as held:
            response = await self._find(operation, accepted, held)
        response.headers["Vary"] = "Accept"
        response.headers["Cache-Control"] = "no-cache"  # the next build may change it
        return response

    async def _find(self, operation: Operation, accepted: Accepted, held: AsyncExitStack) -> Response:
        """Return the response; `held` has what it uses, unless the response holds that itself."""
        generation = held.enter_context(self._newest.used())
        worker = await held.enter_async_context(generation.foreign.worker())
        async with deadline(self._seconds):
            reply = await worker.ask(operation)
            if reply.status != HTTPStatus.OK:
                return problems.response(reply.status, reply.detail, reply.more)
            fields = {
                "Content-Type": accepted.content_type(reply.kind),
                "Content-Length": f"{reply.size}",
            }
            if reply.size <= _HELD_BYTES:
                content = b"".join([part async for part in worker.content(reply)])
                return Response(content, headers=fields)
        return _WhileRead(worker, reply, fields, self._seconds, held.pop_all())


class _WhileRead(Response):
    """A response that is sent while its content is read from a worker, which is free afterwards.

    If it is not complete in time, the connection is closed before the announced length.
    """

    def __init__(
        self, worker: Worker, reply: Reply, fields: dict[str, str], seconds: float, held: AsyncExitStack
    ) -> None:
        super().__init__(headers=fields)
        self._worker = worker
        self._reply = reply
        self._seconds = seconds
        self._held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response."""
        async with self._held:
            try:
                async with asyncio.timeout(self._seconds):
                    await streaming.send_parts(self, self._worker.content(self._reply), send)
            except TimeoutError:
                note_outcome(Outcome.LATE)
            except FailureError:
                note_outcome(Outcome.FAILED)
