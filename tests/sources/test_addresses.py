"""The field Address: the web address of a page, in every form."""

import pytest

from builders import codes, document, incident, page_text
from privkg import sources
from privkg.build import lifting
from privkg.reference.authority import Authority

ADDRESS = "https://example.org/wiki/Cameras"
FORMS = [".txt", ".md"]


def with_address(value: str) -> str:
    """Return a page of text with the field Address."""
    return page_text().replace("\nShort Title", f"\nAddress: {value}\nShort Title", 1)


class TestRead:
    @pytest.mark.parametrize(
        ("value", "address"),
        [
            (ADDRESS, ADDRESS),
            (f"<{ADDRESS}>", ADDRESS),
            ("HTTPS://Example.ORG/a", "https://example.org/a"),
            ("https://example.org/é", "https://example.org/%C3%A9"),
        ],
    )
    def test_in_its_normal_form(self, value: str, address: str) -> None:
        """
        The address of a page is that of its field, normalised.
        """
        assert address == incident(with_address(value)).address

    def test_it_replaces_that_of_a_copied_page(self) -> None:
        """
        A copy of a wiki page with an address of its own has that address.
        """
        copied = with_address(ADDRESS).replace("\n\n", "\n\nFrom Privacy Wiki\n", 1)

        assert ADDRESS == incident(copied).address
        assert "https://privacy.wiki/" in str(
            incident(copied.replace(f"Address: {ADDRESS}\n", "")).address
        )

    @pytest.mark.parametrize(
        ("value", "message"),
        [
            ("javascript:alert(1)", "is not a web address; begin it with https://"),
            ("https://example.org/a b", "is not one web address; write one without spaces"),
            ("https://localhost/", "has no host"),
        ],
    )
    def test_an_unusable_one_is_a_finding(self, value: str, message: str) -> None:
        """
        A value that is not a web address is a finding at its place, and no address.
        """
        found = incident(with_address(value))
        (finding,) = (one for one in found.findings if one.rule.code == "PK214")

        assert message in finding.message
        assert value == found.text[finding.span.start : finding.span.end]
        assert found.address is None

    def test_a_login_is_left_out(self) -> None:
        """
        A name and a password in an address are not kept.
        """
        found = incident(with_address("https://me:secret@example.org/a"))

        assert ("https://example.org/a", True) == (found.address, "PK214" in codes(found))

    def test_prose_is_not_an_address(self) -> None:
        """
        Without a colon, the word begins a sentence.
        """
        assert None is incident(page_text(lead="Address data of 300 people was sold.")).address


class TestFacts:
    def test_are_those_without_it(self) -> None:
        """
        An address adds no fact about the incident, nor does a field that is left empty.
        """
        facts = [
            {*lifting.lift(incident(text), "example", Authority(())).facts}
            for text in (page_text(), with_address(ADDRESS), with_address(""))
        ]

        assert facts[0] == facts[1] == facts[2]


class TestWritten:
    @pytest.mark.parametrize("suffix", FORMS)
    @pytest.mark.parametrize("value", [ADDRESS, "https://example.org/a?b=c#d:e"])
    def test_in_each_form(self, suffix: str, value: str) -> None:
        """
        The address of a page is kept when it is written.
        """
        source = sources.writable(suffix)
        (again,) = source.read(document(source.write(incident(with_address(value))), f"page{suffix}"))

        assert value == again.address

    @pytest.mark.parametrize("suffix", FORMS)
    def test_none_is_not_written(self, suffix: str) -> None:
        """
        A page without an address has no field for it.
        """
        assert "address:" not in sources.writable(suffix).write(incident()).casefold()
