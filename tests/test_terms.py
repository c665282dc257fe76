"""Terms: text that is the same, byte for byte, as what pyoxigraph writes."""

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg import terms
from privkg.terms import PREFIXES

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]))


class TestLiteral:
    @given(texts)
    def test_is_written_as_pyoxigraph_writes_it(self, text: str) -> None:
        """
        Any text is escaped as in canonical N-Triples.
        """
        assert str(pyoxigraph.Literal(text)) == terms.literal(text)

    @pytest.mark.parametrize(
        "code", [*range(0x20), 0x22, 0x5C, 0x7F, 0x85, 0x2028, 0xFEFF, 0xFFFE, 0xFFFF]
    )
    def test_escapes_each_special_character(self, code: int) -> None:
        """
        Each control character, quotation mark, backslash and noncharacter is written alike.
        """
        assert str(pyoxigraph.Literal(f"a{chr(code)}b")) == terms.literal(f"a{chr(code)}b")

    @given(
        text=texts, datatype=st.sampled_from(["xsd:date", "xsd:gYear", "xsd:gYearMonth", "xsd:integer"])
    )
    def test_keeps_its_datatype(self, text: str, datatype: str) -> None:
        """
        A typed literal is written with the whole IRI of its type.
        """
        kind = pyoxigraph.NamedNode(terms.iri_text(terms.term(datatype)))

        assert str(pyoxigraph.Literal(text, datatype=kind)) == terms.literal(text, datatype)


class TestIri:
    @given(texts)
    def test_refuses_what_would_end_it(self, text: str) -> None:
        """
        A text with a bracket, a space or a quotation mark in it is no IRI.
        """
        spoiled = [f"https://example.org/{text}{character}" for character in '<> "{}|^`\\\n\x00']

        for one in spoiled:
            with pytest.raises(ValueError, match="not an IRI"):
                terms.iri(one)

    def test_is_the_text_in_angle_brackets(self) -> None:
        """
        An IRI term holds its IRI, and gives it back.
        """
        term = terms.iri("https://example.org/é")

        assert "<https://example.org/é>" == term
        assert "https://example.org/é" == terms.iri_text(term)


class TestShorten:
    @pytest.mark.parametrize("prefix", sorted(PREFIXES))
    def test_undoes_what_term_does(self, prefix: str) -> None:
        """
        A prefixed name of any namespace is made long and short again.
        """
        name = f"{prefix}:example-1"

        assert name == terms.shorten(terms.iri_text(terms.term(name)))

    @pytest.mark.parametrize(
        "text",
        [
            "https://example.org/",
            "https://w3id.org/privkg/ns#",
            "https://w3id.org/privkg/ns#a/b",
            "https://w3id.org/privkg/id/actor/example",
        ],
    )
    def test_leaves_other_iris_alone(self, text: str) -> None:
        """
        An IRI of no known namespace, or with more than a name behind it, stays as it is.
        """
        assert text == terms.shorten(text)

    def test_no_namespace_is_named_twice(self) -> None:
        """
        Each namespace has one prefix, so that there is one short form.
        """
        assert len(PREFIXES) == len(set(PREFIXES.values()))
