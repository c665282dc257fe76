"""A generation of a graph while it is served."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from privkg.server.answers import Answers
from privkg.server.lane import Lane
from privkg.server.lazy_description import LazyDescription
from privkg.server.messages import Setup
from privkg.server.metrics import AnswerMetrics, Metrics
from privkg.server.workers import Starter
from privkg.store import generations
from privkg.store.generations import Mark
from privkg.store.graph import open_graph
from privkg.store.sandbox import Limits

_MOST_BYTES = 100_000_000
"""The memory for answers that are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """The limits of each request, how many a lane works on at the same time, and how many wait."""

    limits: Limits
    workers: int
    waiting: int


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
    """

    def __init__(
        self,
        own: Lane,
        foreign: Lane,
        description: LazyDescription,
        seconds: float,
        metrics: AnswerMetrics,
    ) -> None:
        self.answers = Answers(own, seconds, _MOST_BYTES, metrics)
        self.foreign = foreign
        self.description = description
        self._own = own
        self._uses = 0
        self._is_unused = asyncio.Event()
        self._is_unused.set()

    @property
    def is_ready(self) -> bool:
        """Whether both lanes have workers, or can have."""
        return self._own.is_ready and self.foreign.is_ready

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


@asynccontextmanager
async def served(
    opened: Opened, starter: Starter, capacity: Capacity, metrics: Metrics
) -> AsyncIterator[Generation]:
    """Yield a generation with its workers, which end with the block.

    Raises:
        StoreError: a worker cannot open the graph.
        FailureError: a worker cannot be started.
    """
    seconds = capacity.limits.seconds
    own, foreign = (
        Lane(
            starter,
            opened.setup,
            metrics.lane(name),
            workers=capacity.workers,
            waiting=capacity.waiting,
            seconds=seconds,
        )
        for name in ("questions", "queries")
    )
    description = LazyDescription(starter, opened.setup, seconds)
    with ExitStack() as stack:
        stack.callback(opened.close)
        stack.callback(description.close)
        async with own, foreign:
            yield Generation(own, foreign, description, seconds, metrics.answers)
