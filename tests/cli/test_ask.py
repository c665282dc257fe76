"""`privkg ask` answers canned questions, and reports mistakes with advice."""

import shutil
from pathlib import Path

import pytest

from commands import run, terminal

QUESTION = "actors-linked-to-harms"


class TestAnswers:
    def test_a_harm_restricts_the_rows(self, graph: Path) -> None:
        """
        A parameter keeps the matching rows; CSV has a header line and a line for each row.
        """
        result = run("ask", QUESTION, "--harm", "Exposure", "--format", "csv", graph=graph)

        assert 0 == result.code
        columns = (
            "actor,actorLabel,harm,harmLabel,status,attributedTo,incident,title,rowIndex,act,source"
        )
        assert (columns, 2) == (result.stdout.splitlines()[0], len(result.stdout.splitlines()))

    def test_several_harms_mean_all_of_them(self, graph: Path) -> None:
        """
        With several harms, only actors linked to all of them are in the answer.
        """
        arguments = ["--harm", "Exposure", "--harm", "Blackmail"]

        assert 1 == len(run("ask", QUESTION, *arguments, graph=graph).stdout.splitlines())

    def test_evidence_is_an_additional_column(self, graph: Path) -> None:
        """
        With --evidence each row has the sentences that support it, with their places.
        """
        result = run(
            "ask", QUESTION, "--harm", "Surveillance", "--evidence", "--format", "md", graph=graph
        )

        assert "cameras.txt:22:9 “Example Agency watching people”" in result.stdout

    @pytest.mark.parametrize(("harm", "count"), [("Exposure", "1 row"), ("Blackmail", "0 rows")])
    def test_a_table_has_a_count_of_rows(self, graph: Path, harm: str, count: str) -> None:
        """
        A table is followed by its number of rows, in the singular or plural.
        """
        result = run("ask", QUESTION, "--harm", harm, "--format", "table", graph=graph)

        assert count == result.stderr.splitlines()[-2]

    def test_only_the_answer_is_on_standard_output(self, graph: Path) -> None:
        """
        Notes about an answer are on standard error.
        """
        result = run("ask", QUESTION, "--format", "tsv", graph=graph)

        assert result.stderr.startswith("Rows of every claim status are included: ")
        assert 1 == result.stderr.count("\n")
        assert {11} == {len(line.split("\t")) for line in result.stdout.splitlines()}


class TestMistakes:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (
                ["actor-linked-to-harms"],
                'unknown question "actor-linked-to-harms"; did you mean "actors-',
            ),
            (["xyz"], 'unknown question "xyz"; known: actors-by-incidents, '),
            (
                ["similar-incidents"],
                "similar-incidents requires the parameter incident: the incident to",
            ),
            (
                [QUESTION, "--harm", "Surveilance"],
                'unknown harm "Surveilance"; did you mean "Surveillance"?',
            ),
            ([QUESTION, "--harm", ""], 'unknown harm ""'),
            ([QUESTION, "--harm", 'x" } DROP ALL #'], "unknown harm"),
            ([QUESTION, "--actor-type", "MunicipalDept"], 'did you mean "MunicipalDepartment"?'),
            ([QUESTION, "--harmes", "Exposure"], 'unknown option "--harmes"; did you mean "--harm"?'),
            (
                [QUESTION, "--format", "turtle"],
                'invalid value for --format: "turtle" is not one of "table", ',
            ),
            ([QUESTION, "extra"], "got unexpected extra argument (extra); see `privkg ask "),
        ],
    )
    def test_a_mistake_is_reported_with_advice(
        self, graph: Path, arguments: list[str], words: str
    ) -> None:
        """
        An unknown name ends with code 2, and the message suggests a similar one.
        """
        result = run("ask", *arguments, graph=graph)

        assert (2, "") == (result.code, result.stdout)
        assert words in result.stderr

    def test_no_graph(self, tmp_path: Path) -> None:
        """
        Without a graph the message names the command that builds one.
        """
        result = run("ask", QUESTION, graph=tmp_path / "nowhere")

        assert (3, f"privkg: no graph in {tmp_path / 'nowhere'}; build one with `privkg build`\n") == (
            result.code,
            result.stderr,
        )

    @pytest.mark.parametrize("verb", [["ask", QUESTION], ["show", "cameras"], ["query", "-e", "ASK {}"]])
    def test_a_damaged_graph(self, graph: Path, tmp_path: Path, verb: list[str]) -> None:
        """
        Every command reports a damaged graph in one line, and prints no answer.
        """
        damaged = shutil.copytree(graph, tmp_path / "graph")
        (damaged / "gen-000001" / "store" / "CURRENT").write_text("")
        result = run(*verb, graph=damaged)

        assert (3, "", 1) == (result.code, result.stdout, len(result.stderr.splitlines()))
        assert "build again" in result.stderr


class TestTerminal:
    def test_a_table_on_a_terminal(self, graph: Path) -> None:
        """
        On a terminal an answer is a table below the question, no wider than the terminal.
        """
        shown = terminal("ask", QUESTION, graph=graph)

        assert shown.startswith("Which actors are tied to all of these harms, and by which acts?\n")
        assert "3 rows\n" in shown
        assert "\t" not in shown

    @pytest.mark.parametrize("name", ["table", "tsv", "csv", "json", "md", "html"])
    def test_a_title_cannot_steer_it(self, graph: Path, name: str) -> None:
        """
        In every format, control characters of a title are escaped on a terminal.
        """
        shown = terminal("ask", QUESTION, "--format", name, graph=graph, NO_COLOR="1")

        assert [] == [bad for bad in ("\x1b[31m", "\x1b]0;", "\x07", "\u202e") if bad in shown]

    @pytest.mark.parametrize("columns", ["abc", "-5", "0", "7", "", "\u00b2", "9" * 18, "9" * 5_000])
    def test_any_width_will_do(self, graph: Path, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A COLUMNS that is not a number, or is too small for the table, causes no error.
        """
        with monkeypatch.context() as patch:  # pytest's own report reads COLUMNS after the test
            patch.setenv("COLUMNS", columns)
            result = run("ask", QUESTION, "--format", "table", "--evidence", graph=graph)

        assert 0 == result.code
