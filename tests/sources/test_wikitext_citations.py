"""Citation templates in the section Sources are read as sources."""

import pytest

from builders import document
from privkg import sources
from privkg.core.model import Incident

READER = sources.formats()["wikitext"]
BODY = "{{Incident|location=Oslo|date=2019}}\n\n== Sources ==\n"
CITATION = (
    "{{cite web |url=https://example.org/a |title=A story |website=[[The Example]] |date=9 November 2020"
    " |access-date=2 May 2021 |archive-url=https://archive.example.org/a}}"
)


def read(text: str) -> Incident:
    (found,) = READER.read(document(text, "Page one.wiki"))
    return found


@pytest.mark.parametrize("form", ["* {}\n", "{}\n", "<ref>{}</ref>\n", "# {}\n"])
def test_is_a_source_with_its_details(form: str) -> None:
    """
    A citation is a source with address, publisher and dates, in a list, a line or a footnote.
    """
    found = read(BODY + form.format(CITATION))
    (source,) = found.sources

    details = (source.url, source.publisher, source.published, source.accessed, source.archived_url)
    assert (
        "https://example.org/a",
        "The Example",
        "9 November 2020",
        "2 May 2021",
        "https://archive.example.org/a",
    ) == details
    assert () == found.markup_findings
    place = found.place(source.passage.span)
    assert CITATION == found.page.text[place.start : place.end]


def test_in_a_footnote_of_the_description_is_a_source_where_the_wiki_lists_it() -> None:
    """
    A footnote of the prose is listed in Sources, so a citation in it is a source.
    """
    note = f"\n== Description ==\nIt did.<ref>{CITATION}</ref>\n\n== Sources ==\n<references />\n"
    found = read(BODY.replace("\n== Sources ==\n", note))

    assert ["https://example.org/a"] == [one.url for one in found.sources]


def test_has_findings_for_what_is_not_read() -> None:
    """
    Parameters that do not belong to a source are findings; so is a citation without an address.
    """
    found = read(
        BODY + "* {{cite web|url=https://example.org/a|quote=It was so.}}\n* {{cite book|title=B}}"
    )

    unread = [found.page.text[one.span.start : one.span.end] for one in found.markup_findings]
    assert ["It was so.", "{{cite book|title=B}}"] == unread
