"""The manifest of a built graph: counts and hashes, which are equal for equal builds anywhere.

GENERATION/manifest.json   the base, the numbers of graphs, pages and quads, and the hash of the dataset

The file is small, so that a graph is opened in the same time whatever its size. The graphs and pages
themselves are in `graph_table` and `page_table`.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from privkg.core import bounded
from privkg.core.errors import FileError, StoreError, in_file
from privkg.rdf import iris
from privkg.rdf.iris import Base
from privkg.rdf.terms import Term
from privkg.store.graph_table import GraphCount, GraphTable
from privkg.store.page_table import PageEntry, PageTable

NAME = "manifest.json"
FORMAT = 5
MOST_BYTES = 500_000_000
"""The size limit of those files in a graph's folder that are read into memory."""
_MOST_OF_MANIFEST = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Counts and hashes of a built graph, and the base of its IRIs.

    Attributes:
        base: the base.
        graphs: the counts of each named graph, by IRI.
        pages: the pages, in the order of their SHA-256.
        quads: the number of quads in all graphs.
        sha256: the hash of the dataset, in hex: that of the graphs' hashes in the order of their IRIs.
    """

    base: Base
    graphs: Mapping[str, GraphCount]
    pages: Sequence[PageEntry]
    quads: int
    sha256: str

    def to_json(self) -> str:
        """Return the manifest as JSON, graphs and pages only counted; equal ones have equal bytes."""
        content = {
            "base": self.base.address,
            "format": FORMAT,
            "graphs": len(self.graphs),
            "pages": len(self.pages),
            "quads": self.quads,
            "sha256": self.sha256,
        }
        return json.dumps(content, indent=1, sort_keys=True) + "\n"


def of(base: Base, graphs: Mapping[str, GraphCount], pages: Sequence[PageEntry] = ()) -> Manifest:
    """Return the manifest of graphs and pages.

    Args:
        base: the base of their IRIs.
        graphs: the counts of each named graph, by IRI.
        pages: the pages that the graphs were made from.
    """
    digest, quads = hashlib.sha256(), 0
    # A table is in this order, and need not be in memory.
    for graph, count in graphs.items() if isinstance(graphs, GraphTable) else sorted(graphs.items()):
        digest.update(f"{count.sha256}  {graph}\n".encode())
        quads += count.quads
    return Manifest(base=base, graphs=graphs, pages=pages, quads=quads, sha256=digest.hexdigest())


def read(generation: Path) -> Manifest:
    """Return the manifest of a generation, whose graphs and pages are read when they are used.

    Raises:
        StoreError: it is missing, damaged, or of another version of the store's layout.
    """
    path = generation / NAME
    try:
        content = bounded.read_json(path, _MOST_OF_MANIFEST)
        if content["format"] != FORMAT:
            raise StoreError(
                f"layout {content['format']}, but this version of privkg reads {FORMAT}; build again",
                in_file(path),
            )
        base = iris.base(content["base"])
        return Manifest(
            base=base,
            graphs=GraphTable(generation),
            pages=PageTable(generation, base, int(content["pages"])),
            quads=int(content["quads"]),
            sha256=str(content["sha256"]),
        )
    except (FileError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"no readable manifest ({error}); build again", in_file(path)) from error


def check(manifest: Manifest, generation: Path) -> None:
    """Check a manifest's counts and hash against its graphs, and read its pages.

    Raises:
        StoreError: they differ, or a page is damaged.
    """
    whole = of(manifest.base, manifest.graphs, tuple(manifest.pages))
    if (whole.quads, whole.sha256) != (manifest.quads, manifest.sha256):
        raise StoreError(
            "the manifest is inconsistent with its own hash; build again", in_file(generation / NAME)
        )


def lines_of(graph: Term, triples: Iterable[tuple[Term, Term, Term]]) -> list[str]:
    """Return a graph's triples as canonical N-Quads lines, sorted, without duplicates."""
    return sorted({f"{s} {p} {o} {graph} .\n" for s, p, o in triples})
