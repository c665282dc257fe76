"""The page as a whole: its sections, the site's footer, and texts that are not a page."""

import itertools

import pytest

from builders import codes, document, incident, page_text, row_text
from privkg import sources
from privkg.core import documents
from privkg.core.errors import PageError
from privkg.core.model import Incident

SECTIONS = {
    "Description": "They kept it. Surveillance",
    "Breakdown": row_text(),
    "Laws and Regulations": "Example Act",
    "Sources": "https://example.org/story",
}
HEAD = page_text().partition("Description")[0]
FOOTER = """
Retrieved from "https://privacy.wiki/index.php?title=A&oldid=7"
Categories: Incidents | 2015

This page was last edited on 1 January 2020, at 10:00.
Content is available under an invented licence unless otherwise noted.
Privacy policy
About Privacy Wiki
Disclaimers
"""


def values(found: Incident) -> dict[str, list[str]]:
    """Return the values of the sections and the infobox of a page, without spans."""
    return {
        "description": [one.text for one in found.descriptions],
        "marks": [one.passage.text for one in found.marks],
        "threats": [one.threat.text for one in found.rows if one.threat],
        "harms": [harm.text for one in found.rows for harm in one.harms],
        "laws": [one.text for one in found.laws],
        "sources": [one.passage.text for one in found.sources],
        "actors": [one.text for one in found.actors],
        "dates": [one.text for one in found.dates],
        "leads": [one.text for one in found.leads],
    }


def page(*sections: str, head: str = HEAD) -> str:
    return head + "".join(f"{name}\n\n{SECTIONS[name]}\n\n" for name in sections)


class TestSections:
    @pytest.mark.parametrize("order", list(itertools.permutations(SECTIONS)))
    def test_may_have_any_order(self, order: tuple[str, ...]) -> None:
        """
        The values do not depend on the order of the sections.
        """
        assert values(incident(page(*SECTIONS))) == values(incident(page(*order)))

    @pytest.mark.parametrize("order", [tuple(SECTIONS), ("Sources", "Breakdown")])
    def test_may_be_above_the_infobox(self, order: tuple[str, ...]) -> None:
        """
        An infobox below the sections is parsed.
        """
        title, _, rest = HEAD.partition("\n")
        turned = incident(page(*order, head=f"{title}\n\n") + rest)

        assert values(incident(page(*order))) == values(turned)

    @pytest.mark.parametrize(
        "heading",
        [
            "sources",
            "SOURCES",
            "Sources:",
            "== Sources ==",
            "Sources[edit]",
            "Sources [edit | edit source]",
            "== Sources ==[edit]",
            "## Sources",
            "## Sources ##",
            "'''Sources'''",
            "**Sources**",
            "__Sources__",
            "4 Sources",
            "4. Sources",
            "Source",
            "References",
            "\u00a0Sources\u200b",
        ],
    )
    def test_headings_may_vary(self, heading: str) -> None:
        """
        Case, heading marks and the site's edit link are ignored.
        """
        found = incident(page_text().replace("Sources", heading))

        assert (["https://example.org/story"], []) == (values(found)["sources"], codes(found))

    def test_twice_are_both_read_and_reported(self) -> None:
        """
        Two Descriptions are both kept, and the second heading is reported.
        """
        text = page("Description", "Breakdown", "Description", "Sources")
        found = incident(text)

        assert ["PK204"] == codes(found)
        assert text.rindex("Description") == found.findings[0].span.start
        assert [SECTIONS["Description"]] * 2 == values(found)["description"]

    @pytest.mark.parametrize(
        ("missing", "emptied"),
        [
            ("Description", {"description", "marks"}),
            ("Breakdown", {"threats", "harms"}),
            ("Laws and Regulations", {"laws"}),
            ("Sources", {"sources"}),
        ],
    )
    def test_may_be_missing(self, missing: str, emptied: set[str]) -> None:
        """
        A page may lack any section; the others are parsed as before.
        """
        found = values(incident(page(*(name for name in SECTIONS if name != missing))))

        assert {**values(incident(page(*SECTIONS))), **{name: [] for name in emptied}} == found


class TestCopies:
    @pytest.mark.parametrize("line_end", ["\r\n", "\r", "\x85", "\u2028"])
    def test_line_ends_make_no_difference(self, line_end: str) -> None:
        """
        The values do not depend on the kind of line ends.
        """
        text = page(*SECTIONS)

        assert values(incident(text)) == values(incident(text.replace("\n", line_end)))

    def test_neither_do_a_mark_in_front_and_a_missing_end(self) -> None:
        """
        A byte-order mark, or a missing last line end, changes nothing.
        """
        text = page(*SECTIONS)

        assert values(incident(text)) == values(incident("\ufeff" + text.rstrip()))

    def test_nor_do_spaces_at_the_ends_of_lines(self) -> None:
        """
        Trailing spaces change nothing.
        """
        text = page(*SECTIONS)

        assert values(incident(text)) == values(incident(text.replace("\n", " \u00a0\t\n")))


class TestFooter:
    @pytest.mark.parametrize("last", SECTIONS)
    def test_is_boilerplate_below_any_section(self, last: str) -> None:
        """
        The site's footer belongs to no section and has no finding.
        """
        order = [*(name for name in SECTIONS if name != last), last]
        plain, copied = incident(page(*order)), incident(page(*order) + FOOTER)

        assert values(plain) == values(copied)
        assert codes(plain) == codes(copied)
        assert () == copied.not_understood

    def test_may_be_its_links_alone(self) -> None:
        """
        The links above the site's name are part of the footer.
        """
        found = incident(page(*SECTIONS) + "Privacy policy\nAbout Privacy Wiki\nDisclaimers\n")

        assert ([SECTIONS["Sources"]], []) == (values(found)["sources"], codes(found))

    def test_unknown_words_in_it_are_reported(self) -> None:
        """
        Unknown words within the footer are reported, and not a source.
        """
        found = incident(page(*SECTIONS) + FOOTER + "Donate a lamp\n")

        assert (["PK205"], SECTIONS["Sources"]) == (codes(found), values(found)["sources"][0])

    @pytest.mark.parametrize(
        "line", ["Privacy policy", "Disclaimers", f"Retrieved in 2020 from {SECTIONS['Sources']}"]
    )
    def test_alone_its_links_are_sources(self, line: str) -> None:
        """
        A source with the words of a link of the site is a source.
        """
        text = page(*SECTIONS) + f"{line}\nhttps://example.org/2\n"

        assert [SECTIONS["Sources"], line, "https://example.org/2"] == values(incident(text))["sources"]


class TestOtherTexts:
    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("", "the file is empty"),
            (" \n\t\u00a0\n", "the file is empty"),
            ("<!DOCTYPE html>\n<html>", "HTML"),
            ("\n <html><body>A title</body></html>", "HTML"),
            ("<div>A title</div>", "HTML"),
            ('<?xml version="1.0"?><!DOCTYPE a><mediawiki/>', "XML"),
            ("{{Incident|Date=2020}}", "wikitext source"),
            ("[[File:A.jpg]]\nText", "wikitext source"),
            ("#REDIRECT [[Another page]]", "a redirect"),
            ("There is currently no text in this page.\nYou can search for it.", "not an incident page"),
            ("Log in\n\nUsername\nPassword", "not an incident page"),
            ("404\n\nNot found." + FOOTER, "not an incident page"),
        ],
    )
    def test_are_rejected_with_their_format(self, text: str, reason: str) -> None:
        """
        A text of another format is rejected; the message has the format.
        """
        with pytest.raises(PageError, match=rf"^page\.txt:1:1: .*{reason}"):
            incident(text)

    @pytest.mark.parametrize("text", ["A title", "A title\n", f"A title{FOOTER}"])
    def test_a_title_alone_is_a_page_with_a_warning(self, text: str) -> None:
        """
        A page of a title only is accepted with a warning and advice.
        """
        found = incident(text)

        assert ("A title", ["PK203"]) == (found.title, codes(found))

    @pytest.mark.parametrize(
        "words", ["{{unclosed", "[[unclosed", "<script>alert(1)</script>", "&amp; &bogus;"]
    )
    def test_marks_of_other_formats_are_text(self, words: str) -> None:
        """
        Markup of other formats in a value is text.
        """
        assert [f"It said {words}."] == values(incident(description=f"It said {words}."))["description"]

    def test_utf_16_is_read_as_a_page(self) -> None:
        """
        A page in UTF-16 has the same values as in UTF-8.
        """
        reader = sources.formats()["privacywiki_text"]
        (found,) = reader.read(documents.decode(page(*SECTIONS).encode("utf-16"), "page.txt"))

        assert values(incident(page(*SECTIONS))) == values(found)
        assert ["PK101"] == [
            finding.rule.code for finding in document("\ufeffA".encode("utf-16-le")).findings
        ]
