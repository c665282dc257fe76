"""Pictures of acts: three ordered columns of about 40 names, with the numbers of their tables."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import combinations, pairwise
from random import Random
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import example_site
from builders import page_text, row_text
from privkg import build
from privkg.core.lettering import width
from privkg.core.text import counted
from privkg.publish.site import harms, marks, pictures
from privkg.publish.site.layers import Drawer, Name, Picture
from privkg.publish.site.pages import Link, Named
from privkg.publish.site.viewer import Viewer
from privkg.query.evidence import Reader
from privkg.reference import claims, concepts
from privkg.store.graph import Graph, open_graph
from site_files import made

SITE = example_site.site("Letters & <b>parcels</b>")
SVG = "{http://www.w3.org/2000/svg}"
SURVEILLANCE = "solove/Surveillance"
HEADS = {"Name Acts by harm and claim status Acts ", "Actors ", "Harms ", "Groups of people "}
"""The rows of a table that are no names."""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A graph of one incident with rows of surveillance of 41 groups, and one of disclosure."""
    folder = tmp_path_factory.mktemp("layers")
    rows = (
        row_text(Status="Alleged", According_to="A neighbour"),
        *(row_text(), row_text()),
        *(row_text(At_Risk_group=f"People of town {number}") for number in range(40)),
        row_text(Harm="Disclosure"),
    )
    (folder / "page.txt").write_text(page_text("Letters opened", rows=rows), encoding="utf-8")
    build.build([folder / "page.txt"], folder / "graph")
    return open_graph(folder / "graph")


@pytest.fixture(scope="module")
def viewer(graph: Graph) -> Viewer:
    return Viewer(graph, Reader(graph))


@pytest.fixture(scope="module")
def known(viewer: Viewer) -> tuple[list[Link], list[Link]]:
    """The links of all harms and of all claim statuses, as rows have them."""
    statuses = [each.iri for each in concepts.claim_statuses()]
    return (
        [viewer.link(each.iri) for each in concepts.harms()],
        [Link(text=viewer.title(each), mark=marks.of_status(each)) for each in statuses],
    )


def link(kind: str, number: int) -> Link:
    """Return a link to an actor or a group; some names are long, some are one long word."""
    tail = ("", " of the Municipal Department of Letters and Parcels in Example", "w" * 60)[number % 3]
    return Link(text=f"{kind} {number}{tail}", target=f"id/{kind}/{number}.html")


def some_acts(random: Random, known: tuple[list[Link], list[Link]], number: int) -> Counter[Named]:
    """Return acts of random actors, harms, groups and statuses, some with several of each."""
    harms, statuses = random.sample(known[0], random.randint(2, len(known[0]))), known[1]

    def of(kind: str) -> tuple[Link, ...]:
        chosen = random.sample(range(1, number + 1), random.randint(1, min(2, number)))
        return tuple(link(kind, each) for each in chosen)

    return Counter(
        Named(
            of("actor"),
            tuple(random.sample(harms, random.randint(1, 2))),
            of("group"),
            (random.choice(statuses),),
        )
        for _ in range(3 * number)
    )


def names(picture: Picture) -> Iterator[Name]:
    yield from (*picture.actors, *picture.harms, *picture.groups)


def svg(picture: Picture) -> Element:
    return ElementTree.fromstring(pictures.layers("id/x.svg", "x", picture, SITE).make())


class TestDrawn:
    @settings(max_examples=25)
    @given(seed=st.integers(0, 10**6), number=st.integers(1, 60))
    def test_numbers_are_those_of_the_acts(
        self, viewer: Viewer, known: tuple[list[Link], list[Link]], seed: int, number: int
    ) -> None:
        """
        Names and lines have the numbers of their acts; those of all others count each act once.
        """
        acts = some_acts(Random(seed), known, number)
        picture = Drawer(viewer).drawn(acts)

        assert picture is not None
        for place, column in ((0, picture.actors), (1, picture.harms), (2, picture.groups)):
            named = {name.link: name for name in column if name.link.target}
            folded = {each for act in acts for each in act[place]} - named.keys()
            for name in column:
                own = {name.link} if name.link in named else folded
                found = Counter[tuple[Link, Link]]()
                for act, times in acts.items():
                    if own & {*act[place]}:
                        found.update({(harm, act.statuses[0]): times for harm in act.harms})

                assert name.acts == sum(n for act, n in acts.items() if own & {*act[place]})
                if place != 1:
                    assert {(t.harm, t.status): t.acts for t in name.ties} == found
            others = [name.link.text for name in column if not name.link.target]
            assert others == [counted(len(folded), "other")] * bool(folded)
            assert 1 != len(folded)

    @settings(max_examples=25)
    @given(seed=st.integers(0, 10**6), number=st.integers(1, 60))
    def test_forty_are_named(
        self, viewer: Viewer, known: tuple[list[Link], list[Link]], seed: int, number: int
    ) -> None:
        """
        Forty names are shown, or all, and single others; harms are in Solove's order, and all shown.
        """
        acts = some_acts(Random(seed), known, number)
        picture = Drawer(viewer).drawn(acts)
        every = {(place, each) for act in acts for place in range(3) for each in act[place]}

        assert picture is not None
        shown = sum(bool(name.link.target) for name in names(picture))
        assert shown - min(40, len(every)) in (0, 1, 2)
        assert len(every) == shown or not all(name.link.target for name in names(picture))
        order = [viewer.link(harm) for harm in marks.harms()]
        assert [h for h in order if any(h in act.harms for act in acts)] == [
            name.link for name in picture.harms
        ]

    @settings(max_examples=25)
    @given(seed=st.integers(0, 10**6))
    def test_the_order_of_acts_does_not_matter(
        self, viewer: Viewer, known: tuple[list[Link], list[Link]], seed: int
    ) -> None:
        """
        The same acts in another order are the same picture.
        """
        acts = some_acts(Random(seed), known, 30)
        shuffled = Random(seed + 1).sample([*acts.items()], len(acts))

        assert Drawer(viewer).drawn(acts) == Drawer(viewer).drawn(Counter(dict(shuffled)))

    def test_names_are_near_their_harms(
        self, viewer: Viewer, known: tuple[list[Link], list[Link]]
    ) -> None:
        """
        Actors and groups with the harms that come first are above the others: no lines cross.
        """
        order = [viewer.link(harm) for harm in marks.harms()]
        acts = {
            Named((link("actor", 9 - n),), (order[n],), (link("group", n),), (known[1][0],)): 1
            for n in (6, 0, 3)
        }
        picture = Drawer(viewer).drawn(acts)

        assert picture is not None
        assert ["actor 9", "actor 6", "actor 3"] == [name.link.text for name in picture.actors]
        assert ["group 0", "group 3", "group 6"] == [name.link.text for name in picture.groups]
        assert all(one.y < other.y for one, other in pairwise(picture.groups))

    def test_a_single_other_is_named(self, viewer: Viewer, known: tuple[list[Link], list[Link]]) -> None:
        """
        One name too many is drawn; it takes the line that "1 other" would.
        """
        groups = [link("group", number) for number in range(39)]
        acts = {
            Named((link("actor", 1),), (known[0][0],), (group,), (known[1][0],)): 1 for group in groups
        }
        picture = Drawer(viewer).drawn(acts)

        assert picture is not None
        assert {*groups} == {name.link for name in picture.groups}

    def test_one_act_is_not_drawn(self, viewer: Viewer, known: tuple[list[Link], list[Link]]) -> None:
        """
        A picture has two acts or more.
        """
        act = Named((link("actor", 1),), (known[0][0],), (link("group", 1),), (known[1][0],))

        assert Drawer(viewer).drawn({act: 1}) is None
        assert Drawer(viewer).drawn({act: 2}) is not None


def box(text: Element, anchor: str, down: int) -> tuple[float, float, float, float]:
    """Return the left, top, right and bottom of a text of 14 pixels."""
    across, x, y = width(text.text or "", 14), float(text.get("x", "")), float(text.get("y", ""))
    left = x - across if anchor == "end" else x
    return left, y - 13 + down, left + across, y + 5 + down


def boxes(root: Element, anchor: str = "", down: int = 0) -> Iterator[tuple[float, float, float, float]]:
    """Yield the boxes of all texts in the drawing."""
    for each in root:
        anchor_of = "end" if "end" in (each.get("class") or "").split() else anchor
        moved = re.fullmatch(r"translate\(0 (\d+)\)", each.get("transform") or "")
        if each.tag == f"{SVG}text":
            yield box(each, anchor_of, down)
        yield from boxes(each, anchor_of, down + int(moved[1]) if moved else down)


def drawing(root: Element) -> Element:
    return next(each for each in root.iter(f"{SVG}g") if each.get("class") == "drawing")


class TestFile:
    @settings(max_examples=25)
    @given(seed=st.integers(0, 10**6), number=st.integers(1, 60))
    def test_no_label_is_over_another_or_over_a_line(
        self, viewer: Viewer, known: tuple[list[Link], list[Link]], seed: int, number: int
    ) -> None:
        """
        No two texts meet, all are within the picture, and lines are between the columns of texts.
        """
        picture = Drawer(viewer).drawn(some_acts(Random(seed), known, number))
        assert picture is not None
        root = svg(picture)
        found = [*boxes(drawing(root))]
        high = float(root.get("height", ""))

        assert [] == [
            (one, other)
            for one, other in combinations(found, 2)
            if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
        ]
        assert all(left >= 0 and right <= 1040 and bottom < high for left, _, right, bottom in found)
        curves = [p.get("d", "") for p in root.iter(f"{SVG}path") if "C" in p.get("d", "")]
        spans = {tuple(map(int, re.findall(r"(?:M|(?<= ))(\d+) -?\d+(?=C|$)", d))) for d in curves}
        assert {(268, 420), (774, 650)} == spans
        below = (box for box in found if box[1] > 40)
        assert all(
            right <= 268 or (420 < left and right < 650) or left > 774 for left, _, right, _ in below
        )

    def test_each_status_has_a_line_of_its_own(
        self, viewer: Viewer, known: tuple[list[Link], list[Link]]
    ) -> None:
        """
        No two claim statuses, nor one that was not understood, are drawn alike.
        """
        statuses = [*known[1], Link(text=str(claims.NONE), mark="st st-unknown")]
        acts = {
            Named((link("actor", 1),), (known[0][0],), (link("group", 1),), (status,)): 1
            for status in statuses
        }
        picture = Drawer(viewer).drawn(acts)
        assert picture is not None
        lines = [p for p in drawing(svg(picture)) if p.tag == f"{SVG}path"]

        assert len(statuses) == len({(p.get("stroke-width"), p.get("stroke-dasharray")) for p in lines})

    def test_needs_no_other_file(self, graph: Graph, viewer: Viewer) -> None:
        """
        The file has a title and notes, links to nothing and uses no variable.
        """
        text = made(harms.Writer(graph, viewer, SITE).pages())[f"{SURVEILLANCE}.svg"]
        root = ElementTree.fromstring(text)

        assert "Who did what to whom: surveillance" == root.findtext(f"{SVG}title")
        assert "Counts are of documented acts." in (root.findtext(f"{SVG}desc") or "")
        assert "Letters & <b>parcels</b>" in (root.findtext(f"{SVG}desc") or "")
        assert [] == re.findall(r"href|var\(|<script|url\(", text)


class Table(HTMLParser):
    """Reads the table of a picture, and the titles and links of the picture itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows, self.titles, self.links = list[str](), list[str](), list[str]()
        self._open = list[str]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        if tag == "tr":
            self.rows.append("")
        if tag == "title":
            self.titles.append("")
        if tag == "a" and "svg" in self._open:
            self.links.append(dict(attrs).get("aria-label") or "")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "title" in self._open and "svg" in self._open:
            self.titles[-1] += data
        elif "tr" in self._open:
            self.rows[-1] += f"{data.strip()} " if data.strip() else ""


def figure(html: str) -> str:
    return html[html.index('<figure class="picture layers">') :].partition("</figure>")[0]


class TestPage:
    def test_table_has_the_names_lines_and_numbers_of_the_picture(
        self, graph: Graph, viewer: Viewer
    ) -> None:
        """
        Each name is a row with its number and its lines, and each name with a page is a link in both.
        """
        pages = made(harms.Writer(graph, viewer, SITE).pages())
        found = Table(figure(pages[f"{SURVEILLANCE}.html"]))
        names = [title for title in found.titles if ":" not in title]
        lines = dict[str, list[str]]()
        for name, harm, number, status in (
            re.fullmatch(r"(.+), (.+): (\d+) acts?, (.+)", title).groups()  # type: ignore[union-attr]
            for title in found.titles
            if ":" in title
        ):
            lines.setdefault(name, []).append(f"{harm} {number} {status}")
        shown = [re.fullmatch(r"(.+), (\d+) acts?", name) for name in names]
        rows = [" ".join([m[1], *lines.get(m[1], ()), f"{m[2]} "]) for m in shown if m]

        assert 40 < len(rows)
        assert Counter(rows) == Counter(row for row in found.rows if row not in HEADS)
        assert [name for name in names if " others, " not in name] == found.links
        assert {
            "Example Agency surveillance 1 alleged surveillance 42 reported 43 ",
            "3 others surveillance 3 reported 3 ",
            "People in Moscow surveillance 1 alleged surveillance 2 reported 3 ",
        } < {*rows}

    def test_of_fewer_acts_has_none(self, graph: Graph, viewer: Viewer) -> None:
        """
        The page of a harm with one row has no picture, and there is no file.
        """
        pages = made(harms.Writer(graph, viewer, SITE).pages())

        assert f"{SURVEILLANCE}.svg" in pages
        assert "solove/Disclosure.svg" not in pages
        assert "picture layers" not in pages["solove/Disclosure.html"]
