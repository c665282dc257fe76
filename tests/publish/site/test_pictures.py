"""Pictures as files: well-formed SVG that needs nothing else, with the numbers of the home page."""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

import example_site
from builders import page_text, row_text
from privkg import build
from privkg.publish.site import overview, pictures
from privkg.publish.site.overview import Matrix, Overview
from privkg.publish.site.viewer import Viewer
from privkg.query.evidence import Reader
from privkg.store.graph import open_graph
from site_files import made

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def at_a_glance(tmp_path: Path) -> Overview:
    """The overview of a graph of two incidents with three rows."""
    for number, rows in enumerate([(row_text(), row_text(Harm="Disclosure")), (row_text(),)]):
        text = page_text(f"Letters opened {number}", rows=rows)
        (tmp_path / f"page-{number}.txt").write_text(text, encoding="utf-8")
    build.build([*tmp_path.glob("*.txt")], tmp_path / "graph")
    graph = open_graph(tmp_path / "graph")
    return overview.of(graph, Viewer(graph, Reader(graph)))


def drawn(of: Overview, title: str = "Letters") -> Mapping[str, Element]:
    """Return the root of each picture by its name."""
    return {
        path.removeprefix("pictures/"): ElementTree.fromstring(text.encode())
        for path, text in made(pictures.files(of, example_site.site(title))).items()
    }


def words(root: Element, name: str = "text") -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}{name}")]


class TestFiles:
    def test_each_needs_no_other_file(self, at_a_glance: Overview) -> None:
        """
        Each has a size, a title and a description; it refers to no other file and to no variable.
        """
        found = drawn(at_a_glance)

        assert ["harms.svg", "years.svg", "countries.svg"] == list(found)
        for root in found.values():
            assert {"width", "height", "viewBox"} <= root.attrib.keys()
            assert all(words(root, "title")[:1] + words(root, "desc"))
            assert "var(" not in words(root, "style")[0]
            assert [] == [name for each in root.iter() for name in each.attrib if "href" in name]

    def test_numbers_of_many_years_have_room(self, at_a_glance: Overview) -> None:
        """
        The numbers of neighbouring years do not touch, at seven units a digit.
        """
        years = {str(year): 100 for year in range(1980, 2021)}
        found = drawn(replace(at_a_glance, years=years))["years.svg"]
        at = [int(each.get("x", "")) for each in found.iter(f"{SVG}text") if each.text == "100"]

        assert len(years) == len(at)
        assert all(right - left > 7 * len("100") for left, right in pairwise(at))

    def test_numbers_are_those_of_the_page(self, at_a_glance: Overview) -> None:
        """
        The matrix has the numbers of rows, the years and the map those of incidents.
        """
        found = drawn(at_a_glance)

        rows = [text for text in words(found["harms.svg"]) if text.isdecimal()]
        matrix = [
            number
            for _, _, some in at_a_glance.matrix.groups
            for line in some
            for number in (*(cell for cell, _ in line.cells if cell), line.total)
        ]
        assert [str(number) for number in (*matrix, *at_a_glance.matrix.totals)] == rows
        marks = len(list(found["years.svg"].iter(f"{SVG}circle")))
        assert sum(at_a_glance.years.values()) == marks
        rings = [title for title in words(found["countries.svg"], "title") if ":" in title]
        assert [f"{ring.country.text}: {ring.incidents}" for ring in at_a_glance.world.rings] == rings

    def test_a_title_is_text(self, at_a_glance: Overview) -> None:
        """
        Markup in the title of a dataset is shown as it is written.
        """
        found = drawn(at_a_glance, 'Letters & <b>parcels</b> "1"')

        for root in found.values():
            assert 'Letters & <b>parcels</b> "1"' in words(root, "desc")[0]

    def test_what_has_nothing_to_show_is_left_out(self, at_a_glance: Overview) -> None:
        """
        Without years there is no timeline, without countries no map, without types of actors no matrix.
        """
        no_years = replace(at_a_glance, years={})
        no_countries = replace(at_a_glance, countries=replace(at_a_glance.countries, counts=()))
        no_types = replace(at_a_glance, matrix=Matrix(types=(), groups=()))

        assert ["harms.svg", "countries.svg"] == list(drawn(no_years))
        assert ["harms.svg", "years.svg"] == list(drawn(no_countries))
        assert ["years.svg", "countries.svg"] == list(drawn(no_types))


class TestFeet:
    def test_files_have_the_unit_that_they_count(self, at_a_glance: Overview) -> None:
        """
        The matrix counts acts, the years and the map count incidents.
        """
        found = drawn(at_a_glance).items()

        assert {"harms.svg": "acts", "years.svg": "incidents", "countries.svg": "incidents"} == {
            name: re.findall(r"Counts are of documented (\w+)", words(root, "desc")[0])[0]
            for name, root in found
        }

    def test_each_has_how_it_is_read_and_what_limits_it(self, site: Path) -> None:
        """
        At the foot of a picture are what one mark is, and the caveat in the unit that is drawn.
        """
        feet = [
            foot
            for page in site.rglob("*.html")
            for foot in re.findall(
                r'<(?:figcaption|p class="picture")>(.*?)</(?:figcaption|p)>',
                page.read_text(encoding="utf-8"),
                re.DOTALL,
            )
        ]

        assert feet
        for foot in feet:
            ((reading, limits),) = re.findall(
                r'<span class="drawn">(.+?)</span>\s*<span class="limits">(.+?)</span>', foot, re.DOTALL
            )
            assert reading.endswith(".")
            assert limits.startswith("Counts are of documented ")


class TestYears:
    def test_all_names_have_room(self, site: Path) -> None:
        """
        The names of the first and the last year are whole, at nine pixels a digit.
        """
        home = (site / "index.html").read_text(encoding="utf-8").partition('<h2 id="when">')[2]
        start, width = map(int, re.findall(r'viewBox="(-?\d+) \d+ (\d+) \d+"', home)[0])
        ticks = [int(x) for x in re.findall(r'<text class="tick" x="(\d+)"', home)]

        assert start <= min(ticks) - 2 * 9
        assert max(ticks) + 2 * 9 <= start + width
