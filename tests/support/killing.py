"""Commands that are ended by signals in the middle of their work, and what they leave.

A command runs in a folder of its own that holds copies of what it uses, temporary files included. It is
ended, once or several times; then it runs to its end, and all is compared with an undisturbed run.
"""

import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph

from commands import Said, run
from graph_stores import GraphServer
from privkg.core.files import parts
from processes import PATIENCE_SECONDS, catches, of_session, started, used_seconds, wait_until

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
CODES = {signal.SIGKILL: -9, signal.SIGTERM: 143, signal.SIGINT: 130}
STOPPED = "privkg: stopped"
_GENERATION = re.compile(r"gen-\d{6}")
_SURVIVAL_SECONDS = 5.0
_PAUSE_SECONDS = 0.003
_LAST = 0.9
"""Of a run: how far the last moment may be."""

State = dict[str, bytes]
"""The content of each file by its relative path; of a store of the engine there is only its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command, and the files and folders that it uses.

    `is_served`: a server holds its graph. `says_the_same`: one that goes on with what was half done
    prints what an undisturbed run prints.
    """

    arguments: tuple[str, ...]
    uses: tuple[str, ...] = ("graph",)
    is_served: bool = False
    says_the_same: bool = True


@dataclass(frozen=True, slots=True)
class End:
    """How a command ended: its code, what it printed, and what is wrong with that."""

    said: Said
    is_in_time: bool
    faults: tuple[str, ...]


@dataclass(slots=True)
class Kills:
    """What became of commands that were sent a signal: held, ended before it, or failed."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


class Trials:
    """Runs of one command, each in a folder of its own below `place`."""

    def __init__(self, command: Command, base: Path, place: Path, server: GraphServer) -> None:
        self._command, self._base, self._place, self._server = command, base, place, server
        self._before = _state(self._fresh(), server)
        self._said, self._seconds = self._run()
        self._after = _state(self._here, server)

    def measure(self) -> list[str]:
        """Run undisturbed once more; return what differs from the first run."""
        self._fresh()
        said, seconds = self._run()
        self._seconds = min(self._seconds, seconds)
        return list(self._differences(said, is_same=True))

    def moments(self, number: signal.Signals, count: int) -> list[float]:
        """Return moments spread over the run, the same each time.

        They are told by the processor time used until then, which depends little on what else runs.
        """
        chance = random.Random(f"{self._command.arguments} {number.name}")
        return [(each + chance.random()) / count * self._seconds * _LAST for each in range(count)]

    def kill(self, ends: Sequence[tuple[signal.Signals, float]]) -> Kills:
        """End the command at some moments, one after another in one folder, and then let it finish."""
        self._fresh()
        kills = Kills()
        for number, moment in ends:
            end = self._end(number, moment)
            faults = [*end.faults, *self._half_done()]
            kills.faults += (f"{number.name} at {moment:.2f} s: {fault}" for fault in faults)
            kills.counts["failed" if faults else "held" if end.is_in_time else "ended"] += 1
        is_same = self._command.says_the_same
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

    def _printed(self, code: int) -> Said:
        out, err = (self._place / name for name in ("out", "err"))
        return Said(code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))

    def _run(self) -> tuple[Said, float]:
        """Return what an undisturbed run prints, and the processor time that it used."""
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
            said = self._printed(code)
            is_gone = wait_until(lambda: not of_session(command.pid), _SURVIVAL_SECONDS)
        survivors = () if is_gone else (f"processes {of_session(command.pid)} are left",)
        is_in_time = said.code != self._said.code or said.code == CODES[number]
        faults = self._wrong(number, said, is_ready) if is_in_time else ()
        return End(said, is_in_time, (*faults, *survivors))

    def _wrong(self, number: signal.Signals, said: Said, is_ready: bool) -> Iterator[str]:
        """Yield what is wrong with how a command reports its end; Python that starts reports its own."""
        if number == signal.SIGKILL or (not is_ready and said.code in (-number, 1)):
            return
        if said.code != CODES[number]:
            yield f"code {said.code} and not {CODES[number]}: {said.stderr[-2000:]}"
        usual = set(self._said.stderr.splitlines())
        printed = [line for line in said.stderr.splitlines() if line not in usual]
        if printed != [STOPPED] and is_ready:
            yield f"printed {said.stderr[-2000:]!r}"

    def _half_done(self) -> Iterator[str]:
        """Yield what is neither as it was before the command nor as it is after it."""
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

    def _differences(self, said: Said, *, is_same: bool) -> Iterator[str]:
        if is_same and said != self._said:
            yield f"{said} is not {self._said}"
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
    """Return whether a path is one of what is written until it is whole."""
    return any(parts.NAME.fullmatch(part) or part.endswith(".partial") for part in name.split("/"))


def _state(folder: Path, server: GraphServer) -> State:
    """Return what is in a folder and at a server; the number of a generation does not matter."""
    found = {f"server:{graph}": server.dump(graph) for graph in sorted(server.sizes())}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if "/store" in name or name.endswith("/seal.json"):
            continue
        if path.is_file():
            content = path.read_bytes().replace(server.url.encode(), b"URL")
            found[_GENERATION.sub("gen", name)] = _without_place(name, content)
        elif parts.NAME.fullmatch(path.name) or path.suffix == ".partial":
            found[f"{name}/"] = b""
    return {name: hashlib.sha256(c).digest() if len(c) > 100_000 else c for name, c in found.items()}


def _without_place(name: str, content: bytes) -> bytes:
    """Return a content without the number of its generation or of its own file."""
    if name.endswith("CURRENT"):
        return _GENERATION.sub("gen", content.decode()).encode()
    if name.endswith("CACHEDIR.TAG"):
        return b"\n".join(content.splitlines()[:-1])
    return content
