"""Build engines, one module each: they run the work on many files, in one or more processes.

An engine only maps a function over files. The steps that need all pages follow in `build.collect`, so
that a build writes the same bytes on every engine.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from privkg.core.registry import Registry

Item = TypeVar("Item")
Result = TypeVar("Result")


class Engine(Protocol):
    """A module of this package.

    Attributes:
        TITLE: where it runs, for help and messages.
    """

    TITLE: str

    def run(
        self, work: Callable[[Sequence[Item]], Iterable[Result]], items: Sequence[Item], jobs: int
    ) -> Iterator[Result]:
        """Yield the results of `work` for all items, in their order.

        Args:
            work: a picklable function that takes a part of the items and yields picklable results.
            items: the items.
            jobs: the number of parts that run at the same time.

        Raises:
            FailureError: a part did not finish.
        """


ENGINES: Registry[Engine] = Registry(__name__, "build engine")
