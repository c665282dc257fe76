"""Findings as workflow commands."""

from hypothesis import given

from privkg import rules
from privkg.findings import Place, PlacedFinding
from privkg.reports import github
from reports.examples import FINDINGS, elsewhere, finding


class TestRender:
    def test_names_file_lines_and_columns(self) -> None:
        """
        A command points at the words and is titled by the rule.
        """
        expected = (
            "::error file=data/incidents/x.txt,line=14,endLine=14,title=PK012 incident-has-date,"
            "col=6,endColumn=19::write it as November 2014\n"
        )

        assert expected == github.render([finding()])

    def test_a_note_is_a_notice(self) -> None:
        """
        GitHub's word for an Info is notice.
        """
        assert github.render([finding(rule=rules.HARM_DEPRECATED)]).startswith("::notice ")

    def test_columns_are_of_one_line(self) -> None:
        """
        Where more lines are meant, no columns are given.
        """
        place = Place(path="x.txt", line=2, column=3, end_line=4, end_column=5)
        written = github.render([PlacedFinding(rule=rules.DATE, message="m", place=place)])

        assert written == "::error file=x.txt,line=2,endLine=4,title=PK012 incident-has-date::m\n"

    def test_escapes_what_ends_a_property(self) -> None:
        """
        Colons, commas, per cent signs and line ends of a path are escaped.
        """
        assert "file=a%3A%2C%25%0A.txt," in github.render([finding(path="a:,%\n.txt")])

    def test_escapes_what_ends_a_message(self) -> None:
        """
        A message stays on its line.
        """
        assert github.render([finding("100% ::a\r\n")]).endswith("::100%25 ::a%0D%0A\n")

    def test_names_the_other_places(self) -> None:
        """
        Other places are named in the message.
        """
        assert "; see also data/incidents/x.txt:20:1" in github.render([finding(related=(elsewhere(),))])

    def test_what_no_page_speaks_of_has_no_file(self) -> None:
        """
        A finding of no page is shown without a line.
        """
        written = github.render([finding(path="https://w3id.org/privkg/solove#scheme")])

        assert written.startswith("::error title=PK012 incident-has-date::")

    @given(FINDINGS)
    def test_is_a_line_each(self, findings: list[PlacedFinding]) -> None:
        """
        However odd a text is, a command is one line.
        """
        written = github.render(findings)

        assert [line[:2] for line in written.split("\n")[:-1]] == ["::"] * len(findings)
