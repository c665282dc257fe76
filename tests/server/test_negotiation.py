"""Reading of the Accept field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.core.errors import QueryError
from privkg.server import negotiation

OFFERED = ("text/turtle", "application/n-triples", "application/ld+json")
NAMES = st.sampled_from([*OFFERED, "text/*", "application/*", "*/*", "image/png", "text", "", "a/b/c"])
QUALITIES = st.sampled_from(["", ";q=0", ";q=1", "; q=0.25", ";Q=.5", ";level=1;q=0.7", ";q=x", ";"])


def chosen(accept: str, offered: tuple[str, ...] = OFFERED) -> str | None:
    """Return the media type that is chosen by an Accept field."""
    return negotiation.chosen(negotiation.ranges(accept), offered)


class TestChosen:
    @pytest.mark.parametrize(
        ("accept", "expected"),
        [
            ("", "text/turtle"),
            ("*/*", "text/turtle"),
            ("application/*", "application/n-triples"),
            ("application/ld+json, text/turtle;q=0.9", "application/ld+json"),
            ("text/turtle;q=0.5, application/ld+json;q=0.5", "text/turtle"),
            ("*/*;q=0.1, application/ld+json;q=0.2", "application/ld+json"),
            ("text/turtle;q=0, */*", "application/n-triples"),
            ("*/*, text/*;q=0", "application/n-triples"),
            ("TEXT/TURTLE", "text/turtle"),
            ("text/turtle;q=0", None),
            ("image/png", None),
            ("nonsense", None),
            ("text/turtle;q=.2, application/ld+json;q=.3", "application/ld+json"),
            ("text/turtle;q=x, application/ld+json;q=0.1", "application/ld+json"),
            ("text/turtle;q=x", None),
        ],
    )
    def test_follows_qualities(self, accept: str, expected: str | None) -> None:
        """
        The highest quality decides, of the closest range for each format, then the server's order.
        """
        assert expected == chosen(accept)

    @given(st.lists(st.tuples(NAMES, QUALITIES), max_size=40))
    def test_any_field_is_read(self, parts: list[tuple[str, str]]) -> None:
        """
        Any field leads to an offered format or to none; with anything accepted, to one.
        """
        field = ", ".join(f"{name}{quality}" for name, quality in parts)

        assert chosen(field) in (*OFFERED, None)
        assert "x/y" == chosen(f"{field}, x/y", ("x/y", "x/z"))

    @given(st.text(st.characters(codec="latin-1"), max_size=49))
    def test_any_text_is_read(self, field: str) -> None:
        """
        No text is an error.
        """
        assert chosen(field) in (*OFFERED, None)


class TestRanges:
    @pytest.mark.parametrize("accept", ["a/b," * 50, f"text/{'a' * 2_000}"])
    def test_are_limited(self, accept: str) -> None:
        """
        A field that would take long to compare with the offered formats is refused.
        """
        with pytest.raises(QueryError, match="the Accept field has more than"):
            negotiation.ranges(accept)


class TestAccepted:
    def test_has_rows_and_triples(self) -> None:
        """
        The fields of a request are read together, for rows and for triples.
        """
        accepted = negotiation.of(["text/csv", "application/n-triples;q=0.1"])

        assert ("csv", "application/n-triples") == (accepted.results_name, accepted.graph)

    def test_text_has_a_charset(self) -> None:
        """
        Text is sent as UTF-8, which its media type does not imply.
        """
        assert "text/csv; charset=utf-8" == negotiation.of(["text/csv"]).content_type("csv")
        assert "text/turtle; charset=utf-8" == negotiation.of([]).content_type("text/turtle")
        assert "application/json" == negotiation.of(["application/json"]).content_type("json")
