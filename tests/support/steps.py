"""Records the steps of progress."""

from collections.abc import Iterator
from contextlib import contextmanager

from privkg.core.progress import Advance


class Steps:
    """A progress that records its steps: those that have not ended, the total of each, and its items."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.totals: dict[str, int | None] = {}
        self.done: dict[str, int] = {}

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator[Advance]:
        """Record a step while the block runs."""
        self.open.append(name)
        self.totals[name], self.done[name] = total, 0

        def advance(count: int) -> None:
            self.done[name] += count

        try:
            yield advance
        finally:
            self.open.remove(name)
