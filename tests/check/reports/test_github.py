"""Findings are workflow commands of GitHub Actions."""

from dataclasses import replace

import pytest
from hypothesis import given

from example_findings import FINDINGS, elsewhere, finding
from privkg.check.reports import github
from privkg.core import rules
from privkg.core.findings import PlacedFinding, Region
from privkg.core.text import printable


def command(line: str) -> tuple[str, dict[str, str], str]:
    """Return a line as parsed by a runner: command, properties, message."""
    _, head, message = line.split("::", 2)
    name, properties = head.split(" ", 1)
    pairs = (pair.split("=", 1) for pair in properties.split(","))
    return name, {key: unescaped(value) for key, value in pairs}, unescaped(message)


def unescaped(text: str) -> str:
    for escape, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, character)
    return text


def visible(text: str) -> str:
    """Return text with control characters escaped, except for carriage returns."""
    return "\r".join(map(printable, text.split("\r")))


def bare(findings: list[PlacedFinding]) -> list[PlacedFinding]:
    return [replace(found, related=()) for found in findings]


class TestRender:
    def test_names_file_lines_and_columns(self) -> None:
        """
        A command has the file, lines and columns, and the rule as its title.
        """
        expected = (
            "::error file=data/incidents/x.txt,line=14,endLine=14,title=PK012 incident-has-date,"
            "col=6,endColumn=19::write it as November 2014\n"
        )

        assert expected == github.render([finding()])

    def test_a_note_is_a_notice(self) -> None:
        """
        An Info is a command `notice`.
        """
        assert github.render([finding(rule=rules.HARM_DEPRECATED)]).startswith("::notice ")

    def test_columns_are_of_one_line(self) -> None:
        """
        A finding of several lines has no columns.
        """
        place = Region(path="x.txt", line=2, column=3, end_line=4, end_column=5)
        written = github.render([PlacedFinding(rule=rules.DATE, message="m", place=place)])

        assert written == "::error file=x.txt,line=2,endLine=4,title=PK012 incident-has-date::m\n"

    def test_escapes_what_ends_a_property(self) -> None:
        """
        Colons, commas, per cent signs and line ends in a path are escaped.
        """
        assert "file=a%3A%2C%25%0A.txt," in github.render([finding(path="a:,%\n.txt")])

    def test_escapes_what_ends_a_message(self) -> None:
        """
        Line ends in a message are escaped.
        """
        assert github.render([finding("100% ::a\r\n")]).endswith("::100%25 ::a%0D%0A\n")

    def test_a_message_and_the_other_places_are_one_sentence(self) -> None:
        """
        The full stop of a message is left out if other places follow.
        """
        shown = github.render([finding("Write a month.", related=(elsewhere(),))])

        assert shown.endswith("::Write a month; see also data/incidents/x.txt:20:1\n")

    def test_names_the_other_places(self) -> None:
        """
        Other places are named in the message.
        """
        assert "; see also data/incidents/x.txt:20:1" in github.render([finding(related=(elsewhere(),))])

    def test_a_finding_without_a_page_has_no_file(self) -> None:
        """
        A finding at an IRI has no file and line.
        """
        written = github.render([finding(path="https://w3id.org/privkg/solove#scheme")])

        assert written.startswith("::error title=PK012 incident-has-date::")

    @pytest.mark.parametrize(
        ("hostile", "shown"), [("\x1b[31m", r"\x1b[31m"), ("\u202e", r"\u202e"), ("\u2028", r"\u2028")]
    )
    def test_control_characters_are_escaped(self, hostile: str, shown: str) -> None:
        """
        Control and direction characters are escaped in messages and paths.
        """
        written = github.render([finding(hostile, path=hostile)])

        assert [f"::error file={shown}", shown] == [written.split(",")[0], written.split("::")[-1][:-1]]


class TestAnyText:
    @given(FINDINGS)
    def test_is_a_line_each(self, findings: list[PlacedFinding]) -> None:
        """
        Each finding with any text is one line.
        """
        written = github.render(findings)

        assert len(findings) == len(written.splitlines()) == written.count("\n")

    @given(FINDINGS)
    def test_is_parsed_by_a_runner(self, findings: list[PlacedFinding]) -> None:
        """
        Parsing the commands returns titles and messages with any text.
        """
        expected = [(visible(f"{f.rule.code} {f.rule.name}"), visible(f.message)) for f in findings]

        assert expected == [
            (properties["title"], message)
            for _, properties, message in map(command, github.render(bare(findings)).splitlines())
        ]
