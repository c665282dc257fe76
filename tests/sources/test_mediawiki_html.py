"""A page of a MediaWiki in HTML: the same facts as its plain text, with places in the HTML."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from builders import document
from checkout import SAMPLE_PAGES
from forms import HEADS, ROWS, SKINS, Heads, Rows, Skin, as_html, in_skin
from privkg import sources
from privkg.build import lifting
from privkg.core.documents import position
from privkg.core.model import Incident, Passage
from privkg.rdf.terms import Triple, term
from privkg.reference.authority import Authority

TEXT = sources.writable(".txt")
SAMPLES = Path(__file__).parent / "mediawiki_html"
TITLE = "Bonus Card Purchases Sold by Example Stores"
CONTENTS = {"monobook": "table", "parse": "bold", "vector": "definitions", "vector-2022": "bold"}
"""The samples, named by skin or by the action of the API, and the content of each, named by its rows."""


def read(html: str) -> Incident:
    """Return the incident of an HTML file."""
    (found,) = sources.formats()["mediawiki_html"].read(document(html, "page.html"))
    return found


def text_incident(text: str) -> Incident:
    """Return the incident of a page in plain text."""
    (found,) = TEXT.read(document(text))
    return found


def facts(incident: Incident) -> set[Triple]:
    """Return the facts of an incident."""
    return set(lifting.lift(incident, "example", Authority(())).facts)


def without_empty(triples: set[Triple]) -> set[Triple]:
    """Return facts without those about empty fields: each cell of a table is a field."""
    return {triple for triple in triples if triple[1] != term("pk:leftEmpty")}


def passages(value: object) -> Iterator[Passage]:
    """Yield all passages of an incident or a part of it."""
    if isinstance(value, Passage):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from passages(one)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from passages(getattr(value, name))


def html_of(name: str) -> str:
    """Return a sample: content as MediaWiki writes it, in a skin unless it is an answer of the API."""
    content = (SAMPLES / f"{CONTENTS[name]}.html").read_text(encoding="utf-8")
    return next((in_skin(TITLE, content, skin) for skin in SKINS if skin == name), content)


def sample(name: str) -> Incident:
    """Return the incident of a sample; that of the API has its title next to it."""
    page = document(html_of(name), "page.html")
    title = TITLE if name == "parse" else ""
    (found,) = sources.formats()["mediawiki_html"].read(replace(page, title=title))
    return found


def outline(incident: Incident) -> dict[str, object]:
    """Return title, address and findings of an incident, and line, column and text of each value."""
    page = incident.page
    places = (position(page.line_starts, incident.place(one.span).start) for one in passages(incident))
    return {
        "title": incident.title,
        "address": incident.address,
        "findings": [finding.rule.code for finding in incident.findings],
        "values": [
            f"{line}:{column} {one.text}"
            for (line, column), one in zip(places, passages(incident), strict=True)
        ],
    }


class TestSamples:
    @pytest.mark.parametrize("name", CONTENTS)
    def test_have_their_values_at_their_places(self, name: str) -> None:
        """
        Each value of a page of each skin, and of an answer of the API, is at its place in the HTML.
        """
        expected = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))

        assert expected[name] == outline(sample(name))

    def test_have_the_same_facts(self) -> None:
        """
        The facts do not depend on the skin, the form of headings, and the form of rows.
        """
        first, *others = (facts(sample(name)) for name in CONTENTS)

        assert [first] * len(others) == others

    @pytest.mark.parametrize("name", CONTENTS)
    def test_are_recognised(self, name: str) -> None:
        """
        A page of MediaWiki is recognised by its beginning.
        """
        head = html_of(name).encode()[: sources.HEAD_BYTES]

        assert "mediawiki_html" == sources.recognise(".html", head, is_named=False)


class TestFacts:
    @pytest.mark.parametrize("skin", SKINS)
    @pytest.mark.parametrize("heads", HEADS)
    @pytest.mark.parametrize("path", SAMPLE_PAGES, ids=lambda path: path.stem)
    def test_are_those_of_the_text(self, path: Path, skin: Skin, heads: Heads) -> None:
        """
        A page in any skin, with old or new headings, has the facts of its plain text and no finding.
        """
        written = text_incident(TEXT.write(text_incident(path.read_text(encoding="utf-8"))))

        found = read(as_html(written, skin, heads))

        assert facts(written) == facts(found)
        assert () == found.findings

    @pytest.mark.parametrize("rows", ROWS)
    @pytest.mark.parametrize("path", SAMPLE_PAGES, ids=lambda path: path.stem)
    def test_rows_have_any_form(self, path: Path, rows: Rows) -> None:
        """
        Rows are paragraphs with bold names, definition lists, tables of fields, or lines of one table.
        """
        written = text_incident(TEXT.write(text_incident(path.read_text(encoding="utf-8"))))

        found = read(as_html(written, rows=rows))

        assert without_empty(facts(written)) == without_empty(facts(found))
        assert () == found.findings


@pytest.mark.parametrize("words", ["71 %", "what ?", "« a »", "1 kg"])
def test_spaces_that_the_wiki_replaces(words: str) -> None:
    """
    A space that MediaWiki writes as a no-break space is a space; one that the author wrote is kept.
    """
    shown = words.replace(" ", "&#160;")

    found = read(f'<div class="mw-parser-output"><h1>A</h1><h2>Description</h2><p>{shown}.</p></div>')

    assert [words.replace("1 kg", "1\xa0kg") + "."] == [one.text for one in found.descriptions]
