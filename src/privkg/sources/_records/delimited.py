"""Reader of CSV and TSV: `csv` decides where records end and what their cells are.

The place of each cell is found by writing the cell again as CSV at the offset where it must begin. Where
that differs from the file, quotation marks are misplaced.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice
from pathlib import Path

from privkg.core import bounded
from privkg.core.documents import MAX_BYTES
from privkg.core.errors import InputError, InvalidValueError, PageError, in_file
from privkg.core.text import counted, quoted
from privkg.sources import Excluded, Refused
from privkg.sources._records import decoding, header
from privkg.sources._records.model import Layout, Record, Value, value

_DELIMITERS = {"csv": ",", "tsv": "\t"}
_QUOTED = re.compile('"[^"]*(?:""[^"]*)*"')
BLANK = "a blank row"
_SEPARATES = "write a cell with the delimiter in quotation marks"
_ADVICE = 'write a cell with a quotation mark in quotation marks, and "" for each in it'


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in the file, its cells, its text without the line end, first and last line."""

    number: int
    cells: list[str]
    text: str
    line: int
    last_line: int


def columns(text: str, layout: Layout) -> tuple[str, ...]:
    """Return the names of the columns, given the beginning of a file; empty if it has no header."""
    reader = csv.reader(decoding.split(text), delimiter=delimiter_of(layout))
    try:
        rows = list(islice(reader, max(layout.header)))
        return header.merged([rows[number - 1] for number in layout.header])
    except (csv.Error, IndexError, ValueError):
        return ()


def read(path: Path, layout: Layout) -> Iterator[Record | Excluded | Refused]:
    """Yield the records of a table, which rows are blank, and which are not valid.

    Raises:
        FileError: the file cannot be read, or is not text.
        PageError: the header cannot be used; a quotation mark is not closed; a cell is too long.
        InvalidValueError: the layout is not one of a table.
    """
    delimiter = delimiter_of(layout)
    first, rows = header.first_row(layout), _rows(path, delimiter)
    above = {row.number: row for row in islice(rows, first - 1) if row.number in layout.header}
    if missing := sorted({*layout.header} - {*above}):
        raise PageError(f"the file has no row {missing[0]}, which is to be in its header", in_file(path))
    names = header.merged([above[number].cells for number in layout.header])
    header.check(names, in_file(path, above[min(layout.header)].line))
    for row in rows:
        yield _record(path, row, row.number - first + 1, names)


def delimiter_of(layout: Layout) -> str:
    """Return what separates the cells of a table.

    Raises:
        InvalidValueError: `csv` cannot split at it.
    """
    delimiter = layout.delimiter or _DELIMITERS[layout.format]
    if len(delimiter) != 1 or delimiter in '"\r\n\0':
        raise InvalidValueError(f"a delimiter is one character, not {quoted(delimiter)}")
    return delimiter


def values(row: Row, names: Sequence[str], fragment: str = "cell=") -> tuple[Value, ...]:
    """Return the values of a row that has a cell for each name; their fragments begin with `fragment`.

    Raises:
        InvalidValueError: a quotation mark is misplaced.
        PageError: one is never closed, so that the next row cannot be found.
    """
    fragment = f"{fragment}{row.number},"
    if '"' not in row.text:
        return _unquoted(row.cells, names, fragment)
    text, at, found = row.text, 0, list[Value]()
    for number, (name, cell) in enumerate(zip(names, row.cells, strict=True), 1):
        start, written, kept = at, cell, None
        if text.startswith('"', at):
            start, written = at + 1, cell.replace('"', '""')
            kept = _kept(cell, start) if len(written) > len(cell) else None
        end = start + len(written)
        quote = text[at:start]
        if not text.startswith(written + quote, start):
            raise _misplaced(text, at)
        found.append(value(name, cell, start, end, kept, f"{fragment}{number}"))
        at = end + len(quote) + 1
    return tuple(found)


def _unquoted(cells: Sequence[str], names: Sequence[str], fragment: str) -> tuple[Value, ...]:
    starts = accumulate([len(cell) + 1 for cell in cells], initial=0)
    return tuple(
        [
            value(name, cell, start, start + len(cell), None, f"{fragment}{number}")
            for number, (name, cell, start) in enumerate(zip(names, cells, starts, strict=False), 1)
        ]
    )


def _kept(cell: str, start: int) -> tuple[int, ...]:
    """Return the offset of each character of a quoted cell: a quotation mark is written as two."""
    parts = cell.split('"')
    ends = list(accumulate((len(part) + 2 for part in parts), initial=start))
    runs = (range(at, at + len(part) + 1) for at, part in zip(ends, parts, strict=False))
    return tuple(chain.from_iterable(runs))[: len(cell)]


def _rows(path: Path, delimiter: str) -> Iterator[Row]:
    """Yield all rows of a table, blank ones included."""
    taken: list[str] = []
    reader = csv.reader(_feed(path, taken), delimiter=delimiter)
    number, line = 0, 1
    try:
        for cells in reader:
            number += 1
            yield Row(number, cells, "".join(taken).rstrip("\r\n"), line, reader.line_num)
            taken.clear()
            line = reader.line_num + 1
    except csv.Error as error:
        raise _too_long(path, line, "".join(taken), delimiter) from error


def _record(path: Path, row: Row, number: int, names: Sequence[str]) -> Record | Excluded | Refused:
    """Return a row as a record, or why it is none.

    Raises:
        PageError: a quotation mark is never closed.
    """
    if not any(map(str.strip, row.cells)):
        return Excluded(str(number), BLANK)
    try:
        check_length(row, names)
        found = values(row, names)
    except PageError as error:
        place = decoding.place(path, (row.line, 1), error.place)
        raise PageError(error.message, place) from error
    except InvalidValueError as error:
        place = decoding.place(path, (row.line, 1), error.place)
        return Refused(str(number), PageError(f"row {row.number}: {error.message}", place))
    at = row.line, 1
    return Record(text=row.text, number=number, at=at, last_line=row.last_line, values=found)


def check_length(row: Row, names: Sequence[str]) -> None:
    """Raise an error if a row has more or fewer cells than the header."""
    found, wanted = len(row.cells), len(names)
    if found > wanted:
        last = f"the last column of the header, {wanted}, is {quoted(names[-1])}"
        raise InvalidValueError(
            f"{counted(found, 'cell')}, {found - wanted} too many; {last}; {_SEPARATES}"
        )
    if found < wanted:
        first = f"the first that is missing, {found + 1}, is {quoted(names[found])}"
        raise InvalidValueError(f"{counted(found, 'cell')}, {wanted - found} too few; {first}")


def _misplaced(text: str, at: int) -> InputError:
    """Return the error about the quoted cell that begins at an offset."""
    closed = _QUOTED.match(text, at)
    if closed is None:
        return PageError(
            f"a quotation mark that is never closed; {_ADVICE}", decoding.position(text, at)
        )
    place = decoding.position(text, closed.end())
    return InvalidValueError(f"text behind a closing quotation mark; {_ADVICE}", place)


def _too_long(path: Path, line: int, text: str, delimiter: str) -> PageError:
    """Return the error about the first cell of a row that is longer than `csv` accepts."""
    at, most = 0, csv.field_size_limit()
    words = f"a cell of more than {most} characters; shorten it"
    while True:
        closed = _QUOTED.match(text, at)
        if closed is None and text.startswith('"', at):
            words = f"a quotation mark that is not closed within {most} characters; {_ADVICE}"
            break
        end = text.find(delimiter, closed.end() if closed else at)
        if end < 0 or end - at > most:
            break
        at = end + 1
    return PageError(words, decoding.place(path, (line, 1), decoding.position(text, at)))


def _feed(path: Path, taken: list[str]) -> Iterator[str]:
    """Yield the lines of a file, and keep those of the current row in `taken`."""
    size = first = 0
    for number, line in enumerate(decoding.lines(path), 1):
        if not taken:
            size, first = 0, number
        size += len(line)
        taken.append(line)
        if size > MAX_BYTES:
            raise PageError(f"a row of more than {bounded.size(MAX_BYTES)}", in_file(path, first))
        yield line
