"""An answer has the same rows in every format, and is safe to display in each."""

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
        Cells are prefixed names and text without quotes; an unbound cell is empty.
        """
        assert [["text", "pk:harm"], ["", ""]] == ANSWER.texts()

    def test_a_decision_is_its_number_linked_to_its_iri(self) -> None:
        """
        Formats for people have "decision 2" linked to its IRI; formats for programs have the IRI.
        """
        decision = DEFAULT.decision("letters-opened", 2)
        answer = Answer(("decision",), ({"decision": decision},))

        assert [["decision 2"]] == answer.texts()
        assert f"| [decision 2](<{iri_text(decision)}>) |" in results.to_markdown(answer)
        assert iri_text(decision).encode() in results.to_results(answer, "csv")

    def test_an_iri_with_a_label_is_not_shown(self) -> None:
        """
        A table leaves out the IRIs of labels, and the columns printed below it.
        """
        answer = Answer(("actor", "actorLabel", "incident", "title", "act", "source", "evidence"), ())

        assert ("actorLabel", "title", "act") == answer.shown().columns


class TestFilled:
    def test_formats_for_people_have_words(self) -> None:
        """
        In a table, Markdown and HTML, empty cells have words if their column defines them.
        """
        cells = [["denied", ""], ["not understood", ""], ["not understood", ""]]

        assert cells == STATUSES.shown().texts()
        assert 2 == results.to_markdown(STATUSES).count("| not understood |  |")
        assert 2 == results.to_html(STATUSES).count("<td>not understood</td><td></td>")

    @pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml"])
    def test_formats_for_programs_have_empty_cells(self, name: str) -> None:
        """
        In formats for programs an empty cell is empty or unbound.
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
    def test_control_characters_are_escaped(self, text: str, shown: str) -> None:
        """
        Control and direction characters are escaped.
        """
        assert shown == printable(text)

    @pytest.mark.parametrize(
        "text",
        ["Привет", "می\u200cشود", "東京\u3000都", "a\u202f?", "👩\u200d💻", "a\tb\nc", "n\xa0b"],
    )
    def test_other_characters_are_kept(self, text: str) -> None:
        """
        Letters, spaces and joiners of any writing system are not changed.
        """
        assert text == printable(text)

    @given(st.text())
    def test_only_line_ends_and_tabs_are_left(self, text: str) -> None:
        """
        Any text is left without control characters, except for line ends and tabs.
        """
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", printable(text))


class TestFormats:
    @given(st.lists(st.text(), min_size=2, max_size=2))
    def test_markdown_has_a_line_for_a_row(self, texts: list[str]) -> None:
        """
        A row with any text is one line with the same number of bars.
        """
        rows = ({"x": literal(texts[0]), "y": literal(texts[1])},)
        lines = results.to_markdown(Answer(("x", "y"), rows)).split("\n")
        bars = [line.replace("\\\\", "").replace("\\|", "").count("|") for line in lines]

        assert [3, 3, 3, 0] == bars

    @given(st.text())
    def test_html_has_the_text(self, text: str) -> None:
        """
        A table with any text is well-formed and has the text in its cell.
        """
        table = ElementTree.fromstring(results.to_html(Answer(("x",), ({"x": literal(text)},))))

        assert printable(text) == (next(table.iter("td")).text or "")

    @given(st.lists(st.text(), max_size=3))
    def test_results_round_trip(self, texts: list[str]) -> None:
        """
        Rows serialized as SPARQL results are parsed as the same rows.
        """
        answer = Answer(("x", "y"), tuple({"x": literal(text)} for text in texts))

        assert answer == results.from_results(results.to_results(answer, "json"))

    def test_a_boolean_is_a_row(self) -> None:
        """
        The result of an ASK is one row with the column `answer`.
        """
        answer = results.from_results(b'{"head": {}, "boolean": true}')

        assert [["true"]] == answer.texts()

    def test_all_kinds_of_terms_are_parsed(self) -> None:
        """
        IRIs, datatypes and languages are kept; a blank node becomes a string.
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
