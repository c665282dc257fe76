"""The manifest of a built graph: counts and hashes, which are equal for equal builds anywhere."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from privkg.core import bounded
from privkg.core.errors import FileError, StoreError, in_file
from privkg.rdf import iris
from privkg.rdf.iris import Base
from privkg.rdf.terms import Term, iri, iri_text

FORMAT = 3
MOST_BYTES = 500_000_000
"""The size limit of those files in a graph's folder that are read into memory."""


@dataclass(frozen=True, slots=True)
class GraphCount:
    """A named graph's number of quads and the SHA-256, in hex, of its sorted canonical N-Quads."""

    quads: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page of the build: its SHA-256, the base names of its files, its incident's slug.

    `key` identifies the page in its file; it is empty if the page is the whole file.
    """

    sha256: str
    files: tuple[str, ...]
    incident: str
    key: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the entry as a JSON object; a page that is a whole file has no key."""
        return {name: value for name, value in asdict(self).items() if name != "key" or value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Counts and hashes of a built graph, and the base of its IRIs.

    `sha256` is the hash of the graphs' hashes in the order of their IRIs.
    """

    base: Base
    graphs: dict[str, GraphCount]
    pages: tuple[PageEntry, ...]
    format: int = FORMAT

    @property
    def quads(self) -> int:
        """The number of quads in all graphs."""
        return sum(count.quads for count in self.graphs.values())

    @property
    def sha256(self) -> str:
        """The hash of the dataset, in hex."""
        lines = [f"{count.sha256}  {graph}\n" for graph, count in sorted(self.graphs.items())]
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def to_json(self) -> str:
        """Return the manifest as JSON; equal manifests have equal bytes."""
        content = asdict(self) | {"base": self.base.address, "quads": self.quads, "sha256": self.sha256}
        content["pages"] = [page.to_json() for page in self.pages]
        return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def read(path: Path) -> Manifest:
    """Return the manifest in a file.

    Raises:
        StoreError: the file is missing, damaged, or of another version of the store's layout.
    """
    try:
        content = bounded.read_json(path, MOST_BYTES)
        if content["format"] != FORMAT:
            raise StoreError(
                f"layout {content['format']}, but this version of privkg reads {FORMAT}; build again",
                in_file(path),
            )
        manifest = Manifest(
            base=iris.base(content["base"]),
            graphs={graph: GraphCount(**count) for graph, count in content["graphs"].items()},
            pages=tuple(
                PageEntry(page["sha256"], tuple(page["files"]), page["incident"], page.get("key", ""))
                for page in content["pages"]
            ),
        )
        incidents = (iri_text(manifest.base.incident(page.incident)) for page in manifest.pages)
        for name in (*manifest.graphs, *incidents):
            iri(name).encode()  # raises ValueError for an invalid IRI
    except (FileError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"no readable manifest ({error}); build again", in_file(path)) from error
    if manifest.sha256 != content.get("sha256"):
        raise StoreError("the manifest is inconsistent with its own hash; build again", in_file(path))
    return manifest


def count(lines: Iterable[str]) -> GraphCount:
    """Return count and hash of a graph's lines, which are sorted and end with a newline."""
    digest, quads = hashlib.sha256(), 0
    for line in lines:
        digest.update(line.encode())
        quads += 1
    return GraphCount(quads, digest.hexdigest())


def lines_of(graph: Term, triples: Iterable[tuple[Term, Term, Term]]) -> list[str]:
    """Return a graph's triples as canonical N-Quads lines, sorted, without duplicates."""
    return sorted({f"{s} {p} {o} {graph} .\n" for s, p, o in triples})
