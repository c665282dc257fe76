"""How long an endpoint is waited for, how much of its answer is taken, how often it is asked."""

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request may take.

    `seconds` is for the whole of it, tries and pauses included; `answer_bytes` is counted after
    decompression, `answer_rows` are those of one query; `tries` is how often an endpoint that is busy
    or down is asked.
    """

    seconds: float = 60.0
    answer_bytes: int = 64 * 1024**2
    answer_rows: int = 1_000_000
    tries: int = 4


class Deadline:
    """A moment after which nothing is waited for."""

    def __init__(self, seconds: float) -> None:
        self._moment = time.monotonic() + seconds

    def left(self) -> float:
        """Return how many seconds are left, always more than 0.

        Raises:
            TimeoutError: none are.
        """
        left = self._moment - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def allows(self, seconds: float) -> bool:
        """Return whether something is left after so many seconds."""
        return time.monotonic() + seconds < self._moment
