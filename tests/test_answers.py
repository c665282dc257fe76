"""An answer is the same rows in every format, and safe to look at in each."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import page_text, row_text
from privkg import answers, pipeline, queries
from privkg.answers import Answer
from privkg.errors import UnknownNameError
from privkg.store.graph import Graph, open_graph
from privkg.store.rdf import literal_text
from privkg.terms import iri, literal

ROW = {"x": literal("text"), "y": iri("https://w3id.org/privkg/ns#harm")}
ANSWER = Answer(("x", "y"), (ROW, {}))
QUESTION = "actors-linked-to-harms"


class TestTexts:
    def test_an_iri_is_shortened_and_a_literal_plain(self) -> None:
        """
        People read prefixed names and text without quotes; what is not there is empty.
        """
        assert [["text", "pk:harm"], ["", ""]] == ANSWER.texts()

    def test_what_a_label_stands_for_is_not_shown(self) -> None:
        """
        A table leaves out IRIs that have a label beside them, and what is put below it.
        """
        answer = Answer(("actor", "actorLabel", "incident", "title", "act", "source", "evidence"), ())

        assert ("actorLabel", "title", "act") == answer.shown().columns


class TestPrintable:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("\x1b[31m", "\\x1b[31m"),
            ("\x07\x00\x7f\x9b", "\\x07\\x00\\x7f\\x9b"),
            ("a\u202eb\u2066", "a\\u202eb\\u2066"),
            ("\u2028\u2029\x85", "\\u2028\\u2029\\x85"),
            ("\r\n", "\\r\n"),
        ],
    )
    def test_controls_are_written_out(self, text: str, shown: str) -> None:
        """
        What a terminal would obey, or would reorder, stands there as an escape.
        """
        assert shown == answers.printable(text)

    @pytest.mark.parametrize(
        "text",
        ["Привет", "می\u200cشود", "東京\u3000都", "a\u202f?", "👩\u200d💻", "a\tb\nc", "n\xa0b"],
    )
    def test_writing_is_left_alone(self, text: str) -> None:
        """
        Letters, spaces and joiners of any writing system are shown as they are.
        """
        assert text == answers.printable(text)

    @given(st.text())
    def test_nothing_but_lines_and_tabs_steers(self, text: str) -> None:
        """
        Whatever the text, no control character but the line end and the tab is left.
        """
        assert not re.search(
            "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", answers.printable(text)
        )


class TestFormats:
    @given(st.lists(st.text(), min_size=2, max_size=2))
    def test_markdown_has_a_line_for_a_row(self, texts: list[str]) -> None:
        """
        Whatever is in the cells, a row is one line with as many bars.
        """
        rows = ({"x": literal(texts[0]), "y": literal(texts[1])},)
        lines = answers.to_markdown(Answer(("x", "y"), rows)).split("\n")
        bars = [line.replace("\\\\", "").replace("\\|", "").count("|") for line in lines]

        assert [3, 3, 3, 0] == bars

    @given(st.text())
    def test_html_holds_the_text(self, text: str) -> None:
        """
        Whatever is in a cell, the table is well formed and the cell's text is shown.
        """
        table = ElementTree.fromstring(answers.to_html(Answer(("x",), ({"x": literal(text)},))))

        assert answers.printable(text) == (next(table.iter("td")).text or "")

    @given(st.lists(st.text(), max_size=3))
    def test_results_come_back(self, texts: list[str]) -> None:
        """
        Rows written as SPARQL results are read as the same rows.
        """
        answer = Answer(("x", "y"), tuple({"x": literal(text)} for text in texts))

        assert answer == answers.from_results(answers.to_results(answer, "json"))

    def test_a_truth_is_a_row(self) -> None:
        """
        An ASK is one row with the column `answer`.
        """
        answer = answers.from_results(b'{"head": {}, "boolean": true}')

        assert [["true"]] == answer.texts()

    def test_kinds_of_terms_come_back(self) -> None:
        """
        IRIs, datatypes and languages survive; a blank node comes as its text.
        """
        rows = (
            '{"a": {"type": "uri", "value": "urn:x"}, "b": {"type": "bnode", "value": "n"},'
            ' "c": {"type": "literal", "value": "1", "datatype": "urn:d"},'
            ' "d": {"type": "literal", "value": "mot", "xml:lang": "fr"}}'
        )
        content = f'{{"head": {{"vars": ["a", "b", "c", "d"]}}, "results": {{"bindings": [{rows}]}}}}'

        assert ["<urn:x>", '"_:n"', '"1"^^<urn:d>', '"mot"@fr'] == [
            *answers.from_results(content.encode()).rows[0].values()
        ]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A graph of two pages whose titles and rows do not come in the order they are read."""
    folder = tmp_path_factory.mktemp("answers")
    rows = tuple(row_text(Threat=f"Example Agency act {number}") for number in range(1, 13))
    (folder / "1.txt").write_text(page_text("Zebras counted", rows=rows), encoding="utf-8")
    (folder / "2.txt").write_text(page_text("Apples counted"), encoding="utf-8")
    pipeline.build([folder], folder / "graph")
    return open_graph(folder / "graph")


class TestAsk:
    def test_rows_come_in_order(self, graph: Graph) -> None:
        """
        Rows are ordered by actor, title and number, ten after nine.
        """
        answer = answers.ask(graph, queries.load(QUESTION), {})
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
        given_answers = [answers.to_results(answers.ask(graph, question, v), "csv") for v in asked]

        assert given_answers[:1] * 4 == given_answers

    def test_evidence_is_the_sentence_and_its_place(self, graph: Graph) -> None:
        """
        The sentences of a row are those of its act, with file, line and column.
        """
        answer = answers.ask(graph, queries.load(QUESTION), {}, with_evidence=True)

        assert "2.txt:22:9 “Example Agency watching people”" == literal_text(answer.rows[0]["evidence"])

    @pytest.mark.parametrize(
        "value", ["} #", 'x" }', "<urn:x>", "pk:Actor } UNION { ?a ?b ?c", "UNDEF", "?harm", "\\"]
    )
    def test_a_value_is_bound_not_spliced(self, graph: Graph, value: str) -> None:
        """
        What would be SPARQL in a value is a name that nobody has.
        """
        with pytest.raises(UnknownNameError, match="no harm named"):
            answers.ask(graph, queries.load(QUESTION), {"harm": [value]})
