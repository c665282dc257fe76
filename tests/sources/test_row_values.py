"""The fields of a row in version 2 of the model, and lines that only look like them."""

import pytest

from builders import codes, incident, page_text, row_text
from privkg.core.model import Incident, Passage, Row
from privkg.sources._grammar import page_fields

ADDED = {
    "Information": ("information", "Location; Facial Image", ["Location", "Facial Image"]),
    "Law": ("laws", "Act, 1998 (UK); GDPR", ["Act, 1998 (UK)", "GDPR"]),
    "Technology": ("technologies", "Camera, Drone", ["Camera", "Drone"]),
    "Recipient": ("recipients", "\n- Acme, Trading\n- Doe and Sons", ["Acme, Trading", "Doe and Sons"]),
    "Role": ("roles", "Insider, Seller", ["Insider", "Seller"]),
    "People affected": ("people_affected", "1,300", "1,300"),
    "Date": ("date", "March 2015", "March 2015"),
    "Follows from": ("follows_from", "1, some-page/v2", ["1", "some-page/v2"]),
    "Source": ("sources", "1,3; [4]", ["1", "3", "4"]),
    "Passage": ("passages", "They listed … it; all, too", ["They listed … it; all, too"]),
}
"""The attribute that each field fills, an example, and what it holds."""
NAMES = tuple(ADDED)


def row_of(*lines: str, parted: str = "\n") -> Row:
    return found_in(*lines, parted=parted).rows[0]


def found_in(*lines: str, parted: str = "\n") -> Incident:
    return incident(page_text(rows=(parted.join((row_text(), *lines)),)))


def words(value: Passage | tuple[Passage, ...] | None) -> object:
    return [one.text for one in value] if isinstance(value, tuple) else value and value.text


def test_each_field_has_an_example() -> None:
    """
    The examples of these tests cover all optional fields of a row.
    """
    assert tuple(field.name for field in page_fields.ROW if field.is_optional) == NAMES


class TestFields:
    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("parted", ["\n", "\n\n", "\r\n"])
    def test_each_is_read_in_a_row(self, name: str, parted: str) -> None:
        """
        Each field may be a line of a row, also below a blank line.
        """
        attribute, written, expected = ADDED[name]
        found = found_in(f"{name}: {written}", parted=parted)

        assert (1, []) == (len(found.rows), codes(found))
        assert expected == words(getattr(found.rows[0], attribute))

    @pytest.mark.parametrize("form", ["{}s:", "**{}**:", "**{}:**", "• {}:", "{} :", "{}："])
    @pytest.mark.parametrize("name", ["Law", "Source", "Recipient"])
    def test_plural_emphasis_and_bullets_are_free(self, name: str, form: str) -> None:
        """
        A name with a colon is matched in the plural, with emphasis, and with a bullet.
        """
        assert ["7"] == words(getattr(row_of(f"{form.format(name)} 7"), ADDED[name][0]))

    @pytest.mark.parametrize("header", ["{} | {}", "| {} | {} |", "{}\t{}", "{}   {}"])
    def test_each_is_read_in_a_table(self, header: str) -> None:
        """
        A column may have the name of a field, without a colon.
        """
        lines = [header.format("Threat", "Law"), header.format("Example Agency watching", "GDPR")]
        (row,) = incident(page_text(rows=("\n".join(lines),))).rows

        assert ["GDPR"] == words(row.laws)

    def test_a_row_may_have_all_fields(self) -> None:
        """
        A row with every field is one row, without a finding.
        """
        found = found_in(*(f"{name}: {written}" for name, (_, written, _) in ADDED.items()))
        values = {
            name: words(getattr(found.rows[0], attribute)) for name, (attribute, *_) in ADDED.items()
        }

        assert {name: expected for name, (_, _, expected) in ADDED.items()} == values
        assert (1, []) == (len(found.rows), codes(found))

    def test_a_name_that_is_misspelt_is_a_finding(self) -> None:
        """
        "Recipent:" is reported with the right name.
        """
        found = found_in("Recipent: Acme", "Date: 2019")

        assert ["PK407"] == codes(found)
        assert 'did you mean "Recipient"?' in found.findings[0].message

    def test_a_value_below_an_unknown_field_goes_on(self) -> None:
        """
        Lines below a known field belong to its value, even after an unknown field above it.
        """
        row = row_of("Severity: high", "New purpose: sale", "to a shop")

        assert "sale to a shop" == words(row.new_purpose)


class TestPassages:
    def test_each_line_is_a_passage(self) -> None:
        """
        A repeated Passage is another passage of the row, and may be wrapped.
        """
        found = found_in(
            "Passage: They listed", "every phone.", "Passage: It was sold.", "", "Passage: C."
        )

        assert ["They listed every phone.", "It was sold.", "C."] == words(found.rows[0].passages)
        assert (1, []) == (len(found.rows), codes(found))

    def test_a_row_may_begin_with_passages(self) -> None:
        """
        A Passage that is repeated after other fields begins a new row.
        """
        row = row_text()
        text = f"Passage: A.\nPassage: B.\n{row}\nPassage: C.\nPassage: D.\n{row}"
        rows = incident(page_text(rows=(text,))).rows

        assert [["A.", "B."], ["C.", "D."]] == [words(row.passages) for row in rows]

    def test_another_field_twice_is_reported(self) -> None:
        """
        Of two equal fields the first counts, and the second is reported.
        """
        found = found_in("Source: 1", "Source: 2")

        assert (["1"], ["PK406"]) == (words(found.rows[0].sources), codes(found))


class TestProse:
    @pytest.mark.parametrize("name", NAMES)
    def test_a_wrapped_line_may_begin_with_the_word(self, name: str) -> None:
        """
        A line that begins with the name of a field without a colon continues the value above.
        """
        row = row_text(Threat=f"Example Agency, contrary to\n{name} of the land, watching people")
        found = incident(page_text(rows=(row,)))

        assert f"contrary to {name} of the land" in str(words(found.rows[0].threat))
        assert [] == codes(found)

    @pytest.mark.parametrize(
        ("line", "name"), [("source: 2", "Source"), ("Source 2, 3", "Source"), ("Date May 2020", "Date")]
    )
    def test_a_line_that_may_be_meant_as_a_field_is_a_note(self, line: str, name: str) -> None:
        """
        A name without capital, or without colon before numbers or a date, is a value and a note.
        """
        found = found_in("Status: alleged", line)
        (note,) = found.findings

        assert f"alleged {line}" == words(found.rows[0].status)
        assert ("PK413", True) == (note.rule.code, f'"{name}:"' in note.message)
        assert line == found.page.text[note.span.start : note.span.end]

    @pytest.mark.parametrize("line", ["resource: a book", "rule: none", "information about: names"])
    def test_a_lower_case_word_is_not_a_misspelt_name(self, line: str) -> None:
        """
        A wrapped line in lower case is not taken for a misspelt name.
        """
        found = found_in("New purpose: sale", line)

        assert (f"sale {line}", []) == (words(found.rows[0].new_purpose), codes(found))

    def test_a_value_may_be_the_name_of_a_field(self) -> None:
        """
        A field whose value is the name of another field does not begin a table.
        """
        assert ["Recipient"] == words(row_of("Role:   Recipient").roles)
        assert ["Recipient"] == words(row_of("Role:\tRecipient").roles)


class TestHeadings:
    @pytest.mark.parametrize("below", ["", "Passage: It happened.", "1, 2"])
    def test_an_empty_source_is_no_section(self, below: str) -> None:
        """
        "Source:" among the fields of a row is a field, although "Source" is a heading too.
        """
        found = found_in("Date: 2019", "Source:", below)

        assert ["https://example.org/story"] == [one.url for one in found.sources]
        assert [] == codes(found)

    @pytest.mark.parametrize("heading", ["Sources:", "Source:"])
    def test_a_heading_right_below_a_row_is_one(self, heading: str) -> None:
        """
        On a page without blank lines, the addresses below "Sources:" are its sources.
        """
        text = page_text(rows=(f"{row_text()}\nLaws:\n{heading}\nhttps://example.org/a",))
        found = incident(text.partition("\n\nLaws and Regulations")[0])

        assert ["https://example.org/a"] == [one.url for one in found.sources]
        assert 1 == len(found.rows)

    def test_rows_are_no_late_infobox(self) -> None:
        """
        On a page without an infobox, fields of rows are not taken for one.
        """
        row = row_text() + "\nInformation: Location\nTechnology: Camera\nDate: 2019"
        found = incident(f"A title\n\nDescription\n\nIt happened.\n\nBreakdown\n\n{row}\n")

        assert (["Location"], "2019") == (words(found.rows[0].information), words(found.rows[0].date))
        assert ((), ()) == (found.information, found.dates)

    def test_a_late_infobox_below_rows_is_read(self) -> None:
        """
        An infobox in a separate paragraph below a row is parsed as one.
        """
        row = row_text() + "\nInformation: Location\nTechnology: Camera"
        infobox = "Date: May 2020\nLocation: Oslo, Norway\nThreat Actors: Example Agency"
        found = incident(f"A title\n\nBreakdown\n\n{row}\n\n{infobox}\n")

        assert ["Location"] == words(found.rows[0].information)
        assert (["May 2020"], ["Oslo, Norway"]) == (words(found.dates), words(found.locations))


class TestEmpty:
    @pytest.mark.parametrize("name", NAMES)
    def test_a_field_without_a_value_is_left_empty(self, name: str) -> None:
        """
        A field without a value is left empty, at the words of its name, without a finding.
        """
        found = found_in(f"{name}:", "Status: alleged")
        (empty,) = found.rows[0].left_empty

        assert (ADDED[name][0], name, []) == (empty.attribute, empty.label.text, codes(found))
        assert name == found.page.text[empty.label.span.start : empty.label.span.end]

    def test_an_empty_cell_is_left_empty(self) -> None:
        """
        An empty cell is left empty, at the name above its column.
        """
        text = "Threat | Law | Harm\nExample Agency watching | | Surveillance\nB | GDPR | Insecurity"
        rows = incident(page_text(rows=(text,))).rows

        assert [["laws"], []] == [[one.attribute for one in row.left_empty] for row in rows]
        assert "Law" == rows[0].left_empty[0].label.text

    def test_old_fields_are_left_empty_too(self) -> None:
        """
        Fields of version 1 can be left empty too; a missing field is not left empty.
        """
        row = incident(page_text(rows=(row_text(Harm="", At_Risk_group=None),))).rows[0]

        assert ["harms"] == [one.attribute for one in row.left_empty]

    def test_infobox_and_sections_are_left_empty(self) -> None:
        """
        Empty fields of the infobox and empty sections are listed by their names; headings are not.
        """
        found = incident(laws="", description="", sources="", Location="", Outcome=" ", Date="")
        empty = {one.attribute: one.label.text for one in found.left_empty}

        assert {
            "locations": "Location",
            "dates": "Date",
            "high_risk": "High Risk Groups",
            "tangible_harms": "Tangible Harms",
            "outcomes": "Outcome",
            "descriptions": "Description",
            "laws": "Laws and Regulations",
            "sources": "Sources",
        } == empty
