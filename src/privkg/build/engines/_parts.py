"""Parts of the work, which run at the same time and end in any order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(
    submit: Callable[[Sequence[Item]], Callable[[], list[Result]]],
    items: Sequence[Item],
    size: int,
    pending: int,
) -> Iterator[Result]:
    """Yield the results of all items, in order.

    Args:
        submit: starts the work on some items, and returns a function that waits for the results.
        items: all of them.
        size: the number of items of a part.
        pending: the number of parts that are submitted at the same time; the results of more would
            wait in memory for those of an earlier part.
    """
    parts = (items[at : at + size] for at in range(0, len(items), size))
    submitted = deque(map(submit, islice(parts, pending)))
    while submitted:
        yield from submitted.popleft()()
        submitted.extend(map(submit, islice(parts, 1)))


def results(work: Callable[[Sequence[Item]], Iterable[Result]], items: Sequence[Item]) -> list[Result]:
    """Return the results of a part."""
    return list(work(items))
