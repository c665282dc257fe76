"""IRIs of the parts of a document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.publish.metadata.statements import fragment
from privkg.rdf.terms import iri_text

DOCUMENT = "https://example.org/void.ttl"
WORDS = st.lists(st.text(), min_size=1, max_size=3)


class TestFragment:
    def test_is_readable(self) -> None:
        """
        Prefixed names and paths are in the IRI as they are.
        """
        found = fragment(DOCUMENT, "class", "pk:Incident", "dumps/facts_2.nt")

        assert f"{DOCUMENT}#class,pk:Incident,dumps/facts_2.nt" == iri_text(found)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (("table", "a_b.csv"), ("table", "a-b.csv")),
            (("https://example.org/a#b",), ("https://example.org/a/b",)),
            (("class", "a,b"), ("class", "a", "b")),
            (("register-x", "incidents"), ("register-x-incidents",)),
            (("café",), ("cafè",)),
        ],
    )
    def test_signs_distinguish_parts(self, one: tuple[str, ...], other: tuple[str, ...]) -> None:
        """
        Parts whose names differ only in signs have different IRIs.
        """
        assert fragment("", *one) != fragment("", *other)

    @given(one=WORDS, other=WORDS)
    def test_any_words_have_an_iri_of_their_own(self, one: list[str], other: list[str]) -> None:
        """
        Two lists of words have the same IRI only if they are equal, and it is an IRI.
        """
        assert (one == other) == (fragment(DOCUMENT, *one) == fragment(DOCUMENT, *other))
