"""Parts of an HTML page of a MediaWiki: what is shown, what is left out, its address, and refusals."""

from dataclasses import replace
from pathlib import Path

import pytest

from builders import document
from commands import run
from privkg import sources
from privkg.core.errors import PageError
from privkg.core.model import Incident

HTML = sources.formats()["mediawiki_html"]


GENERATOR = '<meta name="generator" content="MediaWiki 1.43.0">'


def page(inner: str = "", *, head: str = "", below: str = "", title: str = "Cards sold") -> str:
    """Return a page of a MediaWiki with a field, a section, and what a test needs."""
    return (
        f'<!DOCTYPE html>\n<html><head>{head}</head>\n<body class="mediawiki">\n'
        f'<h1 id="firstHeading">{title}</h1>\n<div id="bodyContent">\n'
        '<div id="mw-content-text"><div class="mw-parser-output">\n'
        f"<p><b>Location:</b> Oslo, Norway</p>\n{inner}\n</div></div>\n{below}</div></body></html>\n"
    )


def read(text: str) -> Incident:
    """Return the incident of an HTML file."""
    (found,) = HTML.read(document(text, "page.html"))
    return found


def shown(inner: str) -> list[str]:
    """Return the lines that are shown below the title and the field of a page."""
    return read(page(inner)).text.split("\n")[4:]


class TestShown:
    @pytest.mark.parametrize(
        "inner",
        [
            '<span class="mw-editsection">[edit]</span>',
            '<sup class="reference"><a href="#x">[1]</a></sup>',
            '<div id="toc"><ul><li>Description</li></ul></div>',
            '<div class="toc">Description</div>',
            '<div class="printfooter">Retrieved</div>',
            '<div class="catlinks">Category</div>',
            '<p class="noprint">Note</p>',
            "<!-- Threat: x -->",
            "<script>Threat: x</script>",
            "<style>Threat: x</style>",
            "<noscript><p>Threat: x</p></noscript>",
            '<p style="color: red; DISPLAY : none">Threat: x</p>',
            "<p hidden>Threat: x</p>",
            "<table hidden><tr><td>Threat</td><td>x</td></tr></table>",
            "<ul><li></li></ul>",
        ],
    )
    def test_what_is_no_content_is_left_out(self, inner: str) -> None:
        """
        Edit links, footnote marks, the contents box, comments, scripts and hidden words are left out.
        """
        assert [] == shown(inner)

    @pytest.mark.parametrize(
        ("inner", "expected"),
        [
            ("<p>One\nline <i>of</i>\n  words.</p>", ["One line of words."]),
            ("<p>One<br />\ntwo</p><p>three</p>", ["One", "two", "", "three"]),
            ("<p>A&nbsp;b &lt; c &#x26; d&#10;e</p>", ["A\xa0b < c & d e"]),
            ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", ["- a", "- b", "- c"]),
            ("<ol><li>a</li><li><p>b</p><p>c</p></li></ol>", ["1. a", "2. b", "c"]),
            ("<ul><li>a<li>b</ul><p>c<p>d", ["- a", "- b", "", "c", "", "d"]),
            ("<dl><dt>Threat</dt><dd>x</dd><dt>Foo</dt><dd>y</dd></dl>", ["Threat: x", "", "Foo: y"]),
            ("<dl><dt>A word</dt><dd>its sense</dd></dl>", ["A word", "its sense"]),
            ("<pre>a  b\n c</pre>", ["a  b", " c"]),
            ("<p><b>Threat:</b> x\n<b>Harm</b>: y</p>", ["Threat: x", "Harm: y"]),
            ("<p>We say <b>Harm:</b> y</p>", ["We say Harm: y"]),
            (
                "<table><tr><th>A</th><th>B</th></tr><tr><td></td><td>c|d</td></tr></table>",
                ["A\tB", "\tc|d"],
            ),
            (
                "<table><tr><td rowspan=2>a</td><td colspan=2>b</td></tr><tr><td>c<td>d</table>",
                ["a\tb\t", "\tc\td"],
            ),
            ("<table><tr><td><h3>Part</h3><p>words</p></td></tr></table>", ["Part", "", "words"]),
            (
                "<table class='infobox'><tr><th colspan=2>Individuals</th></tr><tr><th>Affected</th>"
                "<td>A, b<br>C</td></tr><tr><th>Colour</th><td>red</td></tr></table>",
                ["Individuals", "", "Affected:", "A, b", "C", "", "Colour: red"],
            ),
            ("<table>lost<tr>words<td>a</td></table>", ["lostwords", "a"]),
        ],
    )
    def test_is_the_plain_text_copy(self, inner: str, expected: list[str]) -> None:
        """
        Paragraphs, lists, definitions and tables are shown as the plain-text copy of the page has them.
        """
        assert expected == shown(inner)

    def test_an_unknown_field_is_reported(self) -> None:
        """
        A field of the infobox that is not known is a finding at its name, and no value.
        """
        inner = (
            "<table class=infobox><tr><th>Date</th><td></td></tr>\n<tr><th>Colour</th><td>red</td></tr>"
            "</table>\n<p>A lead that says what happened.</p>"
        )
        (finding,) = read(page(inner)).findings

        assert '"Colour: red" is not a known field or section, and is left unread' == finding.message

    @pytest.mark.parametrize(
        ("link", "url"),
        [
            (
                '<a class="external text" href="https://example.org/a">The story</a>',
                "https://example.org/a",
            ),
            ('<a class="external text" href="//example.org/a">The story</a>', "https://example.org/a"),
            (
                '<a class="external autonumber" href="https://example.org/a">[1]</a>',
                "https://example.org/a",
            ),
            ('<a class="external text" href="https://example.org/a">[A] b</a>', "https://example.org/a"),
            ('<a class="external text" href="javascript:alert(1)">The story</a>', None),
            ('<a href="/Story">The story</a>', None),
        ],
    )
    def test_a_source_has_the_address_of_its_link(self, link: str, url: str | None) -> None:
        """
        A source that is a link with other words has the address of the link.
        """
        (source,) = read(page(f"<h2>Sources</h2><ul><li>{link}</li></ul>")).sources

        assert url == source.url


CANONICAL = '<link rel="canonical" href="{}">'
RETRIEVED = '<div class="printfooter">Retrieved from "<a href="{}">x</a>"</div>'


class TestAddress:
    @pytest.mark.parametrize(
        ("canonical", "retrieved", "expected"),
        [
            ("https://w.example.org/A", "", "https://w.example.org/A"),
            ("https://u:p@w.example.org/A#top", "", "https://w.example.org/A"),
            (
                "",
                "https://w.example.org/i.php?title=A&amp;oldid=7",
                "https://w.example.org/i.php?title=A",
            ),
            (
                "https://w.example.org/A",
                "https://w.example.org/?title=A&amp;oldid=7",
                "https://w.example.org/A",
            ),
            ("https://other.example/A", "https://w.example.org/A", None),
            ("javascript:alert(1)", "", None),
            ("/A", "", None),
            ("file:///etc/passwd", "", None),
        ],
    )
    def test_is_stated_by_the_page(self, canonical: str, retrieved: str, expected: str | None) -> None:
        """
        The address is the canonical one, or that of "Retrieved from" without its revision.
        """
        text = page(
            head=CANONICAL.format(canonical) if canonical else "",
            below=RETRIEVED.format(retrieved) if retrieved else "",
        )

        assert expected == read(text).address

    def test_is_not_stated_by_the_content(self) -> None:
        """
        A link or footer that an author wrote in the content does not state the address.
        """
        inner = CANONICAL.format("https://w.example.org/A") + RETRIEVED.format("https://w.example.org/A")

        assert read(page(inner)).address is None

    def test_of_an_archive_counts(self) -> None:
        """
        An address and title that the file around a fragment states are those of the page.
        """
        known = document('<div class="mw-parser-output"><p>Location: Oslo</p></div>', "answer.json")
        stated = replace(known, key="A", title="Cards sold", address="https://w.example.org/A")
        (found,) = HTML.read(stated)

        assert ("Cards sold", "https://w.example.org/A") == (found.title, found.address)
        assert () == found.findings


class TestRefusal:
    def test_other_html_is_refused(self) -> None:
        """
        HTML without the elements of a MediaWiki page is refused with one message.
        """
        with pytest.raises(
            PageError, match=r"^page\.html:1:1: not a page of MediaWiki: .*; save the whole"
        ):
            read("<h1>README</h1><p>Location: Oslo</p><h2>Sources</h2>")

    @pytest.mark.parametrize(
        ("text", "is_page"),
        [
            (page(), False),  # one field only
            (page("<h2>Sources</h2>"), True),
            ("<h1>README</h1><p>Location: Oslo</p><h2>Sources</h2>", False),
            ("<pre>class=&quot;mw-parser-output&quot;</pre>\nLocation: Oslo\nSources", False),
            ("<div class='mw-parser-output'><p>Location: Oslo<br>Date: 2019</p></div>", True),
            ("Location: Oslo\nSources", False),
            ("", False),
            (page("<h2>Sources</h2>" + "<div>" * 1000), True),  # refused when it is read
            (page("x" * 70_000), False),
            (page("x" * 70_000 + "<h2>Sources</h2>"), True),
            (page("<h2>Sources</h2>" + "x" * 2_000_000), True),
            (page("x" * 2_000_000), False),
            (page(head=f"{GENERATOR}<style>{'x' * 2_000_000}</style>"), True),  # nothing of it is known
        ],
    )
    def test_only_incident_pages_are_recognised(self, text: str, is_page: bool) -> None:
        """
        A file is recognised by its tags and its fields; by its tags if its content is beyond its head.
        """
        assert is_page == HTML.sniff(text.encode()[: sources.HEAD_BYTES])

    def test_other_html_is_left_out_of_a_folder(self, tmp_path: Path) -> None:
        """
        In a folder, HTML of something else is left out.
        """
        (tmp_path / "README.html").write_text("<h1>README</h1><p>Location: Oslo</p>", encoding="utf-8")
        (tmp_path / "page.html").write_text(page("<h2>Sources</h2>"), encoding="utf-8")

        result = run("check", tmp_path, "--no-cache")

        assert f"{tmp_path / 'README.html'}: not in a known page format; left out" in result.stderr

    @pytest.mark.parametrize("size", [100, 200_000])
    def test_other_pages_are_left_out_of_a_folder(self, tmp_path: Path, size: int) -> None:
        """
        In a folder, a page of MediaWiki about something else is left out; named, it is one error.
        """
        other = tmp_path / "other.html"
        text = page("<p>A note about the wiki.</p>\n" * (size // 30)).replace("Location:", "Place:")
        other.write_text(text, encoding="utf-8")
        (tmp_path / "page.html").write_text(page("<h2>Sources</h2>"), encoding="utf-8")

        result = run("check", tmp_path, "--no-cache")
        named = run("check", other, "--no-cache")

        assert f"{other}: not in a known page format; left out" in result.stderr
        assert "other.html" not in result.stdout
        assert 1 == named.code
        assert 1 == (named.stdout + named.stderr).count("not an incident page, as it has no field")

    def test_another_encoding_is_refused(self, tmp_path: Path) -> None:
        """
        A page that is not UTF-8 is refused at its byte, whatever encoding it states.
        """
        path = tmp_path / "page.html"
        path.write_bytes(
            page("<h2>Sources</h2><p>Caf\xe9", head='<meta charset="windows-1252">').encode("cp1252")
        )

        result = run("check", path, "--no-cache")

        assert 1 == result.code
        assert (
            "page.html:8:23 error PK100 file-is-a-page invalid UTF-8 at byte"
            in result.stdout + result.stderr
        )


ROW = (
    "<h2>Breakdown</h2>\n<p><b>Threat:</b> Oslo&#39;s shops selling cards<br>\n<b>At-Risk group:</b>"
    " Customers<br>\n<b>Harm:</b> <a title='secondary use'>{}</a></p>"
)


class TestCommands:
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_a_finding_has_its_place_in_the_html(self, tmp_path: Path, end: str) -> None:
        """
        A finding points at line and column of the HTML file, whatever its line ends.
        """
        path = tmp_path / "page.html"
        path.write_bytes(page(ROW.format("Secondry Use")).replace("\n", end).encode())

        result = run("check", path, "--no-cache")

        assert f"{path}:11:39 error PK304 " in result.stdout
        assert 'unknown harm "Secondry Use"; did you mean "secondary use"?' in result.stdout

    def test_a_fix_changes_the_html(self, tmp_path: Path) -> None:
        """
        The spelling of a concept is fixed in the words of the HTML, and nowhere else.
        """
        path = tmp_path / "page.html"
        path.write_text(page(ROW.format("secondary  use")), encoding="utf-8", newline="")
        (tmp_path / "other.html").write_text(page(ROW.format("secondary use")), encoding="utf-8")

        run("check", path, tmp_path / "other.html", "--no-cache", "--fix")

        assert page(ROW.format("Secondary Use")) == (tmp_path / "other.html").read_text(encoding="utf-8")
        assert page(ROW.format("secondary  use")) == path.read_text(encoding="utf-8")
