"""CSV: a table for each kind of resource, safe against formula injection in spreadsheets.

Several values in a cell are separated by ` | `. A cell that a spreadsheet would evaluate as a formula is
prefixed with an apostrophe, which spreadsheets do not show. Control characters except tabs and line
ends, and bidirectional controls, are escaped.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from privkg.core.progress import SILENT, Progress, followed
from privkg.export.credit import credit
from privkg.export.formats import Carries, FileFormat
from privkg.export.labels import Labels
from privkg.export.parties import Parties
from privkg.export.target import Target
from privkg.rdf.iris import Base
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term, iri_text, literal, term
from privkg.reference.claims import NOT_UNDERSTOOD
from privkg.reference.columns import DECISIONS, INCIDENTS, PARTIES, ROWS, SHARED, Columns
from privkg.store import contents
from privkg.store.contents import Things
from privkg.store.graph import Graph

FORMAT = FileFormat(
    name="CSV",
    suffix=".csv",
    media_type="text/csv",
    carries=Carries.TABLES,
    purpose=(
        "spreadsheets: incidents, rows, decisions, actors, parties, groups, places, sources, registers"
    ),
    file_type="CSV",
    is_folder=True,
)
SEPARATOR = " | "
"""The text between several values of a cell."""
IRI = "iri"
"""The first column of each table: the IRI of what the line is about."""
TABLES: Mapping[str, Columns] = {
    "incidents": INCIDENTS,
    "rows": ROWS,
    "decisions": DECISIONS,
    "parties": PARTIES,
    **{kind.plural: shown for kind, shown in SHARED.items()},
}
"""The columns of each table after the IRI, by the table's name."""
WITHOUT_IRIS = ("parties",)
"""Tables in which a line may have no IRI: a page may do no more than name a party."""
# The first characters of a formula, full-width forms too, after characters that spreadsheets skip.
_FORMULA = re.compile(r"[\t\r\n]|[\s\ufeff\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_ROW_INDEX, _DECISION_OF = term("pk:rowIndex"), term("pk:decisionOf")
_STATUS, _CLAIMANT = term("pk:claimStatus"), term("pk:attributedTo")
_WITHOUT_STATUS = {_STATUS: [literal(NOT_UNDERSTOOD)]}


def write(graph: Graph, target: Target, progress: Progress = SILENT) -> None:
    """Write the tables of a graph."""
    shared = contents.shared(graph)
    labels = Labels(shared)
    parties = Parties(shared)
    names = contents.graphs_of_incidents(graph)
    described = contents.read(graph, names)
    with _tables(target) as tables:
        for things in followed(described, progress, f"writing {FORMAT.name}", len(names)):
            claimed, credited = _claimed(things, labels), credit(things, shared)
            for subject, about in things.items():
                parties.add(about)
                if _ROW_INDEX in about:
                    tables.add("rows", subject, _WITHOUT_STATUS | about | credited, labels)
                elif _DECISION_OF in about:
                    tables.add("decisions", subject, about | credited, labels)
                elif graph.base.kind(subject) is Kind.INCIDENT:  # not a page and what it mentions
                    tables.add("incidents", subject, about | claimed | credited, labels)
        _add_shared(tables, graph.base, shared, parties, labels)


def _add_shared(tables: "_Tables", base: Base, shared: Things, parties: Parties, labels: Labels) -> None:
    """Add the resources that incidents share, then the parties."""
    for subject, about in shared.items():
        kind = base.kind(subject)
        if kind and kind in SHARED and (kind is not Kind.ACTOR or parties.acts(subject)):
            tables.add(kind.plural, subject, about, labels)
    for party, described in parties.described():
        tables.add("parties", party, described, labels)


@contextmanager
def _tables(target: Target) -> Iterator["_Tables"]:
    """Open the tables of a target for writing; they replace existing ones once all are written."""

    def is_own(name: str, head: bytes) -> bool:
        first, *others = head.decode(errors="replace").strip().split(",")
        return first == IRI and TABLES[name.removesuffix(FORMAT.suffix)].keys() >= set(others)

    with target.files([f"{name}{FORMAT.suffix}" for name in TABLES], is_own) as opened:
        texts = [io.TextIOWrapper(file, encoding="utf-8", newline="") for file in opened]
        yield _Tables(dict(zip(TABLES, texts, strict=True)))
        for text in texts:
            text.detach()


class _Tables:
    def __init__(self, opened: Mapping[str, io.TextIOWrapper]) -> None:
        self._writers = {name: csv.writer(file) for name, file in opened.items()}
        for name, writer in self._writers.items():
            writer.writerow([IRI, *TABLES[name]])

    def add(self, table: str, subject: Term, about: Mapping[Term, list[Term]], labels: Labels) -> None:
        found = (about.get(term(name), ()) for name in TABLES[table].values())
        iri = iri_text(subject) if subject.startswith("<") else ""  # see WITHOUT_IRIS
        cells = [iri, *(_cell(values, labels) for values in found)]
        self._writers[table].writerow(list(_safe(cells)))


def _claimed(things: Things, labels: Labels) -> dict[Term, list[Term]]:
    """Return the claim statuses and claimants of an incident's rows, for the line of the incident.

    That line has the harms and actors of the infobox, which have no status: without this, an alleged
    harm would read as an established one.
    """
    rows = [about for about in things.values() if _ROW_INDEX in about]
    statuses = [f"{_claim(row, labels)}: {_status(row, labels)}" for row in rows]
    claimants = [value for row in rows for value in row.get(_CLAIMANT, ())]
    return {
        _STATUS: list(map(literal, dict.fromkeys(statuses))),
        _CLAIMANT: list(dict.fromkeys(claimants)),
    }


def _claim(row: Mapping[Term, list[Term]], labels: Labels) -> str:
    named = (*row.get(term("pk:actor"), ()), *row.get(term("pk:harm"), ()))
    return ", ".join(labels[node] for node in named)


def _status(row: Mapping[Term, list[Term]], labels: Labels) -> str:
    return ", ".join(labels[node] for node in row.get(_STATUS, ())) or NOT_UNDERSTOOD


def _cell(values: Iterable[Term], labels: Labels) -> str:
    return SEPARATOR.join(labels[value] for value in values)


def _safe(cells: Iterable[str]) -> Iterator[str]:
    """Yield cells escaped against https://owasp.org/www-community/attacks/CSV_Injection."""
    for cell in cells:
        text = _CONTROL.sub(_escaped, cell)
        yield f"'{text}" if _FORMULA.match(cell) else text


def _escaped(control: re.Match[str]) -> str:
    return control[0].encode("unicode_escape").decode()
