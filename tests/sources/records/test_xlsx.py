"""Records of XLSX: what cells show, which sheet is read, and workbooks made to break a reader.

`sample.xlsx` was written by openpyxl 3.1.5.
"""

import csv
import struct
import zipfile
from pathlib import Path
from random import Random

import pytest

import workbooks
from privkg.core.errors import InputError
from privkg.sources._records import Layout, Record, columns, read, xlsx_package
from privkg.sources._records.xlsx_cells import MOST_CHARACTERS
from record_files import contents, failure, records
from workbooks import sheet, styles, texts

SAMPLE = Path(__file__).parent / "sample.xlsx"
XLSX = Layout(format="xlsx")
OF_SAMPLE = Layout(format="xlsx", header=(2, 3))
HEADER = texts("A", "B")


def cell(folder: Path, written: str, code: str = "", prologue: str = "") -> tuple[str, ...] | str:
    """Return what is read of a row with this one cell, whose format is style 1."""
    workbook = workbooks.root(
        "workbook", f'{prologue}<sheets><sheet name="One" sheetId="1" r:id="r0"/></sheets>'
    )
    path = workbooks.write(
        folder, f"{HEADER}<row>{written}</row>", STYLES=styles(code), WORKBOOK=workbook
    )
    (found,) = contents(path, XLSX)
    return found


def value(folder: Path, written: str, code: str = "", prologue: str = "") -> str:
    """Return what is read of a cell."""
    found = cell(folder, written, code, prologue)
    assert isinstance(found, tuple), found
    return found[0]


class TestValues:
    def test_of_a_workbook_of_openpyxl(self) -> None:
        """
        A workbook is read as it is shown: dates by their formats, two header rows, blank rows.
        """
        found = list(read(SAMPLE, OF_SAMPLE))
        rows = [[each.text for each in one.values] for one in found if isinstance(one, Record)]

        assert [
            ["E-1", "2020-11-09", 'so-called "leak", open', "é😀", "12"],
            ["E-2", "2020-11-09T13:30:00", "two\nlines", "TRUE", "1"],
            ["E-3", "2020-11", "", "FALSE", "0.3"],
            ["E-5", "07:05:00", "", "", "00501"],
            ["E-9", "2020", "&<>", "", "1.23456789012346e+17"],
        ] == rows
        assert [1, 2, 3, 5, 9] == [one.number for one in found if isinstance(one, Record)]

    def test_what_is_not_read_of_it(self) -> None:
        """
        Blank rows are left out; formulas without a result, merged cells and extra cells are refused.
        """
        found = [each for each in read(SAMPLE, OF_SAMPLE) if not isinstance(each, Record)]

        assert [
            ("4", "a blank row"),
            ("6", ":9:3: the cell C9: a formula without a result; open the workbook and save it again"),
            ("7", ":10:4: the cell D10 is merged with C10; separate them and fill in each"),
            ("8", ':11:7: the cell G11 is right of the last column of the header, "Count"'),
        ] == [(each.key, why(each)) for each in found]

    def test_are_placed_in_a_line_of_csv(self) -> None:
        """
        The text of a record is its row as CSV; each value has its range there, and its cell.
        """
        first = next(each for each in read(SAMPLE, OF_SAMPLE) if isinstance(each, Record))

        assert [[each.text for each in first.values]] == list(csv.reader([first.text]))
        assert ((4, 1), 4) == (first.at, first.last_line)
        assert ("Key", 0, 3, None, "sheet=Incidents%202020&cell=4,1") == (
            *(first.values[0].name, first.values[0].start, first.values[0].end),
            *(first.values[0].kept, first.values[0].fragment),
        )
        for each in first.values:
            offsets = each.kept or range(each.start, each.end)
            assert each.text == "".join(first.text[offset] for offset in offsets)

    @pytest.mark.parametrize(
        ("written", "shown"),
        [
            ('<c t="s"><v>0</v></c>', "shared"),
            ('<c t="s"><v>1</v></c>', "rich"),
            ('<c t="inlineStr"><is><r><t>a</t></r><rPh><t>x</t></rPh><r><t> b</t></r></is></c>', "a b"),
            ('<c t="str"><f>A1</f><v>_x0041__x000D_</v></c>', "A\r"),
            ("<c><f>1+1</f><v>2.0</v></c>", "2"),
            ("<c><v>1.0</v></c>", "1"),
            ("<c><v>0.30000000000000004</v></c>", "0.3"),
            ("<c><v>1.0000000000000001E-5</v></c>", "0.00001"),
            ("<c><v>-12.5</v></c>", "-12.5"),
            ("<c><v>1E+20</v></c>", "1e+20"),
            ('<c t="b"><v>1</v></c>', "TRUE"),
            ('<c t="d"><v>2020-11-09</v></c>', "2020-11-09"),
        ],
    )
    def test_of_each_type(self, written: str, shown: str, tmp_path: Path) -> None:
        """
        A cell of each type is read as it is shown.
        """
        assert shown == value(tmp_path, written)

    @pytest.mark.parametrize(
        ("code", "number", "shown"),
        [
            ("yyyy-mm-dd", "44144", "2020-11-09"),
            ("[$-409]d mmm yy;@", "44144.5", "2020-11-09"),
            ("d.m.yyyy h:mm", "44144.5", "2020-11-09T12:00:00"),
            ("mmmm yyyy", "44136", "2020-11"),
            ("yyyy", "43831", "2020"),
            ("h:mm:ss", "44144.25", "06:00:00"),
            ("mm:ss", "0.5", "12:00:00"),
            ("[h]:mm", "1.5", "1.5"),
            ("yyyy-mm-dd", "1", "1900-01-01"),
            ("yyyy-mm-dd", "59", "1900-02-28"),
            ("yyyy-mm-dd", "61", "1900-03-01"),
            ("yyyy-mm-dd", "2958465", "9999-12-31"),
            ("0000", "42", "0042"),
            ("0.00%", "0.5", "0.5"),
            ("&quot;days&quot; 0", "3", "3"),
            ("General", "3", "3"),
        ],
    )
    def test_of_formats(self, code: str, number: str, shown: str, tmp_path: Path) -> None:
        """
        A number with the format of a date is the date, without a day or month that is not shown.
        """
        assert shown == value(tmp_path, f'<c s="1"><v>{number}</v></c>', code)

    def test_of_the_calendar_of_1904(self, tmp_path: Path) -> None:
        """
        A workbook may count days from 1904.
        """
        written = '<c s="1"><v>42682</v></c>'

        assert "2020-11-09" == value(tmp_path, written, "yyyy-mm-dd", '<workbookPr date1904="1"/>')

    @pytest.mark.parametrize(
        ("written", "message"),
        [
            (
                "<c><f>1+1</f></c>",
                "the cell A2: a formula without a result; open the workbook and save it again",
            ),
            ('<c t="e"><v>#REF!</v></c>', 'the cell A2: the error "#REF!"'),
            ('<c t="s"><v>2</v></c>', 'the cell A2: damaged: no shared string "2"'),
            ("<c><v>x</v></c>", 'the cell A2: damaged: "x" is not a number'),
            (f"<c><v>{'1' * 5000}</v></c>", "the cell A2: damaged: "),
            ('<c s="1"><v>60</v></c>', "the cell A2: 60 is not the number of a day"),
            ('<c s="1"><v>-1</v></c>', "the cell A2: -1 is not the number of a day"),
            ('<c s="1"><v>2958466</v></c>', "the cell A2: 2958466 is not the number of a day"),
        ],
    )
    def test_that_are_refused(self, written: str, message: str, tmp_path: Path) -> None:
        """
        A formula without a result, an error, or a value that is not valid refuses the row.
        """
        found = str(cell(tmp_path, written, "yyyy-mm-dd"))

        assert found.startswith(f"2:1: {message}")
        assert len(found) < 300


def why(found: object) -> str:
    """Return why a row is not read."""
    error = getattr(found, "error", None)
    return str(error).partition(".xlsx")[2] if error else str(getattr(found, "why", ""))


class TestRows:
    def test_with_and_without_references(self, tmp_path: Path) -> None:
        """
        Rows and cells that are left out in the file are blank; references are not needed.
        """
        rows = '<row r="4"><c r="B4"><v>1</v></c></row><row><c><v>2</v></c></row><row r="1000000"/>'
        path = workbooks.write(tmp_path, HEADER + rows)

        assert ["a blank row", "a blank row", ("", "1"), ("2", "")] == contents(path, XLSX)

    def test_merged_cells(self, tmp_path: Path) -> None:
        """
        A row with a cell that a merged one hides is refused, on the right and below it.
        """
        rows = HEADER + texts("a", "b") * 4
        merged = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="B3:B4"/></mergeCells>'
        path = workbooks.write(tmp_path, SHEET=sheet(rows, merged))

        assert [
            ("a", "b"),
            ("a", "b"),
            "4:2: the cell B4 is merged with B3; separate them and fill in each",
            ("a", "b"),
        ] == contents(path, XLSX)

    def test_of_sheets(self) -> None:
        """
        A layout names a sheet, which may be hidden; without a name it is the first that is shown.
        """
        hidden = Layout(format="xlsx", sheet="Hidden")

        assert "secret" == records(SAMPLE, hidden)[0].text
        assert ("Key", "When", "First", "Second", "Count") == columns(SAMPLE, OF_SAMPLE)
        assert ("A",) == columns(SAMPLE.read_bytes(), hidden)
        assert () == columns(SAMPLE.read_bytes()[:1000], hidden)

    def test_of_a_sheet_that_is_not_there(self) -> None:
        """
        The name of a sheet that is not there is one message with those that are.
        """
        with pytest.raises(InputError) as caught:
            list(read(SAMPLE, Layout(format="xlsx", sheet="No")))

        assert 'no sheet "No"; its sheets are "Hidden", "Incidents 2020", "Über & co"' == (
            caught.value.message
        )


def overwritten(path: Path, offset: int, new: bytes) -> Path:
    """Return a file with other bytes from an offset on."""
    content = path.read_bytes()
    path.write_bytes(content[:offset] + new + content[offset + len(new) :])
    return path


BOMB = sheet(HEADER + "<row><c><v>1</v></c></row>" * 4_000_000)
DEEP = "<a>" * 200 + "</a>" * 200
LONG = [Random(number).randbytes(50_000).hex() for number in range(201)]
ROW_OF_ONE = "<row><c><v>1</v></c></row>"


class TestHostile:
    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "not an XLSX workbook, or a cut one; save it as .xlsx without a password"),
            (b"A,B\n1,2\n", "not an XLSX workbook, or a cut one; "),
            (b"PK\5\6" + b"\xff" * 18, "a workbook of more than 10000 parts"),
            (b"\xd0\xcf\x11\xe0" * 200, "an older or encrypted workbook; save it as .xlsx without "),
        ],
    )
    def test_files_that_are_no_workbook(self, content: bytes, message: str, tmp_path: Path) -> None:
        """
        A file that is not a workbook, or is protected by a password, is one message.
        """
        path = tmp_path / "records"
        path.write_bytes(content)

        assert failure(path, XLSX).startswith(f" {message}")

    def test_a_cut_workbook(self, tmp_path: Path) -> None:
        """
        A workbook that is cut anywhere is one message.
        """
        whole = SAMPLE.read_bytes()
        for length in range(0, len(whole), 97):
            path = tmp_path / "records"
            path.write_bytes(whole[:length])
            assert failure(path, OF_SAMPLE).startswith(" not an XLSX workbook, or a cut one"), length

    def test_altered_workbooks(self, tmp_path: Path) -> None:
        """
        A workbook with altered bytes is read, or is one message.
        """
        whole = SAMPLE.read_bytes()
        path = tmp_path / "records"
        for offset in range(0, len(whole), 23):
            path.write_bytes(whole[:offset] + b"\xff\0" + whole[offset + 2 :])
            try:
                assert list(read(path, OF_SAMPLE))
            except InputError as error:
                assert error.place and error.place.file == str(path), offset

    def test_an_archive_of_something_else(self, tmp_path: Path) -> None:
        """
        A ZIP archive without a workbook is one message.
        """
        path = tmp_path / "records"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")

        assert " not an XLSX workbook; save it as .xlsx, or as CSV" == failure(path, XLSX)

    def test_a_bomb(self, tmp_path: Path) -> None:
        """
        A part that expands to more than 250 times its size is refused before it is inflated.
        """
        path = workbooks.write(tmp_path, SHEET=BOMB)

        message = failure(path, XLSX)

        assert message.startswith(' the part "xl/worksheets/one.xml" expands to more than ')

    def test_a_bomb_that_denies_its_size(self, tmp_path: Path) -> None:
        """
        A part is inflated up to the size in the directory, and then is damaged.
        """
        path = workbooks.write(tmp_path, SHEET=BOMB)
        size = struct.pack("<L", len(BOMB))
        offset = path.read_bytes().rfind(size)

        message = failure(overwritten(path, offset, struct.pack("<L", 1000)), XLSX)

        assert message.startswith(" damaged: the part ")

    def test_more_bytes_than_the_limit(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A part of more bytes than the limit is refused.
        """
        monkeypatch.setattr(xlsx_package, "MOST_BYTES", 1000)

        message = failure(workbooks.write(tmp_path, HEADER + ROW_OF_ONE * 100), XLSX)

        assert " expands to more than 1 kB" in message

    def test_an_encrypted_part(self, tmp_path: Path) -> None:
        """
        An encrypted part is one message.
        """
        path = workbooks.write(tmp_path, HEADER)
        offset = path.read_bytes().find(b"PK\1\2") + 8
        content = path.read_bytes()
        while (at := content.find(b"PK\1\2", offset)) >= 0:
            overwritten(path, at + 8, b"\1\0")
            offset = at + 4

        assert " encrypted; save it as .xlsx without a password" == failure(path, XLSX)

    @pytest.mark.parametrize(
        ("key", "part", "message"),
        [
            ("SHEET", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "has a DOCTYPE"),
            ("STRINGS", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "has a DOCTYPE"),
            ("WORKBOOK", "<!DOCTYPE a><a/>", "has a DOCTYPE"),
            ("SHEET", "<worksheet><sheetData>", "is not well-formed XML (no element found)"),
            ("SHEET", sheet(DEEP), "is nested deeper than 100 levels"),
            ("SHEET", sheet("".join(f"<a{n}/>" for n in range(1001))), "has more than 1000 names"),
            ("SHEET", f'<a b="{"c" * 2_000_000}"', "has a tag of more than 1 MB"),
            ("SHEET", sheet(f'{HEADER}<row r="1"/>'), 'has the row "1" behind 1'),
            ("SHEET", sheet('<row r="1048577"/>'), 'has the row "1048577" behind 0'),
            ("SHEET", sheet('<row><c r="B1"/><c r="A1"/></row>'), 'the cell "A1" is not in its order'),
            ("SHEET", sheet('<row><c r="XFE1"/></row>'), 'the cell "XFE1" is not in its order'),
            ("SHEET", sheet('<row><c r="1"/></row>'), '"1" is not a cell'),
            (
                "SHEET",
                sheet(texts("a" * (MOST_CHARACTERS + 1))),
                "a cell of more than 131072 characters",
            ),
            ("SHEET", sheet(texts(*LONG)), "a row of more than 20 MB"),
        ],
        ids=[*map(str, range(14))],
    )
    def test_parts_that_are_not_valid(self, key: str, part: str, message: str, tmp_path: Path) -> None:
        """
        XML with a DOCTYPE, cut, nested too deep, or of a sheet that no program writes is one message.
        """
        found = failure(workbooks.write(tmp_path, **{key: part}), XLSX)

        assert message in found
        assert len(found) < 300

    def test_records_before_an_error_are_counted(self, tmp_path: Path) -> None:
        """
        What ends a sheet is one message with the number of records before it.
        """
        whole = workbooks.write(tmp_path, SHEET=sheet(HEADER + ROW_OF_ONE * 9000)[:-15])
        assert failure(whole, XLSX).endswith("; 9000 whole records before it")

        within = workbooks.write(tmp_path, HEADER + ROW_OF_ONE * 9000 + '<row r="1"/>')
        assert failure(within, XLSX).endswith(
            'has the row "1" behind 9001; 9000 whole records before it'
        )
