"""List pages of the site."""

import posixpath
import re
from pathlib import Path

import pytest

import parties
from builders import page_text, row_text
from checkout import ROOT
from privkg import build
from privkg.publish import layout
from privkg.publish.metadata import dataset
from privkg.publish.site import site
from privkg.publish.site.facets import FacetValue, ListedFacet
from privkg.publish.site.folder import publish
from privkg.publish.site.lists import Lister
from privkg.publish.site.pages import Link
from privkg.publish.site.viewer import Viewer
from privkg.publish.things import last_part, things
from privkg.query.evidence import Reader
from privkg.rdf.iris import DEFAULT
from privkg.rdf.kinds import Kind
from privkg.store.graph import Graph, open_graph
from site_files import made


class TestIncidents:
    @pytest.mark.parametrize(
        ("date", "shown"),
        [
            ("2007–May 2010", ["2007 to May 2010"]),
            ("May 2010", ["May 2010"]),
            ("Q3 2021", ["third quarter of 2021"]),
            ("not known", []),
        ],
    )
    def test_are_listed_with_their_whole_date(self, date: str, shown: list[str], tmp_path: Path) -> None:
        """
        A range is listed with its start and end in words; an unknown date is left empty.
        """
        (tmp_path / "page.txt").write_text(page_text("Letters opened", Date=date), encoding="utf-8")
        build.build([tmp_path / "page.txt"], tmp_path / "graph")
        found = lister(open_graph(tmp_path / "graph"))
        (entry,) = found.entries(Kind.INCIDENT, [DEFAULT.incident("letters-opened")])

        assert shown == [link.text for link in entry.cells[0]]


class TestActors:
    def test_are_those_who_act_or_are_stated(self, tmp_path: Path) -> None:
        """
        A party that only receives, decides or claims has a page but is not in the list of actors.
        """
        graph = parties.graph(tmp_path)
        found = things(graph)[Kind.ACTOR]
        listed = lister(graph).listed(Kind.ACTOR, found)

        assert parties.ACTORS | parties.OTHERS == set(map(last_part, found))
        assert parties.ACTORS == set(map(last_part, listed))

    def test_are_counted_where_they_act(self, tmp_path: Path) -> None:
        """
        An incident in which an actor only receives or decides does not count for it.
        """
        first, second = tmp_path / "first.txt", tmp_path / "second.txt"
        first.write_text(parties.page(), encoding="utf-8")
        second.write_text(
            page_text("Alpha receives", rows=(row_text(Recipient="Alpha"),)), encoding="utf-8"
        )
        build.build([first, second], tmp_path / "graph")
        entries = lister(open_graph(tmp_path / "graph")).entries(Kind.ACTOR, [DEFAULT.actor("Alpha")])

        assert (Link(text="1"),) == entries[0].cells[-1]


class TestSources:
    @pytest.fixture
    def graph(self, tmp_path: Path) -> Graph:
        """A graph of an incident with three sources: two of one publisher, one without."""
        sources = "\n\n".join(
            (
                "https://example.org/z | The Example | 5 May 2020",
                "https://www.example.net/a",
                "https://example.org/b | The Example",
            )
        )
        (tmp_path / "page.txt").write_text(page_text("Letters", sources=sources), encoding="utf-8")
        build.build([tmp_path / "page.txt"], tmp_path / "graph")
        return open_graph(tmp_path / "graph")

    def test_have_a_name_and_their_address(self, graph: Graph) -> None:
        """
        The name of a source is its publisher or its host; below it is the address, and a date, if known.
        """
        found = lister(graph)
        page = made(found.pages(Kind.SOURCE, found.listed(Kind.SOURCE, things(graph)[Kind.SOURCE])))
        rows = re.findall(
            r'<th scope="row">(.*?) <p class="address"><a [^>]+>(.*?)</a></p></th><td[^>]+>(.*?)</td>',
            page["sources.html"],
        )

        assert [
            ("example.net", "https://www.example.net/a", "no date"),
            ("The Example", "https://example.org/b", "no date"),
            ("The Example", "https://example.org/z", '<time datetime="2020-05-05">5 May 2020</time>'),
        ] == rows

    def test_on_many_pages_are_counted_by_publisher(
        self, graph: Graph, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        The page that leads to those of a long list has the publishers with the most sources.
        """
        monkeypatch.setattr(layout, "MOST_ENTRIES", 2)
        page = made(lister(graph).pages(Kind.SOURCE, things(graph)[Kind.SOURCE]))["sources.html"]
        found = re.findall(r'<th scope="row">(.*?)</th><td class="number">(\d+)</td>', page)

        assert [("The Example", "2"), ("example.net", "1")] == found


class TestOrders:
    @pytest.fixture
    def graph(self, tmp_path: Path) -> Graph:
        """A graph of two incidents by one agency, and of one by another."""
        for number, agency in enumerate(("Beta", "Alpha", "Beta")):
            row = row_text(Threat=f"{agency} opening letters")
            page = page_text(f"Letters {number}", rows=(row,), Threat_Actors=agency)
            (tmp_path / f"{number}.txt").write_text(page, encoding="utf-8")
        build.build(sorted(tmp_path.glob("*.txt")), tmp_path / "graph")
        return open_graph(tmp_path / "graph")

    def test_actors_of_most_incidents_come_first(self, graph: Graph) -> None:
        """
        Those that several incidents name have a list of their own, which the list by name leads to.
        """
        found = lister(graph)
        pages = made(found.pages(Kind.ACTOR, found.listed(Kind.ACTOR, things(graph)[Kind.ACTOR])))

        assert {"actors.html", "actors/most.html"} == set(pages)
        assert '<a href="actors/most.html">most incidents first</a>' in pages["actors.html"]
        assert "Alpha" in pages["actors.html"]
        assert "Alpha" not in pages["actors/most.html"]
        assert "1 that several incidents name" in pages["actors/most.html"]

    def test_a_single_order_is_not_offered(self, graph: Graph) -> None:
        """
        Where no actor is in several incidents there is only the list by name.
        """
        found = lister(graph)
        ((path, page),) = made(found.pages(Kind.ACTOR, [DEFAULT.actor("Alpha")])).items()

        assert "actors.html" == path
        assert "most incidents first" not in page

    def test_incidents_have_who_acted_and_on_whom(self, tmp_path: Path) -> None:
        """
        Each incident has its actors and the groups at risk in its rows, or that no actor is named.
        """
        row = row_text(Threat="Alpha Inc. opening letters", At_Risk_group="Residents of Example")
        pages = {
            "letters": page_text("Letters", Threat_Actors="Alpha Inc.", rows=(row,)),
            "parcels": page_text("Parcels", Threat_Actors="Not known", rows=()),
        }
        for name, text in pages.items():
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        build.build(sorted(tmp_path.glob("*.txt")), tmp_path / "graph")
        incidents = [DEFAULT.incident(name) for name in pages]
        page = made(lister(open_graph(tmp_path / "graph")).pages(Kind.INCIDENT, incidents))
        shown = re.findall('<p class="faint">((?:by|actor).*)</p>', page["incidents.html"])

        by, on = "id/actor/alpha-inc.html", "id/group/residents-of-example.html"
        assert [
            f'by <a href="{by}">Alpha Inc.</a>, on <a href="{on}">Residents of Example</a>',
            "actor not named",
        ] == shown

    def test_incidents_are_narrowed_down(self, graph: Graph) -> None:
        """
        The list of incidents has the facets, with links to their lists and the counts.
        """
        link = Link(text="Finland", target="lists/country/loc-FI.html")
        value = FacetValue(key="loc-FI", link=link, count=7, is_narrower=False)
        facet = ListedFacet(name="country", title="By country", values=(value,))
        page = made(lister(graph).pages(Kind.INCIDENT, things(graph)[Kind.INCIDENT], [facet]))[
            "incidents.html"
        ]

        assert '<a href="lists/country/loc-FI.html">Finland</a> <span class="faint">7</span>' in page
        assert '<a href="lists/oldest.html">oldest first</a>' in page
        assert '<strong aria-current="true">newest first</strong>' in page

    def test_counts_of_a_facet_are_drawn_in_proportion(self, graph: Graph) -> None:
        """
        Each count has a bar in the hue of its harm, hidden from screen readers; none is invisible.
        """
        values = tuple(
            FacetValue(key="", link=Link(text="", mark=mark), count=count, is_narrower=False)
            for mark, count in {"chip g-col": 600, "st st-alleged": 150, "": 1}.items()
        )
        facet = ListedFacet(name="status", title="By status", values=values)
        page = made(lister(graph).pages(Kind.INCIDENT, things(graph)[Kind.INCIDENT], [facet]))[
            "incidents.html"
        ]
        bars = re.findall(r'<svg class="([^"]+)" aria-hidden="true"><rect width="(\d+%)"', page)

        assert [("bar g-col", "100%"), ("bar", "25%"), ("bar", "1%")] == bars
        assert "style=" not in page


class TestSplit:
    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A published folder of three incidents with two sources each, where a page has two entries."""
        monkeypatch.setattr(layout, "MOST_ENTRIES", 2)
        for number in range(3):
            sources = f"https://example.org/{number}/a\n\nhttps://example.org/{number}/b"
            page = page_text(f"Letters {number}", sources=sources)
            (tmp_path / f"{number}.txt").write_text(page, encoding="utf-8")
        build.build(sorted(tmp_path.glob("*.txt")), tmp_path / "graph")
        graph = open_graph(tmp_path / "graph")
        publish(graph, dataset.read(ROOT / "privkg.toml"), tmp_path / "out")
        return tmp_path / "out"

    def test_a_list_continues_on_the_next_page(self, folder: Path) -> None:
        """
        A page of a long list links to the next one, which has the remaining entries and links back.
        """
        first, second = (
            (folder / name).read_text(encoding="utf-8")
            for name in ("incidents.html", "incidents/2.html")
        )

        assert [2, 1] == [page.count('<p class="when">') for page in (first, second)]
        assert [2, 1] == [page.count('class="st st-reported">1 reported<') for page in (first, second)]
        assert '<a href="incidents/2.html" rel="next">' in first
        assert '<a href="../incidents.html" rel="prev">' in second
        assert 2 == [page.count("3 in total") for page in (first, second)].count(1)

    @pytest.mark.parametrize(
        ("path", "order", "others"),
        [
            ("incidents/2.html", "newest first", ["lists/oldest.html", "lists/title.html"]),
            ("lists/oldest/2.html", "oldest first", ["incidents.html", "lists/title.html"]),
            ("actors/most.html", "most incidents first", ["actors.html"]),
            ("lists/year/2020/2.html", "", []),
        ],
    )
    def test_each_page_has_the_order_of_its_list(
        self, folder: Path, path: str, order: str, others: list[str]
    ) -> None:
        """
        All pages of a list mark its order and link to the others; lists of facets have none.
        """
        page = (folder / path).read_text(encoding="utf-8")
        orders = page.partition('aria-label="Order"')[2].partition("</nav>")[0]
        links = re.findall(r'href="([^"]+)"', orders)

        assert [order] * bool(order) == re.findall(r"<strong[^>]+>([^<]+)</strong>", orders)
        assert others == [posixpath.normpath(posixpath.join(posixpath.dirname(path), a)) for a in links]

    def test_the_page_of_an_actor_continues_too(self, folder: Path) -> None:
        """
        The incidents of an actor are split as well; Turtle and JSON-LD are not.
        """
        names = sorted(path.as_posix() for path in folder.glob("id/actor/**/*.html"))
        pages = [Path(name).read_text(encoding="utf-8") for name in names]

        assert [1, 2] == sorted(page.count("../incident/letters-") // 2 for page in map(one_each, pages))

    def test_each_source_is_where_its_redirect_leads(self, folder: Path) -> None:
        """
        The redirects for w3id.org lead from each source to the page with its anchor.
        """
        rules = (folder / "w3id" / ".htaccess").read_text(encoding="utf-8")
        ((pattern, target),) = re.findall(r'"\^id/source/(\S+)\$" "\S+?/(sources/\S+)"', rules)
        turtle = "".join(path.read_text(encoding="utf-8") for path in folder.glob("id/incident/*.ttl"))
        names = set(re.findall(r"<source/(\w+)>", turtle))
        found = {name: re.sub(pattern, target.replace("$", "\\"), name).partition("#") for name in names}

        assert 6 == len(names)
        assert names == {anchor for _, _, anchor in found.values()}
        assert all(
            f'<tr id="{name}">' in (folder / path).read_text(encoding="utf-8")
            for name, (path, _, _) in found.items()
        )


def one_each(page: str) -> str:
    """Return a page with its table of acts only."""
    return page.partition('<h2 id="acts">')[2].partition("</section>")[0]


def lister(graph: Graph) -> Lister:
    reader = Reader(graph)
    about = site.of_dataset(dataset.read(ROOT / "privkg.toml"))
    return Lister(reader, Viewer(graph, reader), about)
