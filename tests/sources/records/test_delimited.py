"""Records of CSV and TSV: the cells of `csv`, where each is in the file, and what is not read."""

import bz2
import csv
import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from privkg.core import documents
from privkg.core.errors import InputError, PageError
from privkg.sources._records import Layout, Record, columns, read
from record_files import CSV, contents, part, placed, records, write

TSV = Layout(format="tsv")
TWO_HEADERS = Layout(format="csv", header=(2, 3), start=5)
UNCLOSED = "a quotation mark that is never closed"
TABLES = st.lists(
    st.lists(st.text(st.sampled_from('a",\n\r é\u2028\U0001f600;')), min_size=2, max_size=2)
)
TEXTS = st.text(st.sampled_from('ab",\n\r é'), max_size=40)


def written(rows: list[list[str]], quoting: int) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


class TestValues:
    def test_are_named_and_placed(self, tmp_path: Path) -> None:
        """
        A cell has the name of its column, its range in the row, and the cell of RFC 7111.
        """
        (only,) = records(write(tmp_path, 'Name,Note\r\nAcme,"of, ""old"""\r\n'), CSV)
        name, note = only.values

        assert 'Acme,"of, ""old"""' == only.text
        assert ("Name", "Acme", 0, 4, None, "cell=2,1") == fields(name)
        assert ("Note", 'of, "old"', 6, 17, (6, 7, 8, 9, 10, 12, 13, 14, 15), "cell=2,2") == fields(note)

    def test_of_a_row_with_line_ends(self, tmp_path: Path) -> None:
        """
        A row with line ends in its cells has its first and last line; the next begins below it.
        """
        first, second = records(write(tmp_path, 'A,B\n"1\r\n2\r3",4\n5,6\n'), CSV)

        assert ((2, 1), 4, '"1\r\n2\r3",4') == (first.at, first.last_line, first.text)
        assert ((5, 1), 5, "cell=3,1") == (second.at, second.last_line, second.values[0].fragment)

    def test_of_a_file_in_many_pieces(self, tmp_path: Path) -> None:
        """
        Rows are whole also where a piece of the file ends within one, and have their own lines.
        """
        rows = [[f"{number}", "word\n" * (number % 7) + '"'] for number in range(30_000)]
        text = written([["A", "B"], *rows], csv.QUOTE_MINIMAL)

        found = records(write(tmp_path, text), CSV)

        assert rows == cells(found)
        assert text == "A,B\r\n" + "".join(f"{record.text}\r\n" for record in found)
        ends = [record.last_line for record in found]
        assert [2, *(last + 1 for last in ends[:-1])] == [record.at[0] for record in found]

    def test_of_empty_and_unnamed_columns(self, tmp_path: Path) -> None:
        """
        Each column has a value, also if the cell or the name is empty.
        """
        (only,) = records(write(tmp_path, "A,,\n,1,\n"), CSV)

        assert [("A", ""), ("", "1"), ("", "")] == [(value.name, value.text) for value in only.values]

    @pytest.mark.parametrize(
        ("layout", "text"),
        [(TSV, "A\tB\n1,5\t2\n"), (Layout(format="csv", delimiter=";"), "A;B\n1,5;2\n")],
    )
    def test_of_other_delimiters(self, layout: Layout, text: str, tmp_path: Path) -> None:
        """
        TSV has tabs between cells; a layout may state another character.
        """
        assert [("1,5", "2")] == contents(write(tmp_path, text), layout)

    @pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    @given(rows=TABLES)
    def test_are_those_written(
        self, quoting: int, rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        """
        Whatever table `csv` writes has these cells, each character where it is in the file.
        """
        text = written([["A", "B"], *rows], quoting)
        path = write(tmp_path_factory.mktemp("table"), text)

        found = [each for each in read(path, CSV) if isinstance(each, Record)]

        assert [row for row in rows if any(map(str.strip, row))] == cells(found)
        assert_in_place(found, text)

    @given(text=TEXTS)
    @example(text='"a"b,c\n')
    @example(text='a"b",c\n"d"\n')
    def test_are_those_of_csv_for_any_text(
        self, text: str, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        """
        Of any text at all, what is read is what `csv` reads, and is where it is in the file.
        """
        text = f"A,B\n{text}"
        bare = list(csv.reader(io.StringIO(text, newline="")))[1:]
        path = write(tmp_path_factory.mktemp("text"), text)
        found = list[Record]()
        try:
            found += (each for each in read(path, CSV) if isinstance(each, Record))
        except PageError as error:
            assert UNCLOSED in error.message

        assert_in_place(found, text)
        assert [] == [record for record in found if cells([record])[0] != bare[record.number - 1]]
        if '"' not in text:
            assert [row for row in bare if len(row) == 2 and any(map(str.strip, row))] == cells(found)


class TestHeaders:
    def test_of_two_rows(self, tmp_path: Path) -> None:
        """
        A column has the name of the lowest header row in which it has one.
        """
        path = write(tmp_path, "Title,,\nKey,Harm,\n,Outer  harm\n,of,persons\n1,2,3\n")

        (only,) = records(path, TWO_HEADERS)

        assert ["Key", "Outer harm", ""] == [value.name for value in only.values]
        assert (1, (5, 1), "cell=5,3") == (only.number, only.at, only.values[2].fragment)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("A,B,A\n", '1: the header has "A" twice: columns 1 and 3; rename one'),
            (",\n", "1: the header has no names; state which row is the header"),
            ("", " the file has no row 1, which is to be in its header"),
            (f"{'A,' * 16_384}A\n", "1: the header has more than 16384 columns"),
        ],
    )
    def test_that_cannot_be_used(self, text: str, message: str, tmp_path: Path) -> None:
        """
        A header with a name twice, without names, or with too many columns is one message.
        """
        assert message == failure(lambda: contents(write(tmp_path, text), CSV))

    def test_row_that_is_not_there(self, tmp_path: Path) -> None:
        """
        A file that ends above a header row is one message.
        """
        message = failure(lambda: contents(write(tmp_path, "A\nB\n"), TWO_HEADERS))

        assert " the file has no row 3, which is to be in its header" == message

    @pytest.mark.parametrize(
        ("layout", "message"),
        [
            (Layout(format="csv", header=()), "header rows are numbered from 1, not []"),
            (Layout(format="csv", header=(0,)), "header rows are numbered from 1, not [0]"),
            (Layout(format="csv", header=(2,), start=2), "the data starts in row 2, within the header"),
            (Layout(format="csv", delimiter="||"), 'a delimiter is one character, not "||"'),
            (
                Layout(format="doc"),
                'unknown format "doc" of records; use one of csv, json, jsonl, tsv, xlsx',
            ),
        ],
    )
    def test_layouts_that_are_none(self, layout: Layout, message: str, tmp_path: Path) -> None:
        """
        A layout that no table can have is one message.
        """
        with pytest.raises(InputError) as caught:
            contents(write(tmp_path, "A\n1\n"), layout)

        assert message == str(caught.value)

    def test_of_the_first_bytes(self, tmp_path: Path) -> None:
        """
        The columns of a file are found in its first bytes, compressed or cut within a character.
        """
        text = 'Title,\nKey,"Ha\nrm"\n,Outer\n,é'
        cut = text.encode()[:-1]

        assert ("Key", "Outer") == columns(cut, TWO_HEADERS) == columns(gzip.compress(cut), TWO_HEADERS)
        assert ("Key", "Outer") == columns(write(tmp_path, text), TWO_HEADERS)
        assert () == columns(b"\0", CSV) == columns(b"", CSV) == columns(b'"' + b"1" * 200_000, CSV)


class TestRows:
    def test_blank_ones_are_left_out(self, tmp_path: Path) -> None:
        """
        A row whose cells are all blank is counted, and left out.
        """
        path = write(tmp_path, "A,B\n1,2\n\n, \n3,4\n")

        assert [("1", "2"), "a blank row", "a blank row", ("3", "4")] == contents(path, CSV)
        assert [1, 4] == [each.number for each in read(path, CSV) if isinstance(each, Record)]

    def test_ragged_ones_are_refused(self, tmp_path: Path) -> None:
        """
        A row with more or fewer cells than the header is refused with the column; the next is read.
        """
        assert [
            '2:1: row 2: 3 cells, 1 too many; the last column of the header, 2, is "B"; write a cell '
            "with the delimiter in quotation marks",
            '3:1: row 3: 1 cell, 1 too few; the first that is missing, 2, is "B"',
            ("1", "2"),
        ] == contents(write(tmp_path, "A,B\n1,2,3\n1\n1,2\n"), CSV)

    def test_misquoted_ones_are_refused(self, tmp_path: Path) -> None:
        """
        A row with words behind a closing quotation mark is refused with the place of these words.
        """
        refused, read_ = contents(write(tmp_path, 'A,B\n1,"a\n"b" c"\n1,2\n'), CSV)

        assert str(refused).startswith("3:2: row 2: text behind a closing quotation mark; ")
        assert ("1", "2") == read_

    def test_a_quotation_mark_that_is_never_closed(self, tmp_path: Path) -> None:
        """
        A quotation mark that is not closed ends the reading, with its place and the rows before it.
        """
        path = write(tmp_path, 'A,B\n1,2\n3,"4\n5,6\n')

        message = failure(lambda: contents(path, CSV))

        assert message.startswith(f"3:3: {UNCLOSED}; ")
        assert message.endswith("; 1 whole record before it")

    @pytest.mark.parametrize("cell", ["1" * 5000, "1" * 131_072])
    def test_long_numbers(self, cell: str, tmp_path: Path) -> None:
        """
        A number of any length is text.
        """
        assert [(cell, "")] == contents(write(tmp_path, f"A,B\n{cell},\n"), CSV)

    @pytest.mark.parametrize(
        ("cell", "message"),
        [
            ("1" * 19_999_990, "2:3: a cell of more than 131072 characters; shorten it"),
            ('"' + "1" * 200_000 + '"', "2:3: a cell of more than 131072 characters; shorten it"),
            ('"' + "1\n" * 200_000, "2:3: a quotation mark that is not closed within 131072 characters"),
            ("1" * 20_000_001, "2: a line of more than 20 MB"),
            (('"' + "1" * 99_999 + '\n",') * 201, "2: a row of more than 20 MB"),
        ],
        ids=["20 MB", "quoted", "open", "line", "row"],
    )
    def test_long_cells(self, cell: str, message: str, tmp_path: Path) -> None:
        """
        A cell of 20 MB, or a row without an end, is one message with its place.
        """
        found = failure(lambda: contents(write(tmp_path, f"A,B\n0,{cell}"), CSV))

        assert message == found[: len(message)]


class TestFiles:
    @pytest.mark.parametrize("compress", [bytes, gzip.compress, bz2.compress])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_of_each_encoding(
        self, encoding: str, compress: Callable[[bytes], bytes], tmp_path: Path
    ) -> None:
        """
        UTF-8 and UTF-16 are read, plain and compressed.
        """
        path = write(tmp_path, compress("Ä,B\r\né,😀\r\n".encode(encoding)))

        (only,) = records(path, CSV)

        assert ("Ä", "é", 0, 1, None, "cell=2,1") == fields(only.values[0])

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            ("A,B\né,".encode() + b"\xe9", "2:3: not UTF-8; save the file as UTF-8"),
            ("A,B\n1,é".encode("utf-16")[:-1], "2:3: not UTF-16; save the file as UTF-8"),
            ("A,B\n".encode("utf-16-le"), "1:2: the character U+0000, as if in another encoding"),
            (b"A,B\n1,a\0b\n", "2:4: the character U+0000, as if in another encoding"),
        ],
    )
    def test_of_other_encodings(self, content: bytes, message: str, tmp_path: Path) -> None:
        """
        Bytes of another encoding, or a NUL, are one message with line and column.
        """
        found = failure(lambda: contents(write(tmp_path, content), CSV))

        assert message == found[: len(message)]

    def test_cut_gzip(self, tmp_path: Path) -> None:
        """
        Of a compressed file that is cut, the rows before the cut are read, and their number is stated.
        """
        rows = [f"{number},{number * number % 997}\n" for number in range(100_000)]
        whole = gzip.compress("".join(["A,B\n", *rows]).encode())
        path, found = write(tmp_path, whole[: len(whole) // 2]), list[object]()

        with pytest.raises(PageError) as caught:
            found.extend(read(path, CSV))

        assert len(found) > 10_000
        message = "cut: the file ends within the gzip data"
        assert f"{len(found) + 2}: {message}; {len(found)} whole records before it" == placed(
            caught.value
        )

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        """
        A file that cannot be opened is one message.
        """
        assert " cannot be read: No such file or directory" == failure(
            lambda: contents(tmp_path / "records", CSV)
        )

    @pytest.mark.parametrize("shift", range(4))
    def test_line_ends_between_pieces(self, shift: int, tmp_path: Path) -> None:
        """
        A CR and a LF are one line end, wherever the file is divided into pieces.
        """
        path = write(tmp_path, f"A,{'B' * shift}\r\n" + "1,2\r\n" * 100_000)

        assert [*range(2, 100_002)] == [record.at[0] for record in records(path, CSV)]


def fields(value: object) -> tuple[object, ...]:
    """Return the attributes of a value in their order."""
    names = ("name", "text", "start", "end", "kept", "fragment")
    return tuple(getattr(value, name) for name in names)


def cells(found: list[Record]) -> list[list[str]]:
    return [[value.text for value in record.values] for record in found]


def failure(work: Callable[[], object]) -> str:
    """Return the message of the error that ends a reading."""
    with pytest.raises(InputError) as caught:
        work()
    return placed(caught.value)


def assert_in_place(found: list[Record], text: str) -> None:
    """Assert that records and the characters of their values are at their places."""
    starts = documents.line_starts(text.replace("\u2028", " "))
    for record in found:
        at = starts[record.at[0] - 1]
        assert text.startswith(record.text, at)
        assert record.last_line - record.at[0] == len(starts_within(record.text)) - 1
        for value in record.values:
            for index, character in enumerate(value.text):
                assert part(record, value, index)[:1] == character


def starts_within(text: str) -> tuple[int, ...]:
    return documents.line_starts(text.replace("\u2028", " "))
