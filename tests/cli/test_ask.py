"""`privkg ask` offers the questions of `queries/`, and tells what it cannot answer and why."""

import shutil
from pathlib import Path

import pytest

from commands import run, terminal

QUESTION = "actors-linked-to-harms"


class TestAnswers:
    def test_a_harm_restricts_the_rows(self, graph: Path) -> None:
        """
        A parameter keeps the rows that fit it, in a line each after the names of the columns.
        """
        said = run("ask", QUESTION, "--harm", "Exposure", "--format", "csv", graph=graph)

        assert 0 == said.code
        columns = (
            "actor,actorLabel,harm,harmLabel,status,attributedTo,incident,title,rowIndex,act,source"
        )
        assert (columns, 2) == (said.stdout.splitlines()[0], len(said.stdout.splitlines()))

    def test_several_harms_mean_all_of_them(self, graph: Path) -> None:
        """
        An actor counts only if it is tied to each harm that is named.
        """
        arguments = ["--harm", "Exposure", "--harm", "Blackmail"]

        assert 1 == len(run("ask", QUESTION, *arguments, graph=graph).stdout.splitlines())

    def test_evidence_is_a_column_more(self, graph: Path) -> None:
        """
        With --evidence each row says which sentences it rests on, and where they stand.
        """
        said = run(
            "ask", QUESTION, "--harm", "Surveillance", "--evidence", "--format", "md", graph=graph
        )

        assert "cameras.txt:22:9 “Example Agency watching people”" in said.stdout

    @pytest.mark.parametrize(("harm", "count"), [("Exposure", "1 row"), ("Blackmail", "0 rows")])
    def test_the_count_is_told_beside_a_table(self, graph: Path, harm: str, count: str) -> None:
        """
        Beside a table stands how many rows it has, in words that fit the number.
        """
        said = run("ask", QUESTION, "--harm", harm, "--format", "table", graph=graph)

        assert count == said.stderr.splitlines()[-2]

    def test_only_the_answer_is_on_standard_output(self, graph: Path) -> None:
        """
        What is said about an answer is not mixed with it.
        """
        said = run("ask", QUESTION, "--format", "tsv", graph=graph)

        assert said.stderr.startswith("Rows of every claim status are included: ")
        assert 1 == said.stderr.count("\n")
        assert {11} == {len(line.split("\t")) for line in said.stdout.splitlines()}


class TestMistakes:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (
                ["actor-linked-to-harms"],
                'unknown question "actor-linked-to-harms"; did you mean "actors-',
            ),
            (["xyz"], 'unknown question "xyz"; known: actors-by-incidents, '),
            (["similar-incidents"], "similar-incidents needs --incident: the incident that"),
            (
                [QUESTION, "--harm", "Surveilance"],
                'unknown harm "Surveilance"; did you mean "Surveillance"?',
            ),
            ([QUESTION, "--harm", ""], 'unknown harm ""'),
            ([QUESTION, "--harm", 'x" } DROP ALL #'], "unknown harm"),
            ([QUESTION, "--actor-type", "MunicipalDept"], 'did you mean "MunicipalDepartment"?'),
            ([QUESTION, "--harmes", "Exposure"], "'--harm'?"),
            ([QUESTION, "--format", "turtle"], "'turtle' is not one of"),
            ([QUESTION, "extra"], "unexpected extra argument"),
        ],
    )
    def test_a_mistake_is_told_with_what_comes_near(
        self, graph: Path, arguments: list[str], words: str
    ) -> None:
        """
        What is unknown ends with code 2, and the nearest known thing is offered.
        """
        said = run("ask", *arguments, graph=graph)

        assert (2, "") == (said.code, said.stdout)
        assert words in said.stderr

    def test_no_graph(self, tmp_path: Path) -> None:
        """
        Without a graph the command that builds one is named.
        """
        said = run("ask", QUESTION, graph=tmp_path / "nowhere")

        assert (3, f"privkg: no graph in {tmp_path / 'nowhere'}; build one with `privkg build`\n") == (
            said.code,
            said.stderr,
        )

    @pytest.mark.parametrize("verb", [["ask", QUESTION], ["show", "cameras"], ["query", "-e", "ASK {}"]])
    def test_a_damaged_graph(self, graph: Path, tmp_path: Path, verb: list[str]) -> None:
        """
        A damaged graph is not answered from; every verb says so in a line.
        """
        damaged = shutil.copytree(graph, tmp_path / "graph")
        (damaged / "gen-000001" / "store" / "CURRENT").write_text("")
        said = run(*verb, graph=damaged)

        assert (3, "", 1) == (said.code, said.stdout, len(said.stderr.splitlines()))
        assert "build again" in said.stderr


class TestTerminal:
    def test_a_table_on_a_terminal(self, graph: Path) -> None:
        """
        On a terminal an answer is a table under the question, as wide as the terminal.
        """
        shown = terminal("ask", QUESTION, graph=graph)

        assert shown.startswith("Which actors are tied to all of these harms, and by which acts?\n")
        assert "3 rows\n" in shown
        assert "\t" not in shown

    @pytest.mark.parametrize("name", ["table", "tsv", "csv", "json", "md", "html"])
    def test_a_title_cannot_steer_it(self, graph: Path, name: str) -> None:
        """
        In whatever format, a terminal is shown the controls of a title and does not obey them.
        """
        shown = terminal("ask", QUESTION, "--format", name, graph=graph, NO_COLOR="1")

        assert [] == [bad for bad in ("\x1b[31m", "\x1b]0;", "\x07", "\u202e") if bad in shown]

    @pytest.mark.parametrize("columns", ["abc", "-5", "0", "7", "", "\u00b2", "9" * 18, "9" * 5_000])
    def test_any_width_will_do(self, graph: Path, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A width that is no number, or too small for the table, is no accident.
        """
        monkeypatch.setenv("COLUMNS", columns)

        assert 0 == run("ask", QUESTION, "--format", "table", "--evidence", graph=graph).code
