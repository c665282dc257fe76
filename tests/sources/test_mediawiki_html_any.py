"""Any HTML: no exception but our own, places in the file, and the same facts as the plain text."""

import html.parser
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import document
from forms import HEADS, ROWS, SKINS, Heads, Rows, Skin, as_html
from incidents import incidents
from privkg import sources
from privkg.build import lifting
from privkg.core.errors import PageError, PrivkgError
from privkg.core.model import Incident, Passage
from privkg.rdf.terms import Triple
from privkg.reference.authority import Authority
from privkg.sources.mediawiki_html import page, rendering, tree
from privkg.sources.mediawiki_html.page import Parts
from privkg.sources.mediawiki_html.tree import Element, Words

TEXT = sources.writable(".txt")
HTML = sources.formats()["mediawiki_html"]
PIECES = (
    *(
        "<b>",
        "</b>",
        "<p class='x'>",
        "</p>",
        "<br>",
        "<ul>",
        "<li>",
        "</ul>",
        "<dl><dt>",
        "<dd>",
        "</dl>",
    ),
    *("<table>", "<table class=infobox>", "<tr>", "<th>", "<td colspan=2>", "<td rowspan=9>", "</td>"),
    *("</table>", "<h2>", "</h2>", "<div hidden>", "<div>", "</div>", "<sup class=reference>", "</sup>"),
    *(
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<!--",
        "-->",
        "<textarea>",
        "</textarea>",
        "<pre>",
    ),
    *(
        "<title>",
        "</title>",
        "<![CDATA[",
        "]]>",
        "<?",
        "?>",
        "<svg>",
        "<path/>",
        "</svg>",
        "<a href=",
        ">",
    ),
    *(
        "<a class='external text' href='https://example.org/a'>",
        "</a>",
        "</>",
        "<",
        "</",
        "<!",
        "'",
        '"',
    ),
    *(
        "&amp;",
        "&#x41;",
        "&nbsp;",
        "&#10;",
        "&NewLine;",
        "&am",
        "&#",
        "&#0;",
        "&notit;",
        "\r\n",
        "\r",
        "\n",
    ),
    *("\x00", "\x0c", "\x85", "\u2028", "é", "\U0001f600", "words", " ", "  ", "\t", ":", "|", "[", "]"),
    *("Threat", "Harm:", "Location", "Sources", "Breakdown", "Surveillance", "Date"),
)
SNIPPETS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
ANY = settings(max_examples=300)


def fragment(inner: str) -> str:
    """Return HTML as the content of an incident page."""
    return f'<div class="mw-parser-output"><p>Location: Oslo</p>{inner}</div>'


def read(text: str) -> Incident:
    (found,) = HTML.read(document(text, "page.html"))
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


def words(root: Element) -> Iterator[Words]:
    for one in (root, *root.elements()):
        yield from (child for child in one.children if isinstance(child, Words))


def facts(incident: Incident) -> set[Triple]:
    return set(lifting.lift(incident, "example", Authority(())).facts)


class _Tags(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((*self.getpos(), tag))


class TestPlaces:
    @ANY
    @given(SNIPPETS)
    def test_of_tags_and_texts_are_in_the_file(self, text: str) -> None:
        """
        Each start tag is where its element begins, and each text is where the file has it.
        """
        root = tree.parse(text, "page.html")

        for one in root.elements():
            name = text[one.start : one.opened].lstrip("</").casefold()
            assert name.startswith(one.tag.replace("\ufffd", "\0"))
            assert 0 <= one.start < one.opened <= one.closed <= one.end <= len(text)
        spans = sorted((one.start, one.end) for one in words(root))
        assert all(above[1] <= below[0] for above, below in pairwise(spans))

    @ANY
    @given(
        SNIPPETS.map(
            lambda text: re.sub(r"&#?\w*;?|<!|<\?|\r|</?(?:title|textarea)>|</p>|<(?=<)", "", text)
        )
    )
    def test_of_tags_are_those_of_the_standard_library(self, text: str) -> None:
        """
        Start tags are where html.parser finds them too, apart from what it is known to misread.
        """
        whole = f"{text}<i>\n<u></u></i>"
        judge = _Tags()
        judge.feed(whole)
        judge.close()
        starts = [0, *(found.end() for found in re.finditer("\n", whole))]

        expected = [(starts[line - 1] + column, tag) for line, column, tag in judge.found]

        assert expected == [(one.start, one.tag) for one in tree.parse(whole, "page.html").elements()]

    @ANY
    @given(SNIPPETS, SNIPPETS)
    def test_of_parts_are_those_in_the_whole_file(self, around: str, inner: str) -> None:
        """
        The parts of a page are shown alike whether what is around them is kept or not.
        """
        text = f'{around}<h1 id="firstHeading">A</h1>{around}{fragment(inner)}{around}'
        whole, alone = page.parts(tree.parse(text, "")), page.parts(tree.parse(text, "", page.is_part))
        expected, found = rendering.render(text, whole), rendering.render(text, alone)

        assert (expected.text, expected.starts) == (found.text, found.starts)
        assert whole.address == alone.address

    def test_of_what_is_around_the_parts_are_not_kept(self) -> None:
        """
        A menu outside of title and content is not in the tree, and does not end the content.
        """
        text = (
            f'<nav id="menu"><p>A</nav><div>{fragment("<p>B</p><ul><li>C</ul>")}</div><p class="x">D</p>'
        )
        kept = tree.parse(text, "", page.is_part)

        assert ["div", "p", "p", "ul", "li"] == [one.tag for one in kept.elements()]
        assert ["Location: Oslo", "B", "C"] == [text[one.start : one.end] for one in words(kept)]


class TestAnyPage:
    @ANY
    @given(SNIPPETS)
    def test_is_read_or_refused(self, inner: str) -> None:
        """
        Any content is read, or refused with an error of ours; all spans are in the shown text and page.
        """
        try:
            found = read(fragment(inner))
        except PrivkgError:
            return
        shown, size = found.rendering, len(found.page.text)
        assert shown
        places = [(shown.starts[at], shown.ends[at]) for at in range(len(shown.text))]
        assert all(0 <= start <= end <= size for start, end in places)
        for passage in passages(found):
            assert passage.quote == found.text[passage.span.start : passage.span.end]

    @ANY
    @given(SNIPPETS)
    def test_has_lines_without_spaces_around(self, inner: str) -> None:
        """
        White space is collapsed: no line begins or ends with a space, and no blank line is doubled.
        """
        inner = inner.replace("<pre>", "").replace("|", "")
        root = tree.parse(fragment(inner), "")
        shown = rendering.render(fragment(inner), Parts(heading=None, content=root, address=None)).text

        assert not re.search(r"^ | $|  |\n\n\n|\r|\u2028|\f", shown, re.MULTILINE), repr(shown)

    @ANY
    @given(SNIPPETS, st.sampled_from(["\r\n", "\r"]))
    def test_has_the_same_text_with_other_line_ends(self, inner: str, end: str) -> None:
        """
        Files of Windows and of old Macs show the text that they show with LF, at the same words.
        """
        text = fragment(inner.replace("\r", ""))

        assert shown_words(text) == shown_words(text.replace("\n", end))


def shown_words(text: str) -> list[str]:
    content = tree.parse(text, "")
    found = rendering.render(text, Parts(heading=None, content=content, address=None))
    return found.text.splitlines()


def normal(text: str) -> str:
    """Return shown words without bullets, and with single spaces."""
    return " ".join(re.sub(r"^(?:- |\d+\. )", "", text, flags=re.MULTILINE).split())


class TestGenerated:
    @settings(max_examples=60)
    @given(incidents(), st.sampled_from(SKINS), st.sampled_from(HEADS), st.sampled_from(ROWS[:3]))
    def test_have_the_facts_of_their_text(
        self, written: Incident, skin: Skin, heads: Heads, rows: Rows
    ) -> None:
        """
        An incident as HTML in any skin, with any form of headings and blocks, has the facts of its text.

        A cell of a table cannot hold a list of names that have commas in them.
        """
        (expected,) = TEXT.read(document(TEXT.write(written)))
        found = read(as_html(written, skin, heads, rows))

        assert facts(expected) == facts(found)

    @settings(max_examples=30)
    @given(incidents(), st.sampled_from(SKINS), st.sampled_from(ROWS))
    def test_have_quotes_at_their_places(self, written: Incident, skin: Skin, rows: Rows) -> None:
        """
        The HTML at the place of a value shows the quote of the value.
        """
        found = read(as_html(written, skin, rows=rows))

        for passage in passages(found):
            place = found.place(passage.span)
            raw = found.page.text[place.start : place.end]
            shown = rendering.render(
                raw, Parts(heading=None, content=tree.parse(raw, ""), address=None)
            ).text
            assert normal(passage.quote) == normal(shown), raw


HOSTILE = {
    "nested": "<div>" * 100_000,
    "nested lists": "<ul><li>" * 100_000,
    "nested tables": "<table><tr><td>" * 100_000,
    "unclosed": "<b><i>" * 50_000,
    "void": "<br>" * 300_000,
    "entities": "&amp;" * 300_000,
}


class TestHostile:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_size_is_bounded(self, name: str) -> None:
        """
        Elements that are too many or nested too deep are refused with one message that has the place.
        """
        with pytest.raises(PageError, match=r"^page\.html:1:\d+: .*(?:nested more than|more than)"):
            read(fragment(HOSTILE[name]))

    @pytest.mark.parametrize(
        "inner",
        [
            "word " * 4_000_000,
            "<p>" * 90_000,
            "</div></p></b>" * 50_000,
            "&" * 5_000_000,
            "<" * 5_000_000,
            "</>" * 60_000,
            " " * 9_000_000,
        ],
        ids=["words", "paragraphs", "end tags", "ampersands", "brackets", "no tags", "spaces"],
    )
    def test_long_content_is_read(self, inner: str) -> None:
        """
        A content of millions of characters is shown in linear time.
        """
        text = fragment(inner)
        content = page.parts(tree.parse(text, "page.html")).content

        assert content
        assert rendering.render(text, Parts(heading=None, content=content, address=None)).text
