"""Limits of requests: time, size and attempts."""

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of one request.

    `seconds` includes all attempts and pauses; `answer_bytes` is counted after decompression;
    `answer_rows` is per query; `tries` is the number of attempts if the endpoint is busy or down.
    """

    seconds: float = 60.0
    answer_bytes: int = 64 * 1024**2
    answer_rows: int = 1_000_000
    tries: int = 4


class Deadline:
    """A point in time on the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self._moment = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left, always more than 0.

        Raises:
            TimeoutError: the deadline has passed.
        """
        left = self._moment - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def allows(self, seconds: float) -> bool:
        """Return whether the deadline is later than `seconds` from now."""
        return time.monotonic() + seconds < self._moment
