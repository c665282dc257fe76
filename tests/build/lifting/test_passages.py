"""Passages of a row are found in the Description verbatim, with their spans."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.build.lifting.passages import Quoting
from privkg.build.lifting.recorder import Recorder
from privkg.core.model import Passage, Row, Span
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import literal, term

START = 100
TEXT = (
    "The agency opened letters at night. It sold “the agency’s copies” to a broker,\n"
    "who shared them. In the café it denied all; it denied all (again)."
)
FOUND = [
    ("The agency opened letters at night.", ["The agency opened letters at night."]),
    ("opened letters", ["opened letters"]),
    ("to a broker, who shared them", ["to a broker,\nwho shared them"]),
    ("to  a broker,\twho", ["to a broker,\nwho"]),
    ('"the agency\'s copies"', ["“the agency’s copies”"]),
    ("„the agencyʼs copies”", ["“the agency’s copies”"]),
    ("opened letters … shared them", ["opened letters", "shared them"]),
    ("opened letters ... to a broker […] denied all", ["opened letters", "to a broker", "denied all"]),
    ("… shared them …", ["shared them"]),
    ("cafe\u0301", ["café"]),
    ("“It sold”", ["It sold"]),
    ("it denied all", ["it denied all"]),
    ("denied all (again)", ["denied all (again)"]),
]
NOT_FOUND = [
    "opened the letters",
    "pened letters",
    "opened letter",
    "the agency opened",
    "shared them … opened letters",
    "it denied all … it denied all … it denied all",
    "…",
    "...",
    "",
    "cafe",
    "opened (letters",
]


def stated(words: str, text: str = TEXT) -> Recorder:
    """Return what is stated of a row that rests on a passage."""
    recorder = Recorder(DEFAULT.row("example", 1))
    description = Passage(text, Span(START, START + len(text)))
    threat = Passage("Agency opening letters", Span(0, 22))
    row = Row(span=Span(0, 50), threat=threat, passages=(Passage(words, Span(30, 30 + len(words))),))
    Quoting((description,)).state(recorder, row)
    return recorder


def parts(recorder: Recorder) -> list[str]:
    """Return the words of the Description that a row's act rests on."""
    acts = [claim.passage for claim in recorder.claims if claim.predicate == term("pk:act")]
    assert all(TEXT[p.span.start - START : p.span.end - START] == p.quote for p in acts)
    return [passage.quote for passage in acts]


class TestFound:
    @pytest.mark.parametrize(("words", "expected"), FOUND)
    def test_at_its_place_in_the_description(self, words: str, expected: list[str]) -> None:
        """
        White space, normal form and the shape of marks are ignored; dots mark omitted words.
        """
        recorder = stated(words)

        assert expected == parts(recorder)
        assert [] == recorder.findings

    def test_at_the_first_of_two_places(self) -> None:
        """
        Of words that occur twice in the Description, the first occurrence counts.
        """
        (claim,) = (c for c in stated("it denied all").claims if c.predicate == term("pk:act"))

        assert TEXT.index("it denied all") == claim.passage.span.start - START

    def test_claims_the_act_and_the_line(self) -> None:
        """
        The sentence is a claim of the act, the line of the row a claim of the quote.
        """
        claims = stated("opened letters").claims

        assert [
            ("pk:quote", literal("opened letters")),
            ("pk:act", literal("Agency opening letters")),
        ] == [
            (name, c.object)
            for c in claims
            for name in ("pk:quote", "pk:act")
            if term(name) == c.predicate
        ]

    @given(st.data())
    def test_wherever_it_is_cut_from(self, data: st.DataObject) -> None:
        """
        Any whole words of the Description are found, in another normal form and spacing too.
        """
        words = TEXT.split()
        first = data.draw(st.integers(0, len(words) - 1))
        last = data.draw(st.integers(first + 1, len(words)))
        cut = unicodedata.normalize("NFD", "  ".join(words[first:last]))

        assert [words[first:last]] == [quote.split() for quote in parts(stated(cut))]


class TestNotFound:
    @pytest.mark.parametrize("words", NOT_FOUND)
    def test_is_a_finding_and_no_claim_of_the_act(self, words: str) -> None:
        """
        Words that do not occur verbatim are not found.
        """
        recorder = stated(words)

        assert ["PK425"] == [finding.rule.code for finding in recorder.findings]
        assert [(term("pk:quote"), None)] == [(c.predicate, c.object) for c in recorder.claims]

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (
                "The agency opens letters at night",
                '"The agency opens letters at night" is not in the Description; the nearest sentence is'
                ' "The agency opened letters at night."; copy the words from there',
            ),
            ("Nobody knew", '"Nobody knew" is not in the Description; copy the words from there'),
        ],
    )
    def test_is_reported_with_the_nearest_sentence(self, words: str, expected: str) -> None:
        """
        The message quotes the sentence with most of the words, if one is similar.
        """
        assert [expected] == [finding.message for finding in stated(words).findings]

    @given(words=st.text(max_size=40), text=st.text(max_size=60))
    def test_or_found_whatever_the_texts(self, words: str, text: str) -> None:
        """
        Any words have a span in any Description, or a finding.
        """
        recorder = stated(words, text)
        acts = [c for c in recorder.claims if c.predicate == term("pk:act")]

        assert bool(acts) != bool(recorder.findings)
