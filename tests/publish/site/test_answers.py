"""Common questions on the home page: their answers are those of `privkg ask`, with links."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from builders import page_text, row_text
from privkg import build
from privkg.publish.site import answers
from privkg.publish.site.answers import Answered
from privkg.publish.site.viewer import Viewer
from privkg.query import ask, questions
from privkg.query.evidence import Reader
from privkg.store.graph import Graph, open_graph


def graph(folder: Path, pages: Iterable[str]) -> Graph:
    """Return the graph of some pages."""
    for number, text in enumerate(pages):
        (folder / f"page-{number}.txt").write_text(text, encoding="utf-8")
    build.build(sorted(folder.glob("*.txt")), folder / "graph")
    return open_graph(folder / "graph")


def answered(found: Graph) -> dict[str, Answered]:
    """Return the answers by the names of the questions."""
    return {each.name: each for each in answers.of(found, Viewer(found, Reader(found)))}


@pytest.fixture
def recurring(tmp_path: Path) -> Graph:
    """A graph of two incidents of one actor, one of which affected many people."""
    first = page_text("Letters opened", Date="Summer 2020", People_affected="12,000")
    return graph(tmp_path, (first, page_text("Letters shown", Date="March 2021")))


class TestAnswers:
    def test_have_links_and_words(self, recurring: Graph) -> None:
        """
        Names lead to their pages, dates are in words, and large numbers have groups of three digits.
        """
        found = answered(recurring)
        (actor, incidents, first, last, *_), *_ = found["recurring-actors"].rows
        title, date, affected = found["largest-incidents"].rows[0]

        assert ("Example Agency", "id/actor/example-agency.html") == (actor.text, actor.target)
        assert ("2", "2020", "March 2021") == (incidents.text, first.text, last.text)
        assert ("Letters opened", "id/incident/letters-opened.html") == (title.text, title.target)
        assert ("summer 2020", "12\u202f000") == (date.text, affected.text)

    def test_without_rows_are_left_out(self, recurring: Graph) -> None:
        """
        A question without any row in its answer is not shown: no incident has a decision.
        """
        assert "times-to-decision" not in answered(recurring)

    def test_are_cut(self, tmp_path: Path) -> None:
        """
        Five rows are shown of a longer answer, and the number of all.
        """
        rows = tuple(row_text(At_Risk_group=f"People of street {number}") for number in range(7))
        shown = answered(graph(tmp_path, (page_text(rows=rows),)))["groups-harmed"]

        assert (5, True) == (len(shown.rows), shown.total > 5)

    def test_are_those_of_the_command(self, corpus: Graph) -> None:
        """
        The number of rows, and the notes, are those that `privkg ask` prints.
        """
        for name, shown in answered(corpus).items():
            question = questions.load(name)

            assert len(ask.ask(corpus, question, {}).rows) == shown.total
            assert tuple(ask.notes(question, {})) == shown.notes
