"""Any wikitext: no exception but our own, places in the page, and no words lost without a finding."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import document
from incidents import incidents
from privkg import sources
from privkg.core.errors import PrivkgError
from privkg.core.model import Finding, Incident, Passage, Span
from privkg.sources.wikitext.walk import Walk

READER = sources.writable(".wiki")
PIECES = (
    *(
        "{{",
        "}}",
        "{{Row|",
        "{{Incident|",
        "{{x|",
        "{{#ask:",
        "{{PAGENAME}}",
        "{{citation needed}}",
        "{{{",
    ),
    *(
        "}}}",
        "|",
        "=",
        "|harm=",
        "|threat=",
        "|location=",
        "|foo=",
        "|title=",
        "[[",
        "]]",
        "[[Category:",
    ),
    *("[[File:", "[https://example.org/a ", "]", "https://example.org/b", "''", "'''", "'''Harm:'''"),
    *(
        "<ref>",
        "</ref>",
        "<references />",
        "<b>",
        "</b>",
        "<br>",
        "<div class='x'>",
        "</div>",
        "<nowiki>",
    ),
    *(
        "</nowiki>",
        "<pre>",
        "</pre>",
        "<gallery>",
        "</gallery>",
        "<li>",
        "<includeonly>",
        "</includeonly>",
    ),
    *(
        "<score>",
        "</score>",
        "<!--",
        "-->",
        "&amp;",
        "&#0;",
        "&#x41;",
        "&nope;",
        "&#xD800;",
        "__NOTOC__",
    ),
    *(
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\n*",
        "\n#",
        "\n;",
        "\n:",
        "\n{|",
        "\n|}",
        "\n|-",
        "\n!",
        "\n|",
        "||",
        "!!",
    ),
    *("\n==", "==\n", "\n= ", "\n----\n", "\x0c", "\x85", "\u2028", "é", "\U0001f600", " ", "\t", ":"),
    *("Harm:", "Location", "Sources", "Breakdown", "\n== Sources ==\n", "\n== Breakdown ==\n", "~~~~"),
    *("word",) * 20,
)
BODY = "{{Incident|location=Oslo|date=2019}}\n"
ANY = settings(max_examples=400)
NOT_SHOWN = re.compile(
    r"<!--(?:(?!-->)[\s\S])*(?:-->|$)"
    r"|\[\[\s*(?:category|file)\s*:[^\[\]]*\]\]"
    r"|\{\{\s*#(?:(?!\}\})[\s\S])*\}\}"
    r"|\[\[[^\[\]|{}\n]*\|"
    r"|<[a-z]+\b[^<>]*>",
    re.IGNORECASE,
)
"""What a wiki does not show: comments, categories, files, queries, targets of links, attributes."""


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Return a page of snippets in which each word is another one."""
    pieces = draw(st.lists(st.sampled_from(PIECES), max_size=30))
    numbered = (f"word{n}x" if one == "word" else one for n, one in enumerate(pieces))
    return BODY + "".join(numbered)


def read(text: str) -> Incident:
    (found,) = READER.read(document(text, "Page one.wiki"))
    return found


def passages(value: object) -> Iterator[Passage]:
    if isinstance(value, Passage):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from passages(one)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from passages(getattr(value, name))


def shown(raw: str) -> str:
    """Return what a stretch of a page shows, without bullets, on one line."""
    text = Walk(raw).render().text
    return " ".join(re.sub(r"^(?:- |\d+\. )", "", text, flags=re.MULTILINE).split())


def reported(found: Incident) -> list[Span]:
    """Return the places of all findings about markup."""
    findings: tuple[Finding, ...] = found.markup_findings
    return [span for one in findings for span in (one.span, *one.related)]


class TestAnyPage:
    @ANY
    @given(pages())
    def test_is_read_or_refused(self, text: str) -> None:
        """
        Any page is read, or refused with an error of ours; all spans are in the shown text and page.
        """
        try:
            found = read(text)
        except PrivkgError:
            return
        rendering, size = found.rendering, len(found.page.text)
        assert rendering
        pairs = zip(rendering.starts, rendering.ends, strict=True)
        assert all(0 <= start <= end <= size for start, end in pairs)
        assert all(0 <= one.start <= one.end <= size for one in reported(found))
        for passage in passages(found):
            assert passage.quote == found.text[passage.span.start : passage.span.end]

    @ANY
    @given(pages())
    def test_loses_no_word_without_a_finding(self, text: str) -> None:
        """
        Each word of a page is shown, or in a finding, or in what a wiki does not show.
        """
        try:
            found = read(text)
        except PrivkgError:
            return
        page = found.page.text
        hidden = [Span(*one.span()) for one in NOT_SHOWN.finditer(page)] + reported(found)
        for word in re.finditer(r"word\d+x", page):
            is_hidden = any(one.start <= word.start() and word.end() <= one.end for one in hidden)
            assert is_hidden or word[0] in found.text, (word[0], text, found.text)


class TestLostWords:
    @pytest.mark.parametrize(
        "markup",
        [
            "{| stray words\n| a\n|}",
            "{| location=Oslo\n| a\n|}",
            "{|\n| stray words | a\n|}",
            "<gallery>\nstray words\n</gallery>",
        ],
    )
    def test_in_the_place_of_attributes_and_images_are_findings(self, markup: str) -> None:
        """
        Words that a wiki takes as attributes of a table or as the name of an image are findings.
        """
        assert ["PK212"] == [one.rule.code for one in read(BODY + markup).markup_findings][:1]

    @pytest.mark.parametrize(
        "markup",
        [
            '{| class="wikitable" border=1\n|- valign=top\n| colspan=2 nowrap | a\n|}',
            "<gallery>\nFile:One.jpg|A camera\ntwo.png\n</gallery>",
        ],
    )
    def test_is_not_reported_for_real_ones(self, markup: str) -> None:
        """
        Attributes and images are left out without a finding.
        """
        assert () == read(BODY + markup).markup_findings


class TestGenerated:
    @settings(max_examples=40)
    @given(incidents())
    def test_have_quotes_at_their_places(self, written: Incident) -> None:
        """
        The wikitext at the place of a value shows the quote of the value.
        """
        found = read(READER.write(written))

        for passage in passages(found):
            place = found.place(passage.span)
            raw = found.page.text[place.start : place.end]
            quote = re.sub(r"^(?:- |\d+\. )", "", passage.quote, flags=re.MULTILINE)
            is_name = re.sub(r"[_ -]", " ", raw.strip()) == re.sub(r"[_ -]", " ", quote.lower())
            assert is_name or " ".join(quote.split()) == shown(raw), raw
