"""RDFC-1.0 hashes of a dataset and of each incident in it, for comparing copies.

privkg's graphs have no blank nodes, so that the canonical form of RDFC-1.0 is their canonical N-Quads,
sorted by code point: https://www.w3.org/TR/rdf-canon/, sections 4.4.3 and 5.
"""

import hashlib
import heapq
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain, groupby, islice
from typing import NamedTuple

from privkg.core import files
from privkg.rdf.iris import Base
from privkg.rdf.terms import Term, Triple, iri, iri_text
from privkg.store import contents
from privkg.store.graph import Graph

_LINES_IN_MEMORY = 100_000
_LINES_AT_ONCE = 10_000
_REPLACED = "\\1\ufffd"
_ESCAPES = ("\\u", "\\b", "\\f")
_NOT_IN_XML = re.compile(r"(?<!\\)((?:\\\\)*)\\(?:u00[01][0-9A-F]|uFFF[EF]|[bf])")


class OfIncident(NamedTuple):
    """The hashes of an incident, in hex.

    Attributes:
        slug: the incident's slug.
        facts: the hash of its facts, including its rows and what shared graphs state about them.
        quads: the hash of its two named graphs, with its evidence.
    """

    slug: str
    facts: str
    quads: str


def of_incidents(graph: Graph) -> Iterator[OfIncident]:
    """Yield the hashes of each incident of a graph, in the order of its named graphs."""
    shared: dict[str, list[str]] = {}
    for slug, line in _shared_lines(graph):
        shared.setdefault(slug, []).append(line)
    for slug, texts in _texts_of_incidents(graph):
        own = _facts(texts[0].decode(), graph.base, slug)
        yield OfIncident(
            slug,
            facts=of_lines([*own, *shared.get(slug, ())]),
            quads=_hash(sorted(line for text in texts for line in _lines(text))),
        )


def canonical_line(triple: Triple) -> str:
    """Return the canonical line of a fact, with U+FFFD for characters that XML cannot represent.

    They are replaced for all formats, so that a hash does not depend on the format of an export.
    """
    subject, predicate, value = triple
    return _for_xml(f"{subject} {predicate} {value} .\n")


def of_lines(lines: Iterable[str]) -> str:
    """Return the hash of canonical N-Quads lines without blank nodes, given in any order, in hex."""
    return _hash(sorted(line.encode() for line in lines))


def of_dataset(graph: Graph) -> str:
    """Return the hash of all quads of a graph, in hex; many quads are sorted in files (merge sort)."""
    shared = contents.graphs_of_shared(graph)
    rest = [name for name in contents.graphs(graph) if name not in shared]
    texts = chain(*map(graph.pieces, shared), graph.texts(rest))
    every = (line for text in texts for line in _lines(text))
    with ExitStack() as stack:
        runs = [_run(lines, stack) for lines in _in_runs(every)]
        return _hash(heapq.merge(*runs))


def _shared_lines(graph: Graph) -> Iterator[tuple[str, str]]:
    """Yield the canonical line of each fact about an incident in the shared graphs, with its slug."""
    for name in contents.graphs_of_shared(graph):
        end = f" {iri(name)} .\n"
        for piece in graph.pieces(name):
            for line in piece.decode().split(end)[:-1]:
                if slug := graph.base.slug_of(Term(line.partition(" ")[0])):
                    yield slug, _for_xml(f"{line} .\n")


def _texts_of_incidents(graph: Graph) -> Iterator[tuple[str, list[bytes]]]:
    """Yield the slug of each incident with the text of its facts, then that of its evidence if any."""
    every, base = set(contents.graphs(graph)), graph.base
    slugs = [base.slug_of_graph(name) or "" for name in contents.graphs_of_incidents(graph)]
    named = [
        (slug, name)
        for slug in slugs
        for name in map(iri_text, (base.graph(slug), base.prov_graph(slug)))
        if name in every
    ]
    texts = zip(named, graph.texts(name for _, name in named), strict=True)
    for slug, some in groupby(texts, key=lambda each: each[0][0]):
        yield slug, [text for _, text in some]


def _facts(text: str, base: Base, slug: str) -> Iterator[str]:
    """Yield the canonical lines about an incident and its parts in the text of its graph."""
    lines = _for_xml(text).split(f" {base.graph(slug)} .\n")[:-1]
    for subject, some in groupby(lines, key=lambda line: line.partition(" ")[0]):
        if base.slug_of(Term(subject)) == slug:
            yield from (f"{line} .\n" for line in some)


def _for_xml(lines: str) -> str:
    is_possible = any(escape in lines for escape in _ESCAPES)  # most texts have none of them
    return _NOT_IN_XML.sub(_REPLACED, lines) if is_possible else lines


def _lines(text: bytes) -> list[bytes]:
    """Return the lines of canonical N-Quads; as UTF-8, they sort by code point too."""
    return text.splitlines(keepends=True)


def _in_runs(lines: Iterator[bytes]) -> Iterator[list[bytes]]:
    while some := sorted(islice(lines, _LINES_IN_MEMORY)):
        yield some


def _run(lines: list[bytes], stack: ExitStack) -> Iterable[bytes]:
    """Write sorted lines to a temporary file; return an iterator over them."""
    file = stack.enter_context(files.scratch())
    file.writelines(lines)
    file.seek(0)
    return file


def _hash(lines: Iterable[bytes]) -> str:
    digest, rest = hashlib.sha256(), iter(lines)
    while some := b"".join(islice(rest, _LINES_AT_ONCE)):
        digest.update(some)
    return digest.hexdigest()
