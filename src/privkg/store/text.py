"""The quads of a generation as text beside the store, which takes twenty times as long to read through.

GENERATION/quads.nq.gz   canonical N-Quads, each graph sorted and a gzip member of its own
GENERATION/quads.json    where the member of each graph begins, and how long it is
"""

import functools
import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from privkg.errors import StoreError
from privkg.store.manifest import GraphCount, Manifest
from privkg.terms import Term

QUADS, PLACES = "quads.nq.gz", "quads.json"
_GZIP = 31  # as zlib numbers its formats


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
    with plain.open("wb") as loaded, (generation / QUADS).open("wb") as kept:
        for graph, lines in graphs:
            if lines:
                text = "".join(lines).encode()
                member = gzip.compress(text, mtime=0)
                counts[graph[1:-1]] = _count(text)
                places[graph[1:-1]] = end, len(member)
                end += len(member)
                loaded.write(text)
                kept.write(member)
    (generation / PLACES).write_text(json.dumps(places, indent=1, sort_keys=True), encoding="utf-8")
    return counts


class Text:
    """The text of a generation, opened to be read."""

    def __init__(self, generation: Path) -> None:
        self._generation = generation

    def read(self, manifest: Manifest, graphs: Iterable[str]) -> Iterator[bytes]:
        """Yield the canonical N-Quads of named graphs, in the order in which they are asked for.

        Raises:
            StoreError: they are not what the manifest says.
        """
        try:
            with (self._generation / QUADS).open("rb") as file:
                for graph in graphs:
                    start, size = self._places[graph]
                    file.seek(start)
                    text = zlib.decompress(file.read(size), _GZIP)
                    if _count(text) != manifest.graphs[graph]:
                        raise StoreError(f"graph {graph} is not what was written; build again")
                    yield text
        except (OSError, ValueError, KeyError, TypeError, zlib.error) as error:
            raise StoreError(f"{self._generation}: damaged ({error}); build again") from error

    @functools.cached_property
    def _places(self) -> dict[str, tuple[int, int]]:
        places: dict[str, tuple[int, int]] = json.loads((self._generation / PLACES).read_bytes())
        return places


def _count(text: bytes) -> GraphCount:
    return GraphCount(text.count(b"\n"), hashlib.sha256(text).hexdigest())
