"""`privkg query` runs SPARQL from an option, a file or standard input, in every format."""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph
import pytest

from commands import Result, run
from exports import GRAPHS
from privkg.cli._options import ANSWERS
from privkg.store import rdf

NASTY = 'a|b\\c "d", <e>&\'f\t\x1b[31m'
SELECT = f"SELECT ?x ?y {{ VALUES (?x ?y) {{ ({json.dumps(NASTY)} <urn:y>) ('é' UNDEF) }} }}"
CONSTRUCT = "CONSTRUCT { <urn:s> <urn:p> 'é', 1, [] } WHERE {}"


class TestSources:
    def test_from_an_option(self, graph: Path) -> None:
        """
        The query can be the value of -e.
        """
        assert (0, "true\n") == outcome(run("query", "-e", "ASK {}", graph=graph))

    def test_from_a_file(self, graph: Path, tmp_path: Path) -> None:
        """
        The query can be in a FILE, also with a byte-order mark.
        """
        (tmp_path / "question.rq").write_text("ASK { ?s ?p ?o }", encoding="utf-8-sig")

        assert (0, "true\n") == outcome(run("query", tmp_path / "question.rq", graph=graph))

    @pytest.mark.parametrize("arguments", [["query"], ["query", "-"]])
    def test_from_standard_input(self, graph: Path, arguments: list[str]) -> None:
        """
        Without a FILE, or with `-`, the query is read from standard input.
        """
        assert (0, "true\n") == outcome(run(*arguments, stdin="ASK {}", graph=graph))

    def test_not_from_two_places(self, graph: Path, tmp_path: Path) -> None:
        """
        A FILE and -e together are an error.
        """
        (tmp_path / "question.rq").write_text("ASK {}")
        result = run("query", tmp_path / "question.rq", "-e", "ASK {}", graph=graph)

        assert 2 == result.code
        assert "not both" in result.stderr


class TestRows:
    def test_csv(self, graph: Path) -> None:
        """
        CSV has the values unchanged.
        """
        rows = list(csv.reader(io.StringIO(answered("csv", SELECT, graph), newline=""), strict=True))

        assert [["x", "y"], [NASTY, "urn:y"], ["é", ""]] == rows

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("tsv", pyoxigraph.QueryResultsFormat.TSV),
            ("json", pyoxigraph.QueryResultsFormat.JSON),
            ("xml", pyoxigraph.QueryResultsFormat.XML),
        ],
    )
    def test_sparql_results(self, graph: Path, name: str, kind: pyoxigraph.QueryResultsFormat) -> None:
        """
        The formats of SPARQL are read back as the rows that were found.
        """
        found = pyoxigraph.parse_query_results(answered(name, SELECT, graph), format=kind)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        expected = NASTY.replace("\x1b", "\ufffd") if name == "xml" else NASTY

        assert [expected, "é"] == [row["x"].value for row in found]

    def test_html(self, graph: Path) -> None:
        """
        HTML is well formed, and what is in it is text.
        """
        table = ElementTree.fromstring(answered("html", SELECT, graph))
        cells = [cell.text for cell in table.iter("td")]

        assert [NASTY.replace("\x1b", "\\x1b"), "urn:y", "é", None] == cells

    def test_more_columns_than_fit(self, graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A table that is wider than its lines has a line for each value instead.
        """
        names = [f"v{n}" for n in range(200)]
        values = "VALUES (?v0 ?v199) { ('a\\nb' 1) (2 UNDEF) }"
        query = f"SELECT {' '.join(f'?{name}' for name in names)} {{ {values} }}"

        with monkeypatch.context() as patch:  # pytest's own report reads COLUMNS after the test
            patch.setenv("COLUMNS", "80")
            shown = answered("table", query, graph)

        assert "#1\nv0: a\\nb\nv199: 1\n#2\nv0: 2\n" == shown

    def test_markdown(self, graph: Path) -> None:
        """
        Markdown has as many cells in each line, whatever is in them.
        """
        lines = answered("md", SELECT, graph).splitlines()
        bars = [line.replace("\\\\", "").replace("\\|", "").count("|") for line in lines]

        assert [3, 3, 3, 3] == bars

    @pytest.mark.parametrize("name", ANSWERS)
    def test_a_truth_in_every_format(self, graph: Path, name: str) -> None:
        """
        An ASK answers in every format for answers.
        """
        assert "true" in answered(name, "ASK {}", graph)


class TestTriples:
    @pytest.mark.parametrize("name", GRAPHS)
    def test_every_format_is_read_back(self, graph: Path, name: str) -> None:
        """
        A format for graphs holds what was constructed.
        """
        written = answered(name, CONSTRUCT, graph)
        found = pyoxigraph.parse(written.encode(), rdf.graph_format(GRAPHS[name]))

        assert {"1", "é"} == {q.object.value for q in found if isinstance(q.object, pyoxigraph.Literal)}

    def test_turtle_unless_chosen(self, graph: Path) -> None:
        """
        CONSTRUCT and DESCRIBE return triples, as Turtle by default.
        """
        result = run(
            "query", "-e", "DESCRIBE ?i { ?i a <https://w3id.org/privkg/ns#Incident> }", graph=graph
        )

        assert result.stdout.startswith("@prefix ")

    @pytest.mark.parametrize("name", ["csv", "table"])
    def test_triples_are_no_rows(self, graph: Path, name: str) -> None:
        """
        A format of rows is an error for a query that returns triples.
        """
        result = run("query", "-e", CONSTRUCT, "--format", name, graph=graph)

        assert (2, "") == (result.code, result.stdout)
        assert f"--format {name} is for SELECT and ASK" in result.stderr

    def test_rows_are_no_triples(self, graph: Path) -> None:
        """
        A format of triples is an error for a query that returns rows.
        """
        result = run("query", "-e", SELECT, "--format", "turtle", graph=graph)

        assert (2, "") == (result.code, result.stdout)
        assert "--format turtle is for CONSTRUCT and DESCRIBE" in result.stderr


class TestMistakes:
    @pytest.mark.parametrize(
        ("arguments", "code", "words"),
        [
            (
                ["-e", "SELECT * {\n ?s ?p }"],
                1,
                "privkg: 2:9: syntax error; the text cannot be parsed from here on\n"
                "  ?s ?p }\n         ^\n",
            ),
            (["-e", ""], 1, "privkg: 1:1: not a query; write SELECT, ASK, CONSTRUCT or DESCRIBE\n"),
            (["-e", "SELECT \x1b[31m ?x {"], 1, "SELECT \ufffd[31m ?x {\n"),
            (["-e", "SELECT * { SERVICE <urn:x> {} }"], 3, "allow it with --allow-service IRI"),
            (["-e", "CLEAR ALL"], 3, "CLEAR is an update"),
            (["-e", "SELECT * " + "{" * 3000 + "}" * 3000], 3, "nested deeper than 128 levels"),
            (["-e", "ASK {}", "--format", "yaml"], 2, '"yaml" is not one of'),
            (["-e", "ASK {}", "--timeout", "nan"], 2, "give a number of seconds"),
            (["-e", "ASK {}", "--timeout", "0"], 2, "not in the range"),
            (["-e", "ASK {}", "--memory", "1"], 2, "not in the range"),
            (["-e", "ASK {}", "--formt", "csv"], 2, 'did you mean "--format"?'),
            (["nowhere.rq"], 2, '"nowhere.rq": No such file or directory'),
            (["."], 2, '".": Is a directory'),
        ],
    )
    def test_a_mistake_has_its_exit_code(
        self, graph: Path, arguments: list[str], code: int, words: str
    ) -> None:
        """
        An invalid query ends with 1, wrong usage with 2, and what is not allowed with 3.
        """
        result = run("query", *arguments, graph=graph)

        assert (code, "") == (result.code, result.stdout)
        assert words in result.stderr

    def test_bytes_that_are_no_text(self, graph: Path) -> None:
        """
        A query that is not UTF-8 is an input that cannot be read.
        """
        result = run("query", stdin=b"ASK { ?s ?p '\xff' }", graph=graph)

        assert 1 == result.code
        assert "not UTF-8 text" in result.stderr


def answered(name: str, query: str, graph: Path) -> str:
    result = run("query", "-e", query, "--format", name, graph=graph)
    assert (0, "") == (result.code, result.stderr)
    return result.stdout


def outcome(result: Result) -> tuple[int, str]:
    return result.code, result.stdout
