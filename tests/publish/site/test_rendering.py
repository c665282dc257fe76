"""Pages from templates: what is escaped, and where links lead."""

import json
import re
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.publish.site import rendering

SEGMENT = st.text(st.characters(codec="utf-8", exclude_characters="/#\x00"), min_size=1).filter(
    lambda text: text not in (".", "..")
)
TEMPLATES = sorted(Path(rendering.__file__).with_name("templates").glob("*.html"))
PATH = st.lists(SEGMENT, min_size=1, max_size=4).map("/".join)


class TestRelative:
    @given(PATH, PATH)
    def test_a_link_leads_to_its_target(self, page: str, target: str) -> None:
        """
        From any page a link, resolved as a browser does, is the path it was made for.
        """
        link = rendering.relative(page, target)
        resolved = normpath(join(join("/", page, ".."), unquote(urlsplit(link).path)))

        assert f"/{target}" == resolved

    def test_a_fragment_is_kept(self) -> None:
        """
        What stands behind a hash leads to a place on the target.
        """
        assert "../../ns/index.html#harm" == rendering.relative("id/actor/a.html", "ns/index.html#harm")

    def test_a_colon_begins_no_scheme(self) -> None:
        """
        A file with a colon in its name is no address of another scheme.
        """
        assert "" == urlsplit(rendering.relative("index.html", "javascript:alert(1)")).scheme


class TestAttributes:
    @pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
    def test_no_markup_is_printed(self, template: Path) -> None:
        """
        No template prints an attribute as a text, whose quotes would be escaped.
        """
        assert [] == re.findall(r"""\{\{ *'[^'}]*=".*?\}\}""", template.read_text(encoding="utf-8"))


class TestScript:
    @given(st.text())
    def test_no_text_ends_the_script(self, text: str) -> None:
        """
        JSON-LD in a page holds any text, and says the same as without its escapes.
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
        Only addresses of the web are led to.
        """
        assert "" == rendering.web(address)

    def test_an_address_of_the_web_is_itself(self) -> None:
        """
        An address is not changed.
        """
        assert "https://example.org/a?b=c#d" == rendering.web("https://example.org/a?b=c#d")


class TestAssets:
    def test_each_file_has_its_path(self) -> None:
        """
        The style sheet stands where pages look for it.
        """
        assert "assets/style.css" in rendering.assets()
