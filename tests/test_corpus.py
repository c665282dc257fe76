"""The corpus: what confirmed the facts of each page is documented."""

import re
from pathlib import Path

import pytest

from checkout import INCIDENTS, ROOT, SAMPLE_PAGES
from privkg import sources
from privkg.core import documents
from privkg.core.model import Incident
from privkg.reference import authority
from privkg.reference.locations import Found, Locator

CONFIRMED = ROOT / "data" / "confirmed"
PAGES = sorted(INCIDENTS.glob("*.txt"))
LOCATOR = Locator(authority.load())
_ADDRESS = re.compile(r"https?://[^\s|]+")


def incident(page: Path) -> Incident:
    """Return the incident of a page."""
    (found,) = sources.writable(page.suffix).read(documents.read(page))
    return found


class TestDocumentation:
    def test_each_page_has_a_file(self) -> None:
        """
        What confirmed the facts of a page is in a file with the page's name, and no file is left over.
        """
        assert [page.stem for page in PAGES] == sorted(path.stem for path in CONFIRMED.glob("*.md"))

    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
    def test_each_source_is_listed(self, page: Path) -> None:
        """
        The file of a page has the page's title and each address of its sources, of which there are two.
        """
        text = (CONFIRMED / f"{page.stem}.md").read_text(encoding="utf-8")
        _, _, listed = page.read_text(encoding="utf-8").rpartition("\nSources\n")
        addresses = _ADDRESS.findall(listed)

        assert f"# {incident(page).title}" == text.splitlines()[0]
        assert [] == [address for address in addresses if address not in text]
        assert len(addresses) >= 2


class TestPlaces:
    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
    def test_have_records_or_are_countries(self, page: Path) -> None:
        """
        Each place of a page is found, and is a country unless it has an authority record.
        """
        places = [LOCATOR.find(passage.text) for passage in incident(page).locations]

        assert places
        assert [] == [place for place in places if not is_recorded_or_country(place)]


class TestSamples:
    def test_are_pages_of_the_corpus(self) -> None:
        """
        Each page that the list of sample pages names is in the corpus.
        """
        assert [] == [page for page in SAMPLE_PAGES if page not in PAGES]


def is_recorded_or_country(place: object) -> bool:
    if not isinstance(place, Found):
        return False
    return place.is_recorded or (place.place is not None and place.place.kind == "Country")
