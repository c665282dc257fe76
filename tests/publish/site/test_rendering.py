"""Rendering of templates: escaping and relative links."""

import json
import re
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.publish.site import elements, rendering, times
from privkg.publish.site.pages import Link

SEGMENT = st.text(st.characters(codec="utf-8", exclude_characters="/#\x00"), min_size=1).filter(
    lambda text: text not in (".", "..")
)
TEMPLATES = sorted(Path(rendering.__file__).with_name("templates").glob("*.html"))
PATH = st.lists(SEGMENT, min_size=1, max_size=4).map("/".join)


class TestRelative:
    @given(PATH, PATH)
    def test_a_link_leads_to_its_target(self, page: str, target: str) -> None:
        """
        A link, resolved as a browser does, is the path of its target, from any page.
        """
        link = rendering.relative(page, target)
        resolved = normpath(join(join("/", page, ".."), unquote(urlsplit(link).path)))

        assert f"/{target}" == resolved

    def test_a_fragment_is_kept(self) -> None:
        """
        A fragment of the target is part of the link.
        """
        assert "../../ns/index.html#harm" == rendering.relative("id/actor/a.html", "ns/index.html#harm")

    def test_a_colon_begins_no_scheme(self) -> None:
        """
        A colon in a file's name is not read as the end of a URL scheme.
        """
        assert "" == urlsplit(rendering.relative("index.html", "javascript:alert(1)")).scheme


class TestNames:
    @pytest.mark.parametrize(
        ("link", "text"),
        [
            (Link(text="Moscow's Department", target="a.html"), "Moscow’s Department"),
            (Link(text="people's letters"), "people&#39;s letters"),
            (Link(text="https://example.org/it's", target="a.html"), "https://example.org/it&#39;s"),
            (
                Link(text="https://example.org/it's", web="https://example.org/"),
                "https://example.org/it&#39;s",
            ),
        ],
    )
    def test_have_typographic_apostrophes(self, link: Link, text: str) -> None:
        """
        The name of a resource has curly apostrophes; words of a page and addresses are unchanged.
        """
        assert text == re.sub("<[^>]+>", "", elements.element(link, str))


class TestDates:
    @pytest.mark.parametrize(
        ("date", "html"),
        [
            ("2020", '<time datetime="2020">2020</time>'),
            ("2020-11", '<time datetime="2020-11">November 2020</time>'),
            ("2020-11-03", '<time datetime="2020-11-03">3 November 2020</time>'),
            ("2020-22", "summer 2020"),
            ("2019/..", "since 2019"),
            ("<soon>", "&lt;soon&gt;"),
        ],
    )
    def test_are_in_words(self, date: str, html: str) -> None:
        """
        A date is in words; a day, month or year has the form for programs, other dates have none.
        """
        assert html == elements.element(times.shown(date), str)


class TestAttributes:
    @pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
    def test_no_attribute_is_escaped(self, template: Path) -> None:
        """
        No template prints an attribute by an expression, which would escape its quotes.
        """
        assert [] == re.findall(r"""\{\{ *'[^'}]*=".*?\}\}""", template.read_text(encoding="utf-8"))


class TestScript:
    @given(st.text())
    def test_no_text_ends_the_script(self, text: str) -> None:
        """
        JSON-LD in a page may hold any text: it is escaped, and parsed as the same text.
        """
        written = str(rendering.script({"text": text}))

        assert "<" not in written
        assert {"text": text} == json.loads(written)


class TestWeb:
    @pytest.mark.parametrize(
        "address",
        [
            "javascript:alert(1)",
            "data:text/html,x",
            "//example.org",
            "http://exa mple.org",
            "ftp://a",
            "",
        ],
    )
    def test_what_is_not_on_the_web_is_no_link(self, address: str) -> None:
        """
        Only http and https addresses are links.
        """
        assert "" == elements.web(address)

    def test_an_address_of_the_web_is_itself(self) -> None:
        """
        An http or https address is not changed.
        """
        assert "https://example.org/a?b=c#d" == elements.web("https://example.org/a?b=c#d")


class TestAssets:
    def test_each_file_has_its_path(self) -> None:
        """
        The style sheet has the path that pages link to.
        """
        assert "assets/style.css" in rendering.assets()

    def test_each_font_of_the_sheet_is_published(self) -> None:
        """
        The fonts that the style sheet names are published next to it, and no others.
        """
        files = rendering.assets()
        named = re.findall(r"url\((fonts/[^)]+)\)", files["assets/style.css"].decode("utf-8"))

        assert sorted(f"assets/{name}" for name in named) == [
            f for f in files if f.startswith("assets/fonts/")
        ]
