"""All inputs tried: made by some processes, each in a process of its own, and counted."""

import argparse
import fcntl
import gc
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import struct
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import IO

from fuzz import files, folders, remote, running, samples, watch, words
from fuzz.samples import Samples
from fuzz.trial import Kind
from privkg.cli import VERBS
from privkg.store import confinement

KINDS = {kind.name: kind for kind in (*files.KINDS, *folders.KINDS, *words.KINDS, *remote.KINDS)}
_LAZY = (
    *(
        "privkg.build.check",
        "privkg.publish.site.folder",
        "privkg.publish.versions.seal",
        "privkg.publish.push",
        "pyshacl",
    ),
    *(
        "privkg.query.ask",
        "privkg.link.table",
        "privkg.link.decide",
        "privkg.export.write",
        "rdflib",
    ),
    *(
        "privkg.cli._page",
        "privkg.cli._console",
        "privkg.check.rulebook",
        "privkg.publish.versions.diff",
        "privkg.query.charts",
    ),
)
"""What commands import when they run; imported once, before any process is forked."""
_UP = 0x1
_SET_FLAGS = 0x8914  # of an interface, as <linux/sockios.h> has it

Task = tuple[Kind, int]


@dataclass(slots=True)
class Tally:
    """What became of the inputs of each kind."""

    tried: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)

    def lines(self) -> Iterator[str]:
        """Yield a table of all kinds."""
        yield f"{'kind':<16}{'tried':>8}{'held':>8}{'seconds':>9}"
        for name in (*self.tried, "all"):
            of = [[name], self.tried][name == "all"]
            sums = [
                sum(counted[each] for each in of) for counted in (self.tried, self.held, self.seconds)
            ]
            yield f"{name:<16}{sums[0]:>8}{sums[1]:>8}{sums[2]:>9.0f}"


def main() -> int:
    """Try all inputs that are asked for; return 1 if one of them did harm."""
    asked = _asked()
    for name in (*(f"privkg.cli.{verb}" for verb in VERBS.names()), *_LAZY):
        importlib.import_module(name)
    tasks = list(_tasks(asked))
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        good = samples.make(Path(name))
        before = {path: path.lstat().st_mtime_ns for path in good.files()}
        gc.collect()
        gc.freeze()  # what is forked shares it
        tally, failures = _run(tasks, asked, good, Path(name))
        if before != {path: path.lstat().st_mtime_ns for path in good.files()}:
            failures.append("the samples were changed")
            print(failures[-1])
    print("\n".join(tally.lines()))
    print(f"seed {asked.seed}: {len(failures)} failures in {sum(tally.tried.values())} inputs")
    return 1 if failures else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description="Try broken inputs.")
    parser.add_argument("--seed", default="1", help="what all inputs are made from")
    parser.add_argument("--kind", action="append", choices=sorted(KINDS), help="only these kinds")
    parser.add_argument("--only", type=int, help="only the input of this number")
    parser.add_argument("--each", type=int, help="how many of each kind")
    parser.add_argument("--jobs", type=int, default=2, help="how many are tried at once")
    parser.add_argument("--keep", type=Path, help="a new folder for the inputs, which are not removed")
    return parser.parse_args()


def _tasks(asked: argparse.Namespace) -> Iterator[Task]:
    for kind in KINDS.values():
        if not asked.kind or kind.name in asked.kind:
            numbers = range(asked.each or kind.count) if asked.only is None else [asked.only]
            yield from ((kind, number) for number in numbers)


def _run(
    tasks: Sequence[Task], asked: argparse.Namespace, good: Samples, folder: Path
) -> tuple[Tally, list[str]]:
    """Try inputs in some processes, and print each failure as it comes."""
    tally, failures = Tally(), list[str]()
    drivers = [_Driver(tasks[n :: asked.jobs], asked, good, folder / f"{n}") for n in range(asked.jobs)]
    try:
        with suppress(KeyboardInterrupt):  # the table is of what was tried until then
            for name, number, seconds, problem in _told(drivers):
                tally.tried[name] += 1
                tally.seconds[name] += seconds  # type: ignore[assignment]  # a counter of seconds
                tally.held[name] += not problem
                if problem:
                    failures.append(problem)
                    repeat = f"python -m fuzz --seed {asked.seed} --kind {name} --only {number}"
                    print(f"{name} {number}: {problem}\n    {repeat}", flush=True)
    finally:
        for driver in drivers:
            driver.end()
    if sum(tally.tried.values()) < len(tasks):
        failures.append("not all inputs were tried")
    return tally, failures


def _told(drivers: Sequence["_Driver"]) -> Iterator[tuple[str, int, float, str]]:
    """Yield what the drivers tell, a line for each input, until all have ended."""
    with selectors.DefaultSelector() as selector:
        for driver in drivers:
            selector.register(driver.told, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select():
                line = key.fileobj.readline()  # type: ignore[union-attr]
                if line:
                    yield json.loads(line)
                else:
                    selector.unregister(key.fileobj)


class _Driver:
    """A process that makes inputs, one after another, and has each tried in a process of its own."""

    def __init__(
        self, tasks: Sequence[Task], asked: argparse.Namespace, good: Samples, folder: Path
    ) -> None:
        reading, writing = os.pipe()
        self._process = os.fork()
        if self._process:
            os.close(writing)
            self.told = os.fdopen(reading, "rb", buffering=0)
            return
        try:
            os.close(reading)
            _be_apart()
            with os.fdopen(writing, "w", encoding="utf-8") as told:
                _drive(tasks, asked, good, folder, told)
            os._exit(0)
        finally:
            os._exit(1)

    def end(self) -> None:
        """End it, if it has not ended."""
        os.kill(self._process, signal.SIGTERM)
        os.waitpid(self._process, 0)
        self.told.close()


def _be_apart() -> None:
    """Leave the network but for one's own loopback, where the kernel allows it."""
    running.adopt()
    confinement.leave_network()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        name = b"lo".ljust(16, b"\0")
        with suppress(OSError):  # where it is not ours to set, it is up
            fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sH14x", name, _UP))


def _drive(
    tasks: Sequence[Task], asked: argparse.Namespace, good: Samples, folder: Path, told: IO[str]
) -> None:
    for kind, number in tasks:
        start = time.monotonic()
        room = (asked.keep or folder) / kind.name / str(number) / "a" / "b"
        room.mkdir(parents=True)
        watch.furnish(room)
        try:
            trial = kind.make(Random(f"{asked.seed}:{kind.name}:{number}"), room, good)
            problem = running.problem(trial, room, kind.seconds)
        except Exception as error:
            problem = f"the battery failed: {type(error).__name__}: {error}"
        line = json.dumps([kind.name, number, time.monotonic() - start, problem])
        print(line, file=told, flush=True)
        if not asked.keep:
            _remove(room.parent.parent)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
