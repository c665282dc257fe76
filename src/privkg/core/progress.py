"""Progress of long work: functions report their steps, and a caller may show them.

Functions that take long have a parameter `progress`, by default `SILENT`. Only the command line shows
progress, and only on a terminal.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol, TypeVar

Item = TypeVar("Item")

Advance = Callable[[int], object]
"""Receives the number of items that were done since the last call."""


class Progress(Protocol):
    """Receives the steps of long work; steps may contain others."""

    def step(self, name: str, total: int | None = None) -> AbstractContextManager[Advance]:
        """Return a context manager that lasts as long as a step, and yields what counts its items.

        Args:
            name: what is done, such as "reading pages".
            total: the number of items, if it is known; there may turn out to be more.
        """


class _Silent:
    """Ignores all steps."""

    def step(self, name: str, total: int | None = None) -> AbstractContextManager[Advance]:
        return nullcontext(_ignore)


SILENT: Progress = _Silent()
"""The progress of work that nobody follows."""


def followed(
    items: Iterable[Item], progress: Progress, name: str, total: int | None = None
) -> Iterator[Item]:
    """Yield items as one step of progress; each is done when the next one is requested."""
    with progress.step(name, total) as advance:
        for item in items:
            yield item
            advance(1)


def _ignore(count: int) -> None:
    pass
