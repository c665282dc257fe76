"""Claim statuses in answers and views: selected, counted as contested, or not understood."""

import csv
import io
import re
from pathlib import Path

import pytest

from builders import page_text, row_text
from commands import run
from privkg import build
from privkg.query import ask, questions
from privkg.reference import concepts
from privkg.store.graph import Graph, open_graph
from privkg.store.rdf import literal_text

WORDS = {
    "Reported": "Reported",
    "Alleged": "Alleged",
    "Established": "Found by a court",
    "Disputed": "Disputed by the police",
    "Denied": "Denied by Example Agency",
    "Settled": "Settled without admission",
    "Uncontested": "Uncontested (default)",
    "NotUnderstood": "Kind of so",
}
"""The Status of a row on a page, by the value of --claim-status that selects it."""
CONTESTED = ["alleged", "denied", "disputed", "settled"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a graph with a row of each status, and one whose status was not understood."""
    folder = tmp_path_factory.mktemp("statuses")
    rows = tuple(row_text(Threat=f"Example Agency spying {name}", Status=WORDS[name]) for name in WORDS)
    (folder / "page.txt").write_text(page_text("Doors", rows=rows), encoding="utf-8")
    build.build([folder / "page.txt"], folder / "graph")
    return folder / "graph"


@pytest.fixture(scope="module")
def graph(folder: Path) -> Graph:
    """The graph in the folder."""
    return open_graph(folder)


def column(graph: Graph, name: str, question: str, **values: list[str]) -> list[str]:
    """Return a column of an answer, as text."""
    given = {key.replace("_", "-"): words for key, words in values.items()}
    rows = ask.ask(graph, questions.load(question), given).rows
    return [literal_text(row[name]) if name in row else "" for row in rows]


class TestQuestions:
    @pytest.mark.parametrize("name", WORDS)
    def test_each_status_can_be_selected(self, graph: Graph, name: str) -> None:
        """
        A claim status selects the rows with it, and NotUnderstood those without a status.
        """
        acts = column(graph, "act", "actors-linked-to-harms", claim_status=[name])

        assert [f"Example Agency spying {name}"] == acts

    def test_every_status_is_tested(self) -> None:
        """
        The statuses in these tests are all statuses except derived.
        """
        known = {concept.label.capitalize() for concept in concepts.claim_statuses()}

        assert known - {"Derived"} == WORDS.keys() - {"NotUnderstood"}

    def test_contested_claims_are_not_established(self, graph: Graph) -> None:
        """
        Alleged, denied, disputed and settled claims are contested; uncontested ones are not.
        """
        assert CONTESTED == sorted(column(graph, "status", "contested-claims"))

    @pytest.mark.parametrize("name", ["actors-by-incidents", "harms-by-actor-type"])
    def test_are_counted_as_established_and_contested(self, graph: Graph, name: str) -> None:
        """
        Counts of rows have separate columns for established and contested ones.
        """
        found = [column(graph, each, name)[0] for each in ("rows", "established", "contested")]

        assert ["8", "1", "4"] == found

    @pytest.mark.parametrize("name", questions.names())
    def test_all_have_the_same_contested_statuses(self, name: str) -> None:
        """
        Each question that counts contested rows counts the same statuses.
        """
        text = questions.load(name).text
        lists = re.findall(r"(?:status IN \(|VALUES \?contested \{)([^)}]*)[)}]", text)
        found = [sorted(re.findall(r"pk:(\w+)", each)) for each in lists]

        assert [[word.capitalize() for word in CONTESTED]] * len(found) == found
        assert bool(found) == ("contested" in text)


class TestNotUnderstood:
    @pytest.mark.parametrize("form", ["table", "md", "html"])
    def test_is_printed_in_answers(self, folder: Path, form: str) -> None:
        """
        An answer for people has "not understood" as the status.
        """
        shown = run("ask", "actors-linked-to-harms", "--format", form, graph=folder)

        assert 1 == len(re.findall(r"not\s+understood\s*(?:\||</td>|[A-Z│])", shown.stdout))

    def test_is_printed_by_show(self, folder: Path) -> None:
        """
        The rows of an incident have "not understood" as the status.
        """
        shown = run("show", "doors", graph=folder).stdout

        assert 1 == len(re.findall(r"^  claimStatus +not understood", shown, re.MULTILINE))

    def test_is_written_to_tables(self, folder: Path, tmp_path: Path) -> None:
        """
        The table of rows has "not understood" as the status.
        """
        run("export", tmp_path / "tables", "--format", "csv", graph=folder)
        text = (tmp_path / "tables" / "rows.csv").read_text(encoding="utf-8")
        statuses = [row["claimStatus"] for row in csv.DictReader(io.StringIO(text))]

        assert "not understood" == statuses[-1]
        assert "" not in statuses
