"""Findings are lines for people, with excerpts on a terminal."""

from collections.abc import Iterator
from dataclasses import replace

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
    """Return the lines of a finding on a terminal, without colours."""
    return click.unstyle(text.render([found], is_terminal=True)).splitlines()


def of_record(number: int, rule: Rule = rules.HARM_DEPRECATED) -> PlacedFinding:
    """Return a finding on a record of a register, a file of many texts."""
    found = finding(path=f"hibp.json#{number}", rule=rule)
    return replace(found, place=replace(found.place, key=str(number)))


class TestInAPipe:
    def test_is_place_weight_code_name_and_message(self) -> None:
        """
        A line has the place, severity, rule and message.
        """
        expected = "data/incidents/x.txt:14:6 error PK012 incident-has-date write it as November 2014\n"

        assert expected == text.render([finding()])

    def test_a_message_and_the_other_places_are_one_sentence(self) -> None:
        """
        The full stop of a message is left out if other places follow.
        """
        shown = text.render([finding("Write a month.", related=(elsewhere(),))])

        assert shown.endswith(" Write a month; see also data/incidents/x.txt:20:1\n")
        assert text.render([finding("Write a month.")]).endswith(" Write a month.\n")

    def test_names_the_other_places(self) -> None:
        """
        Related places are listed at the end of the line.
        """
        assert text.render([finding(related=(elsewhere(),))]).endswith(
            "; see also data/incidents/x.txt:20:1\n"
        )

    def test_is_empty_without_findings(self) -> None:
        """
        Without findings the text is empty.
        """
        assert text.render([]) == ""

    @given(FINDINGS)
    def test_is_a_line_each_whatever_a_page_holds(self, findings: list[PlacedFinding]) -> None:
        """
        Each finding with any text is one line without control characters.
        """
        lines = text.render(findings).split("\n")

        assert len(findings) == len(lines) - 1
        assert lines == [printable(line) for line in lines]

    @pytest.mark.parametrize("is_terminal", [False, True])
    def test_repeated_notes_on_a_register_are_counted(self, is_terminal: bool) -> None:
        """
        The first three notes of a rule on the texts of a file are printed, and the number of others.
        """
        found = [of_record(number) for number in range(1, 9)]

        written = text.render(found, is_terminal=is_terminal)
        last = "hibp.json: 5 more notes PK069 harm-is-current; privkg check --format json lists all"

        assert 3 == click.unstyle(written).count(":14:6 note PK069")
        assert last == written.splitlines()[-1]

    def test_other_findings_are_all_printed(self) -> None:
        """
        Warnings, notes on pages of their own, and three notes on a register are all printed.
        """
        notes = [finding(path=f"{number}.txt", rule=rules.HARM_DEPRECATED) for number in range(9)]
        warnings = [of_record(number, rules.ACTOR_UNTYPED) for number in range(9)]
        few = [of_record(number) for number in range(3)]

        assert 21 == text.render([*notes, *warnings, *few]).count("\n")


class TestOnATerminal:
    def test_quotes_the_line_and_underlines_the_words(self) -> None:
        """
        The line is quoted with its number, and the words are underlined.
        """
        assert ["14 | Date Novembre 2014", "   |      ^~~~~~~~~~~~~"] == shown(finding())[1:]

    def test_keeps_to_the_width_of_the_terminal(self) -> None:
        """
        A long line is cut around the words.
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
            (each.count("\x1b[31m"), each.count("\x1b[36m")) for each in (error, note)
        ]

    def test_a_finding_without_a_page_has_no_excerpt(self) -> None:
        """
        A finding at an IRI has no excerpt.
        """
        assert 1 == len(shown(finding(path="https://w3id.org/privkg/solove#scheme", excerpt="")))

    def test_lists_the_other_places(self) -> None:
        """
        Related places are listed below the finding.
        """
        assert "  see also data/incidents/x.txt:20:1" == shown(finding(related=(elsewhere(),)))[-1]

    @pytest.mark.parametrize("hostile", ["\x1b[31m", "\u202e", "\x07", "\r\n", "\x9b"])
    def test_control_characters_are_escaped(self, hostile: str) -> None:
        """
        Control and direction characters are escaped in every part of a finding.
        """
        rule = Rule(f"X{hostile}", f"n{hostile}", Severity.INFO)
        found = finding(f"m{hostile}", path=f"p{hostile}", rule=rule, excerpt=f"Date {hostile}bre 2014")

        assert hostile not in click.unstyle(text.render([found], is_terminal=True))

    @given(FINDINGS)
    def test_shows_any_finding(self, findings: list[PlacedFinding]) -> None:
        """
        A finding with any text is shown without control characters.
        """
        written = click.unstyle(text.render(findings, is_terminal=True))

        assert written == printable(written)
        assert sum(1 + 2 * bool(f.place.excerpt) + len(f.related) for f in findings) == written.count(
            "\n"
        )
