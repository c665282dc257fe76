"""The head of a page: its title, its lead, and the navigation of the site in a copy."""

import pytest

from builders import codes, incident, page_text
from privkg.core.model import Passage

SITE = "From Privacy Wiki\nJump to navigation Jump to search\n"


def words(passages: tuple[Passage, ...]) -> list[str]:
    return [passage.text for passage in passages]


class TestTitle:
    def test_the_repeated_title_is_boilerplate(self) -> None:
        """
        The two titles of a copy, with the site's words between them, are one title.
        """
        found = incident(f"A title\n\n{SITE}A  Title\n{page_text('')}")

        assert (["A title"], []) == (words(found.title_passages), codes(found))

    def test_a_copy_has_the_address_of_its_page(self) -> None:
        """
        A page with the site's name has an address; a page without it has none.
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
        Different titles above and below the site's words are both kept, and reported.
        """
        found = incident(opening + page_text(""))

        assert ["One title", "Another title"] == words(found.title_passages)
        assert ["PK202"] == codes(found)

    def test_may_be_the_word_of_a_field_that_is_missing(self) -> None:
        """
        A first line that is repeated is the title, even if it is the name of a field.
        """
        title = "Location data for sale"
        found = incident(f"{title}\n{SITE}{page_text(title, Location=None)}")

        assert ([title], ()) == (words(found.title_passages), found.locations)

    @pytest.mark.parametrize(
        ("short", "expected"), [("Cameras for sale", "Cameras for sale"), ("", "page")]
    )
    def test_without_one_another_name_is_taken(self, short: str, expected: str) -> None:
        """
        Without a title, the short title or the name of the file is used, and reported.
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
        Any first line is the title, unchanged.
        """
        assert title == incident(title=title).title


class TestLead:
    @pytest.mark.parametrize(
        "lead",
        [
            "Location data of lamp posts was sold in the street.",
            "Information about patients lay open.",
            "Location Tracking of patients went on.",
            "Individuals lost what they had.",
            "Technology was sold. Nobody asked.\n\nThe second paragraph\nof the lead.",
        ],
    )
    def test_may_begin_with_the_word_of_a_field(self, lead: str) -> None:
        """
        A sentence below the infobox is the lead, even if it begins with the name of a field.
        """
        assert [lead] == [passage.quote for passage in incident(lead=lead).leads]

    def test_does_not_begin_with_a_colon(self) -> None:
        """
        A label with a colon is a field even in a separate paragraph.
        """
        found = incident(Technology=None, lead="Technology: cameras, of course.")

        assert ["cameras", "of course."] == words(found.technologies)

    def test_may_be_directly_below_the_navigation(self) -> None:
        """
        A sentence between the site's words and the infobox is a lead, not a second title.
        """
        found = incident(f"A title\n{SITE}It happened.\n{page_text('', lead='')}")

        assert (["A title"], ["It happened."]) == (words(found.title_passages), words(found.leads))

    def test_may_be_no_sentence(self) -> None:
        """
        Words below the infobox are the lead if there is no other text.
        """
        assert ["Cameras and money"] == words(incident(lead="Cameras and money").leads)

    def test_may_be_above_the_infobox(self) -> None:
        """
        Text between title and infobox is a lead.
        """
        found = incident(page_text("A title\n\nIt happened in the open.", lead=""))

        assert (["It happened in the open."], []) == (words(found.leads), codes(found))
