"""The local engine: runs in this process, or in several processes if there are many items."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from privkg.build.engines import FILES, HERE, Session, Workers, _parts
from privkg.store import processes

TITLE = "this machine"
HAS_CLUSTER = False

Item = TypeVar("Item")
Result = TypeVar("Result")

_WORTH_A_PROCESS = 200
_PENDING = 4
"""Parts for each process."""


@contextmanager
def started(workers: Workers) -> Iterator[Session]:
    """Yield a session, given the number of its processes."""
    yield _Local(workers.jobs)


class _Local:
    """A session of processes that are started for each run."""

    has_cluster = HAS_CLUSTER

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs

    def run(
        self,
        work: Callable[[Sequence[Item]], Iterable[Result]],
        items: Sequence[Item],
        size: int = FILES,
    ) -> Iterator[Result]:
        """Yield the results of `work` for all items, in order; a few items are run in this process.

        Raises:
            FailureError: one of the processes was killed.
        """
        if self._jobs == 1 or len(items) < _WORTH_A_PROCESS:
            return HERE.run(work, items)
        return _in_processes(work, items, size, self._jobs)


def _in_processes(
    work: Callable[[Sequence[Item]], Iterable[Result]], items: Sequence[Item], size: int, jobs: int
) -> Iterator[Result]:
    with processes.pool(jobs, "reads pages") as pool:

        def submitted(part: Sequence[Item]) -> Callable[[], list[Result]]:
            return pool.submit(partial(_parts.results, work), part).result

        # Not `map`: it cancels pending parts on an error, and a broken pool then raises another.
        yield from _parts.in_order(submitted, items, size, _PENDING * jobs)
