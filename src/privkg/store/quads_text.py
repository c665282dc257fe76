"""The quads of a generation as text; reading them from the store takes twenty times as long.

GENERATION/quads.nq.gz   canonical N-Quads; each graph is sorted and a separate gzip member
GENERATION/quads.json    the offset, length and hash of each graph's member
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
_GZIP = 31  # zlib's `wbits`: a window of 2**15 bytes, with a gzip header and trailer
_MOST_INFLATED = 1_000_000_000  # per graph: a forged member could inflate to any size
_GZIP_ERROR: type[Exception] = zlib_ng.error  # type: ignore[assignment]  # the stubs declare an instance
_LEVEL = 6  # level 9 takes more than twice as long and saves 2 %


def write(
    generation: Path, plain: Path, graphs: Iterable[tuple[Term, list[str]]]
) -> dict[str, GraphCount]:
    """Write the text of a generation, and a plain N-Quads file; return the graphs' counts and hashes.

    Args:
        generation: the folder.
        plain: the path of the plain file, which the engine loads.
        graphs: each graph's IRI and its sorted canonical N-Quads lines; empty graphs are skipped.
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
    """The text of a generation, opened for reading."""

    def __init__(self, generation: Path) -> None:
        self._generation = generation

    def read(self, graphs: Iterable[str]) -> Iterator[bytes]:
        """Yield the canonical N-Quads of named graphs, in the given order.

        Raises:
            StoreError: a graph is missing or damaged.
        """
        try:
            with bounded.opened(self._generation / QUADS) as file:
                end = os.fstat(file.fileno()).st_size
                for graph in graphs:
                    start, size, sha256 = self._places[graph]
                    if not (0 <= start <= start + size <= end):
                        raise InvalidValueError(f"the offset of {graph} is outside {QUADS}")
                    if size > _MOST_INFLATED:
                        raise InvalidValueError(f"{graph} is larger than {bounded.size(_MOST_INFLATED)}")
                    file.seek(start)
                    member = file.read(size)
                    if _digest(graph, member) != sha256:
                        raise StoreError(
                            f"graph {graph} differs from the one that was built; build again"
                        )
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
        raise InvalidValueError(f"{graph} is truncated, or larger than {bounded.size(_MOST_INFLATED)}")
    return text


def _digest(graph: str, member: bytes) -> str:
    """Return the hash of a graph's IRI and member; hashing the IRI detects swapped members.

    The compressed bytes are hashed, not the text: they are a tenth of its size.
    """
    return hashlib.sha256(f"{graph} ".encode() + member).hexdigest()


def count_of(text: bytes) -> GraphCount:
    """Return count and hash of a graph's lines."""
    return GraphCount(text.count(b"\n"), hashlib.sha256(text).hexdigest())
