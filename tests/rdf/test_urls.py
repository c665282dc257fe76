"""Normalisation and validation of web addresses."""

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.rdf import urls

paths = st.text(alphabet=st.characters(exclude_categories=["Cs"]))


class TestNormalise:
    @pytest.mark.parametrize(
        ("spelling", "expected"),
        [
            ("https://example.org/a", "https://example.org/a"),
            ("HTTPS://EXAMPLE.ORG/a", "https://example.org/a"),
            ("https://Example.org/A", "https://example.org/A"),
            ("https://example.org", "https://example.org/"),
            ("https://example.org?q=1", "https://example.org/?q=1"),
            ("https://example.org:443/a", "https://example.org/a"),
            ("http://example.org:80/a", "http://example.org/a"),
            ("http://example.org:443/a", "http://example.org:443/a"),
            ("https://example.org:/a", "https://example.org/a"),
            ("https://example.org:8080/a", "https://example.org:8080/a"),
            ("https://münchen.example/a", "https://xn--mnchen-3ya.example/a"),
            ("https://MÜNCHEN.example/a", "https://xn--mnchen-3ya.example/a"),
            ("https://mu\u0308nchen.example/a", "https://xn--mnchen-3ya.example/a"),
            ("https://m%C3%BCnchen.example/a", "https://xn--mnchen-3ya.example/a"),
            ("https://XN--MNCHEN-3YA.example/a", "https://xn--mnchen-3ya.example/a"),
            ("https://straße.example/", "https://xn--strae-oqa.example/"),
            ("https://例子。example/", "https://xn--fsqu00a.example/"),
            ("https://[2001:DB8::1]/a", "https://[2001:db8::1]/a"),
            ("https://example.org/ü", "https://example.org/%C3%BC"),
            ("https://example.org/%c3%bc", "https://example.org/%C3%BC"),
            ("https://example.org/%7Ea", "https://example.org/~a"),
            ("https://example.org/a%2fb", "https://example.org/a%2Fb"),
            ("https://example.org/a[1]?b[]=2", "https://example.org/a%5B1%5D?b%5B%5D=2"),
            ("https://example.org/100%", "https://example.org/100%25"),
            ("https://example.org/a#b#c", "https://example.org/a#b%23c"),
            ("https://example.org/a#", "https://example.org/a"),
        ],
    )
    def test_maps_equivalent_spellings_to_one_form(self, spelling: str, expected: str) -> None:
        """
        Scheme, host, port, path and escapes have one normal form, which is a URI.
        """
        assert expected == urls.normalise(spelling)

    @given(st.sampled_from(["https://example.org/", "HTTP://Ünï.example:80/"]), paths)
    def test_returns_an_iri_for_any_path(self, beginning: str, path: str) -> None:
        """
        For any path, query and fragment, the normal form is accepted by pyoxigraph and idempotent.
        """
        address = urls.normalise(beginning + path)

        assert address == pyoxigraph.NamedNode(address).value
        assert address == urls.normalise(address)

    @given(st.text("abAü.:1-_~%2@[]!ß。 ", min_size=1, max_size=12).map("https://a.{}".format))
    def test_returns_an_iri_for_any_valid_host(self, url: str) -> None:
        """
        The normal form of an address with a valid host is accepted by pyoxigraph and valid.
        """
        address = urls.normalise(urls.without_login(url)) if urls.fault(url) is None else "https://a.b/"

        assert address == pyoxigraph.NamedNode(address).value
        assert urls.fault(address) is None


class TestFault:
    @pytest.mark.parametrize(
        ("url", "words"),
        [
            ("ftp://example.org/a", "is not a web address"),
            ("https://localhost/a", "has no host"),
            ("https://example..org/a", "has an invalid host"),
            (f"https://{'ü' * 60}.example/a", "has an invalid host"),
            ("https://example.org:99999/", "is not a valid URL"),
            ("https://example.org/%zz", "has a % without two hex digits after it"),
        ],
    )
    def test_has_the_reason(self, url: str, words: str) -> None:
        """
        An address that browsers cannot open is refused with the reason.
        """
        assert words in (urls.fault(url) or "")

    def test_is_found_in_an_address_that_is_not_an_iri(self) -> None:
        """
        An address with a malformed IPv6 host is refused.
        """
        assert urls.fault("https://example[::1.2.3.4]/")

    @pytest.mark.parametrize(
        "url", ["https://example.org/a", "HTTP://münchen.example", "https://a.b.:1/"]
    )
    def test_is_none_for_a_usable_address(self, url: str) -> None:
        """
        Capitals, other scripts and a full stop after the host are valid.
        """
        assert urls.fault(url) is None


class TestUsable:
    @pytest.mark.parametrize(
        ("url", "usable", "words"),
        [
            ("https://example.org/a", "https://example.org/a", "None"),
            ("https://me:secret@example.org/a", "https://example.org/a", "has a login"),
            ("https://localhost/a", None, "has no host"),
        ],
        ids=["usable", "login", "unusable"],
    )
    def test_is_without_login(self, url: str, usable: str | None, words: str) -> None:
        """
        A login is left out with a message, and of an unusable address there is only the message.
        """
        found, wrong = urls.usable(url)

        assert usable == found
        assert words in str(wrong)


class TestWithoutLogin:
    def test_removes_user_and_password(self) -> None:
        """
        User name and password are removed; an @ in the path stays.
        """
        assert "https://example.org/@a" == urls.without_login("https://me:se@cret@example.org/@a")
