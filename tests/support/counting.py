"""Counts what a piece of work does, so that tests see how it grows and need no clock."""

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any


def calls(work: Callable[[], object]) -> int:
    """Return how many calls of functions a piece of work makes, those written in C too."""
    count = 0

    def note(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def growth(work: Callable[[int], object], size: int) -> float:
    """Return by how much more work grows from twice a size to three times than from once to twice.

    It is 1 for work that grows as its input does, and 5/3 for work that grows with the square.
    """
    work(size)  # what is made once and kept is made before anything is counted
    once, twice, thrice = (calls(partial(work, size * times)) for times in (1, 2, 3))
    return (thrice - twice) / (twice - once)
