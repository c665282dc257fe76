"""`privkg search` finds incidents by words and facets, in each format of answers."""

import json
from pathlib import Path

import pytest

from commands import run, terminal

IRI = "https://w3id.org/privkg/id/incident/cameras-for-sale-in-an-example"


class TestHits:
    def test_csv_has_a_row_for_each(self, graph: Path) -> None:
        """
        In a pipe the answer is CSV: a header line, and a line for each incident, the best first.
        """
        result = run("search", "SALE", graph=graph)

        lines = result.stdout.splitlines()
        assert (0, "", "incident,title,date,sentence") == (result.code, result.stderr, lines[0])
        assert [f"{IRI},Cameras for sale in an example"] == [
            ",".join(line.split(",")[:2]) for line in lines[1:2]
        ]

    @pytest.mark.parametrize(
        ("form", "expected"),
        [
            ("table", "*Cameras* for sale in an example"),
            ("md", f"- [**Cameras** for sale in an example](<{IRI}>)"),
            ("html", f'<li><a href="{IRI}"><mark>Cameras</mark> for sale in an example</a>'),
            ("json", '"value":"Cameras for sale in an example"'),
        ],
    )
    def test_words_are_marked(self, graph: Path, form: str, expected: str) -> None:
        """
        Formats for people mark the found words; those for programs do not.
        """
        assert expected in run("search", "cameras", "--format", form, graph=graph).stdout

    def test_a_terminal_is_not_steered(self, graph: Path) -> None:
        """
        Control characters of a title are printed escaped; a terminal has styles instead of asterisks.
        """
        shown = terminal("search", "stolen", graph=graph)

        assert "\\x1b]0;title\\x07" in shown
        assert "\x1b]0" not in shown
        assert "*" not in shown

    @pytest.mark.parametrize(
        ("arguments", "notes"),
        [
            (["example"], ""),
            (["example", "--limit", "1"], "the first 1 of 2 incidents; --limit 2 prints all\n"),
            (["example", "--limit", "1", "--quiet"], ""),
            (["zebra", "--format", "table"], "0 incidents\n"),
            (["*"], ""),
            (["word"] * 33, "only the first 32 words are searched for; 1 word ignored\n"),
        ],
    )
    def test_what_is_left_out_is_reported(self, graph: Path, arguments: list[str], notes: str) -> None:
        """
        Standard error has the number of incidents, if it is of use.
        """
        result = run("search", *arguments, graph=graph)

        assert (0, notes) == (result.code, result.stderr)


class TestFacets:
    def test_a_value_restricts(self, graph: Path) -> None:
        """
        Without words, all incidents with a value are found.
        """
        found = json.loads(run("search", "--harm", "Exposure", "--format", "json", graph=graph).stdout)

        (row,) = found["results"]["bindings"]
        assert row["incident"]["value"].endswith("/stolen-31mletters-0-title-of-example")

    def test_counts(self, graph: Path) -> None:
        """
        --facets prints the number of incidents with each value.
        """
        lines = run(
            "search", "example", "--harm", "Exposure", "--facets", graph=graph
        ).stdout.splitlines()

        assert "facet,value,valueLabel,incidents" == lines[0]
        assert "harm,https://w3id.org/privkg/solove#Exposure,exposure,1" in lines
        assert "status,https://w3id.org/privkg/ns#Reported,reported,1" in lines

    @pytest.mark.parametrize(
        ("option", "message"),
        [
            ("--harm", 'unknown harm "expozure"; did you mean "exposure"?'),
            ("--actor-type", 'unknown actor type "expozure"; '),
        ],
    )
    def test_an_unknown_value(self, graph: Path, option: str, message: str) -> None:
        """
        A value that no incident has is a mistake, with what could be meant.
        """
        result = run("search", option, "expozure", graph=graph)

        assert (2, True) == (result.code, message in result.stderr)
