"""Pages in wikitext: what is shown, where it is in the page, and what is reported."""

import pytest

from builders import document
from privkg import sources
from privkg.core.errors import PageError
from privkg.core.model import Incident

READER = sources.formats()["wikitext"]
INFOBOX = """{{Incident
| title = Cameras for sale
| short_title = Cameras
| Location = [[Oslo|Oslo, Norway]]
| date = 2019
}}
"""


def read(text: str, name: str = "Cameras for sale.wiki") -> Incident:
    (found,) = READER.read(document(text, name))
    return found


def row(text: str, field: str) -> list[str]:
    """Return the values of a field in all rows of a Breakdown."""
    rows = read(f"{INFOBOX}== Breakdown ==\n{text}\n").rows
    return [getattr(one, field).text for one in rows if getattr(one, field)]


ROWS = {
    "bold labels": "'''Threat:''' A looking<br />\n'''Harm:''' Intrusion\n\n'''Threat:''' B asking\n"
    "'''Harm:''' Interrogation",
    "templates": "{{Row|threat=A looking|harm=Intrusion}}{{Row|threat=B asking|harm=Interrogation}}",
    "a table": "{|\n! Threat !! Harm\n|-\n| A looking || Intrusion\n|-\n| B asking\n| Interrogation\n|}",
    "lists of definitions": "; Threat : A looking\n; Harm : Intrusion\n\n; Threat\n: B asking\n; Harm\n"
    ": Interrogation",
    "bulleted labels": "* '''Threat:''' A looking\n* '''Harm:''' Intrusion\n\n* Threat: B asking\n* Harm: x",  # noqa: E501
}


class TestRows:
    @pytest.mark.parametrize("form", ROWS)
    def test_may_be_written_in_each_form(self, form: str) -> None:
        """
        Rows are read from labels, templates, tables and lists.
        """
        assert ["A looking", "B asking"] == row(ROWS[form], "threat")


class TestPlaces:
    def test_a_value_leads_to_its_place_in_the_page(self) -> None:
        """
        The span of a value in the shown text has a place in the wikitext, markup included.
        """
        found = read(INFOBOX)
        place = found.place(found.locations[0].span)

        assert "[[Oslo|Oslo, Norway]]" == found.page.text[place.start : place.end]


class TestRefusal:
    def test_of_a_redirect(self) -> None:
        """
        A redirect is refused with advice.
        """
        with pytest.raises(PageError, match="the page is a redirect; take the page it points to"):
            read("#REDIRECT [[Cameras]]")
