"""Counts function calls, so that tests can measure growth without a clock."""

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any


def calls(work: Callable[[], object]) -> int:
    """Return how many functions a piece of work calls, C functions included."""
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
    """Return the growth in calls from size 2n to 3n, relative to the growth from n to 2n.

    It is 1 for linear work, and 5/3 for quadratic work.
    """
    work(size)  # fill caches before counting
    once, twice, thrice = (calls(partial(work, size * times)) for times in (1, 2, 3))
    return (thrice - twice) / (twice - once)
