"""Reader of XLSX workbooks: the rows of a sheet, each as a line of CSV."""

import io
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from urllib.parse import quote

from privkg.core.errors import InvalidValueError, PageError, Place, in_file
from privkg.core.objects import Readable
from privkg.core.text import quoted
from privkg.sources import Excluded, Refused
from privkg.sources._records import delimited, header, xlsx_package, xlsx_sheet
from privkg.sources._records.model import Layout, Record
from privkg.sources._records.xlsx_cells import Formats, Strings, Texts
from privkg.sources._records.xlsx_package import Package, PartReader
from privkg.sources._records.xlsx_sheet import Merged, Rows, SheetRow

_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SHEET, _STRINGS, _STYLES = "worksheet", "sharedStrings", "styles"
_MOST_SHOWN = 20
_QUOTED = frozenset('",\r\n')


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet: its name, the identifier of its part, and whether it is shown."""

    name: str
    part: str
    is_shown: bool


class _Workbook(PartReader):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.sheets: list[_Sheet] = []
        self.is_1904 = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            is_shown = attributes.get("state", "visible") == "visible"
            self.sheets.append(_Sheet(attributes.get("name", ""), attributes.get("id", ""), is_shown))
        elif name == "workbookPr":
            self.is_1904 = attributes.get("date1904", "0") in {"1", "true"}


class _Relations(PartReader):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.targets: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets[attributes.get("Id", "")] = kind, attributes.get("Target", "")


def columns(source: bytes | Readable, layout: Layout) -> tuple[str, ...]:
    """Return the names of the columns of a sheet; empty if it is not a workbook or has no such header.

    Of bytes only a whole workbook can be read, because its directory is at its end.
    """
    try:
        if isinstance(source, bytes):
            return _columns(xlsx_package.of(io.BytesIO(source)), layout)
        with xlsx_package.opened(source) as package:
            return _columns(package, layout)
    except (InvalidValueError, PageError):
        return ()


def first_rows(path: Readable, layout: Layout, most: int) -> dict[int, tuple[str, ...]]:
    """Return the cells of the rows of a sheet down to that of a number, by the numbers of the rows.

    Rows with a cell that is not valid are left out.

    Raises:
        FileError: the file cannot be read.
        PageError: it is not a workbook, or is encrypted, damaged or too large.
    """
    found = dict[int, tuple[str, ...]]()
    with xlsx_package.opened(path) as package:
        _, part, texts = _opened(package, layout.sheet)
        for row in takewhile(lambda row: row.number <= most, Rows(part).rows(package.pieces(part))):
            with suppress(InvalidValueError):
                found[row.number] = tuple(_texts(row, texts))
    return found


def read(path: Readable, layout: Layout) -> Iterator[Record | Excluded | Refused]:
    """Yield the records of a sheet, which rows are blank, and which are not valid.

    Blank rows below the last other one are not counted: a sheet may have a million.

    Raises:
        FileError: the file cannot be read.
        PageError: it is not a workbook, is encrypted, damaged or too large, or has no valid header.
        InvalidValueError: the layout is not one of a table.
    """
    first = header.first_row(layout)
    with xlsx_package.opened(path) as package:
        sheet, part, texts = _opened(package, layout.sheet)
        merged = xlsx_sheet.merged(part, package.pieces(part), package.pieces(part))
        rows = Rows(part).rows(package.pieces(part))
        found = _names(rows, layout, texts)
        header.check(found, in_file(path, min(layout.header)))
        table = _Table(path, found, f"sheet={quote(sheet, safe='')}&cell=", first, texts, merged)
        yield from table.records(rows)


def names(path: Readable, layout: Layout) -> tuple[str, ...]:
    """Return the names of the columns of a sheet.

    Raises:
        FileError, PageError: as for `read`.
    """
    with xlsx_package.opened(path) as package:
        found = _columns(package, layout)
    header.check(found, in_file(path, min(layout.header)))
    return found


@dataclass(frozen=True, slots=True)
class _Table:
    """What the rows of a sheet have in common."""

    path: Readable
    names: Sequence[str]
    fragment: str
    first: int
    texts: Texts
    merged: Merged

    def records(self, rows: Iterable[SheetRow]) -> Iterator[Record | Excluded | Refused]:
        """Yield the records of the rows of data."""
        expected = self.first
        for row in rows:
            if row.number >= self.first and any(cell.value or cell.is_formula for cell in row.cells):
                found = self._record(row)
                if found is not None:
                    for blank in range(expected, row.number):
                        yield Excluded(str(blank - self.first + 1), delimited.BLANK)
                    expected = row.number + 1
                    yield found

    def _record(self, row: SheetRow) -> Record | Refused | None:
        """Return a row as a record, or why it is none; None if it is blank."""
        number = row.number - self.first + 1
        try:
            cells = _texts(row, self.texts)
            if not any(map(str.strip, cells)):
                return None
            self._check(row.number, cells)
        except InvalidValueError as error:
            column = error.place.column if error.place else None
            return Refused(str(number), PageError(error.message, in_file(self.path, row.number, column)))
        cells = cells[: len(self.names)] + [""] * (len(self.names) - len(cells))
        text = ",".join(map(_written, cells))
        line = delimited.Row(row.number, cells, text, row.number, row.number)
        find = partial(delimited.values, line, self.names, self.fragment)
        at = row.number, 1
        return Record(text=text, number=number, at=at, last_line=row.number, find=find)

    def _check(self, row: int, cells: Sequence[str]) -> None:
        """Raise an error if a row has a merged cell, or one beyond the header."""
        if hidden := self.merged.covered(row):
            one, other = (xlsx_sheet.reference(*each) for each in hidden)
            raise InvalidValueError(
                f"the cell {one} is merged with {other}; separate them and fill in each",
                Place(column=hidden[0][1]),
            )
        beyond = (number for number, cell in enumerate(cells, 1) if cell and number > len(self.names))
        if column := next(beyond, 0):
            last = f"right of the last column of the header, {quoted(self.names[-1])}"
            one = xlsx_sheet.reference(row, column)
            raise InvalidValueError(f"the cell {one} is {last}", Place(column=column))


def _columns(package: Package, layout: Layout) -> tuple[str, ...]:
    _, part, texts = _opened(package, layout.sheet)
    return _names(Rows(part).rows(package.pieces(part)), layout, texts)


def _opened(package: Package, wanted: str) -> tuple[str, str, Texts]:
    """Return the name and the part of a sheet, and what its cells refer to.

    Raises:
        InvalidValueError: it is not there, or a part is not valid.
    """
    if _WORKBOOK not in package:
        raise InvalidValueError("not an XLSX workbook; save it as .xlsx, or as CSV")
    workbook, relations = _Workbook(_WORKBOOK), _Relations(_RELATIONS)
    workbook.read_all(package.pieces(_WORKBOOK))
    relations.read_all(package.pieces(_RELATIONS))
    parts = {target: _part(path) for target, (kind, path) in relations.targets.items() if kind == _SHEET}
    sheets = [sheet for sheet in workbook.sheets if sheet.part in parts]
    shown = [sheet for sheet in sheets if sheet.name == wanted or (sheet.is_shown and not wanted)]
    if not shown:
        known = ", ".join(quoted(sheet.name) for sheet in sheets[:_MOST_SHOWN])
        raise InvalidValueError(f"no sheet {quoted(wanted)}; its sheets are {known}")
    by_kind = {kind: _part(path) for kind, path in relations.targets.values()}
    strings, formats = Strings(by_kind.get(_STRINGS, "")), Formats(by_kind.get(_STYLES, ""))
    for reader in (strings, formats):
        if reader.name:
            reader.read_all(package.pieces(reader.name))
    texts = Texts(shared=strings.found, formats=formats.found, is_1904=workbook.is_1904)
    return shown[0].name, parts[shown[0].part], texts


def _part(target: str) -> str:
    """Return the name of a part, given the target of a relationship of the workbook."""
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _names(rows: Iterator[SheetRow], layout: Layout, texts: Texts) -> tuple[str, ...]:
    """Return the names of the columns; `rows` is read up to the last header row.

    Raises:
        InvalidValueError: a cell of the header is not valid.
    """
    above: dict[int, list[str]] = {}
    last = max(layout.header)
    for row in rows:
        if row.number in layout.header:
            above[row.number] = _texts(row, texts)
        if row.number >= last:
            break
    names = header.merged([above.get(number, []) for number in layout.header])
    width = max((number for number, name in enumerate(names, 1) if name), default=0)
    return names[:width]


def _texts(row: SheetRow, texts: Texts) -> list[str]:
    """Return what the cells of a row show, with empty ones between them.

    Raises:
        InvalidValueError: a cell is not valid; the message names it, and its place has the column.
    """
    found = [""] * (row.cells[-1].column if row.cells else 0)
    for cell in row.cells:
        try:
            found[cell.column - 1] = texts.text(cell)
        except InvalidValueError as error:
            one = xlsx_sheet.reference(row.number, cell.column)
            raise InvalidValueError(
                f"the cell {one}: {error.message}", Place(column=cell.column)
            ) from error
    return found


def _written(cell: str) -> str:
    """Return a cell as CSV has it."""
    return cell if _QUOTED.isdisjoint(cell) else '"' + cell.replace('"', '""') + '"'
