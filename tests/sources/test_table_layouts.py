"""Where the records of an unknown table are: its header rows, its delimiter, its list."""

import json
from pathlib import Path

import pytest

import workbooks
from privkg.core.errors import PageError, UsageError
from privkg.sources import _records
from privkg.sources._records import Layout
from privkg.sources.tables import layouts

DATA = ["Acme Mail", "2019", "Norway"]


class TestHeaderRows:
    @pytest.mark.parametrize(
        ("header", "rows"),
        [
            ((1,), [["Name", "Date", "Place"], DATA]),
            ((3,), [["Incidents", "", ""], ["", "", ""], ["Name", "Date", "Place"], DATA]),
            ((2, 3), [["All", "", ""], ["Name", "When and where", ""], ["", "Date", "Place"], DATA]),
            ((1, 2), [["Id", "Incident", "", ""], ["", "Name", "Date", "Place"], ["1", *DATA]]),
            ((2,), [["Incidents", "", ""], ["", "Name", "Date"], ["1", "Acme Mail", "2019"]]),
            ((1,), [["Name", "Date", ""], ["Acme", "yes", "a remark"], DATA]),
            ((1,), [["Name", "When and where", ""], ["", "2019", "Norway"], DATA]),
            ((1,), [["Name", "Date", "Place"], ["", "", "Norway"], DATA]),
            ((1,), [["Name"], ["Acme Mail"]]),
            ((1,), []),
        ],
        ids=[
            *("one", "a title", "groups", "groups that name few"),
            *("a title over numbers", "a cell without a name"),
            *("values below a group", "a row with one cell", "one column", "an empty file"),
        ],
    )
    def test_are_those_with_names(self, header: tuple[int, ...], rows: list[list[str]]) -> None:
        """
        A title is not of the header; a row that names more columns above or below it is.
        """
        assert header == layouts.header_rows(dict(enumerate(rows, 1)))


class TestFirstRows:
    def test_are_fewer_if_they_are_long(self, tmp_path: Path) -> None:
        """
        A header is looked for in the beginning of a file, however long its rows are.
        """
        path = tmp_path / "one.csv"
        path.write_text((",".join(["x" * 100_000] * 6) + "\n") * 5)

        assert [1, 2] == [*_records.first_rows(path, Layout(format="csv"), 50)]


class TestDelimiter:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_is_that_of_most_rows(self, tmp_path: Path, delimiter: str) -> None:
        """
        The cells are separated by what most rows have equally often; the default is left out.
        """
        path = tmp_path / "one.csv"
        cells = [["Name", "Where", "What"], ["A, B; C|D", "Oslo", "x, y"], ["E; F", "Bergen", "x, y, z"]]
        rows = (delimiter.join(cell.replace(delimiter, "/") for cell in row) for row in cells)
        path.write_text("".join(f"{row}\n" for row in rows))

        assert delimiter == (layouts.of(path).delimiter or ",")


class TestJson:
    @pytest.mark.parametrize(
        ("pointer", "content"),
        [
            ("", [{"a": 1}]),
            ("/records", {"records": [{"a": 1}]}),
            ("/a~1b/~0c", {"count": 1, "a/b": {"~c": [{"a": 1}, {"a": 2}]}, "d": [{"e": 1}]}),
            ("", {"a": [1, 2], "b": {"c": []}}),
        ],
        ids=["a list", "in an object", "escaped", "one record"],
    )
    def test_records_are_the_longest_list(self, tmp_path: Path, pointer: str, content: object) -> None:
        """
        The records are the longest list of objects below objects; otherwise the file is one record.
        """
        path = tmp_path / "one.json"
        path.write_text(json.dumps(content))

        assert pointer == layouts.of(path).records

    @pytest.mark.parametrize("text", ['{"a": [', '{"a":' * 5_000], ids=["cut", "deep"])
    def test_hostile_json_is_one_error(self, tmp_path: Path, text: str) -> None:
        """
        A cut file and one that is nested deep are an error with the place.
        """
        path = tmp_path / "one.json"
        path.write_text(text)

        with pytest.raises(PageError, match=r"one\.json:1:\d+: "):
            layouts.of(path)

    def test_lists_are_found_in_a_bounded_depth(self, tmp_path: Path) -> None:
        """
        A list below more objects than a record may have is not looked for.
        """
        path = tmp_path / "one.json"
        path.write_text('{"a":' * 500 + "[{}]" + "}" * 500)

        assert "" == layouts.of(path).records


class TestFormat:
    @pytest.mark.parametrize("name", ["one.txt", "one", "one.csv.gz"])
    def test_is_that_of_the_suffix(self, tmp_path: Path, name: str) -> None:
        """
        A file with the suffix of another format is refused with the known ones.
        """
        with pytest.raises(UsageError, match=r"name a file of \.csv, \.json, \.jsonl, \.tsv, \.xlsx"):
            layouts.of(tmp_path / name)


class TestWorkbooks:
    def test_a_row_that_is_not_valid_is_passed_over(self, tmp_path: Path) -> None:
        """
        A cell that a build would reject does not hide the header.
        """
        bad = '<row><c t="s"><v>999</v></c></row>'
        header = workbooks.texts("Name", "Date")
        path = workbooks.write(tmp_path, workbooks.texts("A title") + header + bad)
        path = path.rename(tmp_path / "one.xlsx")

        assert (2,) == layouts.of(path).header
