"""Workers that make pages, and share what all pages need."""

import asyncio
import logging

from privkg.core.errors import PrivkgError
from privkg.server.facts_in_memory import FactsInMemory
from privkg.server.forks import Prepared
from privkg.server.messages import Setup
from privkg.server.workers import Starter, Worker

_LOGGER = logging.getLogger("privkg.server")


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

    async def start(self) -> Worker:
        """Return a new worker, as soon as what pages need is read.

        Raises:
            FailureError: the process cannot be started.
        """
        self._preparing = self._preparing or asyncio.create_task(self._prepare())
        prepared = await asyncio.shield(self._preparing)
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

    async def _prepare(self) -> Prepared | None:
        zygote = await self._memory.zygote()
        try:
            return await zygote.prepared(self._setup) if zygote else None
        except (PrivkgError, OSError) as error:
            _LOGGER.warning("each process for pages reads all that they need: %s", error)
            return None
