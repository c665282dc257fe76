"""Sections that are parameters of the infobox are shown as under their headings."""

import pytest

from builders import document
from privkg import sources
from privkg.core.model import Incident

READER = sources.formats()["wikitext"]
FIELDS = "| title = Cameras for sale\n| location = Oslo\n| date = 2019\n| threat actors = Cams Ltd\n"
SECTIONS = {
    "Description": "They sold\nall [[recordings]]. [[Disclosure]]\n\nNobody was asked.",
    "Breakdown": "{{Row\n| threat = A selling recordings\n| harm = Disclosure\n}}",
    "Decisions": "{{Decision\n| decision = Fine\n| body = B\n| amount = 5 EUR\n}}",
    "Laws and Regulations": "* GDPR\n* Data Act",
    "Sources": "* https://example.org/a\n* {{cite web|url=https://example.org/b|date=2020}}",
}
NAMES = dict(zip(SECTIONS, ("description", "Breakdown", "decision", "laws", "sources"), strict=True))


def read(text: str) -> Incident:
    (found,) = READER.read(document(text, "Cameras for sale.wiki"))
    return found


def under_headings(*, lead: str) -> str:
    sections = "\n\n".join(f"== {heading} ==\n{words}" for heading, words in SECTIONS.items())
    return f"{{{{Incident\n{FIELDS}}}}}\n{lead}\n\n{sections}\n"


def as_parameters(*, name: str = "Incident", lead: str, first: str = "") -> str:
    sections = "\n".join(f"| {NAMES[heading]} =\n{words}" for heading, words in SECTIONS.items())
    return f"{{{{{name}\n{first}{FIELDS}{sections}\n}}}}\n{lead}\n"


class TestSectionsAsParameters:
    @pytest.mark.parametrize("name", ["Incident", "Infobox of the wiki"])
    def test_are_shown_below_the_lead_as_under_their_headings(self, name: str) -> None:
        """
        A page with its sections in the infobox is shown as one with headings, the lead above them.
        """
        expected = read(under_headings(lead="An invented lead."))
        found = read(as_parameters(name=name, lead="An invented lead."))

        assert expected.text == found.text
        assert expected.markup_findings == found.markup_findings == ()
        assert ["A selling recordings"] == [one.threat.text for one in found.rows if one.threat]
        assert 2 == len(found.sources)

    def test_lead_to_their_places_in_the_page(self) -> None:
        """
        A row in a parameter has its place in the wikitext.
        """
        found = read(as_parameters(lead=""))
        threat = found.rows[0].threat
        assert threat is not None
        place = found.place(threat.span)

        assert "A selling recordings" == found.page.text[place.start : place.end]

    def test_may_be_above_the_fields(self) -> None:
        """
        The fields of the infobox are shown first wherever a section is in it.
        """
        first = "| laws = GDPR\n"
        found = read(
            f"{{{{Incident\n{first}{FIELDS}}}}}\nThe lead.\n\n== Sources ==\n* https://example.org/a\n"
        )

        assert found.text.index("Location") < found.text.index("The lead.") < found.text.index("GDPR")
        assert found.text.index("GDPR") < found.text.index("Sources\n")

    def test_may_begin_next_to_their_names(self) -> None:
        """
        A line end in the first paragraph of a parameter is shown as a space, as in any other.
        """
        found = read(f"{{{{Incident\n{FIELDS}| description = They sold\nall of it.\n}}}}\nThe lead.\n")

        assert found.text.endswith("Description\n\nThey sold all of it.")

    def test_without_words_are_not_shown(self) -> None:
        """
        An empty parameter has no heading.
        """
        assert "Laws" not in read(f"{{{{Incident\n{FIELDS}| laws =\n}}}}\nThe lead.\n").text

    def test_do_not_make_an_infobox(self) -> None:
        """
        A template of another kind with such parameters is not read as a page, but is a finding.
        """
        other = "{{Book\n| description = Old\n| sources = None\n| laws = None\n}}\n"
        found = read(f"{{{{Incident\n{FIELDS}}}}}\nThe lead.\n{other}")

        assert "Old" not in found.text
        assert ["PK212"] == [one.rule.code for one in found.markup_findings]
