"""Pushing a built graph to an endpoint: graph by graph, begun again where it stopped, verified."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from privkg import iris
from privkg.errors import EndpointError
from privkg.parameters import Askable
from privkg.remote.writing import Writer
from privkg.store.graph import Graph
from privkg.store.rdf import literal_text
from privkg.terms import iri, iri_text, literal

_COUNTED_AT_ONCE = 5000
_MAX_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a push did. `strange` are graphs of privkg's at the endpoint that the built graph lacks."""

    pushed: int
    unchanged: int
    removed: int
    quads: int
    strange: tuple[str, ...]


def push(
    graph: Graph,
    writer: Writer,
    endpoint: Askable,
    *,
    target: str,
    log: Path,
    with_delete: bool = False,
    told: Callable[[int], object] = lambda count: None,
) -> Report:
    """Return what was done to have an endpoint hold a built graph, and nothing else of privkg's.

    What was pushed is noted after each graph, so that a push that was cut short goes on where it
    stopped. No graph outside privkg's namespace of graphs is ever touched.

    Args:
        graph: what to push.
        writer: where its named graphs are written.
        endpoint: where they are counted afterwards.
        target: the address by which notes tell this endpoint from others.
        log: the file of the notes.
        with_delete: remove graphs of privkg's that the built graph lacks.
        told: called with 1 after each graph.

    Raises:
        EndpointError: the endpoint is down, refuses, or does not hold what was sent.
    """
    wanted = graph.manifest.graphs
    known, counts = _noted(log, target), _counts(endpoint)
    changed = [
        name
        for name, held in sorted(wanted.items())
        if known.get(name) != held.sha256 or counts.get(name) != held.quads
    ]
    for name in changed:
        _note(log, target, name, "")  # from now on it may hold a part of what is to be there
        writer.put(iri(name), graph.lines(name))
        _note(log, target, name, wanted[name].sha256)
        told(1)
    strange = sorted(counts.keys() - wanted.keys())
    for name in strange if with_delete else ():
        writer.delete(iri(name))
    counts = _counts(endpoint)
    _verify(target, {name: held.quads for name, held in wanted.items()}, counts)
    _tidy(log)
    left = tuple(sorted(counts.keys() - wanted.keys()))
    return Report(
        pushed=len(changed),
        unchanged=len(wanted) - len(changed),
        removed=len(strange) - len(left),
        quads=graph.manifest.quads,
        strange=left,
    )


def _counts(endpoint: Askable) -> dict[str, int]:
    """Return how many triples each of privkg's graphs holds, asked for in pages."""
    found: dict[str, int] = {}
    last = ""
    while True:
        rows = endpoint.select(_count_after(last))
        found |= {iri_text(row["g"]): int(literal_text(row["n"])) for row in rows}
        if len(rows) < _COUNTED_AT_ONCE:
            return found
        last = iri_text(rows[-1]["g"])


def _count_after(last: str) -> str:
    base = literal(iri_text(iris.graph("")))
    return (
        "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o }"
        f" FILTER (STRSTARTS(STR(?g), {base}) && STR(?g) > {literal(last)}) }}"
        f" GROUP BY ?g ORDER BY STR(?g) LIMIT {_COUNTED_AT_ONCE}"
    )


def _verify(target: str, wanted: Mapping[str, int], counts: Mapping[str, int]) -> None:
    wrong = [
        f"{name} has {counts.get(name, 0)} of {quads} triples"
        for name, quads in sorted(wanted.items())
        if counts.get(name, 0) != quads
    ]
    if wrong:
        others = f"; and {len(wrong) - _MAX_NAMED} more" if len(wrong) > _MAX_NAMED else ""
        raise EndpointError(
            f"{target}: does not hold what was sent: {'; '.join(wrong[:_MAX_NAMED])}{others};"
            " push again, and what is right stays"
        )


def _noted(log: Path, target: str) -> dict[str, str]:
    """Return the hashes of the graphs that were pushed to a target, by their names."""
    return {note["graph"]: note["sha256"] for note in _notes(log) if note.get("target") == target}


def _notes(log: Path) -> Iterator[dict[str, str]]:
    for line in log.read_text(encoding="utf-8").splitlines() if log.exists() else ():
        try:
            yield {"graph": "", "sha256": "", **json.loads(line)}
        except (ValueError, TypeError):
            continue  # a note that was cut short tells nothing; its graph is pushed again


def _tidy(log: Path) -> None:
    """Keep the last note of each graph, in place of all that were added to the file."""
    last = {(note["target"], note["graph"]): note for note in _notes(log) if "target" in note}
    fresh = log.with_name(log.name + ".new")
    text = "".join(json.dumps(note) + "\n" for _, note in sorted(last.items()))
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(log)


def _note(log: Path, target: str, graph: str, sha256: str) -> None:
    with log.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"target": target, "graph": graph, "sha256": sha256}) + "\n")
