"""Work for clients that may leave before they are answered."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from privkg.core.errors import PrivkgError
from privkg.server import problems
from privkg.server.exchange import Outcome, note_outcome

_LEFT_SECONDS = 0.1


class Answering:
    """An ASGI application that answers requests by a function, while their clients are connected."""

    def __init__(self, find: Callable[[Request], Awaitable[Response]]) -> None:
        """Describe the application; a PrivkgError of the function is answered as a problem."""
        self._find = find

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; if the client leaves, the work for it ends."""
        request = Request(scope, receive)
        await request.body()  # which the request keeps; what follows it is that the client leaves
        await while_connected(receive, self._respond(request, send))

    async def _respond(self, request: Request, send: Send) -> None:
        try:
            response = await self._find(request)
        except PrivkgError as error:
            response = problems.of(error)
        await response(request.scope, request.receive, send)


async def while_connected(receive: Receive, work: Awaitable[None]) -> None:
    """Do work, and cancel it when the client leaves, unless it ends soon after.

    Who sends easy queries and leaves at once must not cause a new process for each.
    """
    try:
        async with asyncio.timeout(None) as limit:
            leaving = asyncio.create_task(_note_leaving(receive, limit))
            try:
                await work
            finally:
                leaving.cancel()
    except TimeoutError:
        if not limit.expired():
            raise


async def _note_leaving(receive: Receive, limit: asyncio.Timeout) -> None:
    """Wait until the client leaves, and limit the time that is left for its work."""
    while (await receive())["type"] != "http.disconnect":
        pass
    note_outcome(Outcome.LEFT)
    limit.reschedule(asyncio.get_running_loop().time() + _LEFT_SECONDS)
