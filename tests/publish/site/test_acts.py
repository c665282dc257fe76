"""The pages of actors and groups: a sentence on their acts, and a table of them."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import example_site
from builders import page_text, row_text
from privkg import build
from privkg.publish import layout
from privkg.publish.site import acts, resources
from privkg.publish.site.similar import Finder
from privkg.publish.site.viewer import Viewer
from privkg.query.evidence import Reader
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term, term
from privkg.store.graph import Graph, open_graph
from site_files import made

SITE = example_site.site("Example incidents: a sample")
PROPERTIES = tuple(map(term, ("pk:actor", "pk:atRisk", "pk:statedActor", "pk:affected", "pk:recipient")))
REPEATED = {Kind.ACTOR: {term("pk:statedActor")}, Kind.GROUP: {term("pk:affected")}}
SUBJECTS = st.sampled_from([Term("<https://example.org/a>"), Term("<https://example.org/a/v1>")])
MENTIONS = st.dictionaries(
    SUBJECTS,
    st.dictionaries(
        SUBJECTS, st.lists(st.sampled_from(PROPERTIES), min_size=1, unique=True), min_size=1
    ),
)


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    """A graph of two incidents by one agency: of 2019, and of 2021 with an act of its own date."""
    passed_on = row_text(
        Threat="Example Agency telling others", Harm="Disclosure", Recipient="Example Club"
    )
    opened = row_text(Threat="Example Agency reading them", Harm="Surveillance", Date="March 2022")
    alleged = row_text(
        Threat="Example Agency showing them",
        Harm="Exposure",
        Status="Alleged",
        According_to="A neighbour",
    )
    pages = {
        "first": page_text("Letters opened", rows=(passed_on,), Date="2019"),
        "second": page_text("Letters shown", rows=(alleged, opened), Date="2021"),
    }
    for name, text in pages.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    build.build(sorted(tmp_path.glob("*.txt")), tmp_path / "graph")
    return open_graph(tmp_path / "graph")


def pages(graph: Graph, thing: str) -> Mapping[str, str]:
    """Return the files of a resource by path."""
    viewer = Viewer(graph, Reader(graph))
    writer = resources.Writer(graph, viewer, Finder(graph, viewer), SITE)
    return made(writer.files(Term(f"<{graph.base.things}{thing}>")))


def page(graph: Graph, thing: str) -> str:
    """Return the first page of a resource."""
    return pages(graph, thing)[f"id/{thing}.html"]


def deeds(page: str) -> list[str]:
    """Return the lines of the table of acts, without its head."""
    return page.partition("deeds")[2].partition("</table>")[0].split("<tr>")[2:]


class TestSentence:
    def test_acts_of_an_actor_are_counted(self, graph: Graph) -> None:
        """
        The page begins with the numbers of acts, incidents and statuses, and the years.
        """
        shown = page(graph, "actor/example-agency")
        sentence = "Tied to 3 acts in 2 incidents, 2019 to 2021: 2\u00a0reported, 1\u00a0alleged."

        assert f"{sentence}</p>" in shown
        assert f'<meta name="description" content="Example Agency: {sentence}">' in shown

    def test_acts_on_a_group_are_counted(self, graph: Graph) -> None:
        """
        A group is at risk in acts, and is not tied to them as the actor is.
        """
        assert "At risk in 3 acts in 2 incidents, 2019 to 2021" in page(graph, "group/people-in-moscow")

    def test_who_only_receives_did_nothing(self, graph: Graph) -> None:
        """
        An actor that is named, but acts nowhere, is tied to no act.
        """
        shown = page(graph, "actor/example-club")

        assert "Tied to no act; named in 1 incident.</p>" in shown
        assert 'class="stack deeds"' not in shown
        assert "(recipient)" in shown

    def test_a_place_has_none(self, graph: Graph) -> None:
        """
        Only actors and groups have acts; the page of a place lists its incidents.
        """
        shown = page(graph, "place/moscow-russia")

        assert "Tied to" not in shown
        assert "2 in total." in shown


class TestYears:
    @pytest.mark.parametrize("thing", ["actor/example-agency", "group/people-in-moscow"])
    def test_incidents_of_acts_are_shown_by_year(self, graph: Graph, thing: str) -> None:
        """
        The page of an actor or a group draws a mark for each incident of its acts, also in a table.
        """
        shown = page(graph, thing)

        assert {"2019": 1, "2021": 1} == of_years(shown)
        assert 2 == drawn_by_year(shown).count("<circle")
        assert re.findall(r">(\d{4})</text>", drawn_by_year(shown)) == ["2019", "2020", "2021"]

    def test_incidents_in_a_place_are_shown_by_year(self, graph: Graph) -> None:
        """
        A place, which has no acts, has all its incidents by year.
        """
        assert {"2019": 1, "2021": 1} == of_years(page(graph, "place/moscow-russia"))

    def test_a_single_incident_is_not_drawn(self, graph: Graph) -> None:
        """
        The page of who is named in one incident has no picture of its year.
        """
        assert {} == of_years(page(graph, "actor/example-club"))

    def test_incidents_without_an_act_are_left_out(self, tmp_path: Path) -> None:
        """
        Of an actor with acts only the incidents of these count, and not those in which it receives.
        """
        received = row_text(Threat="Example Club passing them on", Recipient="Example Agency")
        stated = {"2018": "Example Club", "2019": "Example Agency", "2021": "Example Agency"}
        for year, actor in stated.items():
            row = received if actor == "Example Club" else row_text()
            text = page_text(f"Letters {year}", rows=(row,), Date=year, Threat_Actors=actor)
            (tmp_path / f"{year}.txt").write_text(text, encoding="utf-8")
        build.build(sorted(tmp_path.glob("*.txt")), tmp_path / "graph")
        shown = page(open_graph(tmp_path / "graph"), "actor/example-agency")

        assert "Also named in" in shown
        assert {"2019": 1, "2021": 1} == of_years(shown)
        assert "Only incidents of the acts" in shown

    def test_undated_incidents_are_counted(self, tmp_path: Path) -> None:
        """
        The numbers of the years and of incidents without a date add up to the number of incidents.
        """
        for number, date in enumerate(("2019", "2021", "not known")):
            text = page_text(f"Letters {number}", Date=date)
            (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
        build.build(sorted(tmp_path.glob("*.txt")), tmp_path / "graph")
        shown = page(open_graph(tmp_path / "graph"), "place/moscow-russia")

        assert "3 in total." in shown
        assert 2 == sum(of_years(shown).values())
        assert "1 incident has no date." in shown


def of_years(page: str) -> dict[str, int]:
    """Return the table of incidents by year of a page."""
    found = re.findall(r'>(\d{4})</a></th><td class="number">(\d+)</td>', over_time(page))
    return {year: int(count) for year, count in found}


def drawn_by_year(page: str) -> str:
    """Return the picture of incidents by year of a page."""
    return over_time(page).partition("<svg")[2].partition("</svg>")[0]


def over_time(page: str) -> str:
    """Return the section of a page on the years of incidents."""
    return page.partition('<h2 id="years">')[2].partition("</section>")[0]


class TestTable:
    def test_an_act_is_whole(self, graph: Graph) -> None:
        """
        A line has the harm, the act, the people, whose claim it is, the incident and the date.
        """
        lines = deeds(page(graph, "actor/example-agency"))
        alleged = next(line for line in lines if "showing them" in line)

        assert 3 == len(lines)
        assert ">exposure</a>" in alleged
        assert ">People in Moscow</a>" in alleged
        assert '<span class="st st-alleged">alleged</span> by A neighbour' in alleged
        assert '<a href="../incident/letters-shown.html">Letters shown</a>' in alleged
        assert "2021</time>" in alleged

    def test_the_date_of_the_act_comes_first(self, graph: Graph) -> None:
        """
        An act has its own date if it has one.
        """
        lines = deeds(page(graph, "actor/example-agency"))

        assert "March 2022</time>" in next(line for line in lines if "reading them" in line)

    @pytest.mark.parametrize(
        ("row", "incident", "shown"),
        [
            ("2013-2016", "2010s", "2013 to 2016"),
            ("about 2019", "2010s", "about 2019"),
            (None, "2010s", "2010s"),
            (None, "2007–May 2010", "2007 to May 2010"),
            (None, "Q3 2021", "third quarter of 2021"),
            (None, "not known", "not dated"),
        ],
    )
    def test_dates_are_whole(self, row: str | None, incident: str, shown: str, tmp_path: Path) -> None:
        """
        A date of an act or an incident is as precise as it is known; its start alone is not shown.
        """
        text = page_text("Letters opened", rows=(row_text(Date=row),), Date=incident)
        (tmp_path / "page.txt").write_text(text, encoding="utf-8")
        build.build([tmp_path / "page.txt"], tmp_path / "graph")
        found = page(open_graph(tmp_path / "graph"), "actor/example-agency")
        (line,) = deeds(found)
        (date,) = re.findall(r'<td data-l="Date">(.+)</td>', line)

        assert shown == re.sub("<[^>]+>", "", date)

    def test_the_newest_incident_comes_first(self, graph: Graph) -> None:
        """
        Acts are in the order of their incidents, the newest first.
        """
        shown = page(graph, "actor/example-agency")

        assert shown.index("showing them") < shown.index("telling others")

    def test_a_long_list_is_split(self, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        An actor of many incidents has several pages, on each of which the whole is counted.
        """
        monkeypatch.setattr(layout, "MOST_ENTRIES", 1)
        found = pages(graph, "actor/example-agency")
        second = found["id/actor/example-agency/2.html"]

        assert "telling others" in second
        assert "showing them" not in second
        assert "Tied to 3 acts" in second


class TestSplit:
    @given(kind=st.sampled_from(Kind), found=MENTIONS)
    def test_no_mention_is_lost(
        self, kind: Kind, found: Mapping[Term, Mapping[Term, list[Term]]]
    ) -> None:
        """
        Each mention is an act or is left, but for an incident's own that its acts repeat.
        """
        rows, rest = acts.split(kind, found)
        lost = {
            (incident, predicate)
            for incident, about in found.items()
            for subject, some in about.items()
            for predicate in some
            if predicate not in rest.get(incident, {}).get(subject, [])
            and not (predicate == acts.KINDS.get(kind) and subject in rows[incident])
        }

        assert rows.keys() >= {incident for incident, _ in lost}
        assert REPEATED.get(kind, set()) >= {predicate for _, predicate in lost}
