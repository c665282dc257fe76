"""What programs read from the page of an incident: schema.org and BibTeX."""

from pathlib import Path

import pytest

import example_site
from builders import page_text
from privkg import build
from privkg.publish.site import markup
from privkg.publish.site.pages import Page
from privkg.publish.site.viewer import Viewer
from privkg.query.evidence import Reader
from privkg.rdf.iris import DEFAULT
from privkg.store.graph import open_graph

SITE = example_site.site("Example incidents")


@pytest.fixture
def page(tmp_path: Path) -> Page:
    """The page of an incident with a title that TeX would read as commands."""
    title = "Letters & 50% of {A_B}"
    (tmp_path / "page.txt").write_text(page_text(title), encoding="utf-8")
    build.build([tmp_path / "page.txt"], tmp_path / "graph")
    graph = open_graph(tmp_path / "graph")
    slug = next(iter(graph.manifest.pages)).incident
    return Viewer(graph, Reader(graph)).page(DEFAULT.incident(slug))


class TestSchema:
    def test_has_what_happened_where_and_its_sources(self, page: Page) -> None:
        """
        The event has the name, date and place of the incident; the page cites its sources.
        """
        found = markup.schema(page, SITE)

        assert {
            "@type": "Event",
            "@id": page.iri,
            "name": "Letters & 50% of {A_B}",
            "startDate": "2020-11",
            "location": [{"@type": "Place", "name": "Moscow, Russia"}],
        } == found["about"]
        assert ["https://example.org/story"] == found["citation"]
        assert found["url"] == f"https://example.org/{page.stem}.html"


class TestBibtex:
    def test_characters_of_tex_are_escaped(self, page: Page) -> None:
        """
        No character of the title is a command of TeX, and the braces of the entry are balanced.
        """
        found = markup.bibtex(page, SITE)

        assert r"title = {{Letters \& 50\% of \{A\_B\}}}" in found
        assert found.count("{") == found.count("}")
