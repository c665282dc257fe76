"""Statistics of a dataset: its temporal coverage, and counts of distinct terms."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import page_text
from privkg.build import build
from privkg.publish.metadata import statistics
from privkg.rdf.terms import Term, literal
from privkg.store.graph import Graph, open_graph


@pytest.fixture
def graph(tmp_path: Path) -> Callable[..., Graph]:
    """Builds a graph with one page for each date."""

    def built(*dates: str) -> Graph:
        for number, date in enumerate(dates):
            text = page_text(f"Incident {number}", Date=date)
            (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
        build([tmp_path], tmp_path / "graph")
        return open_graph(tmp_path / "graph")

    return built


def year(text: str) -> Term:
    return literal(text, "xsd:gYear")


class TestSpan:
    @pytest.mark.parametrize(
        ("dates", "start", "end"),
        [
            (["2007–May 2010"], year("2007"), literal("2010-05", "xsd:gYearMonth")),
            (["2010", "May 2010"], year("2010"), year("2010")),
            (["2008", "Winter 2020-2021"], year("2008"), literal("2021-02", "xsd:gYearMonth")),
            (["the 1990s", "c. 1995"], year("1990"), year("1999")),
            (["Q3 2021", "3 May 2019"], literal("2019-05-03", "xsd:date"), year("2021")),
            (["2007-2024", "2010"], year("2007"), year("2024")),
            (["since 2018", "2023"], year("2018"), None),
            (["not known"], None, None),
        ],
    )
    def test_uses_both_ends_of_every_date(
        self, graph: Callable[..., Graph], dates: list[str], start: Term | None, end: Term | None
    ) -> None:
        """
        The coverage is from the first start to the last end, which is None if an incident goes on.
        """
        found = statistics.count(graph(*dates))

        assert (start, end) == (found.start, found.end)


class TestDistinct:
    @given(st.lists(st.text("ab", max_size=3)))
    def test_a_term_counts_once(self, texts: list[str]) -> None:
        """
        The number of distinct terms does not depend on how often each was added.
        """
        found = statistics.Distinct()
        for text in texts:
            found.add(literal(text))

        assert len(set(texts)) == found.count()
