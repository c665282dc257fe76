"""Export formats, one module each, with the description of its files and the function that writes them.

Formats of triples carry facts, authority records and links; formats of quads carry everything; the
format of evidence carries claims. Equal graphs are written as equal bytes. Everything about a format is
in its module; nothing else lists the formats.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeGuard

from privkg.core.progress import SILENT, Progress
from privkg.core.registry import Registry

if TYPE_CHECKING:
    from privkg.export.target import Target
    from privkg.store.graph import Graph
    from privkg.store.rdf import Statement


class Carries(Enum):
    """The part of a dataset that a format carries: tables, claims, triples of facts, or all quads."""

    TABLES = "tables"
    EVIDENCE = "evidence"
    FACTS = "facts"
    QUADS = "quads"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """The description of a format.

    Attributes:
        name: the usual name.
        suffix: the suffix of its files, such as `.nq`.
        media_type: the IANA media type.
        carries: the part of a dataset that it carries.
        purpose: who uses it and why, in Markdown.
        file_type: the code in the EU's authority table of file types; None if there is none.
        w3c: the IRI in the W3C's list of RDF formats; None if there is none.
        is_folder: whether it is several files in a folder.
        is_published: whether `privkg publish` writes it too; False if other files have the same data.
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
        """The part of a dataset that it carries, as a phrase for people."""
        return {
            Carries.TABLES: "tables",
            Carries.EVIDENCE: "evidence",
            Carries.FACTS: "facts",
            Carries.QUADS: "facts, evidence and ontology",
        }[self.carries]

    @property
    def credit(self) -> str:
        """The place of the licence and credit of a register's record, in Markdown."""
        of_register = "`dcterms:license` and `schema:creditText` of the register"
        return {
            Carries.TABLES: "columns `register`, `licence` and `credit` of incidents, rows and"
            " decisions; a table of registers",
            Carries.EVIDENCE: "`rights` and `schema:creditText` of each annotation",
            Carries.FACTS: f"{of_register} that an incident is `dcterms:isPartOf`",
            Carries.QUADS: f"{of_register} that an incident is `dcterms:isPartOf`; `dcterms:license` of"
            " the named graphs of the incident",
        }[self.carries]


class ExportFormat(Protocol):
    """A module of this package."""

    FORMAT: FileFormat

    def write(self, graph: "Graph", target: "Target", progress: Progress = SILENT) -> None:
        """Write a graph to the file or files of a target; each named graph is an item of progress."""


class StatementFormat(ExportFormat, Protocol):
    """A format that carries facts or quads, and can be read back, so that `verify` can compare them."""

    def read(self, path: Path) -> "Iterator[Statement]":
        """Yield the triples of a file, each with its named graph, if any.

        The file may be compressed, see `core.compressed`.

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


def of_engine() -> dict[str, str]:
    """Return the media types of formats in which the engine can serialize triples, by format name."""
    from privkg.store import rdf

    types = {name: found.FORMAT.media_type for name, found in of_statements().items()}
    return {name: media_type for name, media_type in types.items() if rdf.is_graph_format(media_type)}


def of_file(name: str) -> str | None:
    """Return the format with the longest suffix that a file's name ends in; None if there is none."""
    suffixes = {each: found.FORMAT.suffix for each, found in FORMATS.all().items()}
    fitting = [each for each, suffix in suffixes.items() if name.endswith(suffix)]
    return max(fitting, key=lambda each: len(suffixes[each]), default=None)
