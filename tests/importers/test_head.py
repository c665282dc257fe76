"""The head of a page: its title, its infobox, its lead, and what the site left in a copy."""

import re

import pytest

from builders import FIELDS, codes, incident, page_text
from privkg.model import Incident, Passage

SITE = "From Privacy Wiki\nJump to navigation Jump to search\n"


def words(passages: tuple[Passage, ...]) -> list[str]:
    return [passage.text for passage in passages]


def unread(found: Incident) -> list[str]:
    return [found.document.text[span.start : span.end] for span in found.not_understood]


class TestTitle:
    def test_the_repeated_title_is_boilerplate(self) -> None:
        """
        A copy has the title twice, with the site's words between; they are one title.
        """
        found = incident(f"A title\n\n{SITE}A  Title\n{page_text('')}")

        assert (["A title"], []) == (words(found.title_passages), codes(found))

    def test_a_copy_has_the_address_of_its_page(self) -> None:
        """
        The site's name says where the page stands; without it no address is made up.
        """
        assert (
            "https://privacy.wiki/A_t%C3%ADtle?" != incident(f"A títle?\n{SITE}{page_text('')}").address
        )
        assert (
            "https://privacy.wiki/A_t%C3%ADtle%3F"
            == incident(f"A títle?\n{SITE}{page_text('')}").address
        )
        assert None is incident().address

    @pytest.mark.parametrize(
        "opening", [f"One title\n{SITE}Another title\n", f"One title\nAnother title\n{SITE}"]
    )
    def test_two_titles_are_both_kept(self, opening: str) -> None:
        """
        Titles above and below the site's words that differ are kept and told.
        """
        found = incident(opening + page_text(""))

        assert ["One title", "Another title"] == words(found.title_passages)
        assert ["PK202"] == codes(found)

    @pytest.mark.parametrize(
        ("short", "expected"), [("Cameras for sale", "Cameras for sale"), ("", "page")]
    )
    def test_without_one_another_name_is_taken(self, short: str, expected: str) -> None:
        """
        The short title stands in, else the name of the file, and that is told.
        """
        found = incident(title="", Short_Title=short)

        assert (expected, True, ["PK201"]) == (found.title, found.is_title_derived, codes(found))

    @pytest.mark.parametrize(
        "title",
        [
            "Location data of lamp posts",
            "x" * 5000,
            "…!",
            "監視カメラ",
            "..",
            "a/b",
            "Title \U0001f3a5",
            "\u202eeltit",
        ],
    )
    def test_any_line_can_be_one(self, title: str) -> None:
        """
        A title is taken as it stands, whatever it is made of.
        """
        assert title == incident(title=title).title


class TestFields:
    @pytest.mark.parametrize(
        "label",
        [
            "Date:",
            "DATE :",
            "date\t",
            "Date\u00a0",
            "\u00a0Date \u00a0 ",
            "• Date",
            "Da\u00adte",
            "Dates：",
        ],
    )
    def test_labels_may_be_bent(self, label: str) -> None:
        """
        Case, colon, tabs, spaces of any kind and the invisible make no other label.
        """
        text = page_text(Date="May 2019").replace("Date May", f"{label} May")

        assert ["May 2019"] == words(incident(text).dates)

    @pytest.mark.parametrize(
        "label", ["Solove\u00a0Harm", "solove  harms", "SOLOVE\u200bHARM", "Solove\tHarm:"]
    )
    def test_labels_of_two_words_may_be_bent(self, label: str) -> None:
        """
        What stands between the words of a label is free.
        """
        text = page_text().replace("Solove Harm", label)

        assert ["Surveillance"] == words(incident(text).harms)

    @pytest.mark.parametrize(
        "written",
        [
            "Contact, Location",
            "Contact; Location",
            "\nContact\nEmail\nAge",
            "\n- Contact\n- Location",
            "Contact,\nAge",
        ],
    )
    def test_lists_are_parted(self, written: str) -> None:
        """
        Commas, semicolons, bullets and lines part a list.
        """
        found = words(incident(Information=written).information)

        assert [item for item in re.split("[\n,;] ?(?:- )?", written) if item] == found

    def test_a_comma_does_not_part_a_place_or_a_company(self) -> None:
        """
        "Oslo, Norway" is one place, "Example, Inc." one company.
        """
        found = incident(Location="Oslo, Norway", Threat_Actors="Example, Inc., Other Example")

        assert ["Oslo, Norway"] == words(found.locations)
        assert ["Example, Inc.", "Other Example"] == words(found.actors)

    @pytest.mark.parametrize("label", ["Tangible Harms", "High Risk Groups", "Individuals"])
    def test_an_empty_field_may_be_missing(self, label: str) -> None:
        """
        A page says the same with an empty field and without it.
        """
        assert ([], ()) == (codes(incident(**{label: None})), incident(**{label: None}).tangible_harms)

    def test_a_value_may_stand_below_its_label(self) -> None:
        """
        A value that begins on the next line is the value.
        """
        assert ["May 2019"] == words(incident(Date="\nMay 2019").dates)

    def test_a_long_value_may_stand_below_its_label(self) -> None:
        """
        A list that fills the line below its label is read as it would be beside it.
        """
        actors = [f"Example Agency {number}" for number in range(9)]

        assert actors == words(incident(Threat_Actors="\n" + ", ".join(actors)).actors)

    def test_a_field_below_is_no_value(self) -> None:
        """
        An empty field does not take the next field for its value.
        """
        found = incident(Location="", Date="May 2019")

        assert ([], ["May 2019"]) == (words(found.locations), words(found.dates))

    def test_the_order_of_fields_is_free(self) -> None:
        """
        Fields say the same from the last to the first.
        """
        lines = [f"{label} {value}".rstrip() for label, value in FIELDS.items()]
        straight, turned = "\n".join(lines), "\n".join(reversed(lines))
        found = incident(page_text().replace(straight, turned))

        assert words(incident().actors) == words(found.actors)
        assert words(incident().dates) == words(found.dates)
        assert [] == codes(found)

    def test_one_twice_is_told_if_it_differs(self) -> None:
        """
        Two dates are both kept and told; the same date twice is no fault.
        """
        differing = incident(Date="May 2019\nDate June 2019")
        same = incident(Date="May 2019\nDate may  2019")

        assert (["May 2019", "June 2019"], ["PK301"]) == (words(differing.dates), codes(differing))
        assert [] == codes(same)

    @pytest.mark.parametrize("where", ["Short Title", "Solove Harm", "Tangible Harms"])
    def test_an_unknown_one_is_told(self, where: str) -> None:
        """
        A line that is no field is reported wherever it stands in the infobox.
        """
        found = incident(**{where: FIELDS[where] + "\n\nSeverity High\n"})

        assert (["Severity High"], ["PK205"]) == (unread(found), codes(found))


class TestLead:
    @pytest.mark.parametrize(
        "lead",
        [
            "Location data of lamp posts was sold in the street.",
            "Information about patients lay open.",
            "Individuals lost what they had.",
            "Technology was sold. Nobody asked.\n\nThe second paragraph\nof the lead.",
        ],
    )
    def test_may_begin_with_the_word_of_a_field(self, lead: str) -> None:
        """
        A sentence below the infobox is the lead, whatever its first word.
        """
        assert [lead] == words(incident(lead=lead).leads)

    def test_may_be_no_sentence(self) -> None:
        """
        Words below the infobox are the lead if no other text stands there.
        """
        assert ["Cameras and money"] == words(incident(lead="Cameras and money").leads)

    def test_may_stand_above_the_infobox(self) -> None:
        """
        Text between title and infobox is lead.
        """
        found = incident(page_text("A title\n\nIt happened in the open.", lead=""))

        assert (["It happened in the open."], []) == (words(found.leads), codes(found))
