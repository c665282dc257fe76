"""A generation of a graph while it is served."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from privkg.server.answers import Answers
from privkg.server.facts_in_memory import FactsInMemory
from privkg.server.lane import Lane
from privkg.server.lazy_description import LazyDescription
from privkg.server.lazy_files import LazyFiles
from privkg.server.messages import Config, Setup
from privkg.server.metrics import AnswerMetrics, Metrics
from privkg.server.prepared_pages import PreparedPages
from privkg.server.workers import Starter
from privkg.store import generations
from privkg.store.generations import Mark
from privkg.store.graph import open_graph
from privkg.store.sandbox import Limits

_MOST_BYTES = 100_000_000
"""The memory for answers that are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """The limits of each request, how many a lane works on at the same time, and how many wait.

    Attributes:
        preload: whether facts are loaded into memory, if they fit in half of what is free.
    """

    limits: Limits
    workers: int
    waiting: int
    preload: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """What workers need to open a generation, which is kept until `close` is called.

    Attributes:
        mark: that of the folder of the graph, just before.
    """

    mark: Mark | None
    setup: Setup
    close: Callable[[], None]


def open_newest(directory: Path, limits: Limits) -> Opened:
    """Open the generation in use of the graph in a folder.

    A store of all its quads is made first if there is none, which takes longer than a build.

    Raises:
        StoreError: the graph is missing or damaged.
    """
    mark = generations.mark(directory)
    with ExitStack() as stack:
        setup = stack.enter_context(_kept(directory, limits))
        return Opened(mark, setup, stack.pop_all().close)


@contextmanager
def _kept(directory: Path, limits: Limits) -> Iterator[Setup]:
    graph = open_graph(directory)
    with graph.whole() as whole_store:
        yield Setup(
            generation=str(graph.generation),
            whole=str(whole_store),
            memory_bytes=limits.memory_bytes,
            answer_rows=limits.answer_rows,
            answer_bytes=limits.answer_bytes,
        )


class Generation:
    """A generation with its workers, and the requests that use it.

    Attributes:
        answers: the answers to questions of privkg's own.
        foreign: the workers that evaluate queries of clients, which thus never hold up the others.
        description: the description of the endpoint.
        site: the site; None if the dataset is not described.
    """

    def __init__(
        self,
        own: Lane,
        foreign: Lane,
        description: LazyDescription,
        site: "ServedSite | None",
        seconds: float,
        metrics: AnswerMetrics,
    ) -> None:
        self.answers = Answers(own, seconds, _MOST_BYTES, metrics)
        self.foreign = foreign
        self.description = description
        self.site = site
        self._own = own
        self._uses = 0
        self._is_unused = asyncio.Event()
        self._is_unused.set()

    @property
    def is_ready(self) -> bool:
        """Whether all lanes have workers, or can have."""
        has_pages = self.site is None or self.site.lane.is_ready
        return self._own.is_ready and self.foreign.is_ready and has_pages

    @property
    def kept_bytes(self) -> int:
        """The memory of the answers and pages that are kept."""
        return self.answers.kept_bytes + (self.site.pages.kept_bytes if self.site else 0)

    @contextmanager
    def used(self) -> Iterator["Generation"]:
        """Yield the generation for one request."""
        self._uses += 1
        self._is_unused.clear()
        try:
            yield self
        finally:
            self._uses -= 1
            if not self._uses:
                self._is_unused.set()

    async def until_unused(self) -> None:
        """Wait until no request uses it."""
        await self._is_unused.wait()


@dataclass(frozen=True, slots=True)
class ServedSite:
    """The site of a generation: its workers, the pages that they make, and files made by one alone."""

    lane: Lane
    pages: Answers
    files: LazyFiles


@asynccontextmanager
async def served(
    opened: Opened, starter: Starter, capacity: Capacity, metrics: Metrics, config: Config | None
) -> AsyncIterator[Generation]:
    """Yield a generation with its workers, which end with the block.

    Args:
        opened: what the workers open.
        starter: what starts them.
        capacity: their limits and number.
        metrics: what measures them.
        config: the description of the dataset; None if there is none, so that there are no pages.

    Raises:
        StoreError: a worker cannot open the graph.
        FailureError: a worker cannot be started.
    """
    seconds, setup = capacity.limits.seconds, opened.setup
    memory = FactsInMemory(starter, setup.generation)

    def lane(name: str, starter: Starter, of: Setup) -> Lane:
        return Lane(
            starter,
            of,
            metrics.lane(name),
            workers=capacity.workers,
            waiting=capacity.waiting,
            seconds=seconds,
        )

    description = LazyDescription(memory, setup, seconds)
    async with AsyncExitStack() as stack:
        stack.callback(opened.close)
        stack.callback(description.close)
        stack.push_async_callback(memory.close)
        own = await stack.enter_async_context(lane("questions", memory, setup))
        foreign = await stack.enter_async_context(lane("queries", memory, setup))
        if capacity.preload:
            memory.begin(own.renew, foreign.renew)
        site = None
        if config:
            of_site = replace(setup, config=config.path, dataset=config.text)
            prepared = PreparedPages(starter, memory, of_site)
            stack.push_async_callback(prepared.close)
            pages = await stack.enter_async_context(lane("pages", prepared, of_site))
            files = LazyFiles(prepared, of_site, seconds)
            stack.callback(files.close)
            files.begin()
            site = ServedSite(pages, Answers(pages, seconds, _MOST_BYTES, metrics.pages), files)
        yield Generation(own, foreign, description, site, seconds, metrics.answers)
