"""`privkg.open` returns a graph or endpoint whose answers are rows, data frames, or rdflib results."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import rdflib

import privkg
from builders import page_text, row_text
from faults import FaultServer, response, sends
from privkg import build
from privkg.api import Opened, OpenedGraph
from privkg.core.errors import LimitError, StoreError, UnknownNameError, UsageError

QUESTION = "actors-linked-to-harms"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """A graph of one invented page with two rows."""
    folder = tmp_path_factory.mktemp("api")
    rows = (
        row_text(Harm="Disclosure"),
        row_text(Harm="Exposure", Threat='Example Agency showing a < b & "c"'),
    )
    (folder / "page.txt").write_text(page_text("Letters opened", rows=rows), encoding="utf-8")
    build.build([folder / "page.txt"], folder / "graph")
    return privkg.open(folder / "graph")


class TestSearch:
    def test_hits_are_rows(self, opened: Opened) -> None:
        """
        Incidents are found by words and facets; the number of all is a note.
        """
        assert isinstance(opened, OpenedGraph)
        found = opened.search("letters", harm=["Exposure", "Disclosure"], actor_type=None)

        assert ["Letters opened"] == [row["title"] for row in found]
        assert ("1 incident found",) == found.notes

    @pytest.mark.parametrize("wrong", [{"harms": "Exposure"}, {"harm": "Expozure"}])
    def test_a_mistake_is_reported(self, opened: Opened, wrong: dict[str, Any]) -> None:
        """
        An unknown facet, and a value that no incident has, are errors that suggest another.
        """
        assert isinstance(opened, OpenedGraph)
        with pytest.raises(UnknownNameError, match="did you mean"):
            opened.search("letters", **wrong)


class TestAsk:
    def test_rows_are_values(self, opened: Opened) -> None:
        """
        Numbers come as numbers, IRIs and texts as text, and what is not there as None.
        """
        row = opened.ask(QUESTION, harm="Exposure")[0]

        assert (2, "exposure", "https://w3id.org/privkg/solove#Exposure", "Letters opened") == (
            row["rowIndex"],
            row["harmLabel"],
            row["harm"],
            row["title"],
        )

    @pytest.mark.parametrize(
        ("values", "count"),
        [
            ({}, 2),
            ({"harm": ["Disclosure"]}, 1),
            ({"harm": ["Disclosure", "Exposure"], "actor_type": None}, 2),
            ({"from_": "1900", "to": "1901"}, 0),
            ({"basis": "derived"}, 0),
        ],
    )
    def test_parameters_are_keywords(self, opened: Opened, values: dict[str, Any], count: int) -> None:
        """
        A parameter takes a word or several; its hyphens are underscores, and reserved words end in one.
        """
        assert count == len(opened.ask(QUESTION, **values))

    def test_evidence_is_a_column(self, opened: Opened) -> None:
        """
        With evidence each row names the sentences it rests on.
        """
        rows = opened.ask(QUESTION, harm="Exposure", evidence=True)

        assert ("evidence" in rows.columns) and "page.txt:" in str(rows[0]["evidence"])

    def test_what_was_used_is_kept(self, opened: Opened) -> None:
        """
        Rows have the notes about the answer.
        """
        assert ("Only rows whose claim status is denied are included.",) == opened.ask(
            QUESTION, claim_status="Denied"
        ).notes

    @pytest.mark.parametrize(
        ("question", "values", "words"),
        [
            ("actors-linked", {}, 'unknown question "actors-linked"'),
            (QUESTION, {"harm": "Expsure"}, 'did you mean "Exposure"'),
            (QUESTION, {"harms": "Exposure"}, 'unknown parameter of actors-linked-to-harms "harms"'),
        ],
    )
    def test_an_unknown_name_is_an_error(
        self, opened: Opened, question: str, values: dict[str, Any], words: str
    ) -> None:
        """
        An unknown question, parameter or word is an error that suggests a similar one.
        """
        with pytest.raises(UnknownNameError, match=words):
            opened.ask(question, **values)

    def test_questions_are_listed(self, opened: Opened) -> None:
        """
        The questions are there by name, in plain words.
        """
        assert opened.questions()[QUESTION].endswith("?")

    def test_no_graph(self, tmp_path: Path) -> None:
        """
        A folder without a graph is an error.
        """
        with pytest.raises(StoreError, match="no graph in"):
            privkg.open(tmp_path)


class TestQuery:
    def test_any_select(self, opened: Opened) -> None:
        """
        A SPARQL query returns rows too.
        """
        rows = opened.query("SELECT ?n ?x { VALUES (?n ?x) { (1 true) (2.5 'a') (UNDEF <urn:x>) } }")

        assert [[1, True], [2.5, "a"], [None, "urn:x"]] == [list(row.values()) for row in rows]

    def test_limits_hold(self, opened: Opened) -> None:
        """
        It runs in a process of its own, and does not reach the network.
        """
        with pytest.raises(LimitError, match="SERVICE"):
            opened.query("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")

    def test_too_many_rows(self, opened: Opened) -> None:
        """
        What is advised can be done in Python: no option of the command line is named.
        """
        many = "SELECT (1 AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 100001"

        with pytest.raises(LimitError, match=r"more than 100000 rows; add a LIMIT$"):
            opened.query(many)

    @pytest.mark.parametrize("kind", ["integer", "decimal"])
    def test_a_number_that_is_none(self, kind: str) -> None:
        """
        What an endpoint calls a number and is none, or is too long for one, comes as text.
        """
        texts = ("12a", "9" * 5_000)
        value = {"type": "literal", "datatype": f"http://www.w3.org/2001/XMLSchema#{kind}"}
        bindings = [{"n": value | {"value": text}} for text in texts]
        content = json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": bindings}}).encode()
        with FaultServer(sends(response(content))) as server:
            rows = privkg.open(server.url).query("SELECT ?n { ?s ?p ?n }")

            assert texts == tuple(str(row["n"]) for row in rows)

    def test_both_forms_of_a_truth(self) -> None:
        """
        A truth that an endpoint writes as a digit is the truth that a word would be.
        """
        value = {"type": "literal", "datatype": "http://www.w3.org/2001/XMLSchema#boolean"}
        bindings = [{"n": value | {"value": text}} for text in ("true", "1", "false", "0")]
        content = json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": bindings}}).encode()
        with FaultServer(sends(response(content))) as server:
            rows = privkg.open(server.url).query("SELECT ?n { ?s ?p ?n }")

            assert [True, True, False, False] == [row["n"] for row in rows]

    def test_triples_are_no_rows(self, opened: Opened) -> None:
        """
        A query for triples is refused with where to ask it.
        """
        with pytest.raises(UsageError, match="SELECT and ASK"):
            opened.query("CONSTRUCT WHERE { ?s ?p ?o }")


class TestForms:
    def test_a_frame_of_pandas(self, opened: Opened) -> None:
        """
        A frame has the columns in order and numbers as numbers.
        """
        frame = opened.ask(QUESTION).to_pandas()

        assert [1, 2] == list(frame["rowIndex"])
        assert list(opened.ask(QUESTION).columns) == list(frame.columns)

    def test_a_result_of_rdflib(self, opened: Opened) -> None:
        """
        A result of rdflib has the same terms.
        """
        found = list(opened.ask(QUESTION, harm="Exposure").to_rdflib())

        assert isinstance(found[0], rdflib.query.ResultRow)
        assert rdflib.URIRef("https://w3id.org/privkg/solove#Exposure") == found[0].harm

    def test_the_graph_for_rdflib(self, opened: Opened) -> None:
        """
        rdflib reads the graph where it is.
        """
        title = rdflib.Literal("Letters opened")

        assert 1 == len(list(opened.to_rdflib().subjects(rdflib.DCTERMS.title, title)))

    def test_a_notebook_shows_a_table(self, opened: Opened) -> None:
        """
        A notebook shows a table of labels, its text escaped, and the notes.
        """
        shown = opened.ask(QUESTION, harm="Exposure")._repr_html_()

        assert "<th>harm</th>" in shown
        assert "a &lt; b &amp; &quot;c&quot;" in shown
        assert "<p>Rows of every claim status are included: " in shown

    def test_elsewhere_a_line(self, opened: Opened) -> None:
        """
        The text representation is one line with the count and the columns.
        """
        assert "<2 rows of n, x>" == repr(opened.query("SELECT * { VALUES (?n ?x) { (1 2) (3 4) } }"))


class TestImport:
    def test_importing_privkg_loads_nothing_heavy(self) -> None:
        """
        The package loads its libraries when something is opened.
        """
        script = "import privkg, sys; print([n for n in ('pyoxigraph', 'rdflib') if n in sys.modules])"
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

        assert "[]\n" == done.stdout
