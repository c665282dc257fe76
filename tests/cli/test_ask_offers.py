"""`privkg ask` lists its questions, completes words, draws answers and prints queries."""

import re
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from commands import run
from privkg import cli
from privkg.query import questions
from privkg.query.charts import CHARTS, draw

QUESTION = "actors-linked-to-harms"


class TestHelp:
    def test_questions_are_listed_in_plain_words(self) -> None:
        """
        Without a name, each question is listed with its sentence.
        """
        explained, listed = run("ask", "--help"), run("ask")

        assert (0, explained.stdout, "") == (listed.code, listed.stdout, listed.stderr)
        assert [] == [name for name in questions.names() if f"  {name}" not in explained.stdout]
        assert "What were the consequences" in explained.stdout

    @pytest.mark.parametrize("name", questions.names())
    def test_help_of_a_question_lists_its_parameters(self, name: str) -> None:
        """
        The help of a question has its sentence, its parameters and an example.
        """
        explained = " ".join(run("ask", name, "--help").stdout.split())
        question = questions.load(name)

        assert question.summary in explained
        assert f"privkg ask {name} {question.example}".strip() in explained
        assert [] == [p.name for p in question.parameters if f"--{p.name} " not in explained]


class TestCompletion:
    @pytest.mark.parametrize(
        ("name", "typed", "offered"),
        [
            ("--harm", "Dis", ["Disclosure", "Distortion"]),
            ("--harm", "dis", ["Disclosure", "Distortion"]),
            ("--actor-type", "Reg", ["RegionalAuthority", "Regulator"]),
            ("--country", "New Z", ["New Zealand"]),
            ("--basis", "", ["asserted", "derived"]),
            ("--claim-status", "not", ["NotUnderstood"]),
        ],
    )
    def test_concepts_are_completed(self, name: str, typed: str, offered: list[str]) -> None:
        """
        The beginning of a concept, a country or a word is completed, in upper or lower case.
        """
        assert offered == completed(["ask", QUESTION, name], typed)

    def test_things_of_the_graph_are_completed(self, graph: Path) -> None:
        """
        An incident is completed by the slugs of the graph that is named.
        """
        words = ["ask", "why-linked", "--graph", str(graph), "--incident"]

        assert ["cameras-for-sale-in-an-example"] == completed(words, "cam")

    @pytest.mark.parametrize("place", [["--graph", "nowhere"], ["--endpoint", "https://example.org/"]])
    def test_without_a_graph_nothing_is_offered(self, place: list[str]) -> None:
        """
        Without a graph, or with an endpoint, nothing is completed and nothing printed.
        """
        assert [] == completed(["ask", "why-linked", *place, "--incident"], "c")


class TestSparql:
    def test_the_printed_query_runs(self, graph: Path) -> None:
        """
        The query that --sparql prints returns the same rows.
        """
        arguments = ["ask", QUESTION, "--harm", "Disclosure"]
        printed = run(*arguments, "--sparql", graph=graph).stdout

        assert (
            run(*arguments, "--format", "csv", graph=graph).stdout
            == run("query", "--format", "csv", stdin=printed, graph=graph).stdout
        )

    def test_a_concept_needs_no_graph(self, tmp_path: Path) -> None:
        """
        A query whose words are concepts is printed where no graph is.
        """
        result = run("ask", QUESTION, "--harm", "Disclosure", "--sparql", graph=tmp_path)

        assert 0 == result.code
        assert "VALUES ?wantedHarm { <https://w3id.org/privkg/solove#Disclosure> }" in result.stdout


class TestChart:
    def test_an_answer_is_drawn(self, graph: Path, tmp_path: Path) -> None:
        """
        With --chart the answer is drawn, and printed too.
        """
        file = tmp_path / "chart.svg"

        result = run("ask", "actors-by-incidents", "--format", "csv", "--chart", str(file), graph=graph)

        assert result.stdout.startswith("actor,actorLabel,incidents,rows,established,contested")
        assert file.read_bytes().startswith(b"<?xml")
        drawn = file.read_text(encoding="utf-8")
        assert "Who appears in the most documented incidents?" in drawn
        assert "Rows of every claim status are included: alleged, denied, " in drawn
        assert "Counts are of documented incidents, not of how often a thing happens." in drawn

    def test_an_answer_is_drawn_as_png(self, graph: Path, tmp_path: Path) -> None:
        """
        A file whose name ends in .png is a PNG.
        """
        file = tmp_path / "chart.PNG"

        assert 0 == run("ask", "actors-by-incidents", "--chart", str(file), graph=graph).code
        assert file.read_bytes().startswith(b"\x89PNG")

    @pytest.mark.parametrize("name", ["chart.jpg", "chart", "chart.svg.gz"])
    def test_a_chart_has_the_ending_of_its_format(self, graph: Path, tmp_path: Path, name: str) -> None:
        """
        A file with another ending is not written, which ends with code 2 and the name to use.
        """
        result = run("ask", "actors-by-incidents", "--chart", str(tmp_path / name), graph=graph)

        assert 2 == result.code
        assert re.search(r"write --chart \S+\.svg or --chart \S+\.png", result.stderr)
        assert not (tmp_path / name).exists()

    def test_an_answer_that_cannot_be_drawn_is_an_error(self, graph: Path, tmp_path: Path) -> None:
        """
        A question that suggests a table has no chart, which ends with code 2 and what has one.
        """
        result = run("ask", QUESTION, "--chart", str(tmp_path / "chart.svg"), graph=graph)

        assert 2 == result.code
        assert "no chart for an answer of kind" in result.stderr

    @pytest.mark.parametrize("name", [n for n in questions.names() if not questions.load(n).needs])
    def test_each_view_that_can_be_drawn_is(self, graph: Path, name: str) -> None:
        """
        The view that a question suggests fits its columns.
        """
        from privkg.query import ask
        from privkg.store.graph import open_graph

        question = questions.load(name)
        answer = ask.ask(open_graph(graph), question, {})

        if question.view.kind in CHARTS.names():
            assert draw(question.view, answer, title="", note="").endswith(b"</svg>\n")


def completed(words: list[str], typed: str) -> list[str]:
    """Return what a shell offers after some words and the beginning of one more."""
    complete = ShellComplete(cli.group, {}, "privkg", "_PRIVKG_COMPLETE")
    return [item.value for item in complete.get_completions(words, typed)]
