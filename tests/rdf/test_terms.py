"""Terms: their text equals, byte for byte, what pyoxigraph writes."""

import re
from collections.abc import Callable

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privkg.rdf import terms
from privkg.rdf.terms import PREFIXES

PIECES = st.sampled_from(
    ["a", "é", ":", "/", "//", "?", "#", "[", "]", "@", "%", "%41", "%zz", "%0", ".", "-", "80", "::1"]
    + ["[::1]", "[1:2:3:4:5:6:7:8]", "[::1.2.3.4]", "[::1.2.3.04]", "[::fffff]", "[1:2:3:4:5:6:7::]"]
    + ["[::1%251]", "[v1.a:b]", "[v.a]", "[V1f.]", "1.2.3.4", "::", "ffff", "+", "!$&'()*+,;=", "~_"]
    + ["\x00", "\x1f", " ", '"', "<", ">", "\\", "^", "`", "{", "|", "}", "\x7f", "\x80", "\x9f"]
    + ["\xa0", "\u0967", "\u200b", "\u2028", "\u202e", "\ud7ff", "\ue000", "\uf8ff", "\uf900"]
    + ["\ufdcf", "\ufdd0", "\ufdef", "\ufdf0", "\ufeff", "\uffef", "\ufff0", "\ufffd", "\ufffe"]
    + [chr(plane + end) for plane in range(0x10000, 0x110000, 0x10000) for end in (0, 0xFFFD, 0xFFFE)]
    + ["\U000e0fff", "\U000e1000"]
)
BEGINNINGS = st.sampled_from(
    ["", "a:", "A+.-9:", "1:", ":", "é:", "//", "https://", "https://u:p@", "https://[", "a:/", "a://"]
)
near_iris = st.one_of(
    st.builds(lambda begin, rest: begin + "".join(rest), BEGINNINGS, st.lists(PIECES, max_size=8)),
    st.builds(str.__add__, BEGINNINGS, st.text(max_size=6)),
)

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]))


class TestLiteral:
    @given(texts)
    def test_is_written_as_pyoxigraph_writes_it(self, text: str) -> None:
        """
        Any text is escaped as in canonical N-Triples.
        """
        assert str(pyoxigraph.Literal(text)) == terms.literal(text)

    def test_escapes_each_special_character(self) -> None:
        """
        Each control character, quotation mark, backslash and noncharacter is escaped alike.
        """
        codes = [*range(0x20), 0x22, 0x5C, 0x7F, 0x85, 0x2028, 0xFEFF, 0xFFFE, 0xFFFF]
        special = [f"a{chr(code)}b" for code in codes]

        assert [str(pyoxigraph.Literal(text)) for text in special] == [*map(terms.literal, special)]

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
    def test_refuses_delimiters(self, text: str) -> None:
        """
        A text with an angle bracket, a space or a quotation mark is not an IRI.
        """
        spoiled = [f"https://example.org/{text}{character}" for character in '<> "{}|^`\\\n\x00']

        for one in spoiled:
            with pytest.raises(ValueError, match="not an IRI"):
                terms.iri(one)

    @settings(max_examples=5_000)
    @given(near_iris)
    def test_agrees_with_the_engine(self, text: str) -> None:
        """
        A text is accepted exactly if pyoxigraph accepts it.
        """
        assert _is_accepted(pyoxigraph.NamedNode, text) == _is_accepted(terms.iri, text)

    @pytest.mark.parametrize(
        "form", ["{}", "a:{}", "a://{}", "a://u@{}", "a://h:{}", "a:?{}", "a:#{}", "a://[v1.{}]"]
    )
    def test_accepts_each_character_where_the_engine_does(self, form: str) -> None:
        """
        Each part of an IRI may have exactly the characters that pyoxigraph accepts there.
        """
        codes = [*range(0x100), 0xD7FF, 0xD800, 0xDFFF, 0xE000, 0xFFFE, 0x10FFFF]
        texts = [form.format(chr(code)) for code in codes]

        assert [text for text in texts if _is_accepted(pyoxigraph.NamedNode, text)] == [
            text for text in texts if _is_accepted(terms.iri, text)
        ]

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("https://example.org/%zz", '"https://example.org/%zz" is not an IRI: it has a % without'),
            ("https://[/", '"https://[/" is not an IRI: it has a character in the wrong position'),
            (
                "notaniri",
                '"notaniri" is not an IRI: it has no scheme; begin it with one, such as https:',
            ),
            ("x" * 100_000, f'"{"x" * 99} … {"x" * 99}" is not an IRI: it has no scheme'),
            ("a:\x85", r'"a:\x85" is not an IRI: it has the character U+0085, which IRIs must not'),
            ("a:\ud800", r'"a:\ud800" is not an IRI: it has the character U+D800'),
        ],
    )
    def test_error_has_text_and_reason(self, text: str, words: str) -> None:
        """
        The message has the text, with control characters escaped, and the reason.
        """
        with pytest.raises(ValueError, match=f"^{re.escape(words)}"):
            terms.iri(text)

    def test_is_the_text_in_angle_brackets(self) -> None:
        """
        An IRI term is its IRI in angle brackets, and `iri_text` returns the IRI.
        """
        term = terms.iri("https://example.org/é")

        assert "<https://example.org/é>" == term
        assert "https://example.org/é" == terms.iri_text(term)


class TestShorten:
    def test_is_the_inverse_of_term(self) -> None:
        """
        A prefixed name of any namespace is expanded and shortened to itself.
        """
        names = [f"{prefix}:example-1" for prefix in sorted(PREFIXES)]

        assert names == [terms.shorten(terms.iri_text(terms.term(name))) for name in names]

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
        An IRI without a known namespace, or with more than a local name after it, is not changed.
        """
        assert text == terms.shorten(text)

    def test_each_namespace_has_one_prefix(self) -> None:
        """
        Each namespace has one prefix, so that short forms are unique.
        """
        assert len(PREFIXES) == len(set(PREFIXES.values()))


def _is_accepted(make: Callable[[str], object], text: str) -> bool:
    try:
        return bool(make(text))
    except ValueError:
        return False
