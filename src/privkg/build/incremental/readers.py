"""Reads files on a build engine, in parts: in processes of this machine, or on those of a cluster."""

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

from privkg.build import packing, signatures
from privkg.build.engines import ENGINES, Workers
from privkg.build.find import File
from privkg.build.incremental import versions
from privkg.build.packing import PackedOutcome, Started
from privkg.build.read import ReadOptions, read
from privkg.core.errors import FailureError, Place

Outcomes = Iterator[PackedOutcome | Started]


def read_all(files: Sequence[File], options: ReadOptions, workers: Workers) -> Outcomes:
    """Read files on a build engine; yield for each, in order, that it starts, and its outcomes, packed.

    Raises:
        UsageError: the engine is not installed.
        FailureError: the engine did not finish a part of the files.
    """
    engine = ENGINES.load(workers.engine)
    work = partial(_outcomes, options=options)
    if engine.HAS_CLUSTER:
        options = replace(options, cache=None)  # a folder of this machine
        work = partial(
            _outcomes_elsewhere, options=options, folder=Path.cwd(), version=versions.of(options)
        )
    yield from engine.run(work, files, workers)


def _outcomes(files: Sequence[File], options: ReadOptions) -> Outcomes:
    for file in files:
        yield Started(signatures.of(file.path))
        yield from packing.packed(read(file, options), options.base)


def _outcomes_elsewhere(
    files: Sequence[File], options: ReadOptions, folder: Path, version: str
) -> Outcomes:
    """Yield the outcomes of files on another machine, where all must be as on that of the build.

    Args:
        files: the files.
        options: how they are read.
        folder: the folder that relative paths start from.
        version: the version of what a build depends on, where it was started.

    Raises:
        FailureError: the folder or a file is missing here, or the version is another.
    """
    here = platform.node()
    try:
        os.chdir(folder)
        absent = [file.path for file in files if not os.path.lexists(file.path)]
    except OSError:
        absent = [folder]
    if absent:
        message = f"not on {here}; each machine needs all files at the same paths"
        raise FailureError(message, Place(file=str(absent[0])))
    if _version(options) != version:
        raise FailureError(
            f"{here} has another Python, privkg or library, or other records, links or mappings, so it"
            " may read pages differently; install the same on each machine"
        )
    yield from _outcomes(files, options)


@lru_cache(maxsize=1)
def _version(options: ReadOptions) -> str:
    return versions.of(options)
