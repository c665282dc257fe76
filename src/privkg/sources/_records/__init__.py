"""Readers of files of records, such as tables and registers, with the place of every value.

Files are read as a stream, plain, gzip or bzip2, in UTF-8 or in UTF-16 with a byte-order mark.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from privkg.core import bounded, compressed
from privkg.core.errors import FileError, InvalidValueError, PageError, in_file
from privkg.core.objects import Readable
from privkg.core.text import counted, quoted
from privkg.sources import HEAD_BYTES, Excluded, Refused
from privkg.sources._records import decoding, delimited, header, json_records, xlsx
from privkg.sources._records.json_records import pointer
from privkg.sources._records.model import Layout, Record, Value

__all__ = [
    "FORMATS",
    "Layout",
    "Record",
    "Value",
    "check",
    "columns",
    "first_rows",
    "names",
    "pointer",
    "read",
]

FORMATS = ("csv", "json", "jsonl", "tsv", "xlsx")
_DELIMITED = ("csv", "tsv")


def columns(source: bytes | Readable, layout: Layout) -> tuple[str, ...]:
    """Return the names of the columns, or of JSON those of the first record, to recognise a file by.

    Args:
        source: the first bytes of a file, or its path; of XLSX all bytes are needed.
        layout: where the records would be, if it is such a file.

    Returns:
        The names, without the checks of `read`; empty if the file is not of this format.

    Raises:
        FileError: the file at the path cannot be read.
    """
    if layout.format == "xlsx":
        return xlsx.columns(source, layout)
    head = source if isinstance(source, bytes) else bounded.head(source, HEAD_BYTES)
    text = decoding.opening(compressed.opening(head, HEAD_BYTES))
    if layout.format in _DELIMITED:
        return delimited.columns(text, layout)
    return json_records.columns(text, layout)


def names(path: Readable, layout: Layout) -> tuple[str, ...] | None:
    """Return the names of the columns of a table; None for JSON, in which a record may lack a name.

    Raises:
        FileError, PageError, InvalidValueError: as for `read`.
    """
    if layout.format == "xlsx":
        return xlsx.names(path, layout)
    return delimited.names(path, layout) if layout.format in _DELIMITED else None


def check(layout: Layout) -> None:
    """Raise an error for a layout that no file has.

    Raises:
        InvalidValueError: the rows of its header and its data, or its delimiter, are not valid.
    """
    if layout.format == "xlsx" or layout.format in _DELIMITED:
        header.first_row(layout)
    if layout.format in _DELIMITED:
        delimited.delimiter_of(layout)


def first_rows(path: Readable, layout: Layout, most: int) -> Mapping[int, Sequence[str]]:
    """Return the cells of the first rows of a table, to find its header.

    Args:
        path: the file.
        layout: the format, the sheet and what separates cells.
        most: the number of rows; those of very long rows are fewer.

    Returns:
        The cells as they are shown, by the number of the row.

    Raises:
        FileError: the file cannot be read, or is not text.
        PageError: it is not of its format, or exceeds a limit.
        InvalidValueError: the layout is not one of a table.
    """
    if layout.format == "xlsx":
        return xlsx.first_rows(path, layout, most)
    found, size = dict[int, Sequence[str]](), 0
    for row in islice(delimited.rows(path, delimited.delimiter_of(layout)), most):
        found[row.number] = row.cells
        size += len(row.text)
        if size > HEAD_BYTES:
            break
    return found


def read(path: Readable, layout: Layout) -> Iterator[Record | Excluded | Refused]:
    """Yield the records of a file in its order; also the blank rows, and what is not valid.

    Raises:
        FileError: the file, or the rest of it, cannot be read, or is not text.
        PageError: it is not of its format, or exceeds a limit. If records came before, the message of
            either error has their number.
        InvalidValueError: the layout is not valid.
    """
    count, line = 0, 0
    try:
        for found in _reader(path, layout):
            count += 1
            line = found.last_line if isinstance(found, Record) else line
            yield found
    except (FileError, PageError) as error:
        if not count:
            raise
        place = error.place if error.place and error.place.line else in_file(path, line + 1)
        raise PageError(f"{error.message}; {counted(count, 'whole record')} before it", place) from error


def _reader(path: Readable, layout: Layout) -> Iterator[Record | Excluded | Refused]:
    if layout.format not in FORMATS:
        raise InvalidValueError(
            f"unknown format {quoted(layout.format)} of records; use one of {', '.join(FORMATS)}"
        )
    if layout.format == "json":
        return json_records.read(path, layout)
    if layout.format == "xlsx":
        return xlsx.read(path, layout)
    if layout.format == "jsonl":
        return json_records.read_lines(path)
    return delimited.read(path, layout)
