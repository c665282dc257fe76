"""Interrupts commands with signals in the middle of their work, and checks the files they leave.

A command runs in a separate folder with copies of its input files. It is interrupted once or several
times; then it runs to its end, and its output and files are compared with an uninterrupted run.
"""

import hashlib
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph

from commands import Result, run
from graph_stores import GraphServer
from privkg.core.files import parts
from privkg.store import seal
from processes import PATIENCE_SECONDS, catches, of_session, started, used_seconds, wait_until

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
CODES = {signal.SIGKILL: -9, signal.SIGTERM: 143, signal.SIGINT: 130}
INTERRUPTED = "privkg: interrupted"
_GENERATION = re.compile(r"gen-\d{6}")
_SURVIVAL_SECONDS = 5.0
_PAUSE_SECONDS = 0.003
_LAST = 0.9
"""The latest moment of an interruption, as a fraction of the run."""

State = dict[str, bytes]
"""The content of each file by its relative path; the engine's store is represented by its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command, and the files and folders that it uses.

    `is_served`: a server stores its graph. `repeats_output`: a run after an interruption prints the
    output of an uninterrupted run.
    """

    arguments: tuple[str, ...]
    uses: tuple[str, ...] = ("graph",)
    is_served: bool = False
    repeats_output: bool = True


@dataclass(frozen=True, slots=True)
class End:
    """The result of an interrupted command, and the faults found in it."""

    result: Result
    is_in_time: bool
    faults: tuple[str, ...]


@dataclass(slots=True)
class Kills:
    """Counts of interrupted commands by outcome (held, ended before the signal, failed), and faults."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


class Trials:
    """Runs of one command, each in a fresh folder below `place`."""

    def __init__(self, command: Command, base: Path, place: Path, server: GraphServer) -> None:
        self._command, self._base, self._place, self._server = command, base, place, server
        self._before = _state(self._fresh(), server)
        self._result, self._seconds = self._run()
        self._after = _state(self._here, server)

    def measure(self) -> list[str]:
        """Run uninterrupted once more; return the differences from the first run."""
        self._fresh()
        result, seconds = self._run()
        self._seconds = min(self._seconds, seconds)
        return list(self._differences(result, is_same=True))

    def moments(self, number: signal.Signals, count: int) -> list[float]:
        """Return moments spread over the run, the same each time.

        A moment is the processor time used until then, which depends little on the load of the machine.
        """
        chance = random.Random(f"{self._command.arguments} {number.name}")
        return [(each + chance.random()) / count * self._seconds * _LAST for each in range(count)]

    def kill(self, ends: Sequence[tuple[signal.Signals, float]]) -> Kills:
        """Interrupt the command at some moments, one after another in one folder, then let it finish."""
        self._fresh()
        kills = Kills()
        for number, moment in ends:
            end = self._end(number, moment)
            faults = [*end.faults, *self._half_done()]
            kills.faults += (f"{number.name} at {moment:.2f} s: {fault}" for fault in faults)
            kills.counts["failed" if faults else "held" if end.is_in_time else "ended"] += 1
        is_same = self._command.repeats_output
        differences = self._differences(self._run()[0], is_same=is_same)
        kills.faults += (f"run again: {fault}" for fault in differences)
        return kills

    @property
    def _here(self) -> Path:
        return self._place / "here"

    def _fresh(self) -> Path:
        shutil.rmtree(self._here, ignore_errors=True)
        (self._here / "tmp").mkdir(parents=True)
        for name in self._command.uses:
            if (self._base / name).is_dir():
                shutil.copytree(self._base / name, self._here / name)
            else:
                shutil.copy2(self._base / name, self._here / name)
        self._server.store = pyoxigraph.Store()
        if self._command.is_served:
            (text,) = self._base.glob("graph.nq")
            self._server.store.load(path=text, format=pyoxigraph.RdfFormat.N_QUADS)
        return self._here

    def _start(self) -> subprocess.Popen[str]:
        words = [word.replace("URL", self._server.url) for word in self._command.arguments]
        own = {"PRIVKG_GRAPH": "graph", "PRIVKG_CACHE": "cache", "TMPDIR": "tmp"}
        with (self._place / "out").open("w") as out, (self._place / "err").open("w") as err:
            return started(
                *words,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd=self._here,
                env={**os.environ, **own},
                start_new_session=True,
            )

    def _printed(self, code: int) -> Result:
        out, err = (self._place / name for name in ("out", "err"))
        return Result(code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))

    def _run(self) -> tuple[Result, float]:
        """Return the result of an uninterrupted run, and the processor time that it used."""
        with self._start() as command:
            _, status, used = os.wait4(command.pid, 0)
            command.returncode = os.waitstatus_to_exitcode(status)
        return self._printed(command.returncode), used.ru_utime + used.ru_stime

    def _end(self, number: signal.Signals, moment: float) -> End:
        with self._start() as command:
            while command.poll() is None and used_seconds(command.pid) < moment:
                time.sleep(_PAUSE_SECONDS)
            is_ready = command.returncode is not None or catches(command.pid, signal.SIGTERM)
            command.send_signal(number)
            code = _waited(command)
            result = self._printed(code)
            is_finished = wait_until(lambda: not of_session(command.pid), _SURVIVAL_SECONDS)
        survivors = () if is_finished else (f"processes {of_session(command.pid)} are left",)
        is_in_time = result.code != self._result.code or result.code == CODES[number]
        faults = self._wrong(number, result, is_ready) if is_in_time else ()
        return End(result, is_in_time, (*faults, *survivors))

    def _wrong(self, number: signal.Signals, result: Result, is_ready: bool) -> Iterator[str]:
        """Yield faults in the reported interruption; during startup Python itself reports it."""
        if number == signal.SIGKILL or (not is_ready and result.code in (-number, 1)):
            return
        if result.code != CODES[number]:
            yield f"code {result.code} and not {CODES[number]}: {result.stderr[-2000:]}"
        usual = set(self._result.stderr.splitlines())
        printed = [line for line in result.stderr.splitlines() if line not in usual]
        if not (len(printed) == 1 and printed[0].startswith(INTERRUPTED)) and is_ready:
            yield f"printed {result.stderr[-2000:]!r}"

    def _half_done(self) -> Iterator[str]:
        """Yield each file whose content is neither that before the command nor that after it."""
        there = _state(self._here, self._server)
        for name, content in there.items():
            if _is_unfinished(name):
                continue
            whole = (self._before.get(name), self._after.get(name))
            if name.endswith("pushed.jsonl"):  # a line for each graph that was pushed
                whole = (content if (whole[1] or b"").startswith(content) else None, None)
            if content not in whole:
                yield f"{name} is half-written, or does not belong there"
        is_moved = any("/former/" in name for name in there)
        for name in self._before.keys() & self._after.keys() - there.keys():
            if not is_moved:
                yield f"{name} is gone"

    def _differences(self, result: Result, *, is_same: bool) -> Iterator[str]:
        if is_same and result != self._result:
            yield f"{result} is not {self._result}"
        after = _state(self._here, self._server)
        for name in sorted(after.keys() ^ self._after.keys()):
            yield f"{name} is {'left' if name in after else 'missing'}"
        yield from (
            f"{n} differs" for n in after.keys() & self._after.keys() if after[n] != self._after[n]
        )
        if (self._here / "graph" / "CURRENT").exists():
            verified = run("verify", graph=self._here / "graph")
            if verified.code:
                yield f"the graph: {verified.stderr}"


def _waited(command: subprocess.Popen[str]) -> int:
    try:
        return command.wait(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        command.kill()
        return command.wait()


def _is_unfinished(name: str) -> bool:
    """Return whether a path is that of an incomplete temporary file."""
    return any(parts.NAME.fullmatch(part) or part.endswith(".partial") for part in name.split("/"))


def _state(folder: Path, server: GraphServer) -> State:
    """Return the content of a folder and a server, generation numbers removed."""
    found = {f"server:{graph}": server.dump(graph) for graph in sorted(server.sizes())}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if "/store" in name or name.endswith("/seal.json"):
            continue
        if path.is_file():
            content = _content(path).replace(server.url.encode(), b"URL")
            found[_GENERATION.sub("gen", name)] = _without_place(name, content)
        elif parts.NAME.fullmatch(path.name) or path.suffix == ".partial":
            found[f"{name}/"] = b""
    return {name: hashlib.sha256(c).digest() if len(c) > 100_000 else c for name, c in found.items()}


def _content(path: Path) -> bytes:
    """Return the content of a file; that of a database as SQL, without what the system numbers.

    The bytes of a database depend on former builds too, as a copy of it has another header.
    """
    if path.name not in (seal.STATE, seal.SEARCH) or _is_unfinished(path.as_posix()):
        return path.read_bytes()
    with (
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as held,
        closing(sqlite3.connect(":memory:")) as copy,
    ):
        held.backup(copy)
        if path.name == seal.STATE:
            copy.execute("UPDATE files SET signature = ''")  # inodes and times of the pages
        return "\n".join(copy.iterdump()).encode()


def _without_place(name: str, content: bytes) -> bytes:
    """Return a content without the number of its generation or of its own file."""
    if name.endswith("CURRENT"):
        return _GENERATION.sub("gen", content.decode()).encode()
    if name.endswith("CACHEDIR.TAG"):
        return b"\n".join(content.splitlines()[:-1])
    return content
