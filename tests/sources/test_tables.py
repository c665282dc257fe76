"""Tables in a Breakdown: rows by the names of their columns, or one finding."""

import pytest

from builders import codes, incident, page_text, row_text
from privkg.core.model import Incident

CELLS = (
    ("Threat", "At-Risk group", "Harm", "Secondary Consequences"),
    ("Example Agency one", "People in Moscow", "Surveillance", "not known"),
    ("Example Agency two", "Women in Moscow", "Disclosure", "anxiety"),
)
RULE = "|---|:--:|---:|---|"


def lines(joint: str, edge: str = "") -> list[str]:
    return [f"{edge}{joint.join(row)}{edge[::-1]}" for row in CELLS]


def gaps() -> list[str]:
    widths = [max(map(len, column)) + 2 for column in zip(*CELLS, strict=True)]
    return ["".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in CELLS]


def bars() -> list[str]:
    first, *rest = lines(" | ", "| ")
    return [first, RULE, *rest]


def rows(*texts: str) -> Incident:
    return incident(page_text(rows=texts))


def read(table: list[str]) -> Incident:
    return rows("\n".join(table))


def told(found: Incident) -> list[tuple[str, ...]]:
    return [
        (
            row.threat.text if row.threat else "",
            *(one.text for listed in (row.groups, row.harms, row.consequences) for one in listed),
        )
        for row in found.rows
    ]


class TestTables:
    @pytest.mark.parametrize(
        "table",
        [
            lines("\t"),
            lines(" | "),
            lines("|", "|"),
            bars(),
            gaps(),
            [line.replace("Threat\t", "'''Threat'''\t") for line in lines("\t")],
        ],
        ids=["tabs", "bars", "edges", "markdown", "gaps", "emphasis"],
    )
    def test_give_a_row_each_line(self, table: list[str]) -> None:
        """
        A line of field names says what the cells below it are.
        """
        found = read(table)

        assert (list(CELLS[1:]), []) == (told(found), codes(found))

    def test_quote_their_cells(self) -> None:
        """
        A row is its line, a value its cell.
        """
        found = read(bars())
        text = found.page.text
        row, harm = found.rows[1].span, found.rows[1].harms[0].span

        assert bars()[3] == text[row.start : row.end]
        assert "Disclosure" == text[harm.start : harm.end]

    def test_may_stand_between_rows(self) -> None:
        """
        Rows stay in page order, be they tables or not.
        """
        found = rows(row_text(Threat="First"), "\n".join(lines("\t")), row_text(Threat="Last"))

        assert ["First", CELLS[1][0], CELLS[2][0], "Last"] == [one[0] for one in told(found)]

    def test_an_empty_cell_is_an_empty_field(self) -> None:
        """
        A cell without words, or at the end and missing, is no value.
        """
        found = read(
            ["Threat\tHarm\tStatus", "Example Agency one\t\tAlleged", "Example Agency two\tSale"]
        )

        assert [("Example Agency one",), ("Example Agency two", "Sale")] == told(found)

    def test_an_unknown_column_and_a_loose_cell_are_told(self) -> None:
        """
        What is in no known column is not read, and a finding says so.
        """
        found = read(["Threat\tHram\tHarm", "Example Agency one\ta\tDisclosure\tb"])

        assert [("Example Agency one", "Disclosure")] == told(found)
        assert ["PK407", "PK408"] == codes(found)

    @pytest.mark.parametrize(
        "table",
        [
            ['{| class="wikitable"', "! Threat !! Harm", "|-", "| Example || Disclosure", "|}"],
            ["| Who | What |", "|---|---|", "| Example Agency | Disclosure |"],
            [" ".join(row) for row in CELLS],
            ["Example Agency one\tPeople\tDisclosure", "Example Agency two\tPeople\tDisclosure"],
        ],
        ids=["wiki", "unknown", "one space", "no header"],
    )
    def test_others_are_one_finding(self, table: list[str]) -> None:
        """
        A table that is not understood is reported once and becomes no act.
        """
        alone, below = read(table), rows(row_text() + "\n" + "\n".join(table), row_text())

        assert ([], ["PK205"]) == (told(alone), codes(alone))
        assert "table that is not read" in alone.findings[0].message
        assert [told(incident())[0]] * 2 == told(below)


class TestUnknownFields:
    @pytest.mark.parametrize(
        ("line", "near"), [("Severity: high", ""), ("**At-Risk grup:** Women", "At-Risk Group")]
    )
    def test_of_a_row_are_told(self, line: str, near: str) -> None:
        """
        A line that opens like a field is no part of the value above.
        """
        found = rows(row_text(Harm=f"Surveillance\n{line}"))

        assert (["PK407"], told(incident())) == (codes(found), told(found))
        assert (f'did you mean "{near}"?' in found.findings[0].message) == bool(near)
