"""A graph has the resources reachable from its pages, and no other actor, place or link."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders import page_text, row_text
from privkg import build
from privkg.export import write
from privkg.export.formats import FORMATS
from privkg.link import propose
from privkg.publish.metadata import dataset
from privkg.publish.site.folder import publish
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import ALT_LABEL, PREF_LABEL, iri_text
from privkg.reference import authority, concepts
from privkg.reference.links import tables
from privkg.store import rdf
from privkg.store.graph import Graph, open_graph

ACTOR, PLACE = "Example Library", "Oslo, Norway"
DATASET = """
[dataset]
title = "Example incidents"
description = "Incidents of an example, described for a test, in more than fifty characters."
homepage = "https://example.org/incidents/"
version = "1.0.0"
issued = 2026-11-23
modified = 2026-11-23
licence = "CC-BY-4.0"
[[dataset.creators]]
name = "Example Group"
"""
PAGE = page_text(
    "A list was on the web",
    Location=PLACE,
    Threat_Actors=ACTOR,
    Affected="Users of Example Library",
    rows=(row_text(Threat=f"{ACTOR} watching readers", At_Risk_group="Users of Example Library"),),
)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The graph of one invented page."""
    folder = tmp_path_factory.mktemp("one")
    (folder / "page.txt").write_text(PAGE)
    build.build([folder / "page.txt"], folder / "graph")
    return open_graph(folder / "graph")


def foreign_names(graph: Graph) -> list[str]:
    """Return the names of shipped actors and places that neither the page nor a vocabulary has."""
    records = authority.load()
    labels = b"".join(graph.texts([iri_text(DEFAULT.graph("labels"))])).decode()
    own = PAGE + labels + "".join(value for _, _, value in concepts.triples())
    kinds = ("/id/actor/", "/id/place/")
    named = {
        rdf.literal_text(value)
        for node, predicate, value in records.triples
        if predicate in (PREF_LABEL, ALT_LABEL) and any(kind in node for kind in kinds)
    }
    return sorted(name for name in named if len(name) > 3 and name not in own)


def matches(pattern: re.Pattern[str], folder: Path) -> Iterator[tuple[str, str]]:
    """Yield where a pattern matches in the text files below a folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in (".gz", ".woff2"):
            for found in pattern.findall(path.read_text(encoding="utf-8")):
                yield str(path.relative_to(folder)), found


class TestReached:
    def test_no_record_of_others_is_in_the_graph(self, graph: Graph) -> None:
        """
        No named graph has an actor, place or link that is not reachable from the page.
        """
        text = b"".join(graph.texts(graph.manifest.graphs)).decode()
        own = DEFAULT.place(PLACE)
        strangers = [node for node, _, _ in authority.load().triples if node != own]
        linked = [node for node, _, _ in tables.accepted()]

        assert [] == [node for node in {*strangers, *linked} if f"{node} " in text]

    def test_no_export_and_no_site_names_others(self, graph: Graph, tmp_path: Path) -> None:
        """
        Neither an export nor the published folder has the name of an actor or place of others.
        """
        for name in FORMATS.names():
            write.export(graph, tmp_path / name, name, io.BytesIO())
        (tmp_path / "privkg.toml").write_text(DATASET, encoding="utf-8")
        publish(graph, dataset.read(tmp_path / "privkg.toml"), tmp_path / "site")
        others = re.compile(rf"\b(?:{'|'.join(map(re.escape, foreign_names(graph)))})\b")

        assert [] == list(matches(others, tmp_path))

    def test_laws_are_those_that_pages_name(self, tmp_path: Path) -> None:
        """
        A graph has the record of each law that a page names and of what replaces it, and no other.
        """
        page = page_text(Location="Leeds, United Kingdom", laws="Data Protection Act 1998")
        (tmp_path / "page.txt").write_text(page)
        build.build([tmp_path / "page.txt"], tmp_path / "graph")
        text = b"".join(open_graph(tmp_path / "graph").texts([iri_text(DEFAULT.graph("ontology"))]))
        laws = set(
            re.findall(r"^<https://w3id.org/privkg/law#([A-Z]{2}-\S+)> ", text.decode(), re.MULTILINE)
        )
        record = [
            line
            for line in text.decode().splitlines()
            if line.startswith("<https://w3id.org/privkg/law#GB-DataProtectionAct1998>")
        ]

        assert {"GB-DataProtectionAct1998", "GB-DataProtectionAct2018"} == laws
        assert len(record) > 8

    def test_a_page_without_laws_brings_none(self, graph: Graph) -> None:
        """
        If no page names a law, the graph has the kinds of laws and no law.
        """
        text = b"".join(graph.texts([iri_text(DEFAULT.graph("ontology"))])).decode()

        assert "<https://w3id.org/privkg/law#Surveillance>" in text
        assert "https://schema.org/Legislation>" not in text

    def test_no_link_of_others_is_proposed(self, graph: Graph) -> None:
        """
        Links are proposed only for resources that the page names.
        """
        text = b"".join(graph.texts(graph.manifest.graphs)).decode()

        assert [] == [m for m in propose.propose(graph) if f"{m.subject} " not in text]

    def test_a_record_and_what_it_refers_to_are_in_the_graph(self, corpus: Graph) -> None:
        """
        The parent body of an actor is reached through its record.
        """
        assert (
            "<https://w3id.org/privkg/id/actor/moscow-authorities>"
            in b"".join(corpus.texts(["https://w3id.org/privkg/graph/authority"])).decode()
        )
