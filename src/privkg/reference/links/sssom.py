"""Reader and writer of SSSOM/TSV, the exchange format for mappings; written rows are sorted.

Source: https://mapping-commons.github.io/sssom/, version 1.0
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Table
from functools import lru_cache
from pathlib import Path

from privkg.core import bounded
from privkg.core.errors import FileError, InvalidValueError, Place, RdfError, in_file
from privkg.rdf.iris import DEFAULT, Base
from privkg.rdf.terms import Term
from privkg.reference.links import curies
from privkg.reference.links.mapping import Alternative, Mapping

_MOST_BYTES = 50_000_000
_REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "mapping_tool",
    "comment",
    "other",
)
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_NEGATIVE = "Not"
_ALTERNATIVE = re.compile(r"(\S+) ([01]\.\d\d)(?: (.*))?")
_DECLARATION = re.compile(r"#\s+([\w.-]+):\s*(\S+)\s*")


def write(name: str, mappings: Iterable[Mapping], base: Base = DEFAULT) -> str:
    """Return mappings as SSSOM/TSV; the ID of the mapping set is made of the base and the name."""
    prefixes = curies.prefixes_of(base)
    ordered = sorted(mappings, key=lambda each: (each.pair, each.predicate))
    more = sorted({column for mapping in ordered for column, _ in mapping.more} - set(COLUMNS))
    rows = [_row(mapping, prefixes) for mapping in ordered]
    is_used = any(f"{curies.SHIPPED}:" in cell for row in rows for cell in row.values())
    head = [f"mapping_set_id: {base.address}links/{name}", f"license: {_LICENCE}", "curie_map:"]
    declared = sorted(p for p in prefixes if p != curies.SHIPPED or is_used)
    head += [f"  {prefix}: {prefixes[prefix]}" for prefix in declared]
    out = io.StringIO()
    writer = csv.DictWriter(out, (*COLUMNS, *more), restval="", delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return "".join(f"#{line}\n" for line in head) + out.getvalue()


def read(path: Path, base: Base = DEFAULT) -> list[Mapping]:
    """Return the mappings of an SSSOM/TSV file; empty if the file does not exist.

    Raises:
        RdfError: the file is not an SSSOM table, or a row is invalid; the message begins with
            `file:line`.
    """
    return [mapping for _, mapping in read_with_places(path, base)]


def read_with_places(path: Path, base: Base = DEFAULT) -> tuple[tuple[Place, Mapping], ...]:
    """Return the mappings of an SSSOM/TSV file, each with its place.

    Raises:
        RdfError: as for `read`.
    """
    if not path.exists() and not path.is_symlink():
        return ()
    return parse(_text(path), path, base)


@lru_cache(maxsize=8)  # a build reads a table for its links, for its decisions and for its records
def parse(text: str, path: Path, base: Base = DEFAULT) -> tuple[tuple[Place, Mapping], ...]:
    """Return the mappings of the text of an SSSOM/TSV file, each with its place.

    Raises:
        RdfError: as for `read`.
    """
    # splitlines() would split at U+2028 too, which an IRI may contain
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((n for n, line in enumerate(lines) if line.strip() and line[0] != "#"), len(lines) - 1)
    prefixes = {**curies.BUILT_IN, **curies.prefixes_of(base), **_declared(lines[:start])}
    columns = _columns(lines[start], in_file(path, start + 1))
    return tuple(
        (place, _mapping(_record(line, columns, place), prefixes, place))
        for place, line in (
            (in_file(path, n), line) for n, line in enumerate(lines[start + 1 :], start + 2)
        )
        if line.strip()
    )


def _text(path: Path) -> str:
    try:
        return bounded.text(path, _MOST_BYTES)
    except FileError as error:
        raise RdfError(error.message, error.place) from error


def _declared(lines: list[str]) -> dict[str, str]:
    found = map(_DECLARATION.fullmatch, lines)
    return {match[1]: match[2].strip("\"'") for match in found if match}


def _columns(line: str, place: Place) -> list[str]:
    columns = _cells(line, place)
    missing = [name for name in _REQUIRED if name not in columns]
    if missing:
        raise RdfError(
            f"the header of an SSSOM table lacks {' and '.join(missing)}; write"
            f" tab-separated columns, at least {', '.join(_REQUIRED)}",
            place,
        )
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise RdfError(f"the column {twice[0]} occurs twice; keep one", place)
    return columns


def _record(line: str, columns: list[str], place: Place) -> dict[str, str]:
    cells = _cells(line, place)
    if len(cells) != len(columns):
        raise RdfError(
            f"{len(cells)} cells for {len(columns)} columns; write one cell for each column,"
            " empty or not, separated by tabs",
            place,
        )
    return dict(zip(columns, cells, strict=True))


def _cells(line: str, place: Place) -> list[str]:
    """Return the cells of a line.

    The csv module would let a quoted cell span lines; here each row is one line, so that every error
    has its line number.
    """
    if '"' not in line and len(line) <= csv.field_size_limit():  # fast path for rows without quotes
        return [cell.strip() for cell in line.split("\t")] if line else []
    try:
        (cells,) = csv.reader([line], delimiter="\t", strict=True)
    except csv.Error as error:
        if "limit" in str(error):
            raise RdfError(
                f"a cell is longer than {csv.field_size_limit()} characters; shorten it", place
            ) from error
        raise RdfError(
            'a cell begins with a quotation mark (") that is not closed; close it at the end of the'
            " cell, or remove it",
            place,
        ) from error
    except ValueError:  # an empty line has no cells at all
        return []
    return [cell.strip() for cell in cells]


def _mapping(row: dict[str, str], prefixes: Table[str, str], place: Place) -> Mapping:
    try:
        alternatives = _alternatives(row.get("other", ""), prefixes)
        return Mapping(
            subject=_term(row, "subject_id", prefixes),
            subject_label=row.get("subject_label", ""),
            predicate=_term(row, "predicate_id", prefixes),
            object=_term(row, "object_id", prefixes),
            object_label=row.get("object_label", ""),
            justification=_filled(row, "mapping_justification"),
            score=_score(row.get("confidence", "")),
            method=row.get("comment", ""),
            is_negative=_is_negative(row.get("predicate_modifier", "")),
            alternatives=tuple(alternatives),
            tool=row.get("mapping_tool", ""),
            more=tuple(_more(row, is_read=bool(alternatives))),
        )
    except ValueError as error:
        raise RdfError(str(error), place) from error


def _filled(row: dict[str, str], column: str) -> str:
    if not row[column]:
        raise InvalidValueError(f"{column} is empty; write an IRI or a CURIE")
    return row[column]


def _term(row: dict[str, str], column: str, prefixes: Table[str, str]) -> Term:
    try:
        return curies.expand(_filled(row, column), prefixes)
    except ValueError as error:
        raise InvalidValueError(f"{column}: {error}" if row[column] else str(error)) from error


def _is_negative(modifier: str) -> bool:
    if modifier and modifier.casefold() != _NEGATIVE.casefold():
        raise InvalidValueError(
            f'predicate_modifier is "{modifier}"; write {_NEGATIVE}, or leave it empty'
        )
    return bool(modifier)


def _score(text: str) -> float:
    try:
        score = float(text or 1)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise InvalidValueError(f'confidence is "{text}"; write a number from 0 to 1, such as 0.95')
    return score


def _alternatives(text: str, prefixes: Table[str, str]) -> list[Alternative]:
    """Return the alternatives that a cell lists; empty if the cell has another form."""
    if not text:
        return []
    found = [_ALTERNATIVE.fullmatch(part) for part in filter(None, text.split(" | "))]
    if not all(found):
        return []
    return [Alternative(float(m[2]), curies.expand(m[1], prefixes), m[3] or "") for m in found if m]


def _more(row: dict[str, str], *, is_read: bool) -> Iterator[tuple[str, str]]:
    """Yield the cells of unknown columns, such as `reviewer_id`, to be written back unchanged."""
    for column, text in sorted(row.items()):
        if text and (column not in COLUMNS or (column == "other" and not is_read)):
            yield column, text


def _row(mapping: Mapping, prefixes: Table[str, str]) -> dict[str, str]:
    return {**dict(_cells_of(mapping, prefixes)), **dict(mapping.more)}


def _cells_of(mapping: Mapping, prefixes: Table[str, str]) -> Iterator[tuple[str, str]]:
    others = (
        f"{curies.shorten(a.object, prefixes)} {a.score:.2f} {_plain(a.label)}"
        for a in mapping.alternatives
    )
    yield "subject_id", curies.shorten(mapping.subject, prefixes)
    yield "subject_label", _plain(mapping.subject_label)
    yield "predicate_id", curies.shorten(mapping.predicate, prefixes)
    yield "predicate_modifier", _NEGATIVE if mapping.is_negative else ""
    yield "object_id", curies.shorten(mapping.object, prefixes)
    yield "object_label", _plain(mapping.object_label)
    yield "mapping_justification", mapping.justification
    yield "confidence", f"{mapping.score:.2f}"
    yield "mapping_tool", _plain(mapping.tool)
    yield "comment", _plain(mapping.method)
    yield "other", " | ".join(others)


def _plain(text: str) -> str:
    """Return text on one line, encodable in UTF-8, without the separator of alternatives."""
    return " ".join(text.encode(errors="replace").decode().replace("|", "/").split())
