"""Pages in wikitext: what is shown, where it is in the page, and what is reported."""

import json
from pathlib import Path

import pytest

from builders import document
from privkg import sources
from privkg.core import documents
from privkg.core.errors import PageError
from privkg.core.model import Finding, Incident, Passage, Span

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


SAMPLE = Path(__file__).parent / "wikitext"


def as_json(found: Incident, value: object) -> object:
    """Return a value of the reader in the form of JSON: a passage as its text and its wikitext."""
    match value:
        case Span():
            place = found.place(value)
            return found.page.text[place.start : place.end]
        case Passage():
            return [value.text, as_json(found, value.span)]
        case Finding():
            return [value.rule.code, as_json(found, value.span)]
        case tuple():
            return [as_json(found, one) for one in value]
        case _ if hasattr(value, "__dataclass_fields__"):
            named = ((name, getattr(value, name)) for name in value.__dataclass_fields__)
            kept = ((name, one) for name, one in named if one not in ((), None) and name not in _LEFT)
            return {name: as_json(found, one) for name, one in kept}
        case _:
            return value


_LEFT = ("page", "rendering", "labels", "boilerplate", "markup_findings")


class TestSample:
    def test_reads_a_page_with_everything(self) -> None:
        """
        Each form of fields and rows on a page is read, with the wikitext that it is read from.
        """
        expected = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
        (found,) = READER.read(documents.read(SAMPLE / "input.wiki"))

        assert expected == {
            "text": found.text.split("\n"),
            "incident": as_json(found, found),
            "unread": [
                [one.rule.code, found.page.text[one.span.start : one.span.end]]
                for one in found.markup_findings
            ],
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


class TestAsMediaWikiShows:
    """Each case was found by reading what a MediaWiki shows for the same wikitext."""

    def test_footnotes_are_listed_where_the_wiki_lists_them(self) -> None:
        """
        Footnotes are sources if the wiki lists them in the section Sources, by a tag or at the end.
        """
        prose = "== Description ==\nIt did.<ref>https://example.org/a</ref>\n\n== Sources ==\n"

        for ending in ("* https://example.org/b\n", "* https://example.org/b\n<references />\n"):
            found = read(prose + ending)
            urls = [source.url for source in found.sources]
            assert ["https://example.org/b", "https://example.org/a"] == urls
            assert ["It did."] == [one.text for one in found.descriptions]

    def test_values_on_several_lines(self) -> None:
        """
        A value with line breaks has one value on each line, in a template and in a table.
        """
        template = "{{Incident|location=Oslo, Norway|date=2019|solove harm=Intrusion<br />Disclosure}}"
        table = "{|\n! Date\n| 2019\n|-\n! Solove Harm\n| [[Intrusion]]<br />Disclosure\n|}\n"

        for text in (template, table):
            assert ["Intrusion", "Disclosure"] == [one.text for one in read(text).harms]

    def test_an_infobox_repeats_the_title(self) -> None:
        """
        The title of the page above the fields of an infobox is not a field.
        """
        found = read('{| class="infobox"\n! colspan="2" | Cameras for sale\n|-\n! Date\n| 2019\n|}\n')

        assert ["2019"] == [one.text for one in found.dates]
        assert () == found.not_understood

    def test_items_have_the_marks_of_a_text(self) -> None:
        """
        Items of lists have a hyphen or a number.
        """
        found = read("== Description ==\n* One.\n* Two.\n\n# Three.\n# Four.\n")

        assert ["- One.\n- Two.\n\n1. Three.\n2. Four."] == [one.text for one in found.descriptions]


class TestDisplayTitle:
    @pytest.mark.parametrize("form", ["{title}\n{page}", "{page}\n{title}\n"])
    def test_is_the_title(self, form: str) -> None:
        """
        DISPLAYTITLE is the title of a page whose infobox has none.
        """
        page = "{{Incident|location=Oslo|date=2019}}"
        found = read(form.format(title="{{DISPLAYTITLE:iCameras for sale}}", page=page), "a.wiki")

        assert "iCameras for sale" == found.title
        assert () == found.markup_findings

    def test_is_a_finding_next_to_another_title(self) -> None:
        """
        A DISPLAYTITLE that is not the title in the infobox is a finding.
        """
        found = read(INFOBOX + "{{DISPLAYTITLE:Other words}}\n")

        assert "Cameras for sale" == found.title
        assert ["PK212"] == [one.rule.code for one in found.markup_findings]

    def test_is_a_finding_in_a_second_infobox(self) -> None:
        """
        The title of a second infobox is a finding.
        """
        found = read(INFOBOX + "{{Incident|title=Other words}}\n")

        assert "Cameras for sale" == found.title
        assert ["title=Other words"] == [
            found.page.text[one.span.start : one.span.end] for one in found.markup_findings
        ]


class TestControlCharacters:
    @pytest.mark.parametrize("character", ["\0", "\x01", "\x1b", "\x7f", "\ufffe"])
    def test_the_rest_of_the_page_is_read(self, character: str) -> None:
        """
        A control character in a value is kept, and what follows it is read at its place.
        """
        page = INFOBOX.replace("Cameras\n", f"Cam{character}eras\n")
        found = read(page)
        (date,) = found.dates
        place = found.place(date.span)

        assert [f"Cam{character}eras"] == [one.text for one in found.short_titles]
        assert "2019" == page[place.start : place.end]
