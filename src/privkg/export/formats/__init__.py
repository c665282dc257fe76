"""Export formats, one module each: what its files are, and how a graph is written to them.

Formats of triples carry facts, records of known things and links; formats of quads carry everything;
one of evidence carries claims.
Equal graphs give equal bytes. All that anything needs to know of a format is in its module.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeGuard

from privkg.core.registry import Registry

if TYPE_CHECKING:
    from privkg.export.target import Target
    from privkg.store.graph import Graph
    from privkg.store.rdf import Statement


class Carries(Enum):
    """What of a dataset a format has: tables for people, triples of facts, or quads, evidence too.

    Claims with their passages alone are evidence.
    """

    TABLES = "tables"
    EVIDENCE = "evidence"
    FACTS = "facts"
    QUADS = "quads"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """What the files of a format are.

    Attributes:
        name: what people call it.
        suffix: how the names of its files end, such as `.nq`.
        media_type: the type of its files, of IANA's.
        carries: what of a dataset it has.
        purpose: whom it is for, in Markdown.
        file_type: its code in the EU's authority table of file types; None if it has none.
        w3c: its IRI in the W3C's list of formats of RDF; None if it has none.
        is_folder: whether it is several files in a folder.
        is_published: whether `privkg publish` writes it too; False where others hold the same.
    """

    name: str
    suffix: str
    media_type: str
    carries: Carries
    purpose: str
    file_type: str | None = None
    w3c: str | None = None
    is_folder: bool = False
    is_published: bool = True

    @property
    def words(self) -> str:
        """What of a dataset it has, in words."""
        return {
            Carries.TABLES: "tables",
            Carries.EVIDENCE: "evidence",
            Carries.FACTS: "facts",
            Carries.QUADS: "facts, evidence and ontology",
        }[self.carries]


class ExportFormat(Protocol):
    """A module of this package."""

    FORMAT: FileFormat

    def write(self, graph: "Graph", target: "Target") -> None:
        """Write a graph to the one file, or to the files, of a target."""


class StatementFormat(ExportFormat, Protocol):
    """A format that carries facts or quads, and can be read back, so that `verify` can compare them."""

    def read(self, path: Path) -> "Iterator[Statement]":
        """Yield the triples of a file, each with its named graph, if any.

        Raises:
            RdfError: the file is not of the format.
        """


FORMATS: Registry[ExportFormat] = Registry(__name__, "format")


def is_of_statements(found: ExportFormat) -> TypeGuard[StatementFormat]:
    """Return whether a format carries facts or quads."""
    return found.FORMAT.carries in (Carries.FACTS, Carries.QUADS)


def of_statements() -> dict[str, StatementFormat]:
    """Return the formats that carry facts or quads, by their names."""
    return {name: found for name, found in FORMATS.all().items() if is_of_statements(found)}


def of_file(name: str) -> str | None:
    """Return the format whose suffix a file's name ends in, the longest suffix first; None if none."""
    suffixes = {each: found.FORMAT.suffix for each, found in FORMATS.all().items()}
    fitting = [each for each, suffix in suffixes.items() if name.endswith(suffix)]
    return max(fitting, key=lambda each: len(suffixes[each]), default=None)
