"""The rows of a Breakdown, in the forms in which people write and copy them."""

import itertools

import pytest

from builders import ROW, codes, incident, page_text, row_text
from privkg.core.model import Incident, Passage, Row

LABELS = tuple(ROW)


def values(row: Row) -> dict[str, object]:
    """Return the values of a row, without their spans."""
    names = (name for name in Row.__dataclass_fields__ if name not in ("span", "left_empty"))
    return {name: words(getattr(row, name)) for name in names}


def words(value: Passage | tuple[Passage, ...] | None) -> object:
    return [one.text for one in value] if isinstance(value, tuple) else value and value.text


def rows(*texts: str, parted: str = "\n\n") -> Incident:
    return incident(page_text(rows=(parted.join(texts),)))


class TestOrder:
    @pytest.mark.parametrize("order", list(itertools.permutations(LABELS)))
    def test_of_fields_is_free(self, order: tuple[str, ...]) -> None:
        """
        The values of a row do not depend on the order of its fields.
        """
        shuffled = "\n".join(f"{label}: {ROW[label]}" for label in order)

        assert values(rows(row_text()).rows[0]) == values(rows(shuffled).rows[0])

    @pytest.mark.parametrize("parted", ["\n", "\n\n", "\n \t\n", "\n\u200b\n", "\n\n\n\n"])
    def test_of_rows_is_that_of_the_page(self, parted: str) -> None:
        """
        A blank line, or a repetition of the first field, begins a new row.
        """
        found = rows(row_text(Threat="One acts"), row_text(Threat="Two acts"), parted=parted)

        assert ["One acts", "Two acts"] == [row.threat.text for row in found.rows if row.threat]


class TestLabels:
    @pytest.mark.parametrize(
        "label",
        [
            "At-Risk group",
            "At Risk Groups",
            "AT-RISK GROUP ",
            "At‑Risk\u00a0group",
            "\tAt-Risk \t group\t",
            "* At-Risk group",
            "At-\u00adRisk gro\u00adup",
        ],
    )
    def test_case_space_hyphen_and_plural_are_ignored(self, label: str) -> None:
        """
        A label is matched in any case, spacing and number, with a colon of either width.
        """
        for colon in (":", " :", "：", "\u00a0"):
            found = rows(row_text(**{"At-Risk group": None}) + f"\n{label}{colon} Women in Oslo")

            assert ["Women in Oslo"] == [group.text for group in found.rows[0].groups]

    def test_optional_fields_are_read(self) -> None:
        """
        Purposes, status and attribution have separate fields.
        """
        found = rows(
            row_text()
            + "\nOriginal purpose: light\nNew purpose: sale\nStatus: alleged\nAccording to: A court"
        ).rows[0]

        assert ["light", "sale", "alleged", "A court"] == [
            words(one)
            for one in (found.original_purpose, found.new_purpose, found.status, found.according_to)
        ]


class TestValues:
    def test_a_value_may_be_wrapped(self) -> None:
        """
        A Threat continues until the next label; its lines are joined, its quote is not.
        """
        threat = rows(row_text(Threat="One acts\nand goes on")).rows[0].threat

        assert "One acts and goes on" == words(threat)
        assert "One acts\nand goes on" == (threat and threat.quote)

    def test_a_value_may_begin_below_its_label(self) -> None:
        """
        A value may begin on the line below its label.
        """
        found = rows(row_text(Harm="\nDisclosure"))

        assert ["Disclosure"] == words(found.rows[0].harms)

    @pytest.mark.parametrize(
        "written", ["shame, loss of trust", "shame; loss of trust", "\n- shame\n- loss of trust"]
    )
    def test_a_row_may_have_several_consequences(self, written: str) -> None:
        """
        Commas, semicolons and bullets separate the consequences of a row.
        """
        found = rows(row_text(Secondary_Consequences=written))

        assert ["shame", "loss of trust"] == words(found.rows[0].consequences)

    @pytest.mark.parametrize("label", LABELS)
    def test_a_missing_field_is_empty(self, label: str) -> None:
        """
        A row may lack a field; a blank value counts as a missing one.
        """
        missing = rows(row_text(**{label: None})).rows
        blank = rows(row_text(**{label: "\u00a0"})).rows

        assert [values(row) for row in missing] == [values(row) for row in blank]


class TestSeams:
    def test_a_blank_line_within_a_row_parts_nothing(self) -> None:
        """
        Fields below a blank line belong to the row above if it has none of them.
        """
        whole = row_text()
        parted = whole.replace("\nHarm", "\n\nHarm")

        assert [values(row) for row in rows(whole).rows] == [values(row) for row in rows(parted).rows]

    @pytest.mark.parametrize("label", LABELS)
    def test_a_field_twice_is_reported_and_the_first_counts(self, label: str) -> None:
        """
        The second of two equal fields is reported and not parsed; it stays in the quote of the row.
        """
        once = f"{label}: {ROW[label]}"
        found = rows(row_text().replace(once, f"{once}\n{label}: Another"))

        assert ["PK406"] == codes(found)
        assert [values(rows(row_text()).rows[0])] == [values(row) for row in found.rows]

    def test_text_between_rows_is_not_understood(self) -> None:
        """
        A text in the Breakdown that belongs to no row is reported.
        """
        found = rows("These are the rows so far.", row_text())
        start, end = found.not_understood[0].start, found.not_understood[0].end

        assert ["PK205"] == codes(found)
        assert "These are the rows so far." == found.page.text[start:end]
