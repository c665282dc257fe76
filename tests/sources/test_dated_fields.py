"""Reported and Last checked: fields of the infobox whose names begin sentences too."""

import pytest

from builders import codes, incident, page_text

DATE = "\nDate November 2020"
PROSE = (
    "Reported in the press, the sale went on for years and was known to everybody in the town.",
    "Reported in the press, it was sold.",
    "Reported cases: 1,300 in the first year.",
    "Reported: in the press, on the radio, and in a book that nobody had the time to read",
    "Reported: it was sold.",
    "Last checked by nobody, the list was sold.",
    "reported 12 March 2019",
)


def page_with(line: str) -> str:
    return page_text().replace(DATE, f"{DATE}\n{line}")


class TestFields:
    @pytest.mark.parametrize(
        ("line", "value"),
        [
            ("Reported 12 March 2019", "12 March 2019"),
            ("Reported: 12 March 2019", "12 March 2019"),
            ("REPORTED 2019-03-12", "2019-03-12"),
            ("'''Reported''' March 2019", "March 2019"),
            ("• Reported: 2019[1]", "2019"),
            ("Reported Spring 2019", "Spring 2019"),
            ("Reported: the day after", "the day after"),
            ("Reported:\n2019", "2019"),
            ("Reported\n2019", "2019"),
        ],
    )
    def test_a_date_or_a_colon_makes_a_field(self, line: str, value: str) -> None:
        """
        The name is a field before a date, or before a colon and a short value.
        """
        found = incident(page_with(line))

        assert [value] == [one.text for one in found.reported]
        assert ["November 2020"] == [one.text for one in found.dates]
        assert [] == codes(found)

    def test_both_are_read(self) -> None:
        """
        Reported and Last checked are two separate dates.
        """
        found = incident(page_with("Reported May 2019\nLast checked 3 June 2024"))

        assert ["May 2019"] == [one.text for one in found.reported]
        assert ["3 June 2024"] == [one.text for one in found.last_checked]

    @pytest.mark.parametrize("line", ["Reported", "Reported:"])
    def test_a_field_without_a_value_is_left_empty(self, line: str) -> None:
        """
        A field without a value, as on a new page, is left empty.
        """
        found = incident(page_with(line))
        empty = [(one.attribute, one.label.text) for one in found.left_empty]

        assert (("reported", "Reported") in empty, (), []) == (True, found.reported, codes(found))

    @pytest.mark.parametrize(
        "line", ["Repoted: 12 March 2019", "Repoted 12 March 2019", "Last cheked: 2019"]
    )
    def test_a_name_that_is_misspelt_is_a_finding(self, line: str) -> None:
        """
        A misspelt name before a date is reported with the right name.
        """
        found = incident(page_with(line))

        assert ["PK205"] == codes(found)
        assert "did you mean" in found.findings[0].message


class TestProse:
    @pytest.mark.parametrize("line", PROSE)
    def test_as_the_lead_stays_prose(self, line: str) -> None:
        """
        A lead may begin with the name of the field.
        """
        found = incident(page_text(lead=line))

        assert ([line], ()) == ([one.text for one in found.leads], found.reported)

    @pytest.mark.parametrize("line", PROSE[:2])
    def test_right_below_the_fields_stays_prose(self, line: str) -> None:
        """
        A lead directly below the fields may begin with the name of the field.
        """
        found = incident(page_text().replace("\n\nA lead", f"\n{line}\nA lead"))

        assert (f"{line} A lead that says what happened.", ()) == (found.leads[0].text, found.reported)

    def test_above_the_fields_is_no_infobox(self) -> None:
        """
        Two lines of prose below a heading that begin with these names are not an infobox.
        """
        text = (
            "Reported in the press, it went on.\nDate and place are known.\nReported by all, it ended."
        )
        found = incident(f"A title\n\nDescription\n\n{text}\n\nSources\n\nhttps://example.org/a\n")

        assert [text] == [one.text for one in found.descriptions]

    @pytest.mark.parametrize("title", ["Reported", "Reported cases of theft", "Last checked"])
    def test_a_title_stays_a_title(self, title: str) -> None:
        """
        A title may begin with the name of the field, or be equal to it.
        """
        assert title == incident(page_text(title)).title
