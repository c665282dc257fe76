"""Workers that have the facts of a generation in memory, as soon as they are loaded."""

import asyncio
import logging
from collections.abc import Callable

from privkg.core.errors import FailureError
from privkg.server.forks import Zygote, has_process_descriptors
from privkg.server.workers import Starter, Worker

_LOGGER = logging.getLogger("privkg.server")


class FactsInMemory:
    """Starts workers: by another starter until the facts are loaded, then with these in memory.

    A process loads them while others answer from disk; its workers share them. If it ends, workers are
    started by the other starter again.
    """

    def __init__(self, starter: Starter, generation: str) -> None:
        """Describe the workers; nothing is loaded before `begin`.

        Args:
            starter: what starts workers that read from disk.
            generation: the folder of the generation.
        """
        self._starter = starter
        self._generation = generation
        self._loading: asyncio.Task[None] | None = None
        self._zygote: Zygote | None = None
        self._has_loaded = False

    def begin(self, *on_loaded: Callable[[], object]) -> None:
        """Begin to load the facts, where processes can share them; call functions when that is done."""
        if has_process_descriptors():
            self._loading = asyncio.create_task(self._load(on_loaded))

    async def zygote(self) -> Zygote | None:
        """Wait until the facts are loaded, and return the process that has them; None if none has."""
        if self._loading:
            await asyncio.wait((self._loading,))
        return self._zygote if self._has_loaded else None

    async def start(self) -> Worker:
        """Return a new worker.

        Raises:
            FailureError: the process cannot be started.
        """
        if self._has_loaded and self._zygote and not self._zygote.has_ended:
            return await self._zygote.start()
        return await self._starter.start()

    async def close(self) -> None:
        """End the process with the facts and its workers; the other starter is left as it is."""
        if self._loading:
            self._loading.cancel()
            await asyncio.gather(self._loading, return_exceptions=True)
        if self._zygote:
            await self._zygote.close()

    async def _load(self, on_loaded: tuple[Callable[[], object], ...]) -> None:
        try:
            self._zygote = Zygote(self._generation)
            self._has_loaded = await self._zygote.has_loaded()
        except (OSError, FailureError) as error:
            _LOGGER.warning("queries are answered from disk: %s", error)
            return
        if not self._has_loaded:
            _LOGGER.warning(
                "queries are answered from disk: the facts do not fit in half of the free memory"
            )
            return
        for each in on_loaded:
            each()
