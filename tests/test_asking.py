"""A question is asked of a graph: rows in order, with the sentences they rest on, and what was used."""

import pytest

from builders import page_text, row_text
from privkg import answers, asking, pipeline, queries
from privkg.errors import UnknownNameError
from privkg.store.graph import Graph, open_graph
from privkg.store.rdf import literal_text

QUESTION = "actors-linked-to-harms"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A graph of two pages whose titles and rows do not come in the order they are read."""
    folder = tmp_path_factory.mktemp("answers")
    rows = tuple(row_text(Threat=f"Example Agency doing act {number}") for number in range(1, 13))
    (folder / "1.txt").write_text(page_text("Zebras counted", rows=rows), encoding="utf-8")
    (folder / "2.txt").write_text(page_text("Apples counted"), encoding="utf-8")
    pipeline.build([folder], folder / "graph")
    return open_graph(folder / "graph")


class TestAsk:
    def test_rows_come_in_order(self, graph: Graph) -> None:
        """
        Rows are ordered by actor, title and number, ten after nine.
        """
        answer = asking.ask(graph, queries.load(QUESTION), {})
        order = [(literal_text(row["title"]), literal_text(row["rowIndex"])) for row in answer.rows]

        assert [
            ("Apples counted", "1"),
            *(("Zebras counted", str(n)) for n in range(1, 13)),
        ] == order

    def test_the_same_question_gives_the_same_rows(self, graph: Graph) -> None:
        """
        Asked again, and with its values in another order, a question answers alike.
        """
        question = queries.load(QUESTION)
        asked = [{"actor-type": ["Actor", "Company"]}, {"actor-type": ["Company", "Actor"]}] * 2
        given_answers = [answers.to_results(asking.ask(graph, question, v), "csv") for v in asked]

        assert given_answers[:1] * 4 == given_answers

    def test_evidence_is_the_sentence_and_its_place(self, graph: Graph) -> None:
        """
        The sentences of a row are those of its act, with file, line and column.
        """
        answer = asking.ask(graph, queries.load(QUESTION), {}, with_evidence=True)

        assert "2.txt:22:9 “Example Agency watching people”" == literal_text(answer.rows[0]["evidence"])

    @pytest.mark.parametrize(
        "value", ["} #", 'x" }', "<urn:x>", "pk:Actor } UNION { ?a ?b ?c", "UNDEF", "?harm", "\\"]
    )
    def test_a_value_is_bound_not_spliced(self, graph: Graph, value: str) -> None:
        """
        What would be SPARQL in a value is a name that nobody has.
        """
        with pytest.raises(UnknownNameError, match="no harm named"):
            asking.ask(graph, queries.load(QUESTION), {"harm": [value]})


class TestNotes:
    @pytest.mark.parametrize(
        ("values", "note"),
        [
            ({}, "Rows used: of any claim status, asserted or derived."),
            ({"basis": ["asserted"]}, "Rows used: of any claim status, asserted."),
            (
                {"claim-status": ["Denied", "Alleged"]},
                "Rows used: alleged or denied, asserted or derived.",
            ),
        ],
    )
    def test_what_was_used_is_told(self, values: dict[str, list[str]], note: str) -> None:
        """
        An answer says which claims it rests on, whether or not that was asked for.
        """
        assert [note] == list(asking.notes(queries.load(QUESTION), values))
