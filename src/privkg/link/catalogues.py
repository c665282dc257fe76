"""Reads other catalogues of incidents: tables of AIAAIC and the AI Incident Database, JSON lists.

Each row is accepted, a duplicate, or rejected with a reason: read = accepted + duplicate + rejected.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from privkg.core import bounded
from privkg.core.errors import FileError, in_file
from privkg.core.text import quoted
from privkg.rdf.terms import Term, iri

_MOST_BYTES = 200_000_000
AIID_HOMEPAGE = "https://incidentdatabase.ai/"
AIID_LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"
"""The licence of the AI Incident Database, and of the links to other catalogues that it publishes."""
_AIID = f"{AIID_HOMEPAGE}cite/"
_DATE = re.compile(r"((?:19|20)\d\d)(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An incident in another catalogue. `date` has a year, and month and day if they are known."""

    iri: Term
    key: str
    title: str
    text: str = ""
    date: tuple[int, ...] = ()
    actors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


@dataclass(slots=True)
class CatalogueContent:
    """The content of a catalogue: records, links to another catalogue, and the outcome of each row."""

    records: list[Record] = field(default_factory=list)
    links: list[tuple[Term, Term]] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    duplicates: int = 0

    @property
    def counts(self) -> str:
        """The counts of rows as an equation, which shows that none was lost."""
        accepted = len(self.records) + len(self.links)
        total = accepted + len(self.rejected) + self.duplicates
        rejected = len(self.rejected)
        return f"read {total} = {accepted} accepted + {self.duplicates} duplicate + {rejected} rejected"


def read(path: Path) -> CatalogueContent:
    """Read a file of another catalogue, which is recognised by its columns or keys.

    Raises:
        FileError: the file cannot be read, or is not of a known catalogue.
    """
    text = bounded.text(path, _MOST_BYTES)
    rows = _json(path, text) if text.lstrip()[:1] in ("[", "{") else _table(path, text)
    return _collected(path, rows)


Row = tuple[int, Record | tuple[Term, Term] | str]
"""The line or number of an entry, and its record, its link, or the reason for its rejection."""


def _collected(path: Path, rows: Iterable[Row]) -> CatalogueContent:
    found = CatalogueContent()
    seen: set[object] = set()
    for number, what in rows:
        if isinstance(what, str):
            found.rejected.append(f"{path}:{number}: {what}")
        elif (what.iri if isinstance(what, Record) else what) in seen:
            found.duplicates += 1
        elif isinstance(what, Record):
            seen.add(what.iri)
            found.records.append(what)
        else:
            seen.add(what)
            found.links.append(what)
    return found


def _table(path: Path, text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""))
    lines = _lines(path, reader)
    for row in lines:
        for key, make in _TABLES.items():
            if key in row:
                return _rows(reader, lines, row, make)
    known = ", ".join(_TABLES)
    raise FileError(
        f"not a table of a known catalogue; name a file with one of the columns {known}", in_file(path)
    )


def _lines(path: Path, reader: Any) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise FileError(
            f"not CSV: {error}; a cell may lack its closing quotation mark",
            in_file(path, reader.line_num),
        ) from error


def _rows(
    reader: Any,
    lines: Iterator[list[str]],
    columns: list[str],
    make: Callable[[dict[str, str]], Record | str],
) -> Iterator[Row]:
    for cells in lines:
        row = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
        try:
            yield reader.line_num, make(row)
        except ValueError as error:  # a text that begins as a web address may not be an IRI
            yield reader.line_num, str(error)


def _of_aiaaic(row: dict[str, str]) -> Record | str:
    address = row.get("Summary/links", "")
    if not re.fullmatch(r"AIAAIC\d+", row.get("AIAAIC ID#", "")):
        return f"{quoted(row.get('AIAAIC ID#', ''))} is not an identifier of AIAAIC"
    if not _is_web(address):
        return f"{row['AIAAIC ID#']} has no web address in Summary/links"
    return Record(
        iri=iri(address),
        key=row["AIAAIC ID#"],
        title=row.get("Headline", ""),
        text=" ".join(row.get(name, "") for name in ("System name", "Technology", "Purpose")),
        date=_date(row.get("Occurred", "")),
        actors=_split_at(row.get("Deployer", ""), ";") + _split_at(row.get("Developer", ""), ";"),
        countries=_split_at(row.get("Impacted area", ""), ";"),
    )


def _of_aiid(row: dict[str, str]) -> Record | str:
    number = row.get("incident_id", "")
    if not number.isascii() or not number.isdigit():
        return f"{quoted(number)} is not the number of an incident"
    names = re.findall(r'"([^"]+)"', row.get("Alleged deployer of AI system", ""))
    return Record(
        iri=iri(f"{_AIID}{number}"),
        key=f"AIID {number}",
        title=row.get("title", ""),
        text=row.get("description", ""),
        date=_date(row.get("date", "")),
        actors=tuple(name.replace("-", " ") for name in names),
    )


_TABLES = {"AIAAIC ID#": _of_aiaaic, "incident_id": _of_aiid}


def _json(path: Path, text: str) -> Iterator[Row]:
    try:
        content = bounded.parse_json(text)
    except ValueError as error:
        raise FileError(f"{error}", in_file(path)) from error
    if not isinstance(content, list):
        raise FileError("not a list of incidents or of links", in_file(path))
    return ((number, _entry(entry)) for number, entry in enumerate(content, 1))


def _entry(entry: object) -> Record | tuple[Term, Term] | str:
    if not isinstance(entry, dict):
        return "the entry is not an object"
    try:
        return _linked_or_described(entry)
    except ValueError as error:
        return str(error)


def _linked_or_described(entry: dict[str, Any]) -> Record | tuple[Term, Term] | str:
    number, same = entry.get("incident_id"), str(entry.get("sameAs", ""))
    if isinstance(number, int) and _is_web(same):
        return iri(f"{_AIID}{number}"), iri(same)
    address = str(entry.get("iri", ""))
    if _is_web(address) and entry.get("title"):
        return Record(
            iri=iri(address),
            key=address,
            title=str(entry["title"]),
            text=str(entry.get("text", "")),
            date=_date(str(entry.get("date", ""))),
        )
    return "the entry is neither a link (incident_id, sameAs) nor an incident (iri, title, date)"


def _is_web(address: str) -> bool:
    return bool(re.match("https?://.", address))


def _split_at(text: str, mark: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in text.split(mark))))


def _date(text: str) -> tuple[int, ...]:
    found = _DATE.match(text)
    return tuple(int(part) for part in found.groups() if part) if found else ()
