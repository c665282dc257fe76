"""The newest generation of a graph, which is served once it is ready, without a lost or mixed answer."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from privkg.server import threads
from privkg.server.generation import Capacity, Generation, Opened, open_newest, served
from privkg.server.messages import Config
from privkg.server.metrics import Metrics
from privkg.server.workers import Starter
from privkg.store import generations
from privkg.store.generations import Mark

_LOGGER = logging.getLogger("privkg.server")
_PAUSE_SECONDS = 1.0
_MOST_PAUSE_SECONDS = 60.0


class Newest:
    """The newest generation of the graph in a folder that could be opened.

    A request uses one generation from its begin to its end. When a build has made another, workers open
    that, and requests that begin later use it; the former ends with the last request that uses it.
    """

    def __init__(
        self,
        directory: Path,
        starter: Starter,
        capacity: Capacity,
        metrics: Metrics,
        config: Config | None = None,
    ) -> None:
        """Describe the generation; there is none before `begin`.

        Args:
            directory: the folder of the graph.
            starter: what starts the workers.
            capacity: the limits and numbers of the workers of each generation.
            metrics: what measures them.
            config: the description of the dataset, for its pages.
        """
        self._config = config
        self._directory = directory
        self._starter = starter
        self._capacity = capacity
        self._metrics = metrics
        self._mark: Mark | None = None
        self._current: Generation | None = None
        self._stack = AsyncExitStack()
        self._ending: dict[asyncio.Task[None], AsyncExitStack] = {}

    @property
    def is_ready(self) -> bool:
        """Whether requests are answered, or will be: see `Lane`."""
        return self._current is not None and self._current.is_ready

    @contextmanager
    def used(self) -> Iterator[Generation]:
        """Yield the generation from which one request is answered."""
        assert self._current  # noqa: S101  # no request arrives before `begin` has ended
        with self._current.used() as generation:
            yield generation

    async def begin(self, opened: Opened) -> None:
        """Serve a generation as soon as its workers have opened it.

        Raises:
            StoreError: a worker cannot open it.
            FailureError: a worker cannot be started.
        """
        stack = AsyncExitStack()
        serving = served(opened, self._starter, self._capacity, self._metrics, self._config)
        generation = await stack.enter_async_context(serving)
        former, former_stack = self._current, self._stack
        self._mark, self._current, self._stack = opened.mark, generation, stack
        self._metrics.begin(Path(opened.setup.generation).name, lambda: generation.kept_bytes)
        if former:
            task = asyncio.create_task(_end(former, former_stack))
            self._ending[task] = former_stack
            task.add_done_callback(self._ending.pop)

    async def follow(self) -> None:
        """Serve each later build; if it cannot be served, log that and go on with the former one.

        It is tried again, after longer and longer pauses: the reason may be a lack of memory or disk.
        """
        failed: Mark | None = None
        pause = _PAUSE_SECONDS
        while True:
            await asyncio.sleep(pause)
            mark = generations.mark(self._directory)
            if mark in (None, self._mark):
                pause = _PAUSE_SECONDS
                continue
            pause = min(2 * pause, _MOST_PAUSE_SECONDS) if mark == failed else _PAUSE_SECONDS
            try:
                await self.begin(await threads.result(self._opened))
            except Exception as error:  # whatever it is, the former build is served
                if mark != failed:
                    reason = f"{error}" or type(error).__name__
                    _LOGGER.error(
                        "the former build is still served, as the new one cannot be: %s", reason
                    )
                failed = mark

    @asynccontextmanager
    async def followed(self) -> AsyncIterator[None]:
        """Serve each later build while the block runs, as `follow` does; if that fails, log why."""
        following = asyncio.create_task(self.follow())
        following.add_done_callback(_log_failure)
        try:
            yield
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)

    async def end(self) -> None:
        """End all workers."""
        ending = dict(self._ending)
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)
        for stack in (*ending.values(), self._stack):  # a task that had not begun has closed nothing
            await stack.aclose()

    def _opened(self) -> Opened:
        return open_newest(self._directory, self._capacity.limits)


def _log_failure(following: asyncio.Task[None]) -> None:
    if not following.cancelled() and (error := following.exception()):
        _LOGGER.error(
            "later builds are not served until the server is started again; an error in privkg: %s",
            f"{error}" or type(error).__name__,
            exc_info=error,
        )


async def _end(generation: Generation, stack: AsyncExitStack) -> None:
    """End the workers of a generation with the last request that uses it."""
    try:
        await generation.until_unused()
    finally:
        await stack.aclose()
