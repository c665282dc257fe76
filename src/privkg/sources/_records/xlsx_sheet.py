"""The rows of a sheet of a workbook, as a stream."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from privkg.core import bounded
from privkg.core.documents import MAX_BYTES
from privkg.core.errors import InvalidValueError
from privkg.core.text import quoted
from privkg.sources._records.header import MOST_COLUMNS
from privkg.sources._records.xlsx_cells import MOST_CHARACTERS, Cell
from privkg.sources._records.xlsx_package import PartReader

MOST_ROWS = 1_048_576
"""As many as a sheet of Excel has."""
MOST_RANGES = 100_000
_REFERENCE = re.compile("([A-Z]{1,3})([0-9]{1,7})")


@dataclass(slots=True)
class SheetRow:
    """A row: its number, and its cells in the order of the columns; empty ones may be left out."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Range:
    """A range of merged cells: first and last row and column."""

    top: int
    bottom: int
    left: int
    right: int


class Rows(PartReader):
    """The parser of the rows of a sheet; those that have ended since the last call are in `ended`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.ended: list[SheetRow] = []
        self._row = SheetRow(0, [])
        self._cell = Cell(0, "n", 0)
        self._size = 0
        self._is_phonetic = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin a row, a cell, or a part of one."""
        if name == "row":
            self._start_row(attributes.get("r"))
        elif name == "c":
            self._start_cell(attributes)
        elif name == "f":
            self._cell.is_formula = True
        elif name == "rPh":
            self._is_phonetic = True
        elif name == "v" or (name == "t" and not self._is_phonetic):
            self.words = []

    def end(self, name: str) -> None:
        """End a row, or take a value."""
        if name == "row":
            self.ended.append(self._row)
        elif name == "rPh":
            self._is_phonetic = False
        elif name in {"v", "t"} and self.words is not None:
            self._cell.value = (self._cell.value or "") + "".join(self.words)
            self._size += len(self._cell.value)
            self.words = None
            if len(self._cell.value) > MOST_CHARACTERS:
                raise self._error_in_row(f"a cell of more than {MOST_CHARACTERS} characters; shorten it")
            if self._size > MAX_BYTES:
                raise self._error_in_row(f"a row of more than {bounded.size(MAX_BYTES)}")

    def rows(self, pieces: Iterable[bytes]) -> Iterator[SheetRow]:
        """Yield the rows of a sheet in their order.

        Raises:
            InvalidValueError: the part is not valid, or exceeds a limit.
        """
        try:
            for _ in self.read(pieces):
                ended, self.ended = self.ended, []
                yield from ended
        except InvalidValueError:
            yield from self.ended
            raise
        yield from self.ended

    def _start_row(self, written: str | None) -> None:
        number = self._row.number + 1 if written is None else bounded.whole_number(written) or 0
        if not self._row.number < number <= MOST_ROWS:
            raise self._error(f"has the row {quoted(written or str(number))} behind {self._row.number}")
        self._row = SheetRow(number, [])
        self._size = 0

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        cells = self._row.cells
        last = cells[-1].column if cells else 0
        reference = attributes.get("r")
        column = last + 1 if reference is None else position(reference)[1]
        if not last < column <= MOST_COLUMNS:
            raise self._error_in_row(f"damaged: the cell {quoted(reference or '')} is not in its order")
        style = bounded.whole_number(attributes.get("s", "0")) or 0
        self._cell = Cell(column, attributes.get("t", "n"), style)
        cells.append(self._cell)

    def _error_in_row(self, words: str) -> InvalidValueError:
        return InvalidValueError(f"row {self._row.number}: {words}")


class _Merges(PartReader):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.found: list[Range] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            (top, left), (bottom, right) = position(first), position(last or first)
            self.found.append(Range(top, bottom, left, right))
            if len(self.found) > MOST_RANGES:
                raise self._error(f"has more than {MOST_RANGES} ranges of merged cells")


class Merged:
    """The ranges of merged cells of a sheet, which the file lists behind its rows."""

    def __init__(self, ranges: Iterable[Range]) -> None:
        self._next = sorted(ranges, key=lambda one: one.top, reverse=True)
        self._open: list[Range] = []

    def covered(self, row: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Return a cell of a row that a merged one hides, and that one; rows are given in order."""
        while self._next and self._next[-1].top <= row:
            self._open.append(self._next.pop())
        self._open = [one for one in self._open if one.bottom >= row]
        for one in self._open:
            column = one.left if one.top < row else one.left + 1
            if column <= one.right:
                return (row, column), (one.top, one.left)
        return None


def merged(name: str, pieces: Iterable[bytes], again: Iterable[bytes]) -> Merged:
    """Return the ranges of merged cells of a sheet.

    Args:
        name: the name of the part.
        pieces: its content, to search for such ranges.
        again: its content, which is parsed only if there are any.
    """
    end = b""
    for piece in pieces:
        if b"mergeCell" in end + piece:
            reader = _Merges(name)
            reader.read_all(again)
            return Merged(reader.found)
        end = piece[-len(b"mergeCell") :]
    return Merged(())


def position(written: str) -> tuple[int, int]:
    """Return row and column of a reference to a cell, such as `B5`.

    Raises:
        InvalidValueError: it is none.
    """
    found = _REFERENCE.fullmatch(written)
    if not found:
        raise InvalidValueError(f"damaged: {quoted(written)} is not a cell")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def reference(row: int, column: int) -> str:
    """Return the reference to a cell, such as `B5`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
