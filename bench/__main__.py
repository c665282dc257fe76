"""Run all benchmarks: `python -m bench [COUNT]`; COUNT is a number of incidents (default 1000)."""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph

from bench import answering, archives, checking, exporting, mappings, pages, readers, records, registers
from privkg import build
from privkg.store import generations
from privkg.store.graph import Graph, open_graph


def main() -> None:
    """Print both times of each measurement, their ratio, and the goal for the ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages.write(folder / "pages", count)
        _report("privkg --help / python -c pass", *_help(), "<= 4")
        built = folder / "graph"
        _report("build / bulk load of its quads", *_build(folder / "pages", built), "<= 3")
        print(f"  {_size(open_graph(built), count)}")
        answering.measure(built, seconds=20)
        exporting.measure(built)
        _growth(folder, count)
    records.measure(min(count, 500))
    mappings.measure()
    archives.measure()
    readers.measure()
    registers.measure()
    checking.measure(min(count, 300))


def _report(what: str, numerator: float, denominator: float, goal: str) -> None:
    ratio = numerator / denominator
    print(
        f"{what:34} {numerator:9.4f} s / {denominator:9.4f} s = {ratio:8.2f}   goal {goal}", flush=True
    )


def _median(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def _help() -> tuple[float, float]:
    command = [str(Path(sys.executable).parent / "privkg"), "--help"]
    bare = [sys.executable, "-c", "pass"]
    runs = [(_run(command), _run(bare)) for _ in range(21)]
    return statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)


def _run(command: list[str]) -> float:
    return _median(lambda: subprocess.run(command, capture_output=True, check=True), 1)


def _build(folder: Path, directory: Path) -> tuple[float, float]:
    ours = _median(lambda: build.build([folder], directory), 1)
    built = open_graph(directory)
    quads = directory.parent / "all.nq"
    with quads.open("wb") as file:
        generation = generations.current(directory)
        pyoxigraph.Store.read_only(str(generation / "store")).dump(file, pyoxigraph.RdfFormat.N_QUADS)
    del built

    def peer() -> None:
        with tempfile.TemporaryDirectory(dir=directory.parent) as fresh:
            store = pyoxigraph.Store(Path(fresh) / "store")
            store.bulk_load(path=quads, format=pyoxigraph.RdfFormat.N_QUADS)
            store.flush()
            del store

    return ours, _median(peer, 3)


def _size(built: Graph, count: int) -> str:
    graphs = built.manifest.graphs
    evidence = sum(held.quads for name, held in graphs.items() if name.endswith("/prov"))
    fixed = sum(
        graphs[f"https://w3id.org/privkg/graph/{name}"].quads for name in ("ontology", "authority")
    )
    facts = built.manifest.quads - evidence - fixed
    return f"{facts / count:.0f} quads of facts and {evidence / count:.0f} of evidence an incident"


def _growth(folder: Path, count: int) -> None:
    """Print the build time per incident, for all incidents and for a tenth of them."""
    pages.write(folder / "few", count // 10)
    few = _median(lambda: build.build([folder / "few"], folder / "few-graph"), 1) / (count // 10)
    all_ = _median(lambda: build.build([folder / "pages"], folder / "again"), 1) / count
    _report(f"an incident of {count} / of {count // 10}", all_, few, "<= 1.3")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  peak memory of this process, peers included: {peak} MB")


if __name__ == "__main__":
    main()
