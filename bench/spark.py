"""Measure builds on a Spark cluster of this machine: `python -m bench.spark [COUNT …]` (1000).

A standalone master and two workers with one core and 1 GB each are started on the loopback interface,
which needs the extra `spark` and Java. A build is compared with one of `--jobs 2`, of the same hash.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pyspark

from bench import pages, usage
from bench.usage import Usage
from privkg.store import generations, manifest

_HOME = Path(pyspark.__file__).parent
_DEPLOY = "org.apache.spark.deploy"
_AT = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
_LIMITS = ("--cores", "1", "--memory", "1g")
_MASTER = re.compile(r"Starting Spark master at (spark://\S+)")
_REGISTERED = re.compile("Successfully registered with master (.*)")
_PATIENCE_SECONDS = 120

_Process = subprocess.Popen[bytes]


def main() -> None:
    """Measure in a temporary folder."""
    for count in map(int, sys.argv[1:] or ["1000"]):
        measure(count)


def measure(count: int) -> None:
    """Print what builds of so many pages take, on two processes and on two workers of a cluster."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages.write(folder / "pages", count)
        pages.write(folder / "page", 1)
        _print(f"--jobs 2, {count} pages", _built(folder, "pages", "local", "--jobs", "2"))
        with _cluster(folder / "cluster") as (master, workers):
            on = ("--engine", "spark", "--master", master)
            for number, given, graph in ((1, "page", "one"), (count, "pages", "parts")):
                with _watched(workers) as taken:
                    _print(f"Spark, {number} pages", _built(folder, given, graph, *on))
                _print("its workers", *taken)
        for graph in ("local", "parts"):
            found = manifest.read(generations.current(folder / graph))
            print(f"{graph:8} {found.quads} quads, SHA-256 {found.sha256}")


def _built(folder: Path, given: str, graph: str, *options: str) -> Usage:
    command = (sys.executable, "-m", "privkg", "build", given, "--graph", graph, "--no-cache", "--quiet")
    return usage.run((*command, *options), folder)


@contextmanager
def _cluster(folder: Path) -> Iterator[tuple[str, list[_Process]]]:
    """Yield the address of a master, and its workers."""
    folder.mkdir()
    (folder / "spark-defaults.conf").write_text("spark.ui.enabled false\n", encoding="utf-8")
    os.environ |= {
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_HOME": str(_HOME),
        "SPARK_CONF_DIR": str(folder),
    }
    with ExitStack() as stack:
        log = folder / "master.log"
        stack.enter_context(_running(log, f"{_DEPLOY}.master.Master", *_AT))
        master = _waited_for(log, _MASTER)
        started = []
        for name in ("first", "second"):
            log, work = folder / f"{name}.log", ("--work-dir", str(folder / name))
            command = (f"{_DEPLOY}.worker.Worker", *_AT, *_LIMITS, *work, master)
            started.append(stack.enter_context(_running(log, *command)))
            _waited_for(log, _REGISTERED)
        yield master, started


@contextmanager
def _watched(workers: list[_Process]) -> Iterator[list[Usage]]:
    """Yield a list that has, at the end of the block, what workers and their processes took.

    The memory is that of the largest process, and that of all at one time. Python processes are killed
    at the end, so that the system does not add their time to that of a parent.
    """
    start, before = time.perf_counter(), _seconds(workers)
    found, memory = dict(before), [{0: 0.0}]

    def look() -> None:
        found.update(_seconds(workers))
        memory.append(_megabytes(found))

    taken = list[Usage]()
    with usage.looking(look):
        yield taken
    taken.append(
        Usage(
            cpu=sum(found.values()) - sum(before.values()),
            wall=time.perf_counter() - start,
            megabytes=max(max(sizes.values()) for sizes in memory),
            child_megabytes=max(sum(sizes.values()) for sizes in memory),
        )
    )


def _seconds(workers: list[_Process]) -> dict[int, float]:
    """Return the processor time of workers and their processes, by process."""
    found: dict[int, float] = {}
    for pid in (pid for worker in workers for pid in usage.tree(worker.pid)):
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            found[pid] = sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
    return found


def _megabytes(pids: Iterable[int]) -> dict[int, float]:
    """Return the memory of processes, by process; one that has ended has none."""
    found = {0: 0.0}
    for pid in pids:
        with suppress(OSError):
            pages_of = Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1]
            found[pid] = int(pages_of) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return found


@contextmanager
def _running(log: Path, *command: str) -> Iterator[_Process]:
    with log.open("wb") as output:
        program = str(_HOME / "bin" / "spark-class")
        process = subprocess.Popen((program, *command), stdout=output, stderr=subprocess.STDOUT)
    with process:
        try:
            yield process
        finally:
            process.terminate()


def _waited_for(log: Path, words: re.Pattern[str]) -> str:
    end = time.monotonic() + _PATIENCE_SECONDS
    while not (found := words.search(log.read_text(encoding="utf-8"))):
        if time.monotonic() > end:
            raise TimeoutError(f"nothing that matches {words.pattern} in {log}")
        time.sleep(0.2)
    return found[1]


def _print(what: str, taken: Usage) -> None:
    print(
        f"{what:22} {taken.cpu:8.1f} s CPU {taken.wall:8.1f} s {taken.megabytes:5.0f} MB, and"
        f" {taken.child_megabytes:.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main()
