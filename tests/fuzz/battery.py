"""The driver of the fuzzer: processes make inputs, try each in a child process, and report results."""

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
"""Modules that commands import when they run; imported here once, before any process is forked."""
_UP = 0x1
_SET_FLAGS = 0x8914  # of an interface, as <linux/sockios.h> has it

Task = tuple[Kind, int]


@dataclass(slots=True)
class Tally:
    """The results by kind of input: inputs tried, inputs without a failure, and seconds."""

    tried: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)

    def lines(self) -> Iterator[str]:
        """Yield the lines of a table, one for each kind."""
        yield f"{'kind':<16}{'tried':>8}{'held':>8}{'seconds':>9}"
        for name in (*self.tried, "all"):
            of = [[name], self.tried][name == "all"]
            sums = [
                sum(counted[each] for each in of) for counted in (self.tried, self.held, self.seconds)
            ]
            yield f"{name:<16}{sums[0]:>8}{sums[1]:>8}{sums[2]:>9.0f}"


def main() -> int:
    """Try the selected inputs; return 1 if one of them failed."""
    options = _options()
    for name in (*(f"privkg.cli.{verb}" for verb in VERBS.names()), *_LAZY):
        importlib.import_module(name)
    tasks = list(_tasks(options))
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        good = samples.make(Path(name))
        before = {path: path.lstat().st_mtime_ns for path in good.files()}
        gc.collect()
        gc.freeze()  # forked processes share these objects instead of copying their pages
        tally, failures = _run(tasks, options, good, Path(name))
        if before != {path: path.lstat().st_mtime_ns for path in good.files()}:
            failures.append("the samples were changed")
            print(failures[-1])
    print("\n".join(tally.lines()))
    print(f"seed {options.seed}: {len(failures)} failures in {sum(tally.tried.values())} inputs")
    return 1 if failures else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description="Try broken inputs.")
    parser.add_argument("--seed", default="1", help="the seed of all inputs")
    parser.add_argument("--kind", action="append", choices=sorted(KINDS), help="only these kinds")
    parser.add_argument("--only", type=int, help="only the input with this number")
    parser.add_argument("--each", type=int, help="the number of inputs of each kind")
    parser.add_argument("--jobs", type=int, default=2, help="the number of processes")
    parser.add_argument("--keep", type=Path, help="a new folder in which all inputs are kept")
    return parser.parse_args()


def _tasks(options: argparse.Namespace) -> Iterator[Task]:
    for kind in KINDS.values():
        if not options.kind or kind.name in options.kind:
            numbers = range(options.each or kind.count) if options.only is None else [options.only]
            yield from ((kind, number) for number in numbers)


def _run(
    tasks: Sequence[Task], options: argparse.Namespace, good: Samples, folder: Path
) -> tuple[Tally, list[str]]:
    """Try inputs in several processes, and print each failure at once."""
    tally, failures = Tally(), list[str]()
    count = options.jobs
    drivers = [_Driver(tasks[n::count], options, good, folder / f"{n}") for n in range(count)]
    try:
        with suppress(KeyboardInterrupt):  # after Ctrl-C the table has the inputs tried so far
            for name, number, seconds, problem in _results(drivers):
                tally.tried[name] += 1
                tally.seconds[name] += seconds  # type: ignore[assignment]  # a counter of seconds
                tally.held[name] += not problem
                if problem:
                    failures.append(problem)
                    repeat = f"python -m fuzz --seed {options.seed} --kind {name} --only {number}"
                    print(f"{name} {number}: {problem}\n    {repeat}", flush=True)
    finally:
        for driver in drivers:
            driver.end()
    if sum(tally.tried.values()) < len(tasks):
        failures.append("not all inputs were tried")
    return tally, failures


def _results(drivers: Sequence["_Driver"]) -> Iterator[tuple[str, int, float, str]]:
    """Yield the results of all drivers, one for each input, until the drivers have ended."""
    with selectors.DefaultSelector() as selector:
        for driver in drivers:
            selector.register(driver.results, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select():
                line = key.fileobj.readline()  # type: ignore[union-attr]
                if line:
                    yield json.loads(line)
                else:
                    selector.unregister(key.fileobj)


class _Driver:
    """A process that makes inputs, one after another, and tries each in a child process."""

    def __init__(
        self, tasks: Sequence[Task], options: argparse.Namespace, good: Samples, folder: Path
    ) -> None:
        reading, writing = os.pipe()
        self._process = os.fork()
        if self._process:
            os.close(writing)
            self.results = os.fdopen(reading, "rb", buffering=0)
            return
        try:
            os.close(reading)
            _isolate()
            with os.fdopen(writing, "w", encoding="utf-8") as results:
                _drive(tasks, options, good, folder, results)
            os._exit(0)
        finally:
            os._exit(1)

    def end(self) -> None:
        """End the process, if it has not ended."""
        os.kill(self._process, signal.SIGTERM)
        os.waitpid(self._process, 0)
        self.results.close()


def _isolate() -> None:
    """Enter a network namespace with nothing but a loopback interface, where the kernel allows it."""
    running.adopt()
    confinement.leave_network()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        name = b"lo".ljust(16, b"\0")
        with suppress(OSError):  # without a namespace of our own, the interface is up already
            fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sH14x", name, _UP))


def _drive(
    tasks: Sequence[Task], options: argparse.Namespace, good: Samples, folder: Path, results: IO[str]
) -> None:
    for kind, number in tasks:
        start = time.monotonic()
        room = (options.keep or folder) / kind.name / str(number) / "a" / "b"
        room.mkdir(parents=True)
        watch.furnish(room)
        try:
            trial = kind.make(Random(f"{options.seed}:{kind.name}:{number}"), room, good)
            problem = running.problem(trial, room, kind.seconds)
        except Exception as error:
            problem = f"the fuzzer failed: {type(error).__name__}: {error}"
        line = json.dumps([kind.name, number, time.monotonic() - start, problem])
        print(line, file=results, flush=True)
        if not options.keep:
            _remove(room.parent.parent)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
