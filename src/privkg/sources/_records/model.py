"""The records of a file, with the place of each value in it."""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Value(NamedTuple):
    """A cell of a table, or a scalar value of a JSON record.

    Attributes:
        name: the column; of JSON the names down to the value, joined with ".", list indices left out.
        text: the value as a reader sees it: without the quotation marks and escapes of CSV and JSON;
            numbers, `true` and `false` as written. A JSON `null` is not a value.
        start: the offset in the record's text at which what shows `text` begins, within quotation marks.
        end: the offset at which it ends.
        kept: if the characters differ, for each character of `text` the offset in the record's text at
            which what it shows begins; else None.
        fragment: the value's URI fragment: `cell=17,5`, row and column of the file from 1, as RFC 7111
            has it for CSV; `sheet=Name&cell=17,5` for XLSX; for JSON the JSON Pointer of RFC 6901 from
            the record on, such as `/DataClasses/0`.
    """

    name: str
    text: str
    start: int
    end: int
    kept: tuple[int, ...] | None
    fragment: str


value: Callable[[Iterable[object]], Value] = functools.partial(tuple.__new__, Value)
"""Makes a value of the attributes in their order; a file has millions, and this is the fastest way."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """A row of a table, or an object in JSON.

    Attributes:
        text: the text in the file, without the line end; of XLSX the row as a line of CSV.
        number: its number among the records, from 1; blank and refused ones are counted.
        at: line and column in the file.
        last_line: the line in which it ends.
        find: returns the values; the record is valid, so that this raises no error.
    """

    text: str
    number: int
    at: tuple[int, int]
    last_line: int
    find: Callable[[], tuple[Value, ...]] = field(repr=False, compare=False)

    @functools.cached_property
    def values(self) -> tuple[Value, ...]:
        """All values in the order of the file; of a table each column has one, which may be empty."""
        return self.find()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the records of a file are.

    Attributes:
        format: `csv`, `tsv`, `xlsx`, `json` or `jsonl`.
        header: the numbers of the header rows; a column has the name of the lowest that is not empty.
        start: the number of the first row of data; 0 for the row after the header.
        sheet: the sheet of a workbook; empty for the first visible one.
        records: the JSON Pointer of the list of records; empty for the whole file.
        delimiter: what separates cells; empty for that of the format.
    """

    format: str
    header: tuple[int, ...] = (1,)
    start: int = 0
    sheet: str = ""
    records: str = ""
    delimiter: str = ""
