"""A line for each step of progress: name, bar, count, rate and time. It imports rich."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from rich import progress
from rich.text import Text

from privkg.cli import _console
from privkg.core.progress import Advance


class Bars:
    """Draws a line for each step that has not ended; a step within another is below it."""

    def __init__(self, lines: progress.Progress) -> None:
        self._lines = lines

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator[Advance]:
        """Draw the line of a step while the block runs, and yield what counts its items."""
        line, done = self._lines.add_task(name, total=total), 0

        def advance(count: int) -> None:
            nonlocal line, done
            is_first_beyond = total is not None and done <= total < done + count
            done += count
            if is_first_beyond:  # rich cannot take the total from a line
                self._lines.remove_task(line)
                line = self._lines.add_task(name, total=None, completed=done)
            else:
                self._lines.advance(line, count)

        try:
            yield advance
        finally:
            self._lines.remove_task(line)


@contextmanager
def shown() -> Iterator[Bars]:
    """Draw steps below the last line of the terminal while the block runs, then erase them."""
    with progress.Progress(
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        _Count(),
        _Rate(),
        _Time(),
        console=_console.console(is_error=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as lines:
        yield Bars(lines)


class _Count(progress.ProgressColumn):
    """The number of items done, of all if that is known."""

    def render(self, task: progress.Task) -> Text:
        done = f"{task.completed:,.0f}"
        if task.total is None:
            return Text(done if task.completed else "")
        return Text(f"{done}/{task.total:,.0f}")


class _Rate(progress.ProgressColumn):
    """The number of items done in a second."""

    def render(self, task: progress.Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


class _Time(progress.ProgressColumn):
    """The time that remains, or the time since the start if that is unknown."""

    max_refresh = 0.5  # seconds, so that estimates can be read

    def render(self, task: progress.Task) -> Text:
        if task.time_remaining is not None:
            return Text(f"{_clock(task.time_remaining)} left")
        return Text(_clock(task.elapsed or 0))


def _clock(seconds: float) -> str:
    return str(datetime.timedelta(seconds=int(seconds)))
