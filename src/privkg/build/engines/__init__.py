"""Build engines, one module each: they run the work on many files, in one or more processes.

An engine only maps a function over files. The steps that need all pages follow in `build.collect`, so
that a build writes the same bytes on every engine.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from privkg.core.registry import Registry

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """The processes that read pages.

    Attributes:
        engine: the name of the engine that runs them.
        jobs: their number, if they run on this machine.
        master: the address of the cluster, if they run on one; empty for that of the engine's own
            configuration.
    """

    engine: str = "local"
    jobs: int = 1
    master: str = ""


ONE = Workers()
"""This process."""


class Engine(Protocol):
    """A module of this package.

    Attributes:
        TITLE: where it runs, for help and messages.
        HAS_CLUSTER: whether it runs work on other machines, which see the same files.
    """

    TITLE: str
    HAS_CLUSTER: bool

    def run(
        self,
        work: Callable[[Sequence[Item]], Iterable[Result]],
        items: Sequence[Item],
        workers: Workers,
    ) -> Iterator[Result]:
        """Yield the results of `work` for all items, in their order.

        Args:
            work: a picklable function that takes a part of the items and yields picklable results.
            items: the items.
            workers: the processes that run it.

        Raises:
            UsageError: the engine is not installed.
            FailureError: a part did not finish.
        """


ENGINES: Registry[Engine] = Registry(__name__, "build engine")
