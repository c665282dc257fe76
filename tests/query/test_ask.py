"""A canned question returns sorted rows, with evidence and notes."""

from pathlib import Path

import pytest

from builders import page_text, row_text
from privkg import build
from privkg.core.errors import UnknownNameError
from privkg.query import ask, questions, results
from privkg.store.graph import Graph, open_graph
from privkg.store.rdf import literal_text

QUESTION = "actors-linked-to-harms"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A graph of two pages whose order differs from that of their titles, one with twelve rows."""
    folder = tmp_path_factory.mktemp("answers")
    rows = tuple(row_text(Threat=f"Example Agency doing act {number}") for number in range(1, 13))
    (folder / "1.txt").write_text(page_text("Zebras counted", rows=rows), encoding="utf-8")
    (folder / "2.txt").write_text(page_text("Apples counted"), encoding="utf-8")
    build.build([folder], folder / "graph")
    return open_graph(folder / "graph")


class TestAsk:
    def test_rows_come_in_order(self, graph: Graph) -> None:
        """
        Rows are sorted by actor, title and row number, the tenth after the ninth.
        """
        answer = ask.ask(graph, questions.load(QUESTION), {})
        order = [(literal_text(row["title"]), literal_text(row["rowIndex"])) for row in answer.rows]

        assert [
            ("Apples counted", "1"),
            *(("Zebras counted", str(n)) for n in range(1, 13)),
        ] == order

    def test_the_same_question_has_the_same_rows(self, graph: Graph) -> None:
        """
        A question has the same answer the second time, and with its values in another order.
        """
        question = questions.load(QUESTION)
        values = [{"actor-type": ["Actor", "Company"]}, {"actor-type": ["Company", "Actor"]}] * 2
        answers = [results.to_results(ask.ask(graph, question, v), "csv") for v in values]

        assert answers[:1] * 4 == answers

    def test_evidence_is_the_sentence_and_its_place(self, graph: Graph) -> None:
        """
        The evidence of a row is its act, with file, line and column.
        """
        answer = ask.ask(graph, questions.load(QUESTION), {}, with_evidence=True)

        assert "2.txt:22:9 “Example Agency watching people”" == literal_text(answer.rows[0]["evidence"])

    @pytest.mark.parametrize(("harm", "address"), [("Surveillance", "van"), ("Disclosure", "story van")])
    def test_evidence_names_the_sources_of_the_row(
        self, harm: str, address: str, tmp_path: Path
    ) -> None:
        """
        The sources of a row are those that it names, or else all sources of the page.
        """
        cited = row_text(Status="Alleged", Source="2", Passage="It happened")
        rows = (cited, row_text(Harm="Disclosure", Status="Alleged"))
        sources = "https://example.org/story\n\nExample Times (2019), The van. https://example.org/van"
        text = page_text(rows=rows, sources=sources, Solove_Harm="Surveillance, Disclosure")
        (tmp_path / "page.txt").write_text(text, encoding="utf-8")
        build.build([tmp_path / "page.txt"], tmp_path / "graph")
        given = open_graph(tmp_path / "graph")

        question = questions.load("contested-claims")
        (row,) = ask.ask(given, question, {"harm": [harm]}, with_evidence=True).rows

        wanted = " ".join(f"https://example.org/{name}" for name in address.split())
        below = [line for line in literal_text(row["evidence"]).splitlines() if line[0] == "["]
        assert (wanted, harm == "Surveillance") == (literal_text(row["source"]), bool(below))
        assert [True] * len(below) == [line.endswith("https://example.org/van]") for line in below]

    @pytest.mark.parametrize(
        "value", ["} #", 'x" }', "<urn:x>", "pk:Actor } UNION { ?a ?b ?c", "UNDEF", "?harm", "\\"]
    )
    def test_a_value_is_bound_not_spliced(self, graph: Graph, value: str) -> None:
        """
        SPARQL syntax in a value is an unknown name.
        """
        with pytest.raises(UnknownNameError, match="unknown harm"):
            ask.ask(graph, questions.load(QUESTION), {"harm": [value]})


EVERY = (
    "Rows of every claim status are included: alleged, denied, derived, disputed, reported, settled and"
    " uncontested ones as well as established ones; a row whose status was not understood counts too."
)
COUNTS = "Counts are of documented {}, not of how often a thing happens."


class TestNotes:
    @pytest.mark.parametrize(
        ("values", "note"),
        [
            ({}, EVERY),
            (
                {"basis": ["asserted"]},
                "Only rows that a page asserts are included, of every claim status: alleged, denied,"
                " disputed, reported, settled and uncontested ones as well as established ones; a row"
                " whose status was not understood counts too.",
            ),
            ({"basis": ["derived"]}, "Only rows whose claim status is derived are included."),
            (
                {"claim-status": ["Established"]},
                "Only rows whose claim status is established are included.",
            ),
            (
                {"claim-status": ["Denied", "Alleged"]},
                "Only rows whose claim status is alleged or denied are included.",
            ),
            (
                {"claim-status": ["NotUnderstood"]},
                "Only rows whose claim status was not understood are included.",
            ),
            (
                {"claim-status": ["Denied", "Reported", "Alleged", "not understood"]},
                "Only rows whose claim status is alleged, denied or reported or was not understood are"
                " included.",
            ),
        ],
    )
    def test_statuses_are_listed_in_words(self, values: dict[str, list[str]], note: str) -> None:
        """
        The notes of an answer list the claim statuses that are included, restricted or not.
        """
        assert [note] == list(ask.notes(questions.load(QUESTION), values))

    def test_a_question_of_incidents_has_its_note(self) -> None:
        """
        Where a status restricts incidents, the note explains that their other rows are included.
        """
        note = "Only incidents with a row whose claim status is {} are included, with all of their rows"
        question = questions.load("outcomes")

        assert [note.format("denied or derived") + "."] == list(
            ask.notes(question, {"claim-status": ["Denied", "Derived"]})
        )
        assert [note.format("denied") + " that no rule derived."] == list(
            ask.notes(question, {"claim-status": ["Denied"]})
        )

    def test_a_question_of_decisions_has_its_note(self) -> None:
        """
        Where a status restricts decisions, the note explains that it is that of a row they are about.
        """
        note = "Only decisions about a row whose claim status is denied are included."

        assert [note] == list(ask.notes(questions.load("decisions"), {"claim-status": ["Denied"]}))

    @pytest.mark.parametrize(
        ("values", "note"),
        [
            ({}, "Only rows whose claim status is alleged, denied, disputed or settled are included."),
            (
                {"basis": ["asserted"]},
                "Only rows whose claim status is alleged, denied, disputed or settled are",
            ),
            ({"claim-status": ["Denied", "Reported"]}, "Only rows whose claim status is denied are"),
            (
                {"claim-status": ["Reported"]},
                "No row is included: the question is about rows whose claim status is alleged, denied,"
                " disputed or settled.",
            ),
        ],
    )
    def test_a_question_about_some_statuses_has_its_note(
        self, values: dict[str, list[str]], note: str
    ) -> None:
        """
        A question that is about some statuses lists these alone.
        """
        (found,) = ask.notes(questions.load("contested-claims"), values)

        assert found.startswith(note)

    @pytest.mark.parametrize("name", [n for n in questions.names() if questions.load(n).is_counting])
    def test_a_counting_answer_has_a_caution(self, name: str) -> None:
        """
        The notes of every answer with counts explain that only what is documented is counted.
        """
        note, counts = list(ask.notes(questions.load(name), {}))[:2]

        assert EVERY == note
        assert counts in map(COUNTS.format, ("incidents", "rows", "decisions", "records"))

    @pytest.mark.parametrize(
        ("name", "unit"),
        [
            ("incidents-by-harm", "incidents"),
            ("harms-by-actor-type", "rows"),
            ("consequences-known-by-harm", "rows"),
            ("groups-by-decision", "decisions"),
        ],
    )
    def test_the_caution_has_the_unit_that_is_drawn(self, name: str, unit: str) -> None:
        """
        The caution names what the numbers of the chart count.
        """
        assert COUNTS.format(unit) in ask.notes(questions.load(name), {})

    @pytest.mark.parametrize(
        "name", ["group-types-at-high-risk", "information-by-harm", "information-involved"]
    )
    def test_co_occurrence_has_a_note(self, name: str) -> None:
        """
        An answer that pairs harms and information of the same incident has a note on co-occurrence.
        """
        assert "co-occurrence" in list(ask.notes(questions.load(name), {}))[-1]
