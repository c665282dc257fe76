"""The records of a file, with the place of each value in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
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


_set_name, _set_text, _set_start, _set_end, _set_kept, _set_fragment = (
    Value.__dict__[name].__set__ for name in Value.__slots__
)


def value(
    name: str, text: str, start: int, end: int, kept: tuple[int, ...] | None, fragment: str
) -> Value:
    """Return a value.

    A file has millions; `Value(…)` takes three times as long, because a frozen class sets its fields by
    their names.
    """
    made = object.__new__(Value)
    _set_name(made, name)
    _set_text(made, text)
    _set_start(made, start)
    _set_end(made, end)
    _set_kept(made, kept)
    _set_fragment(made, fragment)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row of a table, or an object in JSON.

    Attributes:
        text: the text in the file, without the line end; of XLSX the row as a line of CSV.
        number: its number among the records, from 1; blank and refused ones are counted.
        at: line and column in the file.
        last_line: the line in which it ends.
        values: all values in the order of the file; of a table each column has one, which may be empty.
    """

    text: str
    number: int
    at: tuple[int, int]
    last_line: int
    values: tuple[Value, ...]


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
