"""The first page of the project: the entities that it only mentions are found as mentions."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from privkg import build
from privkg.rdf.terms import term
from privkg.store.graph import open_graph

QUESTION = "remote-biometrics-by-authorities"


@pytest.fixture(scope="module")
def graph(moscow_page: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the graph of the founding page alone."""
    folder = tmp_path_factory.mktemp("founding") / "graph"
    build.build([moscow_page], folder)
    return folder


def answer(graph: Path, *arguments: str) -> list[dict[str, str]]:
    """Return the answer to the question on the command line."""
    command = [sys.executable, "-m", "privkg", "ask", QUESTION, "--graph", str(graph), "--format", "csv"]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=True)
    return list(csv.DictReader(done.stdout.splitlines()))


class TestFoundingPage:
    def test_no_technology_is_stated(self, graph: Path) -> None:
        """
        The page has no field Technology, so the question about stated technologies finds nothing.
        """
        assert [] == answer(graph)
        assert [] == answer(graph, "--mentions", "no")

    def test_the_technology_is_mentioned(self, graph: Path) -> None:
        """
        With mentions included, both authorities are found, and each line is marked as a mention.
        """
        rows = answer(graph, "--mentions", "yes")

        assert {("Face Recognition", "mentioned")} == {
            (row["technologyLabel"], row["basis"]) for row in rows
        }
        assert {"Moscow authorities", "Moscow's Department of Technology"} == {
            row["actorLabel"] for row in rows
        }

    def test_its_empty_fields_are_recorded(self, graph: Path) -> None:
        """
        The graph records that the page has empty fields for tangible harms and laws.
        """
        left = {o for (_, _, o), _ in open_graph(graph).triples(None, term("pk:leftEmpty"))}

        assert {term("pk:tangibleHarm"), term("pk:law")} <= left
