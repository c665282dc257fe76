"""Workers that make pages, and share what all pages need."""

import asyncio
import logging

from privkg.core.errors import PrivkgError
from privkg.server.facts_in_memory import FactsInMemory
from privkg.server.forks import Prepared
from privkg.server.messages import Setup
from privkg.server.workers import Starter, Worker

_LOGGER = logging.getLogger("privkg.server")
_MOST_TIMES = 2
"""How often the process is prepared: one that ends again would end each time, for lack of memory."""
_MOST_SECONDS = 900.0
"""In this time, facts are loaded and what pages need is read, also of a hundred thousand incidents."""


class PreparedPages:
    """Starts workers: from one process that has read what pages need, if the facts are in memory.

    Otherwise each worker reads that itself, which takes seconds for thousands of incidents.
    """

    def __init__(self, starter: Starter, memory: FactsInMemory, setup: Setup) -> None:
        """Describe the workers; nothing is read before the first is started.

        Args:
            starter: what starts workers that read all themselves.
            memory: has the process with the facts, if there is to be one.
            setup: what the workers open.
        """
        self._starter = starter
        self._memory = memory
        self._setup = setup
        self._preparing: asyncio.Task[Prepared | None] | None = None
        self._times = 0

    async def start(self) -> Worker:
        """Return a new worker, as soon as what pages need is read.

        Raises:
            FailureError: the process cannot be started.
        """
        preparing = self._preparing or self._begin()
        prepared = await asyncio.shield(preparing)
        if prepared and prepared.has_ended and self._times < _MOST_TIMES:
            _LOGGER.warning("the process that has what pages need has ended; another is begun")
            if preparing is self._preparing:  # else another worker has begun it
                self._begin()
            prepared = await asyncio.shield(self._preparing or preparing)
        if prepared and not prepared.has_ended:
            return await prepared.start()
        return await self._starter.start()

    async def close(self) -> None:
        """End the process and its workers; the other starter is left as it is."""
        if self._preparing:
            self._preparing.cancel()
            await asyncio.wait((self._preparing,))
            if not self._preparing.cancelled() and (prepared := self._preparing.result()):
                await prepared.close()

    def _begin(self) -> asyncio.Task[Prepared | None]:
        self._times += 1
        self._preparing = asyncio.create_task(self._prepare())
        return self._preparing

    async def _prepare(self) -> Prepared | None:
        try:
            async with asyncio.timeout(_MOST_SECONDS):
                zygote = await self._memory.zygote()
                return await zygote.prepared(self._setup) if zygote else None
        except (PrivkgError, OSError) as error:  # a TimeoutError is an OSError
            _LOGGER.warning("each process for pages reads all that they need: %s", error)
            return None
