"""Tables in a Breakdown: rows with named columns, or one finding."""

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


def row_values(found: Incident) -> list[tuple[str, ...]]:
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
        Each line below a line of field names is a row.
        """
        found = read(table)

        assert (list(CELLS[1:]), []) == (row_values(found), codes(found))

    def test_quote_their_cells(self) -> None:
        """
        The span of a row is its line, that of a value its cell.
        """
        found = read(bars())
        text = found.page.text
        row, harm = found.rows[1].span, found.rows[1].harms[0].span

        assert bars()[3] == text[row.start : row.end]
        assert "Disclosure" == text[harm.start : harm.end]

    def test_may_be_between_rows(self) -> None:
        """
        Rows of tables and of labelled lines stay in page order.
        """
        found = rows(row_text(Threat="First"), "\n".join(lines("\t")), row_text(Threat="Last"))

        assert ["First", CELLS[1][0], CELLS[2][0], "Last"] == [one[0] for one in row_values(found)]

    def test_an_empty_cell_is_an_empty_field(self) -> None:
        """
        An empty cell, or a missing one at the end, is an empty field.
        """
        found = read(
            ["Threat\tHarm\tStatus", "Example Agency one\t\tAlleged", "Example Agency two\tSale"]
        )

        assert [("Example Agency one",), ("Example Agency two", "Sale")] == row_values(found)

    def test_unknown_columns_and_extra_cells_are_reported(self) -> None:
        """
        Cells of an unknown column, or without a column, are reported and not parsed.
        """
        found = read(["Threat\tHram\tHarm", "Example Agency one\ta\tDisclosure\tb"])

        assert [("Example Agency one", "Disclosure")] == row_values(found)
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

        assert ([], ["PK205"]) == (row_values(alone), codes(alone))
        assert "table that is not read" in alone.findings[0].message
        assert [row_values(incident())[0]] * 2 == row_values(below)


class TestUnknownFields:
    @pytest.mark.parametrize(
        ("line", "near"), [("Severity: high", ""), ("**At-Risk grup:** Women", "At-Risk Group")]
    )
    def test_of_a_row_are_reported(self, line: str, near: str) -> None:
        """
        A line with an unknown field name is reported, and not part of the value above.
        """
        found = rows(row_text(Harm=f"Surveillance\n{line}"))

        assert (["PK407"], row_values(incident())) == (codes(found), row_values(found))
        assert (f'did you mean "{near}"?' in found.findings[0].message) == bool(near)
