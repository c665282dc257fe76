"""Disturbs a build at chosen steps of one of its phases; prints the faults.

Run as `python tests/support/phases.py PHASE FAULT FOLDER SHARE… [-- OPTION…]`. A step is a call or a
return in the phase, and a share the step's number as a share of all. The folder has pages in `pages` and
in `more`: the build of both is disturbed, in the place of the graph of the first.

The process opens no graph: it forks, and the engine's threads would not exist in its children.
"""

import functools
import importlib
import mmap
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import disks
from commands import Result
from forked import tried
from privkg.build import check, indexing, read, spool
from privkg.build.draft import draft
from privkg.build.incremental.state import State
from privkg.build.read import ReadOptions
from privkg.check.shapes import shapes
from privkg.store import generations, loading

PHASES: dict[str, tuple[Any, str]] = {
    "state": (State, "copy"),
    "read": (read, "_read"),
    "spool": (spool.Spool, "put"),
    "write": (generations.NewGeneration, "write"),
    "load": (loading._Loader, "finish"),
    "check": (check, "check_build"),
    "index": (indexing, "write"),
    "finish": (generations.NewGeneration, "finish"),
    "publish": (generations.NewGeneration, "publish"),
}
"""The phases of a build, each with the function that it consists of."""


class Steps:
    """Counts the steps of a phase, over all calls of its function; acts before one of them."""

    def __init__(self, number: int = 0, act: Callable[[], None] = lambda: None) -> None:
        self._count, self._number, self._act = 0, number, act
        self._shared = mmap.mmap(-1, 8)

    @property
    def count(self) -> int:
        """The number of steps, also of those in a forked process."""
        return int.from_bytes(self._shared[:], "big")

    def within(self, owner: Any, name: str) -> None:
        """Count the steps within a function of a module or a class."""
        function = getattr(owner, name)

        @functools.wraps(function)
        def counted(*args: Any, **options: Any) -> Any:
            sys.setprofile(self._step)
            try:
                return function(*args, **options)
            finally:
                sys.setprofile(None)
                self._shared[:] = self._count.to_bytes(8, "big")

        setattr(owner, name, counted)

    def _step(self, *_: object) -> None:
        self._count += 1
        if self._count == self._number:
            sys.setprofile(None)
            self._act()


class Builds:
    """Builds in a folder, each of which finds the graph of its first pages there."""

    def __init__(self, folder: Path, phase: str, options: Sequence[str]) -> None:
        self._folder, self._phase, self._options = folder, phase, options
        self._graph, self._kept = folder / "graph", folder / "kept"
        self.build("pages")
        self._old, steps = self.written(), Steps()
        self._graph.rename(self._kept)
        self.restore()
        self.build("pages", "more", first=lambda: steps.within(*PHASES[phase]))
        self._new, self.steps = self.written(), steps.count

    def restore(self) -> None:
        """Put the graph of the first pages in its place, and forget all that later builds wrote."""
        for folder in (self._graph, self._folder / "cache"):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._kept, self._graph)

    def build(self, *folders: str, first: Callable[[], None] = lambda: None) -> Result:
        """Build the graph of some folders in a forked process, which calls `first` before."""
        places = ("--graph", str(self._graph), "--cache", str(self._folder / "cache"))
        arguments = ["build", *(str(self._folder / each) for each in folders), *places, *self._options]

        def begin() -> None:
            tempfile.tempdir = str(self._folder)  # what a build spools is on the disk of the graph
            first()

        return tried(arguments, begin)

    def written(self) -> bytes:
        """Return the manifest of the graph."""
        name = (self._graph / "CURRENT").read_text(encoding="utf-8").strip()
        return (self._graph / name / "manifest.json").read_bytes()

    def killed(self, number: int) -> Iterator[str]:
        """Kill a build before a step; yield the faults."""
        kill = functools.partial(signal.raise_signal, signal.SIGKILL)
        done = self._disturbed(number, kill)
        if done.code != -signal.SIGKILL:
            yield f"was not killed: {done}"
        yield from self._left()

    def full(self, number: int) -> Iterator[str]:
        """Fill the disk before a step of a build; yield the faults."""
        ballast = self._folder / "ballast"
        done = self._disturbed(number, lambda: disks.fill(ballast))
        ballast.unlink()
        is_done = done.code == 0 and self.written() == self._new  # nothing was left to be written
        words = r"privkg: .*: (No space left .*|database or disk is full)\n"
        is_reported = done.code == 3 and re.fullmatch(words, done.stderr)
        if not (is_done or is_reported):
            yield f"is not reported: {done}"
        yield from self._left()

    def _disturbed(self, number: int, act: Callable[[], None]) -> Result:
        self.restore()
        steps = Steps(number, act)
        return self.build("pages", "more", first=lambda: steps.within(*PHASES[self._phase]))

    def _left(self) -> Iterator[str]:
        """Yield what is wrong with the graph, and then with that of the next build."""
        whole = tried(["verify", "--graph", str(self._graph)])
        if whole.code or self.written() not in (self._old, self._new):
            yield f"the graph is neither the old nor the new one: {whole}"
        done = self.build("pages", "more")
        if done.code or self.written() != self._new:
            yield f"the next build has another graph: {done}"
        files = sorted(path.name.partition("-")[0] for path in self._graph.iterdir())
        if files != ["CURRENT", "gen", "lock"]:
            yield f"the next build leaves {files}"


def _prepare(folder: Path) -> None:
    """Import and read once what each forked process needs."""
    for name in ("cli.build", "cli.verify", "check.shapes.pyshacl_report"):
        importlib.import_module(f"privkg.{name}")
    draft([folder / "pages"], ReadOptions())
    shapes.load_packaged()


def main() -> None:
    """Print a line for each fault, then the number of disturbed builds."""
    words, options = sys.argv[1:], list[str]()
    if "--" in words:
        words, options = words[: words.index("--")], words[words.index("--") + 1 :]
    phase, fault, folder, *shares = words
    _prepare(Path(folder))
    builds = Builds(Path(folder), phase, options)
    disturbed = {"kill": builds.killed, "full": builds.full}[fault]
    for share in map(float, shares):
        number = 1 + int(share * builds.steps)
        for found in disturbed(number):
            sys.stdout.write(f"step {number} of {builds.steps}: {found}\n")
    sys.stdout.write(f"{len(shares)}\n")


if __name__ == "__main__":
    main()
