"""Findings as lines for people."""

from collections.abc import Iterator

import click
import pytest
from hypothesis import given

from example_findings import FINDINGS, elsewhere, finding
from privkg.check.reports import text
from privkg.core import rules
from privkg.core.findings import PlacedFinding
from privkg.core.model import Rule, Severity
from privkg.core.text import printable


@pytest.fixture(scope="module", autouse=True)
def columns() -> Iterator[None]:
    """A terminal of sixty columns."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "60")
        yield


def shown(found: PlacedFinding) -> list[str]:
    """Return what a terminal shows, colours left out."""
    return click.unstyle(text.render([found], is_terminal=True)).splitlines()


class TestInAPipe:
    def test_is_place_weight_code_name_and_message(self) -> None:
        """
        A line says where, how bad, which rule, and what to do, as tools read it.
        """
        expected = "data/incidents/x.txt:14:6 error PK012 incident-has-date write it as November 2014\n"

        assert expected == text.render([finding()])

    def test_names_the_other_places(self) -> None:
        """
        Places that have a part in a finding are named on its line.
        """
        assert text.render([finding(related=(elsewhere(),))]).endswith(
            "; see also data/incidents/x.txt:20:1\n"
        )

    def test_says_nothing_of_nothing(self) -> None:
        """
        Without findings there are no lines.
        """
        assert text.render([]) == ""

    @given(FINDINGS)
    def test_is_a_line_each_whatever_a_page_holds(self, findings: list[PlacedFinding]) -> None:
        """
        Nothing of a page breaks a line or steers a terminal.
        """
        lines = text.render(findings).split("\n")

        assert len(findings) == len(lines) - 1
        assert lines == [printable(line) for line in lines]


class TestOnATerminal:
    def test_quotes_the_line_and_underlines_the_words(self) -> None:
        """
        The line is quoted with its number, and the faulty words are underlined.
        """
        assert ["14 | Date Novembre 2014", "   |      ^~~~~~~~~~~~~"] == shown(finding())[1:]

    def test_keeps_to_the_width_of_the_terminal(self) -> None:
        """
        Of a long line, what stands around the words is shown.
        """
        line = shown(finding(excerpt="Date Novembre 2014" + " and more" * 100))[1]

        assert "14 | Date Novembre 2014 and more and more and more and mor…" == line

    def test_colours_by_weight(self) -> None:
        """
        An error and its mark are red, a note and its mark are not.
        """
        error, note = (
            text.render([finding(rule=rule)], is_terminal=True)
            for rule in (rules.DATE, rules.HARM_DEPRECATED)
        )

        assert [(2, 0), (0, 2)] == [
            (said.count("\x1b[31m"), said.count("\x1b[36m")) for said in (error, note)
        ]

    def test_quotes_no_line_of_what_no_page_speaks_of(self) -> None:
        """
        Where there is no line, none is shown.
        """
        assert 1 == len(shown(finding(path="https://w3id.org/privkg/solove#scheme", excerpt="")))

    def test_lists_the_other_places(self) -> None:
        """
        Places that have a part in a finding stand below it.
        """
        assert "  see also data/incidents/x.txt:20:1" == shown(finding(related=(elsewhere(),)))[-1]

    @pytest.mark.parametrize("hostile", ["\x1b[31m", "\u202e", "\x07", "\r\n", "\x9b"])
    def test_cannot_be_steered(self, hostile: str) -> None:
        """
        Escapes and controls of direction are written out, wherever they stand.
        """
        rule = Rule(f"X{hostile}", f"n{hostile}", Severity.INFO)
        found = finding(f"m{hostile}", path=f"p{hostile}", rule=rule, excerpt=f"Date {hostile}bre 2014")

        assert hostile not in click.unstyle(text.render([found], is_terminal=True))

    @given(FINDINGS)
    def test_shows_any_finding(self, findings: list[PlacedFinding]) -> None:
        """
        Whatever a page holds is shown, as lines without a control of its own.
        """
        written = click.unstyle(text.render(findings, is_terminal=True))

        assert written == printable(written)
        assert sum(1 + 2 * bool(f.place.excerpt) + len(f.related) for f in findings) == written.count(
            "\n"
        )
