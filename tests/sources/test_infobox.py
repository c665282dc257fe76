"""The infobox: its lines in the forms in which they are copied, and the values of its fields."""

import re

import pytest

from builders import FIELDS, codes, document, incident, page_text
from privkg import sources
from privkg.core.model import Incident, Passage

TEXT = sources.formats()["privacywiki_text"]


def words(passages: tuple[Passage, ...]) -> list[str]:
    return [passage.text for passage in passages]


def unread(found: Incident) -> list[str]:
    return [found.page.text[span.start : span.end] for span in found.not_understood]


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
            "Date(s):",
            "Date (s)",
            "'''Date:'''",
            "'''Date''':",
            "**Date:**",
            "**Date**",
            "__Date__:",
            "* **Date:**",
            "; Date :",
            "1. Date:",
            "Date =",
        ],
    )
    def test_labels_may_vary(self, label: str) -> None:
        """
        A label is matched with any case, colon, tabs, spaces and invisible characters.
        """
        text = page_text(Date="May 2019").replace("Date May", f"{label} May")

        assert ["May 2019"] == words(incident(text).dates)

    @pytest.mark.parametrize(
        "label", ["Solove\u00a0Harm", "solove  harms", "SOLOVE\u200bHARM", "Solove\tHarm:"]
    )
    def test_labels_of_two_words_may_vary(self, label: str) -> None:
        """
        The words of a label may be separated by any spaces or hyphens.
        """
        text = page_text().replace("Solove Harm", label)

        assert ["Surveillance"] == words(incident(text).harms)

    @pytest.mark.parametrize(
        ("label", "attribute"),
        [
            ("Threat Actor(s)", "actors"),
            ("Location(s)", "locations"),
            ("Solove Harm(s)", "harms"),
            ("Technology(ies)", "technologies"),
            ("Technologies", "technologies"),
            ("High-risk group", "high_risk"),
        ],
    )
    def test_labels_may_be_singular_or_plural(self, label: str, attribute: str) -> None:
        """
        A label may be singular, plural, or have a plural in brackets.
        """
        found = incident(f"A title\n\n{label}: Example\nDate 2019\n")

        assert ["Example"] == words(getattr(found, attribute))

    @pytest.mark.parametrize(
        ("line", "near"),
        [
            ("Treat Actors Example Agency", "Threat Actor"),
            ("Thread Actor(s): Example Agency", "Threat Actor"),
            ("Infomation: Location", "Information"),
            ("Infomation Location", "Information"),
            ("Locatoin: Oslo, Norway.", "Location"),
            ("High Rsik Groups: Women", "High Risk Group"),
        ],
    )
    def test_a_misspelt_label_is_reported_with_the_right_one(self, line: str, near: str) -> None:
        """
        A line with a misspelt label is reported, and is not part of a value or of the lead.
        """
        for found in (incident(Technology=f"\n{line}"), incident(Outcome="A fine\n" + line)):
            assert ([line], ["PK205"]) == (unread(found), codes(found))
            assert f'did you mean "{near}"?' in found.findings[0].message
            assert ["A lead that says what happened."] == words(found.leads)

    def test_a_sentence_is_no_misspelt_label(self) -> None:
        """
        A lead may begin with a word that is similar to a label.
        """
        lead = "Dated letters were found. Informations of all kinds: they were sold."

        assert ([lead], []) == (words(incident(lead=lead).leads), codes(incident(lead=lead)))

    @pytest.mark.parametrize(
        "written",
        [
            "The council promised to switch the\ncounting off.",
            "The council promised to switch the counting off, as it said in\nOslo on Monday.",
        ],
    )
    def test_a_text_may_be_wrapped(self, written: str) -> None:
        """
        A line in lower case, or below a full line, continues the value.
        """
        assert [written.replace("\n", " ")] == words(incident(Outcome=written).outcomes)

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
    def test_lists_are_split(self, written: str) -> None:
        """
        Commas, semicolons, bullets and line ends separate the items of a list.
        """
        found = words(incident(Information=written).information)

        assert [item for item in re.split("[\n,;] ?(?:- )?", written) if item] == found

    def test_a_comma_does_not_part_a_place_or_a_company(self) -> None:
        """
        "Oslo, Norway" is one place, "Example, Inc." is one company.
        """
        found = incident(Location="Oslo, Norway", Threat_Actors="Example, Inc., Other Example")

        assert ["Oslo, Norway"] == words(found.locations)
        assert ["Example, Inc.", "Other Example"] == words(found.actors)

    @pytest.mark.parametrize("label", ["Tangible Harms", "High Risk Groups", "Individuals"])
    def test_an_empty_field_may_be_missing(self, label: str) -> None:
        """
        An empty field and a missing field have the same result.
        """
        assert ([], ()) == (codes(incident(**{label: None})), incident(**{label: None}).tangible_harms)

    def test_a_list_may_go_on_with_bullets(self) -> None:
        """
        A bulleted line below a value is the next item.
        """
        assert ["Contact", "Age"] == words(incident(Information="Contact\n- Age").information)

    def test_labels_may_all_have_bullets(self) -> None:
        """
        A bulleted label below an empty bulleted field is a field, not an item.
        """
        lines = [f"{label} {value}".rstrip() for label, value in FIELDS.items()]
        bulleted = "\n".join(f"- {line}" for line in lines)
        found = incident(page_text().replace("\n".join(lines), bulleted))

        assert ([], ["People in Moscow"]) == (codes(found), words(found.affected))

    def test_a_company_form_joins_behind_a_comma_only(self) -> None:
        """
        A semicolon separates two actors, even if the second begins with a company form.
        """
        found = incident(Threat_Actors="Example; Inc. Watchers")

        assert ["Example", "Inc. Watchers"] == words(found.actors)

    def test_a_value_may_be_below_its_label(self) -> None:
        """
        A value may begin on the line below its label.
        """
        assert ["May 2019"] == words(incident(Date="\nMay 2019").dates)

    def test_a_long_value_may_be_below_its_label(self) -> None:
        """
        A list that fills the line below its label is parsed as on the same line.
        """
        actors = [f"Example Agency {number}" for number in range(9)]

        assert actors == words(incident(Threat_Actors="\n" + ", ".join(actors)).actors)

    def test_a_field_below_is_no_value(self) -> None:
        """
        The field below an empty field is not its value.
        """
        found = incident(Location="", Date="May 2019")

        assert ([], ["May 2019"]) == (words(found.locations), words(found.dates))

    def test_the_order_of_fields_is_free(self) -> None:
        """
        The values do not depend on the order of the fields.
        """
        lines = [f"{label} {value}".rstrip() for label, value in FIELDS.items()]
        straight, turned = "\n".join(lines), "\n".join(reversed(lines))
        found = incident(page_text().replace(straight, turned))

        assert words(incident().actors) == words(found.actors)
        assert words(incident().dates) == words(found.dates)
        assert [] == codes(found)

    def test_one_twice_is_reported_if_it_differs(self) -> None:
        """
        Two different dates are both kept and reported; the same date twice is not reported.
        """
        differing = incident(Date="May 2019\nDate June 2019")
        same = incident(Date="May 2019\nDate may  2019")

        assert (["May 2019", "June 2019"], ["PK301"]) == (words(differing.dates), codes(differing))
        assert [] == codes(same)

    @pytest.mark.parametrize("where", ["Short Title", "Solove Harm", "Tangible Harms"])
    def test_an_unknown_line_is_reported(self, where: str) -> None:
        """
        An unknown line anywhere in the infobox is reported.
        """
        found = incident(**{where: FIELDS[where] + "\n\nSeverity High\n"})

        assert (["Severity High"], ["PK205"]) == (unread(found), codes(found))

    @pytest.mark.parametrize("bullet", ["-", "•", "*"])
    @pytest.mark.parametrize(
        ("label", "attribute", "items"),
        [
            ("Information", "information", ["Names", "Location Data", "Date of birth"]),
            ("Threat Actors", "actors", ["Information Commissioner", "Technology Office"]),
        ],
    )
    def test_an_item_may_begin_with_the_name_of_a_field(
        self, label: str, attribute: str, items: list[str], bullet: str
    ) -> None:
        """
        A bulleted item below the name of a list is an item, although it begins with a field's name.
        """
        written = "".join(f"\n{bullet} {item}" for item in items)
        found = incident(**{label: written})

        assert items == words(getattr(found, attribute))
        assert words(incident().locations) == words(found.locations)

    def test_an_item_with_a_colon_is_a_field(self) -> None:
        """
        A bulleted line with the name of a field and a colon is that field, also below a list.
        """
        found = incident(Information="\n- Names\n- Outcome: a fine")

        assert (["Names"], "a fine") == (words(found.information), words(found.outcomes)[0])

    @pytest.mark.parametrize("line", ["Colour: red", "Shade of red: dark"])
    @pytest.mark.parametrize("field", ["", "Location: Oslo\n"])
    def test_an_unknown_one_is_no_lead(self, line: str, field: str) -> None:
        """
        On a page without a lead, a line with the form of a field is reported, and is not the lead.
        """
        (found,) = TEXT.read(
            document(f"Cards sold\n\n{field}{line}\n\nDescription\n\nA shop sold them.\n")
        )

        assert () == found.leads
        assert [line] == unread(found)
