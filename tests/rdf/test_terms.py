"""Terms: text that is the same, byte for byte, as what pyoxigraph writes."""

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
        Each control character, quotation mark, backslash and noncharacter is written alike.
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
    def test_refuses_what_would_end_it(self, text: str) -> None:
        """
        A text with a bracket, a space or a quotation mark in it is no IRI.
        """
        spoiled = [f"https://example.org/{text}{character}" for character in '<> "{}|^`\\\n\x00']

        for one in spoiled:
            with pytest.raises(ValueError, match="not an IRI"):
                terms.iri(one)

    @settings(max_examples=5_000)
    @given(near_iris)
    def test_is_what_the_engine_takes_for_one(self, text: str) -> None:
        """
        What pyoxigraph accepts is accepted, and what it refuses is refused.
        """
        assert _is_accepted(pyoxigraph.NamedNode, text) == _is_accepted(terms.iri, text)

    @pytest.mark.parametrize(
        "form", ["{}", "a:{}", "a://{}", "a://u@{}", "a://h:{}", "a:?{}", "a:#{}", "a://[v1.{}]"]
    )
    def test_takes_each_character_where_the_engine_does(self, form: str) -> None:
        """
        Each part of an IRI has the characters that pyoxigraph accepts there, and no other.
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
            ("https://[/", '"https://[/" is not an IRI: it has a character where none of its kind may'),
            (
                "notaniri",
                '"notaniri" is not an IRI: it has no scheme; begin it with one, such as https:',
            ),
            ("x" * 100_000, f'"{"x" * 99} … {"x" * 99}" is not an IRI: it has no scheme'),
            ("a:\x85", r'"a:\x85" is not an IRI: it has the character U+0085, which no IRI has'),
            ("a:\ud800", r'"a:\ud800" is not an IRI: it has the character U+D800'),
        ],
    )
    def test_says_what_is_wrong(self, text: str, words: str) -> None:
        """
        The message has the text, without what a terminal would act upon, and what is wrong with it.
        """
        with pytest.raises(ValueError, match=f"^{re.escape(words)}"):
            terms.iri(text)

    def test_is_the_text_in_angle_brackets(self) -> None:
        """
        An IRI term holds its IRI, and gives it back.
        """
        term = terms.iri("https://example.org/é")

        assert "<https://example.org/é>" == term
        assert "https://example.org/é" == terms.iri_text(term)


class TestShorten:
    def test_undoes_what_term_does(self) -> None:
        """
        A prefixed name of any namespace is made long and short again.
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
        An IRI of no known namespace, or with more than a name behind it, stays as it is.
        """
        assert text == terms.shorten(text)

    def test_no_namespace_is_named_twice(self) -> None:
        """
        Each namespace has one prefix, so that there is one short form.
        """
        assert len(PREFIXES) == len(set(PREFIXES.values()))


def _is_accepted(make: Callable[[str], object], text: str) -> bool:
    try:
        return bool(make(text))
    except ValueError:
        return False
