"""Validation of an endpoint's URL."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.core.errors import UsageError
from privkg.store.remote import address


class TestAddress:
    @pytest.mark.parametrize(
        ("url", "name"),
        [
            ("http://example.org/sparql", "http://example.org/sparql"),
            ("HTTPS://Example.org:443", "https://example.org/"),
            ("http://example.org:8890/a/b?x=1&y=", "http://example.org:8890/a/b"),
            ("http://[::1]:3030/ds", "http://[::1]:3030/ds"),
            ("https://example.org:80/%C3%A9", "https://example.org:80/%C3%A9"),
        ],
    )
    def test_its_name_leaves_the_query_out(self, url: str, name: str) -> None:
        """
        The name in messages has scheme, host, port and path only.
        """
        assert name == address.of(url).name

    @pytest.mark.parametrize(
        ("url", "words"),
        [
            ("", "is not the URL of an endpoint"),
            ("sparql", "begin it with http:// or https://"),
            ("ftp://example.org/", "begin it with http:// or https://"),
            ("file:///etc/passwd", "begin it with http:// or https://"),
            ("http:///sparql", "begin it with http:// or https://"),
            ("http://example.org:0/", "begin it with http:// or https://"),
            ("http://example.org:99999/", "is malformed; write"),
            ("http://example.org:x/", "is malformed; write"),
            ("http://[::1/", "is malformed; write"),
            ("http://example.org/?x&&y", "is malformed; write"),
            ("http://user:secret@example.org/", "leave the user out"),
            ("http://user@example.org/", "leave the user out"),
            ("http://@example.org/", "leave the user out"),
            ("ftp://user:secret@example.org/", "leave the user out"),
            ("http://user:secret@example.org:x/", "is malformed; write"),
            ("http://user:sec ret@example.org/", "is not the URL of an endpoint"),
            ("http://user:secret@exämple.org/", "is not the URL of an endpoint"),
            ("http://example.org/#x", "has a fragment; remove it from the #"),
            ("http://example.org/\r\nX: y", "is not the URL of an endpoint"),
            ("http://example.org/\x00", "is not the URL of an endpoint"),
            ("http://example.org /", "is not the URL of an endpoint"),
        ],
    )
    def test_invalid_urls(self, url: str, words: str) -> None:
        """
        An invalid URL is a UsageError whose message does not contain a password.
        """
        with pytest.raises(UsageError, match=words) as raised:
            address.of(url)

        assert "secret" not in str(raised.value)
        assert "sec ret" not in str(raised.value)

    @pytest.mark.parametrize(
        ("host", "expected"),
        [
            ("127.0.0.1", True),
            ("127.9.9.9", True),
            ("[::1]", True),
            ("localhost", True),
            ("LOCALHOST", True),
            ("localhost.example.org", False),
            ("127.0.0.1.example.org", False),
            ("10.0.0.1", False),
            ("[::2]", False),
            ("0.0.0.0", False),
        ],
    )
    def test_where_secrets_may_be_sent(self, host: str, expected: bool) -> None:
        """
        Secrets may be sent over https to any host, and over plain http to this machine only.
        """
        assert expected == address.of(f"http://{host}/").may_take_secrets
        assert address.of(f"https://{host}/").may_take_secrets

    @given(st.text())
    def test_any_text_is_an_address_or_an_error(self, text: str) -> None:
        """
        Any text is either parsed or refused with a UsageError.
        """
        for url in (text, f"http://{text}", f"http://example.org/{text}"):
            try:
                name = address.of(url).name
            except UsageError:
                continue
            assert name == address.of(name).name
