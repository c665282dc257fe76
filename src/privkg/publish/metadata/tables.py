"""The tables of a dataset as the standards for tabular data describe them: their columns and keys.

Every cell is text: labels, dates at their own precision, and numbers that may begin with an apostrophe.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from privkg.export.formats import csv
from privkg.publish.metadata.description import DatasetDescription, File
from privkg.rdf.terms import iri_text, term
from privkg.reference import properties

SEPARATOR = csv.SEPARATOR
_LISTS = frozenset(
    map(
        term,
        ("dcterms:license", "pk:claimStatus", "prov:hadRole", "rdf:type", "schema:creditText"),
    )
)
"""Properties with one value in JSON but several in a cell; an incident has the statuses of its rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table.

    Attributes:
        name: its header.
        title: its name for people.
        definition: the meaning of its values; empty if another vocabulary defines them.
        property: the IRI of the property whose values it has; None for the IRI of the line.
        is_list: whether a cell may have several values, with `SEPARATOR` between them.
        is_key: whether each line has a value of its own.
    """

    name: str
    title: str
    definition: str = ""
    property: str | None = None
    is_list: bool = False
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its file and its columns."""

    name: str
    file: File
    columns: tuple[Column, ...]

    @property
    def has_key(self) -> bool:
        """Whether the first column, the IRI, is a key: no two lines have the same."""
        return self.columns[0].is_key


def tables(description: DatasetDescription) -> Iterator[Table]:
    """Yield the tables among the files of a dataset, in the order of their paths."""
    for file in description.files:
        if file.format == csv.FORMAT:
            name = Path(file.path).name.removesuffix(csv.FORMAT.suffix)
            yield Table(name, file, tuple(_columns(name)))


def _columns(table: str) -> Iterator[Column]:
    yield Column(
        name=csv.IRI,
        title="IRI",
        definition="Identifies what the line is about.",
        is_key=table not in csv.WITHOUT_IRIS,
    )
    for name, curie in csv.TABLES[table].items():
        predicate = term(curie)
        plain_name, _ = properties.names().get(predicate, ("", False))
        yield Column(
            name=name,
            title=properties.words(predicate),
            definition=properties.definition(predicate),
            property=iri_text(predicate),
            is_list=plain_name in properties.REPEATED or predicate in _LISTS,
        )
