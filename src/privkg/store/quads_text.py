"""The quads of a generation as text beside the store, which takes twenty times as long to read through.

GENERATION/quads.nq.gz   canonical N-Quads, each graph sorted and a gzip member of its own
GENERATION/quads.json    where the member of each graph begins, how long it is, and its hash
"""

import functools
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from zlib_ng import zlib_ng

from privkg.core import bounded, files
from privkg.core.errors import FileError, InvalidValueError, StoreError, in_file
from privkg.rdf.terms import Term
from privkg.store.manifest import MOST_BYTES, GraphCount

QUADS, PLACES = "quads.nq.gz", "quads.json"
_GZIP = 31  # as zlib numbers its formats
_MOST_INFLATED = 1_000_000_000  # of one graph
_GZIP_ERROR: type[Exception] = zlib_ng.error  # type: ignore[assignment]  # an instance in its stubs
_LEVEL = 6  # the highest writes more than twice as long for a fiftieth less


def write(
    generation: Path, plain: Path, graphs: Iterable[tuple[Term, list[str]]]
) -> dict[str, GraphCount]:
    """Write graphs into a generation, and as plain N-Quads into a file; return their counts and hashes.

    Args:
        generation: its folder.
        plain: a file for the engine to load.
        graphs: each graph's IRI and its sorted canonical N-Quads lines; empty ones are left out.
    """
    counts, places, end = {}, {}, 0
    with files.creating(plain) as loaded, files.creating(generation / QUADS) as kept:
        for graph, lines in graphs:
            if lines:
                text = "".join(lines).encode()
                member = zlib_ng.compress(text, _LEVEL, _GZIP)
                counts[graph[1:-1]] = count_of(text)
                places[graph[1:-1]] = end, len(member), _digest(graph[1:-1], member)
                end += len(member)
                loaded.write(text)
                kept.write(member)
    files.put(generation / PLACES, json.dumps(places, indent=1, sort_keys=True))
    return counts


class Text:
    """The text of a generation, opened to be read."""

    def __init__(self, generation: Path) -> None:
        self._generation = generation

    def read(self, graphs: Iterable[str]) -> Iterator[bytes]:
        """Yield the canonical N-Quads of named graphs, in the order in which they are asked for.

        Raises:
            StoreError: they are not what was written.
        """
        try:
            with bounded.opened(self._generation / QUADS) as file:
                end = os.fstat(file.fileno()).st_size
                for graph in graphs:
                    start, size, sha256 = self._places[graph]
                    if not (0 <= start <= start + size <= end):
                        raise InvalidValueError(f"the place of {graph} is not in {QUADS}")
                    if size > _MOST_INFLATED:
                        raise InvalidValueError(f"{graph} is larger than {bounded.size(_MOST_INFLATED)}")
                    file.seek(start)
                    member = file.read(size)
                    if _digest(graph, member) != sha256:
                        raise StoreError(f"graph {graph} is not what was written; build again")
                    yield _inflated(graph, member)
        except (OSError, ValueError, KeyError, TypeError, FileError, _GZIP_ERROR) as error:
            raise StoreError(f"damaged ({error}); build again", in_file(self._generation)) from error

    @functools.cached_property
    def _places(self) -> dict[str, tuple[int, int, str]]:
        places: dict[str, tuple[int, int, str]]
        places = bounded.read_json(self._generation / PLACES, MOST_BYTES)
        return places


def _inflated(graph: str, member: bytes) -> bytes:
    unpacking = zlib_ng.decompressobj(_GZIP)
    text: bytes = unpacking.decompress(member, _MOST_INFLATED)
    if not unpacking.eof:
        raise InvalidValueError(f"{graph} is cut, or larger than {bounded.size(_MOST_INFLATED)}")
    return text


def _digest(graph: str, member: bytes) -> str:
    """Return a hash of what is kept, a tenth of the text, and of whose it is, which no other can be."""
    return hashlib.sha256(f"{graph} ".encode() + member).hexdigest()


def count_of(text: bytes) -> GraphCount:
    """Return count and hash of a graph's lines."""
    return GraphCount(text.count(b"\n"), hashlib.sha256(text).hexdigest())
