"""Measure each question beside raw pyoxigraph and rdflib: `python -m bench.asking [COUNT [SECONDS]]`.

COUNT is a number of generated incidents (10000), SECONDS what rdflib may take for a question (60).
All three are given the same bound query and the facts, labels and authority records of one graph. The
evidence, four fifths of a graph, is left out of rdflib's, which it would only slow down. Opening,
loading and reading the question are outside what is timed, looking up its words is inside.
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

_TIMES = 7


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the words it is asked with, and the query they are bound in."""

    question: Question
    values: Mapping[str, list[str]]
    query: str


def main() -> None:
    """Print the measurements of a graph built for them."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages.write(folder / "pages", count)
        build.build([folder / "pages"], folder / "graph")
        measure(folder / "graph", seconds)


def measure(directory: Path, seconds: int) -> None:
    """Print, for each question, our time on a built graph beside the peers'.

    Args:
        directory: the folder of the graph.
        seconds: what rdflib may take for a question.
    """
    graph = open_graph(directory)
    raw = pyoxigraph.Store.read_only(str(generations.current(directory) / "store"))
    peer = _facts(raw)
    print(f"asking a graph of {graph.manifest.quads} quads; rdflib has the {len(peer)} of facts")
    print(f"{'question':34} {'rows':>7} {'ours':>9} {'raw':>9} {'ratio':>6} {'rdflib':>10} {'ratio':>8}")
    for name in questions.names():
        _report(_asked(questions.load(name), graph), graph, raw, peer, seconds)


def _asked(question: Question, graph: Graph) -> Asked:
    """Return a question as it is asked here: of all there is, or of the first thing that it needs."""
    values = {name: [_first_word(question, name, graph)] for name in question.needs}
    return Asked(question, values, question.bound(values, graph))


def _first_word(question: Question, name: str, graph: Graph) -> str:
    given = shlex.split(question.example)
    wanted = TYPES[name]
    return wanted.words(graph)[0] if wanted.needs_graph else given[given.index(f"--{name}") + 1]


def _report(
    asked: Asked, graph: Graph, raw: pyoxigraph.Store, peer: rdflib.Dataset, seconds: int
) -> None:
    def ours() -> int:
        return len(ask.ask(graph, asked.question, asked.values).rows)

    rows = ours()
    pairs = [(_seconds(ours), _seconds(lambda: _raw(raw, asked.query))) for _ in range(_TIMES)]
    own, theirs = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    rdf = _seconds_within(seconds, lambda: list(peer.query(asked.query)))
    peers = f"{own / theirs:6.2f} {_told(rdf, 10, 2, seconds)} {_told(rdf / own, 8, 0, seconds / own)}"
    print(f"{asked.question.name:34} {rows:7} {own:9.4f} {theirs:9.4f} {peers}", flush=True)


def _told(number: float, width: int, digits: int, least: float) -> str:
    """Return a number in so many characters, or what it is more than."""
    told = f"{number:.{digits}f}" if math.isfinite(number) else f"> {least:.0f}"
    return f"{told:>{width}}"


def _raw(store: pyoxigraph.Store, query: str) -> list[list[str]]:
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return [[str(value) for value in row] for row in found]


def _facts(store: pyoxigraph.Store) -> rdflib.Dataset:
    """Return what is no evidence as rdflib's graph, the union of its graphs as its default."""
    quads = (q for q in store if not str(q.graph_name).endswith("/prov>"))
    text = "".join(f"{quad} .\n" for quad in quads)
    return rdflib.Dataset(default_union=True).parse(data=text, format="nquads")


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _seconds_within(limit: int, work: Callable[[], object]) -> float:
    """Return how long work takes in a process of its own; infinite if longer than the limit."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        signal.alarm(limit)
        os.write(theirs, str(_seconds(work)).encode())
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as told:
        said = told.read()
    os.waitpid(child, 0)
    return float(said or "inf")


if __name__ == "__main__":
    main()
