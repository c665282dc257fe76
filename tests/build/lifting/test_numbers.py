"""Numbers of rows, sources and decisions: each is a triple or a finding, never both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversions import short
from privkg.build.lifting.numbers import NumberedNodes
from privkg.build.lifting.recorder import Recorder
from privkg.core.model import Passage, Span
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import Term, term

FOLLOWS, ABOUT, AMENDS = term("pk:followsFrom"), term("pk:decidesOn"), term("pk:amends")
NUMBERED = NumberedNodes(
    base=DEFAULT,
    slug="example",
    rows=tuple(DEFAULT.row("example", index) for index in (1, 2, 3)),
    sources=tuple(DEFAULT.source(f"https://example.org/{index}") for index in (1, 2)),
    decisions=tuple(DEFAULT.decision("example", index) for index in (1, 2, 3)),
)
WORDS = st.one_of(
    st.integers(-1, 10**7).map(str),
    st.sampled_from(
        ("1 and 2", "2 & 9", "letters/v1", "letters/v0", "example/v2", "a b/v1", "", "²", "１")
    ),
    st.text(alphabet="0123456789/v-ab é", max_size=8),
)


def passage(text: str) -> Passage:
    return Passage(text, Span(0, len(text)))


def of_row(index: int = 2) -> Recorder:
    return Recorder(NUMBERED.rows[index - 1])


def outcome(recorder: Recorder) -> tuple[list[str], list[str]]:
    """Return the values stated, in short, and the codes of findings."""
    return [short(o) for _, _, o in recorder.facts], [finding.rule.code for finding in recorder.findings]


class TestCauses:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("1", (["incident/example/v1"], [])),
            ("1 and 3", (["incident/example/v1", "incident/example/v3"], [])),
            ("3 & 9", (["incident/example/v3"], ["PK422"])),
            ("2", ([], ["PK086"])),
            ("4", ([], ["PK422"])),
            ("0", ([], ["PK422"])),
            ("the first", ([], ["PK422"])),
            ("letters-opened/v4", (["incident/letters-opened/v4"], [])),
            ("letters-opened-0a1b2c3d/v4", (["incident/letters-opened-0a1b2c3d/v4"], [])),
            ("example/v1", (["incident/example/v1"], [])),
            ("example/v2", ([], ["PK086"])),
            ("example/v9", ([], ["PK422"])),
            ("Letters Opened/v4", ([], ["PK422"])),
            ("Letters/v4", ([], ["PK423"])),
            ("letters/v0", ([], ["PK423"])),
        ],
    )
    def test_are_rows_of_this_page_or_another(
        self, text: str, expected: tuple[list[str], list[str]]
    ) -> None:
        """
        A number refers to a row of the page, a slug and number to one of another, never to itself.
        """
        recorder = of_row()
        NUMBERED.state_causes(recorder, [passage(text)])

        assert expected == outcome(recorder)


class TestRows:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [("2", (["incident/example/v2"], [])), ("4", ([], ["PK422"])), ("letters/v1", ([], ["PK422"]))],
    )
    def test_of_a_decision_are_those_of_the_page(
        self, text: str, expected: tuple[list[str], list[str]]
    ) -> None:
        """
        About refers to rows of its page only.
        """
        recorder = Recorder(NUMBERED.decisions[0])
        NUMBERED.state_rows(recorder, ABOUT, [passage(text)])

        assert expected == outcome(recorder)

    def test_that_are_absent_are_reported_with_the_count(self) -> None:
        """
        The message quotes the number and has the count of rows of the page.
        """
        recorder = of_row()
        NUMBERED.state_causes(recorder, [passage("7")])

        assert ['no row "7"; the page has 3 rows, numbered from 1'] == [
            f.message for f in recorder.findings
        ]


class TestSources:
    def test_are_returned_each_once(self) -> None:
        """
        The sources that a row names are those of the page with these numbers; others are a finding.
        """
        recorder = of_row()
        found = NUMBERED.state_sources(recorder, map(passage, ("2", "1", "2", "3")))

        assert (NUMBERED.sources[1], NUMBERED.sources[0]) == found
        assert ["PK424"] == outcome(recorder)[1]


class TestEarlier:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("1", (["incident/example/d1"], [])),
            ("2", ([], ["PK428"])),
            ("3", ([], ["PK428"])),
            ("9", ([], ["PK428"])),
            ("the fine", ([], ["PK428"])),
        ],
    )
    def test_are_blocks_before_this_one(self, text: str, expected: tuple[list[str], list[str]]) -> None:
        """
        A decision changes an earlier one, never itself or a later one.
        """
        recorder = Recorder(NUMBERED.decisions[1])
        NUMBERED.state_earlier(recorder, AMENDS, [passage(text)], 2)

        assert expected == outcome(recorder)


class TestEach:
    @given(texts=st.lists(WORDS, max_size=4), index=st.integers(1, 3))
    def test_number_is_a_triple_or_a_finding(self, texts: list[str], index: int) -> None:
        """
        Every number that a page writes has a claim with its value, or a finding and no value.
        """
        row, decision = of_row(index), Recorder(NUMBERED.decisions[index - 1])
        NUMBERED.state_causes(row, map(passage, texts))
        NUMBERED.state_sources(row, map(passage, texts))
        NUMBERED.state_rows(decision, ABOUT, map(passage, texts))
        NUMBERED.state_earlier(decision, AMENDS, map(passage, texts), index)

        for recorder in (row, decision):
            stated = [claim for claim in recorder.claims if claim.object]
            left = [claim.passage.span for claim in recorder.claims if not claim.object]
            assert [(c.subject, c.predicate, c.object) for c in stated] == recorder.facts
            assert left == [finding.span for finding in recorder.findings]
        assert 4 * len(texts) <= len(row.claims) + len(decision.claims)
        assert not_itself(row.facts) and not_itself(decision.facts)


def not_itself(facts: list[tuple[Term, Term, Term]]) -> bool:
    return all(subject != value for subject, _, value in facts)
