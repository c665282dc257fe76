"""RDFC-1.0 hashes of a dataset and of each incident in it, for comparing copies.

privkg's graphs have no blank nodes, so that the canonical form of RDFC-1.0 is their canonical N-Quads,
sorted by code point: https://www.w3.org/TR/rdf-canon/, sections 4.4.3 and 5.
"""

import hashlib
import heapq
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice

from privkg.core import files
from privkg.rdf.terms import Triple
from privkg.store import contents
from privkg.store.graph import Graph

_LINES_IN_MEMORY = 100_000
_REPLACED = "\\1\ufffd"
_NOT_IN_XML = re.compile(r"(?<!\\)((?:\\\\)*)\\(?:u00[01][0-9A-F]|uFFF[EF]|[bf])")


def of_incident(graph: Graph, slug: str) -> str:
    """Return the hash of the graphs of an incident, including its evidence, in hex.

    Args:
        graph: a built graph.
        slug: the incident's slug, which its two named graphs have in their IRIs.
    """
    names = [name for of in (graph.base.graph, graph.base.prov_graph) if (name := of(slug)[1:-1])]
    present = [name for name in names if name in graph.manifest.graphs]
    return of_lines(line for name in present for line in _quads(graph, name))


def of_facts(graph: Graph) -> Iterator[tuple[str, str]]:
    """Yield the slug of each incident with the hash of its facts, including its rows, in hex."""
    shared: dict[str, list[str]] = {}
    for described in contents.read(graph, contents.graphs_of_shared(graph)):
        for triple in contents.triples(described):
            if slug := graph.base.slug_of(triple[0]):
                shared.setdefault(slug, []).append(canonical_line(triple))
    names = contents.graphs_of_incidents(graph)
    for name, described in zip(names, contents.read(graph, names), strict=True):
        slug = graph.base.slug_of_graph(name) or ""
        own = [
            canonical_line(triple)
            for triple in contents.triples(described)
            if graph.base.slug_of(triple[0]) == slug
        ]
        yield slug, of_lines([*own, *shared.get(slug, ())])


def canonical_line(triple: Triple) -> str:
    """Return the canonical line of a fact, with U+FFFD for characters that XML cannot represent.

    They are replaced for all formats, so that a hash does not depend on the format of an export.
    """
    subject, predicate, value = triple
    return f"{subject} {predicate} {_NOT_IN_XML.sub(_REPLACED, value)} .\n"


def of_lines(lines: Iterable[str]) -> str:
    """Return the hash of canonical N-Quads lines without blank nodes, given in any order, in hex."""
    return _hash(sorted(lines))


def of_dataset(graph: Graph) -> str:
    """Return the hash of all quads of a graph, in hex; many quads are sorted in files (merge sort)."""
    every = (line for name in sorted(graph.manifest.graphs) for line in _quads(graph, name))
    with ExitStack() as stack:
        runs = [_run(lines, stack) for lines in _in_runs(every)]
        return _hash(heapq.merge(*runs))


def _quads(graph: Graph, name: str) -> list[str]:
    (text,) = graph.texts([name])
    return [f"{line}\n" for line in text.decode().split("\n")[:-1]]


def _in_runs(lines: Iterator[str]) -> Iterator[list[str]]:
    while some := sorted(islice(lines, _LINES_IN_MEMORY)):
        yield some


def _run(lines: list[str], stack: ExitStack) -> Iterable[str]:
    """Write sorted lines to a temporary file; return an iterator over them."""
    file = stack.enter_context(files.scratch())
    file.writelines(line.encode() for line in lines)
    file.seek(0)
    return (line.decode() for line in file)


def _hash(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode())
    return digest.hexdigest()
