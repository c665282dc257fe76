"""The pages of topics: which there are, what they count, and what they link to."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

import example_site
from builders import page_text, row_text
from privkg import build
from privkg.publish import layout
from privkg.publish.site import counting, overview, topics
from privkg.publish.site.pages import Link
from privkg.publish.site.topic_pages import PATH, Writer
from privkg.publish.site.topics import KINDS, YEAR, Topics
from privkg.publish.site.viewer import Viewer
from privkg.query.evidence import Reader
from privkg.rdf.terms import iri_text, term
from privkg.store.graph import Graph, open_graph
from site_files import made

SITE = example_site.site("Example incidents: a sample")


def opened(tmp_path: Path, **pages: str) -> Graph:
    """Return a graph of some pages."""
    for name, text in pages.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    build.build(sorted(tmp_path.glob("*.txt")), tmp_path / "graph")
    return open_graph(tmp_path / "graph")


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    """A graph of two incidents with different harms, of 2019 and 2021."""
    disclosed = row_text(Threat="Example Agency telling others", Harm="Disclosure")
    return opened(
        tmp_path,
        first=page_text("Letters opened", Date="2019"),
        second=page_text("Letters shown", rows=(disclosed,), Date="March 2021"),
    )


def pages(graph: Graph) -> Mapping[str, str]:
    """Return the pages of topics by path."""
    viewer = Viewer(graph, Reader(graph), topics=Topics(graph).pages())
    return made(Writer(graph, viewer, SITE).pages(overview.of(graph, viewer).world))


class TestTopics:
    def test_each_kind_leads_to_incidents(self, graph: Graph) -> None:
        """
        Each topic has at least one incident, row or decision; a topic without any has no page.
        """
        found = {kind: Topics(graph).found(kind) for kind in KINDS}

        assert all(subjects for some in found.values() for subjects in some.values())
        assert term("solove:Invasion") not in Topics(graph).pages()

    def test_a_topic_includes_narrower_ones(self, graph: Graph) -> None:
        """
        A group of harms has the rows of each of its harms.
        """
        found = Topics(graph).found(next(kind for kind in KINDS if kind.noun == "harm group"))

        assert ["v1"] == [
            iri_text(row).rpartition("/")[2] for row in found[term("solove:InformationDissemination")]
        ]

    def test_an_incident_counts_for_the_year_in_which_it_began(self, graph: Graph) -> None:
        """
        A date of any precision counts for its year.
        """
        found = Topics(graph).found(YEAR)

        assert ["year/2019.html", "year/2021.html"] == [topics.path(YEAR, year) for year in found]

    def test_no_two_topics_have_one_path(self) -> None:
        """
        The path of a topic, in a file system that ignores case, is that of no other.
        """
        every = [topics.path(kind, each.iri) for kind in KINDS for each in (kind.concepts or list)()]

        assert len({path.casefold() for path in every}) == len(set(every)) == len(every)


class TestPages:
    def test_a_topic_shows_its_incidents(self, graph: Graph) -> None:
        """
        The page has each incident of the topic, and none of another.
        """
        page = pages(graph)["harm-group/InformationDissemination.html"]

        assert '<a href="../id/incident/letters-shown.html">Letters shown</a>' in page
        assert "Letters opened" not in page

    def test_neighbours_have_their_counts(self, graph: Graph) -> None:
        """
        A topic links to its neighbours, each with the number of its incidents.
        """
        page = pages(graph)["harm-group/InformationDissemination.html"]

        assert '">information collection</a>\u00a0<span class="faint">1</span>' in page

    def test_all_topics_are_listed(self, graph: Graph) -> None:
        """
        The list of topics links to each page.
        """
        found = pages(graph)

        assert [] == [path for path in found if path != PATH and f'href="{path}"' not in found[PATH]]

    def test_a_long_list_is_split(self, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A topic of many incidents has several pages, on each of which the whole is counted.
        """
        monkeypatch.setattr(layout, "MOST_ENTRIES", 1)
        found = pages(graph)
        country = next(
            path for path in found if path.startswith("country/") and path.endswith("/2.html")
        )

        assert "Letters opened" in found[country]
        assert "Letters shown" not in found[country]
        assert "<dt>Incidents</dt><dd>2</dd>" in found[country]


class TestCounts:
    def test_years_without_incidents_are_shown(self) -> None:
        """
        All years of a short span are counted, also the empty ones.
        """
        assert {"2019": 1, "2020": 0, "2021": 2} == counting.by_year(["2021", "2019", "2021"])
        assert {"1500": 1, "2021": 1} == counting.by_year(["2021", "1500"])
        assert {} == counting.by_year([])

    def test_harms_are_in_their_order(self) -> None:
        """
        Values with places are in the order of these, all others by size.
        """
        first, second = Link(text="a"), Link(text="b")
        found = Counter({first: 1, second: 2})

        assert [second, first] == [link for link, _ in counting.most("", found).counts]
        assert [first, second] == [
            link for link, _ in counting.most("", found, {first: 0, second: 1}).counts
        ]
