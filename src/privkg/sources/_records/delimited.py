"""Reader of CSV and TSV: `csv` decides where records end and what their cells are.

The place of each cell is found by writing the cell again as CSV at the offset where it must begin. Where
that differs from the file, quotation marks are misplaced.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate, chain, islice, repeat
from operator import add
from typing import NamedTuple

from privkg.core import bounded
from privkg.core.documents import MAX_BYTES
from privkg.core.errors import InputError, InvalidValueError, PageError, in_file
from privkg.core.objects import Readable
from privkg.core.text import counted, quoted
from privkg.sources import Excluded, Refused
from privkg.sources._records import decoding, header
from privkg.sources._records.model import Layout, Record, Value, value

_DELIMITERS = {"csv": ",", "tsv": "\t"}
_QUOTED = re.compile('"[^"]*(?:""[^"]*)*"')
BLANK = "a blank row"
_SEPARATES = "write a cell with the delimiter in quotation marks"
_ADVICE = 'write a cell with a quotation mark in quotation marks, and "" for each in it'


class Row(NamedTuple):
    """A row: its number in the file, its cells, its text without the line end, first and last line."""

    number: int
    cells: list[str]
    text: str
    line: int
    last_line: int


_row: Callable[[Iterable[object]], Row] = partial(tuple.__new__, Row)


def columns(text: str, layout: Layout) -> tuple[str, ...]:
    """Return the names of the columns, given the beginning of a file; empty if it has no header."""
    reader = csv.reader(decoding.split(text), delimiter=delimiter_of(layout))
    try:
        rows = list(islice(reader, max(layout.header)))
        return header.merged([rows[number - 1] for number in layout.header])
    except (csv.Error, IndexError, ValueError):
        return ()


def read(path: Readable, layout: Layout) -> Iterator[Record | Excluded | Refused]:
    """Yield the records of a table, which rows are blank, and which are not valid.

    Raises:
        FileError: the file cannot be read, or is not text.
        PageError: the header cannot be used; a quotation mark is not closed; a cell is too long.
        InvalidValueError: the layout is not one of a table.
    """
    delimiter = delimiter_of(layout)
    every = rows(path, delimiter)
    found = _names(path, layout, every)
    table = _Table(path, found, header.first_row(layout), _regular(delimiter))
    yield from map(table.record, every)


def rows(path: Readable, delimiter: str) -> Iterator[Row]:
    """Yield all rows of a table, the header and blank ones included.

    Raises:
        FileError: the file cannot be read, or is not text.
        PageError: a cell or a row is too long, or a quotation mark is not closed.
    """
    lines = _Lines(path)
    reader = csv.reader(chain.from_iterable(lines.lists()), delimiter=delimiter)
    try:
        for number, cells in enumerate(reader, 1):
            first, last = lines.first, reader.line_num
            yield _row((number, cells, lines.take(last), first, last))
    except csv.Error as error:
        raise _too_long(path, lines.first, lines.text(reader.line_num), delimiter) from error


def names(path: Readable, layout: Layout) -> tuple[str, ...]:
    """Return the names of the columns of a table.

    Raises:
        FileError, PageError, InvalidValueError: as for `read`.
    """
    return _names(path, layout, rows(path, delimiter_of(layout)))


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
    """Return the values of a valid row with a cell for each name.

    Args:
        row: the row.
        names: the names of the columns.
        fragment: what the fragments begin with.
    """
    fragments = map(f"{fragment}{row.number},".__add__, _numbers(len(names)))
    starts, ends, kept = _placed(row) if '"' in row.text else _unquoted(row.cells)
    return tuple(map(value, zip(names, row.cells, starts, ends, kept, fragments, strict=False)))


def _names(path: Readable, layout: Layout, every: Iterator[Row]) -> tuple[str, ...]:
    """Return the names of the columns; the rows are read up to the first of data."""
    first = header.first_row(layout)
    above = {row.number: row for row in islice(every, first - 1) if row.number in layout.header}
    if missing := sorted({*layout.header} - {*above}):
        raise PageError(f"the file has no row {missing[0]}, which is to be in its header", in_file(path))
    found = header.merged([above[number].cells for number in layout.header])
    header.check(found, in_file(path, above[min(layout.header)].line))
    return found


_Places = tuple[Iterable[int], Iterable[int], Iterable[tuple[int, ...] | None]]
"""For each cell its start, its end, and the offsets of its characters if it has quotation marks."""


def _placed(row: Row) -> _Places:
    starts, ends, every = list[int](), list[int](), list[tuple[int, ...] | None]()
    text, at = row.text, 0
    for cell in row.cells:
        quote = 1 if text.startswith('"', at) else 0
        start = at + quote
        end, kept = start + len(cell), None
        if quote and '"' in cell:
            end, kept = end + cell.count('"'), _kept(cell, start)
        starts.append(start)
        ends.append(end)
        every.append(kept)
        at = end + quote + 1
    return starts, ends, every


def _unquoted(cells: Sequence[str]) -> _Places:
    """Return the places of the cells of a row without quotation marks; no loop is one of Python."""
    lengths = list(map(len, cells))
    starts = list(accumulate([length + 1 for length in lengths[:-1]], initial=0))
    return starts, map(add, starts, lengths), repeat(None)


@lru_cache(maxsize=8)
def _numbers(count: int) -> tuple[str, ...]:
    """Return the numbers of columns as they are written."""
    return tuple(map(str, range(1, count + 1)))


def _kept(cell: str, start: int) -> tuple[int, ...]:
    """Return the offset of each character of a quoted cell: a quotation mark is written as two."""
    found = list[int]()
    for part in cell.split('"'):
        found += range(start, start + len(part) + 1)
        start += len(part) + 2
    return tuple(found[: len(cell)])


def _check_quotes(row: Row) -> None:
    """Raise an error if the cells of a row, written again, are not its text.

    Raises:
        InvalidValueError: a quotation mark is misplaced.
        PageError: one is never closed, so that the next row cannot be found.
    """
    text, at = row.text, 0
    for cell in row.cells:
        is_quoted = text.startswith('"', at)
        written = '"' + cell.replace('"', '""') + '"' if is_quoted else cell
        if not text.startswith(written, at):
            raise _misplaced(text, at)
        at += len(written) + 1


class _Lines:
    """The lines of a file; those of the row that `csv` reads are kept.

    Attributes:
        first: the number of the first line of this row.
    """

    def __init__(self, path: Readable) -> None:
        self._path = path
        self._held, self._before, self._size = list[str](), 1, 0
        self.first = 1

    def lists(self) -> Iterator[list[str]]:
        """Yield the lines of each piece of the file.

        Raises:
            FileError: the file cannot be read, or is not text.
            PageError: a line or a row is too long.
        """
        for lines in decoding.line_lists(self._path):
            if taken := self.first - self._before:
                self._held, self._before = self._held[taken:], self.first
                self._size = sum(map(len, self._held))
            self._check(self._size)
            self._held += lines
            self._size += sum(map(len, lines))
            yield lines

    def take(self, last: int) -> str:
        """Return the text of the row that ends in a line, without its end, and begin the next.

        Raises:
            PageError: it is too long.
        """
        if last == self.first:
            text = self._held[last - self._before]
        else:
            text = self.text(last)
            self._check(len(text))
        self.first = last + 1
        return text.rstrip("\r\n")

    def text(self, last: int) -> str:
        """Return the text from the first line of the row to the end of another."""
        return "".join(self._held[self.first - self._before : last - self._before + 1])

    def _check(self, size: int) -> None:
        if size > MAX_BYTES:
            raise PageError(
                f"a row of more than {bounded.size(MAX_BYTES)}", in_file(self._path, self.first)
            )


def _regular(delimiter: str) -> re.Pattern[str]:
    """Return the pattern of rows whose quotation marks are all around cells, or two in such a cell."""
    cell = rf'(?:[^"{re.escape(delimiter)}]*|"[^"]*(?:""[^"]*)*")'
    return re.compile(f"{cell}(?:{re.escape(delimiter)}{cell})*")


@dataclass(frozen=True, slots=True)
class _Table:
    """What the rows of a table have in common: its file, its names, the first row of data."""

    path: Readable
    names: Sequence[str]
    first: int
    regular: re.Pattern[str]

    def record(self, row: Row) -> Record | Excluded | Refused:
        """Return a row as a record, or why it is none.

        Raises:
            PageError: a quotation mark is never closed.
        """
        number = row.number - self.first + 1
        if not any(map(str.strip, row.cells)):
            return Excluded(str(number), BLANK)
        try:
            self._check(row)
        except PageError as error:
            place = decoding.place(self.path, (row.line, 1), error.place)
            raise PageError(error.message, place) from error
        except InvalidValueError as error:
            place = decoding.place(self.path, (row.line, 1), error.place)
            return Refused(str(number), PageError(f"row {row.number}: {error.message}", place))
        find = partial(values, row, self.names)
        at = row.line, 1
        return Record(text=row.text, number=number, at=at, last_line=row.last_line, find=find)

    def _check(self, row: Row) -> None:
        if '"' in row.text and not self.regular.fullmatch(row.text):
            _check_quotes(row)
        if len(row.cells) != len(self.names):
            raise _other_length(row, self.names)


def _other_length(row: Row, names: Sequence[str]) -> InvalidValueError:
    """Return the error about a row that has more or fewer cells than the header."""
    found, wanted = len(row.cells), len(names)
    if found > wanted:
        last = f"the last column of the header, {wanted}, is {quoted(names[-1])}"
        return InvalidValueError(
            f"{counted(found, 'cell')}, {found - wanted} too many; {last}; {_SEPARATES}"
        )
    first = f"the first that is missing, {found + 1}, is {quoted(names[found])}"
    return InvalidValueError(f"{counted(found, 'cell')}, {wanted - found} too few; {first}")


def _misplaced(text: str, at: int) -> InputError:
    """Return the error about the quoted cell that begins at an offset."""
    closed = _QUOTED.match(text, at)
    if closed is None:
        return PageError(
            f"a quotation mark that is never closed; {_ADVICE}", decoding.position(text, at)
        )
    place = decoding.position(text, closed.end())
    return InvalidValueError(f"text behind a closing quotation mark; {_ADVICE}", place)


def _too_long(path: Readable, line: int, text: str, delimiter: str) -> PageError:
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
