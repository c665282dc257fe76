"""A dataset described: what it says of itself, its numbers, and the files it is published in."""

from dataclasses import dataclass
from pathlib import Path

from privkg.core import bounded
from privkg.publish.metadata import statistics
from privkg.publish.metadata.dataset import Dataset
from privkg.publish.metadata.statistics import Statistics
from privkg.rdf import iris
from privkg.rdf.terms import iri_text
from privkg.reference import notices
from privkg.store.graph import Graph

_EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of files: its media type, its name in EU's file types and in W3C's list of formats."""

    name: str
    media_type: str
    file_type: str
    w3c: str | None
    carries: str


FORMATS = {
    ".csv": Format(name="CSV", media_type="text/csv", file_type="CSV", w3c=None, carries="a table"),
    ".jsonld": Format(
        name="JSON-LD",
        media_type="application/ld+json",
        file_type="JSON_LD",
        w3c="JSON-LD",
        carries="everything",
    ),
    ".nq": Format(
        name="N-Quads",
        media_type="application/n-quads",
        file_type="RDF_N_QUADS",
        w3c="N-Quads",
        carries="everything",
    ),
    ".nt": Format(
        name="N-Triples",
        media_type="application/n-triples",
        file_type="RDF_N_TRIPLES",
        w3c="N-Triples",
        carries="facts",
    ),
    ".rdf": Format(
        name="RDF/XML",
        media_type="application/rdf+xml",
        file_type="RDF_XML",
        w3c="RDF_XML",
        carries="facts",
    ),
    ".trig": Format(
        name="TriG",
        media_type="application/trig",
        file_type="RDF_TRIG",
        w3c="TriG",
        carries="everything",
    ),
    ".ttl": Format(
        name="Turtle",
        media_type="text/turtle",
        file_type="RDF_TURTLE",
        w3c="Turtle",
        carries="facts",
    ),
}
"""Formats by the suffixes of their files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the dataset: its path in the folder, its bytes and their SHA-256 in hex."""

    path: str
    format: Format
    bytes: int
    sha256: str

    @property
    def is_table(self) -> bool:
        """Whether it is one of the tables, which hold a part each."""
        return self.path.endswith(".csv")

    @property
    def carries(self) -> str:
        """What of the dataset it has, in words."""
        if self.is_table:
            return f"the table of {Path(self.path).stem}"
        return {"facts": "facts", "everything": "facts, evidence and ontology"}[self.format.carries]


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A dataset, its numbers and its files; `moved` leads from IRIs to those that replace them.

    `examples` are the IRIs of some of its incidents.
    """

    dataset: Dataset
    statistics: Statistics
    files: tuple[File, ...]
    examples: tuple[str, ...]
    withdrawn: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()

    @property
    def dumps(self) -> tuple[File, ...]:
        """The files that hold the whole dataset."""
        return tuple(file for file in self.files if not file.is_table)

    def url(self, path: str) -> str:
        """Return the address at which a path of the folder will be."""
        return f"{self.dataset.homepage}{path}"


def describe(dataset: Dataset, graph: Graph, folder: Path) -> Described:
    """Return what is known of a dataset whose dumps stand in a folder, below `data`."""
    slugs = sorted(page.incident for page in graph.manifest.pages)
    gone = sorted(notices.gone(notices.read(graph)).items())
    paths = sorted(path for path in (folder / "data").rglob("*") if path.suffix in FORMATS)
    return Described(
        dataset=dataset,
        statistics=statistics.count(graph),
        files=tuple(_file(folder, path) for path in paths),
        examples=tuple(iri_text(iris.incident(slug)) for slug in slugs[:_EXAMPLES]),
        withdrawn=tuple(iri_text(thing) for thing, replacement in gone if not replacement),
        moved=tuple((iri_text(old), iri_text(new)) for old, new in gone if new),
    )


def _file(folder: Path, path: Path) -> File:
    return File(
        path=path.relative_to(folder).as_posix(),
        format=FORMATS[path.suffix],
        bytes=path.stat().st_size,
        sha256=bounded.sha256(path),
    )
