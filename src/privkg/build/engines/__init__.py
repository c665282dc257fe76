"""Build engines, one module each: where the work on many files is done, and by how many at once.

An engine does nothing but the work that it is given. What needs all pages at once is done after it, by
`build.collect`, so that a build gives the same bytes on every engine.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from privkg.core.registry import Registry

Item = TypeVar("Item")
Result = TypeVar("Result")


class Engine(Protocol):
    """A module of this package.

    Attributes:
        TITLE: where it works, for help and messages.
    """

    TITLE: str

    def run(
        self, work: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item], jobs: int
    ) -> Iterator[Result]:
        """Yield what `work` returns for all items, in their order.

        Args:
            work: takes a part of the items; it and what it returns can be sent to another process.
            items: what is worked on.
            jobs: how many parts may be worked on at once.

        Raises:
            FailureError: a part was not finished.
        """


ENGINES: Registry[Engine] = Registry(__name__, "build engine")
