"""What a command shows on a terminal while it works, and how long it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from privkg.cli import _options
from privkg.core.progress import SILENT, Progress

_MINUTE, _HOUR = 60, 3600


class Display:
    """The progress of a command, shown if standard error is a terminal and the command is not quiet."""

    def __init__(self, *, is_quiet: bool) -> None:
        self._is_shown = sys.stderr.isatty() and not is_quiet
        self._start = time.monotonic()

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Yield a progress whose steps are shown while the block runs; nothing may be printed in it."""
        if not self._is_shown:
            yield SILENT
            return
        from privkg.cli import _bars

        with _bars.shown() as progress:
            yield progress

    def end(self) -> None:
        """Print how long the command took; not in a pipe, so that equal runs print equal bytes."""
        if self._is_shown:
            _options.note(f"took {_duration(time.monotonic() - self._start)}")


def _duration(seconds: float) -> str:
    """Return a duration such as "1.5 s", "2 min 5 s" or "1 h 2 min"."""
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{seconds:.1f} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"
