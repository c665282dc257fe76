"""The input of catalogue records: the metadata, statistics and published files of a dataset."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from privkg.core import bounded
from privkg.export import formats
from privkg.export.formats import Carries, FileFormat
from privkg.publish import layout
from privkg.publish.metadata import statistics
from privkg.publish.metadata.dataset import Dataset
from privkg.publish.metadata.statistics import Statistics
from privkg.publish.things import last_part, things
from privkg.rdf.iris import Base
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import iri_text
from privkg.reference import credits, licences, notices
from privkg.reference.credits import Credits
from privkg.reference.licences import Licence
from privkg.store.graph import Graph

_EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the dataset: its path in the folder, its size in bytes and its SHA-256 in hex."""

    path: str
    format: FileFormat
    bytes: int
    sha256: str

    @property
    def is_compressed(self) -> bool:
        """Return whether the file is compressed with gzip."""
        return self.path.endswith(layout.GZIP)

    @property
    def is_table(self) -> bool:
        """Return whether the file is a table, which has only a part of the dataset."""
        return self.format.carries is Carries.TABLES

    @property
    def carries(self) -> str:
        """The contents of the file in words, such as `the table of actors`."""
        part = Path(self.path).name.removesuffix(self.format.suffix)
        return f"the table of {part}" if self.is_table and self.format.is_folder else self.format.words


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetDescription:
    """The metadata, statistics and files of a dataset.

    `examples` are the IRIs of some incidents. `withdrawn` are IRIs that a notice withdraws; `moved` are
    pairs of an old IRI and its replacement. `credits` are the registers whose records the dataset has.
    `source_digits` is by how many of their first digits the list of sources is split into pages.
    """

    base: Base
    dataset: Dataset
    statistics: Statistics
    files: tuple[File, ...]
    examples: tuple[str, ...]
    withdrawn: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    credits: Credits = field(default_factory=Credits)
    source_digits: int = 0

    @property
    def dumps(self) -> tuple[File, ...]:
        """The files with the whole dataset."""
        return tuple(file for file in self.files if not file.is_table)

    @property
    def licence(self) -> Licence:
        """The licence that the metadata of the dataset names."""
        return licences.find(self.dataset.licence_url)

    @property
    def licences(self) -> tuple[Licence, ...]:
        """The licences of the dataset, its own first, and of the registers whose records it has."""
        of_registers = (each for part in self.credits.parts for each in part.credit.licences)
        return tuple({each.name: each for each in (self.licence, *of_registers)}.values())

    @property
    def licence_url(self) -> str:
        """The URL of the licence; if there are several, of the list of them."""
        return self.dataset.licence_url if len(self.licences) == 1 else self.url(layout.LICENCES)

    def url(self, path: str) -> str:
        """Return the URL at which a path of the folder will be published."""
        return f"{self.dataset.homepage}{path}"


def describe(dataset: Dataset, graph: Graph, folder: Path) -> DatasetDescription:
    """Return the description of a dataset, given its graph and the folder with its dumps in `data`."""
    slugs = sorted(page.incident for page in graph.manifest.pages)
    deprecated = sorted(notices.deprecated(notices.read(graph)).items())
    return DatasetDescription(
        base=graph.base,
        dataset=dataset,
        statistics=statistics.count(graph),
        files=tuple(_files(folder)),
        examples=tuple(iri_text(graph.base.incident(slug)) for slug in slugs[:_EXAMPLES]),
        withdrawn=tuple(iri_text(thing) for thing, replacement in deprecated if not replacement),
        moved=tuple((iri_text(old), iri_text(new)) for old, new in deprecated if new),
        credits=credits.of_graph(graph),
        source_digits=layout.digits([last_part(each) for each in things(graph)[Kind.SOURCE]]),
    )


def _files(folder: Path) -> Iterator[File]:
    """Yield the dumps of a folder, recognized by the suffixes of the export formats, sorted by path."""
    for path in sorted((folder / layout.DUMPS).rglob("*")):
        found = layout.format_of(path.name)
        if found and path.is_file():
            yield File(
                path=path.relative_to(folder).as_posix(),
                format=formats.FORMATS.load(found).FORMAT,
                bytes=path.stat().st_size,
                sha256=bounded.sha256(path),
            )
