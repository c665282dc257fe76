"""Builds a graph in parts, as a cluster does, in this process."""

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TypeVar

import pytest

from privkg import build
from privkg.build import Report, engines

Item = TypeVar("Item")
Result = TypeVar("Result")


class Copying:
    """A session that copies work and results as a cluster does between machines."""

    has_cluster = True

    def run(
        self,
        work: Callable[[Sequence[Item]], Iterable[Result]],
        items: Sequence[Item],
        size: int = engines.FILES,
    ) -> Iterator[Result]:
        """Yield the results of the second of two attempts at each part."""
        for start in range(0, len(items), size):
            sent = pickle.dumps((work, items[start : start + size]))
            attempts = [pickle.dumps(_results(sent)) for _ in range(2)]
            yield from pickle.loads(attempts[-1])


def _results(sent: bytes) -> list[Any]:
    work, items = pickle.loads(sent)
    return list(work(items))


def built(pages: Path, directory: Path) -> Report:
    """Build the graph of some pages in parts, and return the report."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(engines, "started", lambda _: nullcontext(Copying()))
        return build.build([pages], directory)
