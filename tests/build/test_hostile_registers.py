"""Hostile files of registers by command: each has one message with its place, and the rest is read."""

import bz2
import gzip
import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import workbooks
from checkout import TESTS
from commands import Result, run
from workbooks import sheet, texts

MAPPING = """\
title    = "Register of leaks"
homepage = "https://leaks.example.org/"
licence  = "https://creativecommons.org/licenses/by/4.0/"
credit   = "Leaks, an example"
format   = "{format}"
key      = "No."
{more}

[incident]
title           = "Who"
date            = "When"
people_affected = "Many"
"""
NAMES = ("No.", "Who", "When", "Many")
ROWS = (("L1", "Acme", "2019", "7"), ("L2", "Beta", "2020", "8"), ("L3", "Gamma", "2021", "9"))
HEADER = ",".join(NAMES) + "\n"
TABLE = HEADER + "".join(",".join(row) + "\n" for row in ROWS)
RECORDS = [dict(zip(NAMES, row, strict=True)) for row in ROWS]
JSON = json.dumps(RECORDS)
LINES = "".join(json.dumps(record) + "\n" for record in RECORDS)
VERIS = (TESTS / "sources" / "veris" / "records.jsonl").read_text(encoding="utf-8").splitlines()
DIGITS = "9" * 5000
UNREADABLE = "error PK100 file-is-a-page "
ENCODING = "save the file as UTF-8"
NOT_WORKBOOK = f":1:1 {UNREADABLE}not an XLSX workbook, or a cut one"
MISQUOTED = 'write a cell with a quotation mark in quotation marks, and "" for each in it'
LONG = pytest.mark.long(part="hostile")
STRINGS = workbooks.root("sst", "<si><t>a</t></si>" * 1_500_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A file, its format, the lines of its mapping, the message about it, and how many records are read.

    `message` is what follows the name of the file in its one message.
    """

    name: str
    content: str | bytes
    message: str
    format: str = ""
    more: str = ""
    accepted: int = 0

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write the file and its mapping."""
        path, mapping = folder / self.name, folder / "leaks.toml"
        path.write_bytes(self.content if isinstance(self.content, bytes) else self.content.encode())
        form = self.format or path.suffix.removeprefix(".")
        mapping.write_text(MAPPING.format(format=form, more=self.more), encoding="utf-8")
        return path, mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A workbook whose sheet has these rows below its header; `parts` replaces parts."""

    rows: str = ""
    parts: dict[str, str] = field(default_factory=dict)

    def content(self, folder: Path) -> bytes:
        """Return the bytes of the workbook."""
        return workbooks.write(folder, texts(*NAMES) + self.rows, **self.parts).read_bytes()


CASES = {
    "a column that is not there": Case(
        name="leaks.csv",
        content=TABLE.replace("When", "Whenn"),
        message=f':1:1 {UNREADABLE}no column "When", which {{mapping}} names; did you mean "Whenn"?',
    ),
    "a column of many": Case(
        name="leaks.csv",
        content="No.," + ",".join(f"column {number}" for number in range(2000)) + "\n",
        message=f':1:1 {UNREADABLE}no column "Many", which {{mapping}} names; its columns are No., ',
    ),
    "another delimiter": Case(
        name="leaks.csv",
        content=TABLE.replace(",", ";"),
        message=f':1:1 {UNREADABLE}no column "Many", which {{mapping}} names; its columns are No.;Who;',
    ),
    "tabs": Case(
        name="leaks.tsv",
        content=TABLE,
        message=f':1:1 {UNREADABLE}no column "Many", which {{mapping}} names; its columns are No.,Who,',
    ),
    "a name that no record has": Case(
        name="leaks.json",
        content=JSON.replace('"When"', '"Whenn"'),
        message=': no record has "When", which {mapping} names; did you mean "Whenn"?',
        accepted=3,
    ),
    "a name that no line has": Case(
        name="leaks.jsonl",
        content=LINES.replace('"Many"', '"Few"'),
        message=': no record has "Many", which {mapping} names; its columns are No., Who, When, Few',
        accepted=3,
    ),
    "no records": Case(
        name="leaks.csv", content=HEADER, message=f":1:1 {UNREADABLE}the file has no page"
    ),
    "an empty list": Case(
        name="leaks.json", content="[]", message=f":1:1 {UNREADABLE}the file has no page"
    ),
    "an empty file": Case(
        name="leaks.csv",
        content="",
        message=f":1:1 {UNREADABLE}the file has no row 1, which is to be in its header",
    ),
    "a row above the header": Case(
        name="leaks.csv",
        content=f"Leaks,,,\n{TABLE}",
        message=f':1:1 {UNREADABLE}no column "Many", which {{mapping}} names; its columns are Leaks',
    ),
    "a second header row that is none": Case(
        name="leaks.csv",
        content=TABLE,
        more="header = [1, 2]",
        message=f':2:1 {UNREADABLE}no column "Many", which {{mapping}} names; its columns are L1, ',
    ),
    "a header beyond the end": Case(
        name="leaks.csv",
        content=TABLE,
        more="header = [1, 99]",
        message=f":1:1 {UNREADABLE}the file has no row 99, which is to be in its header",
    ),
    "a header row of many digits": Case(
        name="leaks.csv",
        content=TABLE,
        more="header = 99999999999999999999",
        message=f":1:1 {UNREADABLE}{{mapping}}:5:1: the header or the data is to begin below row ",
    ),
    "data above the header": Case(
        name="leaks.csv",
        content=TABLE,
        more="start = -5",
        message=f":1:1 {UNREADABLE}{{mapping}}:5:1: the data starts in row -5, within the header",
    ),
    "two columns of a name": Case(
        name="leaks.csv",
        content=TABLE.replace("Many", "When"),
        message=f':1:1 {UNREADABLE}the header has "When" twice: columns 3 and 4; rename one',
    ),
    "a row that is too long": Case(
        name="leaks.csv",
        content=TABLE.replace("Beta", "Beta,more"),
        message=f"#2:3:1 {UNREADABLE}row 3: 5 cells, 1 too many; the last column of the header, 4, is",
        accepted=2,
    ),
    "a row that is too short": Case(
        name="leaks.tsv",
        content=TABLE.replace("Beta,2020", "Beta").replace(",", "\t"),
        message=f'#2:3:1 {UNREADABLE}row 3: 3 cells, 1 too few; the first that is missing, 4, is "Many"',
        accepted=2,
    ),
    "a quotation mark that is not closed": Case(
        name="leaks.csv",
        content=TABLE.replace("Beta", '"Beta'),
        message=f":3:4 {UNREADABLE}a quotation mark that is never closed; {MISQUOTED}",
        accepted=1,
    ),
    "a misplaced quotation mark": Case(
        name="leaks.csv",
        content=TABLE.replace("Beta", '"Be"ta'),
        message=f"#2:3:8 {UNREADABLE}row 3: text behind a closing quotation mark; {MISQUOTED}",
        accepted=2,
    ),
    "a long cell": Case(
        name="leaks.csv",
        content=TABLE.replace("Beta", "x" * 200_000),
        message=f":3:4 {UNREADABLE}a cell of more than 131072 characters; shorten it",
        accepted=1,
    ),
    "Latin-1": Case(
        name="leaks.csv",
        content=TABLE.replace("Beta", "Bêta").encode("latin-1"),
        message=f":3:5 {UNREADABLE}not UTF-8; {ENCODING}; 1 whole record before it",
        accepted=1,
    ),
    "Latin-1 in JSON": Case(
        name="leaks.jsonl",
        content=LINES.replace("Beta", "Bêta").encode("latin-1"),
        message=f":2:24 {UNREADABLE}not UTF-8; {ENCODING}; 1 whole record before it",
        accepted=1,
    ),
    "UTF-32": Case(
        name="leaks.csv",
        content=TABLE.encode("utf-32"),
        message=f":1:1 {UNREADABLE}the character U+0000, as if in another encoding; {ENCODING}",
    ),
    "zeros": Case(
        name="leaks.csv",
        content=TABLE.replace("Beta", "Be\0ta"),
        message=f":3:6 {UNREADABLE}the character U+0000, as if in another encoding; {ENCODING}",
        accepted=1,
    ),
    "a key of 5,000 digits": Case(
        name="leaks.csv",
        content=TABLE.replace("L2", DIGITS),
        message=f"#record 2:3:1 {UNREADABLE}No. has 5000 characters; what identifies a record",
        accepted=2,
    ),
    "a JSON key of 5,000 digits": Case(
        name="leaks.json",
        content=JSON.replace('"L2"', DIGITS),
        message=f"#record 2:1:61 {UNREADABLE}No. has 5000 characters; what identifies a record",
        accepted=2,
    ),
    "5,000 digits": Case(
        name="leaks.csv",
        content=TABLE.replace(",8", f",{DIGITS}"),
        message=f'#L2:1:14 warning PK044 people-affected-is-a-number "{DIGITS[:499]} … ',
        accepted=3,
    ),
    "5,000 digits in JSON": Case(
        name="leaks.jsonl",
        content=LINES.replace('"8"', DIGITS),
        message=f'#L2:1:54 warning PK044 people-affected-is-a-number "{DIGITS[:499]} … ',
        accepted=3,
    ),
    "5,000 digits in a mapping": Case(
        name="leaks.csv",
        content=TABLE,
        more=f"start = {DIGITS}",
        message=f":1:1 {UNREADABLE}{{mapping}}:7:9: not TOML: a number is too long",
    ),
    "a cut file": Case(
        name="leaks.csv",
        content=TABLE[:-5],
        message=f'#3:4:1 {UNREADABLE}row 4: 3 cells, 1 too few; the first that is missing, 4, is "Many"',
        accepted=2,
    ),
    "a cut list": Case(
        name="leaks.json",
        content=JSON[:-30],
        message=f":1:149 {UNREADABLE}not JSON: Expecting property name enclosed in double quotes",
        accepted=2,
    ),
    "a cut line": Case(
        name="leaks.jsonl",
        content=LINES[:-30],
        message=f"#3:3:30 {UNREADABLE}not JSON: ",
        accepted=2,
    ),
    "a cut gzip file": Case(
        name="leaks.csv.gz",
        content=gzip.compress(TABLE.encode())[:-9],
        format="csv",
        message=f":5:1 {UNREADABLE}cut: the file ends within the gzip data; 3 whole records before it",
        accepted=3,
    ),
    "a cut bzip2 file": Case(
        name="leaks.jsonl.bz2",
        content=bz2.compress(LINES.encode())[:-9],
        format="jsonl",
        message=f":4:1 {UNREADABLE}cut: the file ends within the bzip2 data; 3 whole records before it",
        accepted=3,
    ),
    "a gzip file that is damaged": Case(
        name="leaks.csv.gz",
        content=gzip.compress(TABLE.encode())[:10] + b"\xff" * 40,
        format="csv",
        message=f":1:1 {UNREADABLE}damaged: invalid gzip data",
    ),
    "many levels": Case(
        name="leaks.json",
        content="[" * 100_000,
        message=f":1:2 {UNREADABLE}nested deeper than 100 levels",
    ),
    "a list that is not there": Case(
        name="leaks.json",
        content=f'{{"leaks": {JSON}}}',
        more='records = "/items"',
        message=f':1:{len(JSON) + 11} {UNREADABLE}the object has no member "items"',
    ),
    "a table that is no workbook": Case(name="leaks.xlsx", content=TABLE, message=NOT_WORKBOOK),
    "a workbook that is no table": Case(
        name="leaks.csv",
        content=b"PK\3\4\0\0",
        message=f":1:5 {UNREADABLE}the character U+0000, as if in another encoding; {ENCODING}",
    ),
}
BOOKS = {
    "a column that is not there": (
        Book(parts={"SHEET": sheet(texts("No.", "Who", "Whenn", "Many"))}),
        f':1:1 {UNREADABLE}no column "When", which {{mapping}} names; did you mean "Whenn"?',
    ),
    "a cell right of the header": (
        Book(rows=texts(*ROWS[0]) + texts(*ROWS[1], "more")),
        f'#2:3:5 {UNREADABLE}the cell E3 is right of the last column of the header, "Many"',
    ),
    "a formula without a result": (
        Book(rows=texts(*ROWS[0]) + "<row><c><f>1+1</f></c></row>"),
        f"#2:3:1 {UNREADABLE}the cell A3: a formula without a result; open the workbook and save it",
    ),
    "a formula with an error": (
        Book(rows=texts(*ROWS[0]) + '<row><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'),
        f'#2:3:1 {UNREADABLE}the cell A3: the error "#DIV/0!"',
    ),
    "a number of 5,000 digits": (
        Book(rows=texts(*ROWS[0]) + f"<row><c><v>{DIGITS}</v></c></row>"),
        f'#2:3:1 {UNREADABLE}the cell A3: damaged: "{DIGITS[:99]} … ',
    ),
    "a row of 5,000 digits": (
        Book(rows=f'<row r="{DIGITS}"/>'),
        f':1:1 {UNREADABLE}damaged: the part "xl/worksheets/one.xml" has the row "{DIGITS[:99]} … ',
    ),
    "merged cells": (
        Book(
            parts={
                "SHEET": sheet(
                    texts(*NAMES) + texts(*ROWS[0]) + texts(*ROWS[1]),
                    '<mergeCells><mergeCell ref="B2:B3"/></mergeCells>',
                )
            }
        ),
        f"#2:3:2 {UNREADABLE}the cell B3 is merged with B2; separate them and fill in each",
    ),
    "a bomb": (
        Book(parts={"STRINGS": STRINGS}),
        f':1:1 {UNREADABLE}the part "xl/sharedStrings.xml" expands to more than ',
    ),
    "entities": (
        Book(parts={"SHEET": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        f':1:1 {UNREADABLE}the part "xl/worksheets/one.xml" has a DOCTYPE, which may define entities',
    ),
}


def about(result: Result, path: Path) -> list[str]:
    """Return the lines about a file, without its name, that are not advice to add what is missing."""
    lines = (result.stdout + result.stderr).splitlines()
    of_file = (line.removeprefix(str(path)) for line in lines if line.startswith(str(path)))
    return [line for line in of_file if " note PK" not in line and " PK098 " not in line]


def check(path: Path, mapping: Path, message: str, accepted: int) -> None:
    """Build a graph of a file: its one message, the number of its records, and the exit code."""
    graph = path.parent / "graph"
    options = ("--mapping", mapping, "--no-cache", "--jobs", "1")
    result = run("build", path, *options, "--graph", graph)
    (line,) = about(result, path)

    assert line.startswith(message.format(mapping=mapping))
    assert len(line) < 1200
    assert f" = {accepted} accepted + " in result.stderr
    assert (int(UNREADABLE in line), accepted > 0) == (result.code, graph.exists())


class TestTables:
    @pytest.mark.parametrize(
        "case",
        [
            # Building a graph of the records takes a second.
            pytest.param(case, id=name, marks=LONG if case.accepted else ())
            for name, case in CASES.items()
        ],
    )
    def test_have_one_message(self, case: Case, tmp_path: Path) -> None:
        """
        What is wrong with a file is one message with file, row and column; other records are read.
        """
        check(*case.write(tmp_path), case.message, case.accepted)

    @pytest.mark.parametrize(
        ("book", "message"),
        [
            pytest.param(*case, id=name, marks=LONG if case[1].startswith("#") else ())
            for name, case in BOOKS.items()
        ],
    )
    def test_workbooks_have_one_message(self, book: Book, message: str, tmp_path: Path) -> None:
        """
        What is wrong with a workbook is one message with its row and column; other records are read.
        """
        case = Case(name="leaks.xlsx", content=book.content(tmp_path), message=message)
        check(*case.write(tmp_path), message, 1 if message.startswith("#") else 0)

    @pytest.mark.parametrize("name", ["Latin-1", "a row that is too short"])
    def test_have_the_same_message_in_check(self, name: str, tmp_path: Path) -> None:
        """
        `check` has the message that `build` has.
        """
        path, mapping = CASES[name].write(tmp_path)
        result = run("check", path, "--mapping", mapping, "--no-cache", "--jobs", "1")
        (line,) = about(result, path)

        assert line.startswith(CASES[name].message)
        assert 1 == result.code

    @pytest.mark.parametrize("length", [0, 200, 900])
    def test_a_workbook_cut_anywhere(self, length: int, tmp_path: Path) -> None:
        """
        A cut workbook is one message.
        """
        whole = Book(rows=texts(*ROWS[0])).content(tmp_path)
        case = Case(name="leaks.xlsx", content=whole[:length], message=NOT_WORKBOOK)
        check(*case.write(tmp_path), NOT_WORKBOOK, 0)

    def test_a_mapping_that_is_not_there(self, tmp_path: Path) -> None:
        """
        An unknown name of a mapping ends the command, with the nearest one.
        """
        (tmp_path / "leaks.csv").write_text(TABLE, encoding="utf-8")
        result = run("build", tmp_path / "leaks.csv", "--mapping", "hipb", "--graph", tmp_path / "graph")

        assert (2, 'privkg: unknown mapping "hipb"; did you mean "hibp"?\n') == (
            result.code,
            result.stderr,
        )


class TestVeris:
    def test_records_that_are_none_are_rejected_alone(self, tmp_path: Path) -> None:
        """
        Of lines with broken records, each has a message with its line, and the others are read.
        """
        long = VERIS[1].replace("{", f'{{"x": {DIGITS}, ', 1)
        path = tmp_path / "records.jsonl"
        lines = (VERIS[0], '{"action": 1}', "[]", '{"a', long, VERIS[2])
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

        result = run("build", path, "--no-cache", "--graph", tmp_path / "graph")

        found = [line for line in about(result, path) if UNREADABLE in line]
        assert 1 == result.code
        assert [
            f"#3:3:1 {UNREADABLE}a record is an object in JSON",
            f"#4:4:2 {UNREADABLE}not JSON: Unterminated string starting at",
            f"#record 2:2:1 {UNREADABLE}not a record in VERIS, as it has no actor and no timeline and no"
            " victim",
            f"#record 5:5:1 {UNREADABLE}not JSON: a number is too long",
        ] == found
        assert "read 6 = 2 accepted + 0 duplicate + 0 left out + 4 rejected" in result.stderr

    def test_a_folder_with_a_cut_archive(self, tmp_path: Path) -> None:
        """
        In a folder each file has its message, and the records before the end of a cut archive are read.
        """
        folder = tmp_path / "veris"
        folder.mkdir()
        (folder / "a.json").write_text(VERIS[0][:-9], encoding="utf-8")
        (folder / "b.jsonl.gz").write_bytes(gzip.compress("\n".join(VERIS).encode())[:-30])
        (folder / "c.json").write_text("[" * 100_000, encoding="utf-8")

        result = run("build", folder, "--no-cache", "--graph", tmp_path / "graph")

        lines = [line for line in about(result, folder) if "#" not in line.partition(":")[0]]
        assert 1 == result.code
        assert 3 == len(lines)
        assert lines[0].startswith(f"/a.json:1:685 {UNREADABLE}not JSON: ")
        assert " cut: the file ends within the gzip data; " in lines[1]
        assert "/c.json: not in a known page format; left out" == lines[2]
