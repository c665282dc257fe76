"""Compare questions with plain pyoxigraph and rdflib: `python -m bench.answering [COUNT [SECONDS]]`.

COUNT is a number of generated incidents (default 10000), SECONDS the limit for rdflib per question
(default 60); with 0 rdflib is left out. All three libraries run the same query, with its arguments
bound, on the same facts. The times are of the processor, medians of interleaved runs; they include the
look-up of the arguments, but not opening the graph, which is measured apart, nor loading the question.
"""

import math
import os
import shlex
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
import rdflib

from bench import pages
from privkg import build
from privkg.query import ask, questions
from privkg.query.parameters import TYPES
from privkg.query.questions import Question
from privkg.store import generations
from privkg.store.graph import Graph, open_graph

_TIMES, _LONG = 7, 5.0
"""A question is run so often, or until all runs together took so many seconds."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question, its arguments, and the query with the arguments bound."""

    question: Question
    values: Mapping[str, list[str]]
    query: str


def main() -> None:
    """Build a graph and print the measurements on it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages.write(folder / "pages", count)
        build.build([folder / "pages"], folder / "graph")
        measure(folder / "graph", seconds)


def measure(directory: Path, seconds: int) -> None:
    """Print the times of each question in privkg, pyoxigraph and rdflib.

    Args:
        directory: the folder of the built graph.
        seconds: the limit for rdflib per question; 0 leaves it out.
    """
    graph = open_graph(directory)
    raw = pyoxigraph.Store.read_only(str(generations.current(directory) / "store"))
    peer = _facts(raw) if seconds else rdflib.Dataset()
    opening = statistics.median(_seconds(lambda: open_graph(directory)) for _ in range(_TIMES))
    print(f"a graph of {graph.manifest.quads} quads is opened in {1000 * opening:.1f} ms")
    print(f"rdflib has {len(peer)} quads: facts, or none if it is left out")
    print(f"{'question':34} {'rows':>7} {'ours':>9} {'raw':>9} {'ratio':>6} {'rdflib':>10} {'ratio':>8}")
    for name in questions.names():
        case = _case(questions.load(name), graph)
        if case:
            _report(case, graph, raw, peer, seconds)


def _case(question: Question, graph: Graph) -> Case | None:
    """Return a question with the first possible value of each mandatory parameter, and no others.

    A question about registers has no case in a graph without records of one.
    """
    values = {name: _first_value(question, name, graph) for name in question.needs}
    return Case(question, values, question.bound(values, graph)) if all(values.values()) else None


def _first_value(question: Question, name: str, graph: Graph) -> list[str]:
    """Return the first value of a parameter; none if the graph has no value for it."""
    given = shlex.split(question.example)
    wanted = TYPES[name]
    return wanted.words(graph)[:1] if wanted.needs_graph else [given[given.index(f"--{name}") + 1]]


def _report(case: Case, graph: Graph, raw: pyoxigraph.Store, peer: rdflib.Dataset, seconds: int) -> None:
    def ours() -> int:
        return len(ask.ask(graph, case.question, case.values).rows)

    rows = ours()
    own, theirs = _interleaved(ours, lambda: _raw(raw, case.query))
    rdf = _seconds_within(seconds, lambda: list(peer.query(case.query))) if seconds else math.nan
    peers = f"{own / theirs:6.2f} {_cell(rdf, 10, 2, seconds)} {_cell(rdf / own, 8, 0, seconds / own)}"
    print(f"{case.question.name:34} {rows:7} {own:9.4f} {theirs:9.4f} {peers}", flush=True)


def _interleaved(ours: Callable[[], object], theirs: Callable[[], object]) -> list[float]:
    """Return the median seconds of both, run in turns."""
    pairs: list[tuple[float, float]] = []
    while len(pairs) < _TIMES and sum(map(sum, pairs)) < _LONG:
        pairs.append((_seconds(ours), _seconds(theirs)))
    return [statistics.median(side) for side in zip(*pairs, strict=True)]


def _cell(number: float, width: int, digits: int, least: float) -> str:
    """Return a number right-aligned to a width, or its lower bound; "-" if it was not measured."""
    text = "-" if math.isnan(number) else f"> {least:.0f}"
    text = f"{number:.{digits}f}" if math.isfinite(number) else text
    return f"{text:>{width}}"


def _raw(store: pyoxigraph.Store, query: str) -> list[list[str]]:
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return [[str(value) for value in row] for row in found]


def _facts(store: pyoxigraph.Store) -> rdflib.Dataset:
    """Return an rdflib dataset without the graphs of evidence; its default graph is the union."""
    quads = (q for q in store if not str(q.graph_name).endswith("/prov>"))
    text = "".join(f"{quad} .\n" for quad in quads)
    return rdflib.Dataset(default_union=True).parse(data=text, format="nquads")


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _seconds_within(limit: int, work: Callable[[], object]) -> float:
    """Return the processor time of a call in a child process; infinity if it exceeds the limit."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        signal.setitimer(signal.ITIMER_PROF, limit)
        os.write(theirs, str(_seconds(work)).encode())
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as result:
        seconds = result.read()
    os.waitpid(child, 0)
    return float(seconds or "inf")


if __name__ == "__main__":
    main()
