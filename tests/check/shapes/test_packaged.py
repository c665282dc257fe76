"""The shapes that ship with privkg: all are screened, and find what pySHACL finds without a screen."""

from pathlib import Path

import pytest
import rdflib

import shacl_engines
from check.test_checking_mutations import FAULTS
from checkout import ROOT
from privkg import build
from privkg.build import check
from privkg.build.draft import draft
from privkg.build.read import ReadOptions
from privkg.check.shapes import shapes, validate
from privkg.core.errors import AssetError
from privkg.store.graph import Graph, Quads, in_memory


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Quads:
    """A graph of pages, each with one fault."""
    folder = tmp_path_factory.mktemp("faulty")
    for number, fault in enumerate(FAULTS):
        text = fault.text.replace("in an example", f"in example {number}", 1)
        (folder / f"{number}.txt").write_text(text, encoding="utf-8", newline="")
    drafted = draft([folder], ReadOptions())
    return in_memory(packed.text().decode() for packed in drafted.graphs())


def copied(quads: Quads) -> rdflib.Graph:
    graph = rdflib.Graph()
    for triple in quads.rdflib():
        graph.add(triple)
    return graph


def whole() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in sorted((ROOT / "shapes").glob("*.ttl")):
        graph.parse(path)
    return graph


class TestPackaged:
    def test_are_compiled_completely(self, faulty: Quads) -> None:
        """
        Every packaged shape is compiled to SPARQL completely.
        """
        report = validate(shapes.load_packaged(), faulty)
        files = list((ROOT / "shapes").glob("*.ttl"))

        assert (len(files), ()) == (len(report.screened), report.unscreened)

    def test_find_what_pyshacl_finds(self, faulty: Quads) -> None:
        """
        The results are those of pySHACL on all targets: focus node, value, component, shape, severity.
        """
        report = validate(shapes.load_packaged(), faulty)

        assert shacl_engines.by_pyshacl(whole(), copied(faulty)) == shacl_engines.by_privkg(report)
        assert len({report.rules[result.shape].code for result in report.results}) >= 15

    def test_find_nothing_wrong_with_the_corpus(self, corpus: Graph) -> None:
        """
        The project's own pages have no error or warning.
        """
        found = validate(shapes.load_packaged(), corpus)
        weights = {report.severity.value for report in found.rules.values()}

        assert weights <= {"note"}

    def test_that_are_damaged_are_an_error(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A packaged file without its header comment is an error.
        """
        (tmp_path / "shapes").mkdir()
        (tmp_path / "shapes" / "row-has-act.ttl").write_text("# nothing\n")
        monkeypatch.setattr("privkg.core.resources.folder", lambda name: tmp_path / name)
        with pytest.raises(AssetError, match=r"row-has-act\.ttl: not a single shape with dcterms:ident"):
            shapes.load_packaged()

    def test_are_checked_by_a_build_too(self, tmp_path: Path) -> None:
        """
        A build has the same findings as a check.
        """
        page = tmp_path / "page.txt"
        page.write_text(FAULTS[-1].text, encoding="utf-8")

        assert check.check([page]).findings == build.build([page], tmp_path / "graph").findings
