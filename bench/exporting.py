"""Compare exports with those of rdflib and Oxigraph: `python -m bench.exporting [COUNT [alone]]`.

COUNT is a number of generated incidents (default 3500, a million quads). Each export runs in its own
process and writes a file. Only writing is timed: privkg and Oxigraph write from an open graph on disk,
rdflib from memory after loading. Formats of triples have the facts, others all quads; rdflib loads the
same statements. With `alone`, rdflib is left out, as it takes much time and memory.
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyoxigraph
import rdflib

from bench import pages
from bench.checking import peak_megabytes
from privkg import build
from privkg.export import write
from privkg.export.formats import FORMATS, Carries
from privkg.export.target import Place
from privkg.rdf.iris import DEFAULT
from privkg.store import generations, quads_text
from privkg.store.graph import Graph, open_graph
from privkg.store.quads_text import PackedGraph

_GOALS = {"nquads": 20, "jsonld": 10, "turtle": 10}
_RDFLIB = {
    "nquads": "nquads",
    "jsonld": "json-ld",
    "turtle": "turtle",
    "ntriples": "nt",
    "rdfxml": "xml",
}
_TIMES = 3
_MAX_PAGES = 500
"""The largest number of pages to build; a larger graph has renamed copies of their quads."""

Measured = dict[str, float]


def main() -> None:
    """Build a graph and print the measurements on it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3500
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages.write(folder / "pages", min(count, _MAX_PAGES))
        build.build([folder / "pages"], folder / "few")
        with generations.building(folder / "graph"):
            generations.write(folder / "graph", _copies(open_graph(folder / "few"), count), (), DEFAULT)
        measure(folder / "graph", is_alone="alone" in sys.argv[2:])


def measure(directory: Path, *, is_alone: bool = False) -> None:
    """Print the time and memory of each export of a graph, and those of Oxigraph and rdflib."""
    graph = open_graph(directory)
    facts = directory.parent / "facts.nt"
    FORMATS.load("ntriples").write(graph, Place(facts))
    with facts.open("rb") as file:
        sizes = {True: sum(1 for _ in file), False: graph.manifest.quads}
    print(f"exporting a graph of {sizes[False]} quads, {sizes[True]} of them facts")
    dump = _run("dump", "nquads", directory)["seconds"]
    print(f"Oxigraph's own dump: {dump:.2f} s")
    for name in FORMATS.names():
        ours = _median(name, directory)
        quads = sizes[FORMATS.load(name).FORMAT.carries is not Carries.QUADS]
        rate = quads / ours["seconds"]
        print(
            f"{name:9} {ours['seconds']:7.2f} s {rate:9.0f} quads/s {ours['megabytes']:5.0f} MB", end=""
        )
        print(f"   / dump = {ours['seconds'] / dump:5.2f}   goal <= 3", end="", flush=True)
        if name in _RDFLIB and not is_alone:
            source = facts if _is_of_facts(name) else directory
            theirs = _run("rdflib", name, source)
            goal = f"   goal >= {_GOALS[name]}" if name in _GOALS else ""
            print(f"   rdflib {theirs['seconds']:7.2f} s {theirs['megabytes']:5.0f} MB", end="")
            print(f" / ours = {theirs['seconds'] / ours['seconds']:6.1f}{goal}", end="")
        print(flush=True)


def _copies(few: Graph, count: int) -> Iterator[PackedGraph]:
    """Yield named graphs; incidents and sources are copied up to `count` incidents."""
    slugs = sorted(page.incident for page in few.manifest.pages)
    of_incidents = {f"{DEFAULT.graphs}{slug}{end}" for slug in slugs for end in ("", "/prov")}
    numbers = range(-(-count // len(slugs)))
    for name in sorted(few.manifest.graphs):
        (text,) = few.texts([name])
        copies = (_renamed(text.decode(), number) for number in numbers)
        if name in of_incidents:
            for number, copy in enumerate(copies):
                yield _packed(_renamed(name, number), copy.splitlines(keepends=True))
        else:
            yield _packed(name, {line for copy in copies for line in copy.splitlines(keepends=True)})


def _packed(name: str, lines: Iterable[str]) -> PackedGraph:
    return quads_text.pack_text(name, "".join(sorted(lines)).encode())


def _renamed(text: str, number: int) -> str:
    return re.sub(r"/(invented-incident-|source/)", rf"/\g<1>{number}-", text)


def _median(name: str, directory: Path) -> Measured:
    runs = [_run("ours", name, directory) for _ in range(_TIMES)]
    return {unit: statistics.median(run[unit] for run in runs) for unit in runs[0]}


def _run(who: str, name: str, source: Path) -> Measured:
    command = [sys.executable, "-m", "bench.exporting", who, name, str(source)]
    done = subprocess.run(command, capture_output=True, check=True)
    measured: Measured = json.loads(done.stdout)
    return measured


def _print_measured(who: str, name: str, source: Path) -> None:
    """Print the time and memory of one export in this process."""
    with tempfile.TemporaryDirectory() as folder:
        write = {"ours": _ours, "dump": _dump, "rdflib": _rdflib}[who](name, source)
        start = time.perf_counter()
        write(Path(folder) / "written")
        seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "megabytes": peak_megabytes()}))


def _ours(name: str, directory: Path) -> Callable[[Path], object]:
    graph = open_graph(directory)
    return lambda target: write.export(graph, target, name, sys.stdout.buffer)


def _dump(name: str, directory: Path) -> Callable[[Path], object]:
    store = pyoxigraph.Store.read_only(str(generations.current(directory) / "store"))
    return lambda target: store.dump(target, pyoxigraph.RdfFormat.N_QUADS)


def _rdflib(name: str, source: Path) -> Callable[[Path], object]:
    if _is_of_facts(name):
        loaded = rdflib.Graph().parse(source, format="nt")
    else:
        text = b"".join(open_graph(source).texts(open_graph(source).manifest.graphs))
        loaded = rdflib.Dataset().parse(data=text, format="nquads")
    return lambda target: loaded.serialize(target, format=_RDFLIB[name], encoding="utf-8")


def _is_of_facts(name: str) -> bool:
    return FORMATS.load(name).FORMAT.carries is Carries.FACTS


if __name__ == "__main__":
    if sys.argv[1:2] in (["ours"], ["dump"], ["rdflib"]):
        _print_measured(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
    else:
        main()
