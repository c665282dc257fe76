"""Findings as lines for people."""

import click
import pytest
from hypothesis import given

from privkg.answers import printable
from privkg.findings import PlacedFinding
from privkg.reports import text
from reports.examples import FINDINGS, elsewhere, finding


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

    def test_underlines_wide_letters_in_full(self) -> None:
        """
        A letter that takes two columns is underlined by two.
        """
        assert "   |      ^" + "~" * 17 == shown(finding(excerpt="Date 二千十四年ber 2014"))[2]

    def test_shows_the_words_of_a_long_line(self) -> None:
        """
        Of a long line, what stands around the words is shown.
        """
        found = finding(excerpt="Date Novembre 2014" + " and more" * 100)

        assert len(shown(found)[1]) < 120

    def test_lists_the_other_places(self) -> None:
        """
        Places that have a part in a finding stand below it.
        """
        assert "  see also data/incidents/x.txt:20:1" == shown(finding(related=(elsewhere(),)))[-1]

    @pytest.mark.parametrize("hostile", ["\x1b[31m", "\u202e", "\x07", "\r\n"])
    def test_cannot_be_steered(self, hostile: str) -> None:
        """
        Escapes and controls of direction are written out.
        """
        found = finding(f"m{hostile}", path=f"p{hostile}", excerpt=f"Date {hostile}bre 2014")

        assert hostile not in click.unstyle(text.render([found], is_terminal=True))

    @given(FINDINGS)
    def test_quotes_any_line(self, findings: list[PlacedFinding]) -> None:
        """
        Whatever a page holds can be shown.
        """
        assert text.render(findings, is_terminal=True).count("\n") >= len(findings)
