"""Web addresses: one form for all spellings, and what makes one unusable."""

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
    def test_gives_spellings_of_one_address_one_form(self, spelling: str, expected: str) -> None:
        """
        Scheme, host, port, path and escapes have one form, which is a URI.
        """
        assert expected == urls.normalise(spelling)

    @given(st.sampled_from(["https://example.org/", "HTTP://Ünï.example:80/"]), paths)
    def test_gives_an_iri_whatever_the_path_holds(self, beginning: str, path: str) -> None:
        """
        Any path, query and fragment give an address that pyoxigraph accepts and that stays as it is.
        """
        address = urls.normalise(beginning + path)

        assert address == pyoxigraph.NamedNode(address).value
        assert address == urls.normalise(address)

    @given(st.text("abAü.:1-_~%2@[]!ß。 ", min_size=1, max_size=12).map("https://a.{}".format))
    def test_gives_an_iri_of_any_host_without_a_fault(self, url: str) -> None:
        """
        A host that is no fault gives an address that pyoxigraph accepts and that is no fault.
        """
        address = urls.normalise(urls.without_login(url)) if urls.fault(url) is None else "https://a.b/"

        assert address == pyoxigraph.NamedNode(address).value
        assert urls.fault(address) is None


class TestFault:
    @pytest.mark.parametrize(
        ("url", "words"),
        [
            ("ftp://example.org/a", "is no web address"),
            ("https://localhost/a", "names no host"),
            ("https://example..org/a", "has a host that cannot be"),
            (f"https://{'ü' * 60}.example/a", "has a host that cannot be"),
            ("https://example.org:99999/", "is no usable address"),
            ("https://example.org/%zz", "has a % without two hex digits behind it"),
        ],
    )
    def test_says_what_is_wrong(self, url: str, words: str) -> None:
        """
        An address that no browser opens is refused with the reason.
        """
        assert words in (urls.fault(url) or "")

    def test_is_told_of_what_makes_no_iri(self) -> None:
        """
        An address that only seems to have a host is refused, in what words ever.
        """
        assert urls.fault("https://example[::1.2.3.4]/")

    @pytest.mark.parametrize(
        "url", ["https://example.org/a", "HTTP://münchen.example", "https://a.b.:1/"]
    )
    def test_is_none_of_a_usable_address(self, url: str) -> None:
        """
        Capitals, other scripts and a full stop after the host are no fault.
        """
        assert urls.fault(url) is None


class TestWithoutLogin:
    def test_leaves_out_what_logs_a_person_in(self) -> None:
        """
        Name and password are left out; a sign of the path stays.
        """
        assert "https://example.org/@a" == urls.without_login("https://me:se@cret@example.org/@a")
