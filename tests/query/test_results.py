"""An answer is the same rows in every format, and safe to look at in each."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.core.text import printable
from privkg.query import results
from privkg.query.results import Answer
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import iri, iri_text, literal

ROW = {"x": literal("text"), "y": iri("https://w3id.org/privkg/ns#harm")}
ANSWER = Answer(("x", "y"), (ROW, {}))
STATUSES = Answer(
    ("status", "attributedTo"),
    ({"status": literal("denied")}, {}, {"status": literal("")}),
    {"status": "not understood"},
)


class TestTexts:
    def test_an_iri_is_shortened_and_a_literal_plain(self) -> None:
        """
        People read prefixed names and text without quotes; what is not there is empty.
        """
        assert [["text", "pk:harm"], ["", ""]] == ANSWER.texts()

    def test_a_decision_is_its_number_linked_to_its_iri(self) -> None:
        """
        People read "decision 2" next to the title of the incident; programs get the IRI.
        """
        decision = DEFAULT.decision("letters-opened", 2)
        answer = Answer(("decision",), ({"decision": decision},))

        assert [["decision 2"]] == answer.texts()
        assert f"| [decision 2](<{iri_text(decision)}>) |" in results.to_markdown(answer)
        assert iri_text(decision).encode() in results.to_results(answer, "csv")

    def test_what_a_label_stands_for_is_not_shown(self) -> None:
        """
        A table leaves out IRIs that have a label beside them, and what is put below it.
        """
        answer = Answer(("actor", "actorLabel", "incident", "title", "act", "source", "evidence"), ())

        assert ("actorLabel", "title", "act") == answer.shown().columns


class TestFilled:
    def test_people_read_what_it_means(self) -> None:
        """
        A table, Markdown and HTML have words in it; a cell without a meaning stays empty.
        """
        said = [["denied", ""], ["not understood", ""], ["not understood", ""]]

        assert said == STATUSES.shown().texts()
        assert 2 == results.to_markdown(STATUSES).count("| not understood |  |")
        assert 2 == results.to_html(STATUSES).count("<td>not understood</td><td></td>")

    @pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml"])
    def test_programs_read_nothing(self, name: str) -> None:
        """
        In formats for programs the cell is empty, or the value is not there.
        """
        assert b"understood" not in results.to_results(STATUSES, name)


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
        assert shown == printable(text)

    @pytest.mark.parametrize(
        "text",
        ["Привет", "می\u200cشود", "東京\u3000都", "a\u202f?", "👩\u200d💻", "a\tb\nc", "n\xa0b"],
    )
    def test_writing_is_left_alone(self, text: str) -> None:
        """
        Letters, spaces and joiners of any writing system are shown as they are.
        """
        assert text == printable(text)

    @given(st.text())
    def test_nothing_but_lines_and_tabs_steers(self, text: str) -> None:
        """
        Whatever the text, no control character but the line end and the tab is left.
        """
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", printable(text))


class TestFormats:
    @given(st.lists(st.text(), min_size=2, max_size=2))
    def test_markdown_has_a_line_for_a_row(self, texts: list[str]) -> None:
        """
        Whatever is in the cells, a row is one line with as many bars.
        """
        rows = ({"x": literal(texts[0]), "y": literal(texts[1])},)
        lines = results.to_markdown(Answer(("x", "y"), rows)).split("\n")
        bars = [line.replace("\\\\", "").replace("\\|", "").count("|") for line in lines]

        assert [3, 3, 3, 0] == bars

    @given(st.text())
    def test_html_holds_the_text(self, text: str) -> None:
        """
        Whatever is in a cell, the table is well formed and the cell's text is shown.
        """
        table = ElementTree.fromstring(results.to_html(Answer(("x",), ({"x": literal(text)},))))

        assert printable(text) == (next(table.iter("td")).text or "")

    @given(st.lists(st.text(), max_size=3))
    def test_results_come_back(self, texts: list[str]) -> None:
        """
        Rows written as SPARQL results are read as the same rows.
        """
        answer = Answer(("x", "y"), tuple({"x": literal(text)} for text in texts))

        assert answer == results.from_results(results.to_results(answer, "json"))

    def test_a_truth_is_a_row(self) -> None:
        """
        An ASK is one row with the column `answer`.
        """
        answer = results.from_results(b'{"head": {}, "boolean": true}')

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
            *results.from_results(content.encode()).rows[0].values()
        ]
