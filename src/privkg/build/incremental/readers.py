"""Reads files on a build engine, in parts: in processes of this machine, or on those of a cluster."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from privkg.build import packing, signatures, spool
from privkg.build.engines import Session
from privkg.build.find import File
from privkg.build.incremental.elsewhere import Origin
from privkg.build.packing import PackedOutcome, PackedPage, PageHead, Started
from privkg.build.read import ReadOptions, read

Outcomes = Iterator[PackedOutcome | Started]
OutcomesOfHeads = Iterator[PackedOutcome | PageHead | Started]


def read_all(
    files: Sequence[File], options: ReadOptions, session: Session, folder: Path | None
) -> OutcomesOfHeads:
    """Read files on a build engine; yield for each, in order, that it starts, and its outcomes, packed.

    Args:
        files: the files.
        options: how they are read.
        session: the engine.
        folder: the folder that a cluster writes the bodies of pages to, and yields only their heads.

    Raises:
        UsageError: the engine is not installed.
        FailureError: the engine did not finish a part of the files.
    """
    if not session.has_cluster:
        yield from session.run(partial(_outcomes, options=options), files)
        return
    assert folder  # noqa: S101
    work = partial(_outcomes_elsewhere, origin=Origin.of(options), folder=folder)
    yield from session.run(work, files)


def _outcomes(files: Sequence[File], options: ReadOptions) -> Outcomes:
    for file in files:
        yield Started(signatures.of(file.path))
        yield from packing.packed(read(file, options), options.base)


def _outcomes_elsewhere(files: Sequence[File], origin: Origin, folder: Path) -> OutcomesOfHeads:
    """Yield the outcomes of files on another machine, once the bodies of pages are written."""
    origin.enter((folder, *(file.path for file in files if isinstance(file.path, Path))))
    named = hashlib.sha256(b"\0".join(file.key for file in files)).hexdigest()
    with spool.writing(folder, named) as bodies:
        for outcome in _outcomes(files, origin.options):
            if isinstance(outcome, PackedPage):
                yield replace(outcome.head, body=bodies.put(outcome.body))
            else:
                yield outcome
