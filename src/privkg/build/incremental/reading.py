"""Reads the files that a former build did not read, or that may have changed since."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from privkg.build.engines import Session
from privkg.build.find import File
from privkg.build.incremental import readers
from privkg.build.incremental.readers import OutcomesOfHeads
from privkg.build.incremental.records import Other
from privkg.build.incremental.state import State
from privkg.build.packing import PackedOutcome, PackedPage, PageHead, Started
from privkg.build.pages import Rejected
from privkg.build.read import ReadOptions


def outcomes(
    files: Sequence[File],
    options: ReadOptions,
    session: Session,
    folder: Path | None,
    former: State,
    state: State,
) -> Iterator[PackedOutcome | PageHead]:
    """Yield the outcomes of files, in order; those of unchanged files are in the former state.

    Args:
        files: the files.
        options: how they are read.
        session: the engine that reads.
        folder: the folder that a cluster writes the bodies of pages to.
        former: the state of the former build.
        state: that of this build, a copy of the former; it is brought up to date.

    Raises:
        UsageError, FailureError: as for `read_all`.
    """
    state.forget_others(files)
    known = former.outcomes(files)
    others = [file for file in files if file not in known]
    fresh = _Files(readers.read_all(others, options, session, folder))
    for file in files:
        if file in known:
            yield from known.pop(file)
        else:
            state.forget(file)
            yield from _recorded(file, fresh, state)


class _Files:
    """The outcomes of several files, one file after the other."""

    def __init__(self, outcomes: OutcomesOfHeads) -> None:
        self._outcomes = outcomes
        self._next = next(outcomes, None)

    def signature(self) -> str:
        """Return the signature of the next file, whose outcomes follow."""
        started = self._next
        assert isinstance(started, Started)  # noqa: S101
        self._next = next(self._outcomes, None)
        return started.signature

    def outcomes(self) -> Iterator[PackedOutcome | PageHead]:
        """Yield the outcomes of the file."""
        while self._next is not None and not isinstance(self._next, Started):
            yield self._next
            self._next = next(self._outcomes, None)


def _recorded(file: File, fresh: _Files, state: State) -> Iterator[PackedOutcome | PageHead]:
    """Yield the outcomes of the next file, and add them to the state."""
    signature = fresh.signature()
    others: list[tuple[int, Other]] = []
    for number, outcome in enumerate(fresh.outcomes()):
        if isinstance(outcome, PackedPage):
            yield PackedPage(state.put_page(file, number, outcome.head), outcome.body)
        elif isinstance(outcome, PageHead):
            yield state.put_page(file, number, outcome)
        else:
            others.append((number, outcome))
            yield outcome
    # What was rejected is read again: the reason may have been a limit of time.
    is_rejected = any(isinstance(outcome, Rejected) for _, outcome in others)
    state.put_file(file, "" if is_rejected else signature, others)
