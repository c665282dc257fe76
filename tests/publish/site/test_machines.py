"""Files for hosts and machines: the page of a missing page, and the feed of changes."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import example_site
from builders import page_text
from privkg import build
from privkg.publish.site import machines
from privkg.store.graph import Graph, open_graph
from site_files import made

ATOM = "{http://www.w3.org/2005/Atom}"
NOTICE = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix pk: <https://w3id.org/privkg/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://w3id.org/privkg/id/notice/first> a pk:Correction ;
    dcterms:title "A name & a date" ;
    dcterms:date "2027-01-02"^^xsd:date ;
    pk:reason "Two < three." ;
    pk:concerns <https://w3id.org/privkg/id/incident/letters-opened> .
"""
SITE = replace(example_site.site("Letters & cameras"), creators="Example Group")


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    """A graph of an incident with a correction."""
    (tmp_path / "page.txt").write_text(page_text("Letters opened"), encoding="utf-8")
    (tmp_path / "notices").mkdir()
    (tmp_path / "notices" / "first.ttl").write_text(NOTICE, encoding="utf-8")
    build.build([tmp_path / "page.txt"], tmp_path / "graph", notice_folders=[tmp_path / "notices"])
    return open_graph(tmp_path / "graph")


class TestFeed:
    def test_has_the_version_and_each_notice(self, graph: Graph) -> None:
        """
        The feed has an entry for the version and one for each notice, and the date of the latest.
        """
        feed = ET.fromstring(made(machines.files(graph, SITE))[machines.FEED])

        assert ["Version 1", "Corrected: A name & a date"] == [
            entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")
        ]
        assert "2027-01-02T00:00:00Z" == feed.findtext(f"{ATOM}updated")
        assert "https://example.org/id/notice/first.html" in {
            link.get("href") for link in feed.iter(f"{ATOM}link")
        }

    def test_each_entry_has_what_atom_requires(self, graph: Graph) -> None:
        """
        The feed and its entries have an identifier, a title and a date.
        """
        feed = ET.fromstring(made(machines.files(graph, SITE))[machines.FEED])

        assert all(
            element.findtext(f"{ATOM}{name}")
            for element in (feed, *feed.iter(f"{ATOM}entry"))
            for name in ("id", "title", "updated")
        )


class TestMissingPage:
    def test_depends_on_no_address(self, graph: Graph) -> None:
        """
        It has no relative address, as a host shows it at any.
        """
        page = made(machines.files(graph, SITE))[machines.NOT_FOUND]

        assert [] == [a for a in re.findall(r'(?:href|src)="([^"]*)"', page) if "://" not in a]
