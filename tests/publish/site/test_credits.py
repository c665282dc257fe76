"""Registers on the site: a page for each, and licence and credit on every page of their records."""

import re
from pathlib import Path

import pytest

from checkout import ROOT
from credited import AIAAIC, ATTRIBUTION, HIBP, RECORD, SHARE_ALIKE, graph_of
from privkg.publish.metadata import dataset
from privkg.publish.site.folder import publish

LICENCE = re.compile(r'<a href="([^"]*)" rel="license">')
LINK = re.compile(r'href="([^":#]+)["#]')
CREDITS = {"aiaaic": (SHARE_ALIKE, AIAAIC), "hibp": (ATTRIBUTION, HIBP)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published folder of records of two registers and of a page."""
    folder = tmp_path_factory.mktemp("credited")
    publish(graph_of(folder), dataset.read(ROOT / "privkg.toml"), folder / "out")
    return folder / "out"


def main_of(page: Path) -> str:
    """Return the main part of a page."""
    return page.read_text(encoding="utf-8").partition('<main id="main">')[2].partition("</main>")[0]


class TestRegisters:
    @pytest.mark.parametrize("name", CREDITS)
    def test_have_a_page(self, folder: Path, name: str) -> None:
        """
        The page of a register has its name, licence and credit.
        """
        licence, credit = CREDITS[name]
        text = main_of(folder / "id" / "register" / f"{name}.html")

        assert f"<h1>{credit}</h1>" in text
        assert {licence} == set(LICENCE.findall(text))
        assert f"credit: {credit}" in text

    def test_list_their_incidents(self, folder: Path) -> None:
        """
        The page of a register has the number of its incidents, and a link to each.
        """
        text = main_of(folder / "id" / "register" / "aiaaic.html")

        assert "2 in total" in text
        assert ["Example cameras", "Example faces"] == re.findall(
            r'incident/aiaaic\d\.html">(.*?)<', text
        )

    def test_are_listed(self, folder: Path) -> None:
        """
        The list of registers has the licence, the credit and the number of incidents of each.
        """
        rows = re.findall(r"<tr><th scope=.row.>(.*)</tr>", main_of(folder / "registers.html"))
        words = [re.sub(r"<[^>]+>", " ", row).split("  ") for row in rows]
        found = [[word.strip() for word in row if word.strip()] for row in words]

        assert [[AIAAIC, "CC BY-SA 4.0", AIAAIC, "2"], [HIBP, "CC BY 4.0", HIBP, "1"]] == found

    def test_have_data_for_programs(self, folder: Path) -> None:
        """
        A register has Turtle and JSON-LD with its licence.
        """
        texts = [folder / "id" / "register" / f"aiaaic.{suffix}" for suffix in ("ttl", "jsonld")]

        assert 2 * [True] == [SHARE_ALIKE in path.read_text(encoding="utf-8") for path in texts]


class TestRecords:
    def test_have_licence_and_credit_on_each_page(self, folder: Path) -> None:
        """
        Pages of incidents of registers have the register's licence, and link to it.
        """
        pages = [
            path for path in (folder / "id" / "incident").glob("*.html") if "letters" not in path.name
        ]
        wanted = {page: "aiaaic" if "aiaaic" in page.as_posix() else "hibp" for page in pages}
        wrong = [
            page
            for page, name in wanted.items()
            if {CREDITS[name][0]} != set(LICENCE.findall(main_of(page)))
            or f"../register/{name}.html" not in main_of(page)
            or f"<dt>Credit</dt><dd>{CREDITS[name][1]}</dd>" not in main_of(page)
        ]

        assert (3, []) == (len(pages), wrong)

    def test_name_share_alike(self, folder: Path) -> None:
        """
        A record under a share-alike licence states that what is made of it is shared alike.
        """
        of_aiaaic, of_hibp = (
            main_of(folder / "id" / "incident" / f"{slug}.html") for slug in (RECORD, "hibp-examplemail")
        )

        assert ("share-alike: share what" in of_aiaaic, "share-alike" in of_hibp) == (True, False)

    def test_pages_of_others_have_the_licence_of_the_dataset(self, folder: Path) -> None:
        """
        An incident of no register has the licence of the dataset, and no credit.
        """
        text = main_of(folder / "id" / "incident" / "letters-opened.html")

        assert ([ATTRIBUTION], False) == (LICENCE.findall(text), "Record of" in text)

    def test_links_lead_to_files(self, folder: Path) -> None:
        """
        Each link of a page, relative to it, leads to a file of the folder.
        """
        pages = [path for path in folder.rglob("*.html") if path.parts[-2] not in ("ns", "shapes")]
        broken = {
            (page.name, target)
            for page in pages
            for target in LINK.findall(page.read_text(encoding="utf-8"))
            if not (page.parent / target).is_file()
        }

        assert set() == broken


class TestHome:
    def test_names_each_licence(self, folder: Path) -> None:
        """
        The home page has the number of incidents of each register with licence and credit.
        """
        text = main_of(folder / "index.html")
        _, _, found = text.partition('<ul id="licences">')

        assert [SHARE_ALIKE, ATTRIBUTION] == LICENCE.findall(found)
        assert "<li>2 incidents of " in found
