"""Build engines, one module each: they run the work on many files or pages, in one or more processes.

An engine only maps a function over items. The steps that need all pages are those of `build.collect`, so
that a build writes the same bytes on every engine.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from privkg.core.registry import Registry

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """The processes that a build runs its work in.

    Attributes:
        engine: the name of the engine that runs them.
        jobs: their number, if they run on this machine.
        master: the address of the cluster, if they run on one; empty for that of the engine's own
            configuration.
    """

    engine: str = "local"
    jobs: int = 1
    master: str = ""


FILES = 64
"""The files of a part of the work."""


class Session(Protocol):
    """A started engine; what it starts with the first items ends with the session.

    Attributes:
        has_cluster: whether other machines run the work, which see the same files.
    """

    has_cluster: bool

    def run(
        self,
        work: Callable[[Sequence[Item]], Iterable[Result]],
        items: Sequence[Item],
        size: int = FILES,
    ) -> Iterator[Result]:
        """Yield the results of `work` for all items, in their order.

        Args:
            work: a picklable function that takes a part of the items and yields picklable results.
            items: the items.
            size: the number of items of a part.

        Raises:
            UsageError: the engine is not installed.
            FailureError: a part did not finish.
        """


class Engine(Protocol):
    """A module of this package.

    Attributes:
        TITLE: where it runs, for help and messages.
        HAS_CLUSTER: whether it runs work on other machines, which see the same files.
    """

    TITLE: str
    HAS_CLUSTER: bool

    def started(self, workers: Workers) -> AbstractContextManager[Session]:
        """Return a context with a session, given the processes that run it."""


class _Here:
    """A session of this process."""

    has_cluster = False

    def run(
        self,
        work: Callable[[Sequence[Item]], Iterable[Result]],
        items: Sequence[Item],
        size: int = FILES,
    ) -> Iterator[Result]:
        """Yield the results of `work` for all items, one item after the other."""
        for item in items:
            yield from work([item])


HERE: Session = _Here()
"""The session of this process."""


def started(workers: Workers) -> AbstractContextManager[Session]:
    """Return a context with a session of an engine.

    Raises:
        UsageError: there is no such engine.
    """
    return ENGINES.load(workers.engine).started(workers)


ENGINES: Registry[Engine] = Registry(__name__, "build engine")
