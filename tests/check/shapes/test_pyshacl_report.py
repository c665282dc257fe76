"""What pySHACL is handed: shapes with candidates, and the shapes that these refer to."""

from pathlib import Path

import pytest
import rdflib

import shacl_engines
from privkg.check.shapes import pyshacl_report
from shacl_engines import ResultKey

SHAPES = """
@prefix ex: <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

ex:person a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:home ; sh:node ex:home ] .
ex:home a sh:NodeShape ; sh:targetClass ex:Home ; sh:property [ sh:path ex:city ; sh:minCount 1 ] .
[] a sh:NodeShape ; sh:targetClass ex:Cat ; sh:property [ sh:path ex:owner ; sh:minCount 1 ] .
"""
PERSON = (
    "<https://example.org/ann> a <https://example.org/Person> ; <https://example.org/home> <urn:1> ."
)
CAT = "<https://example.org/tom> a <https://example.org/Cat> ."


def found(folder: Path, data: str) -> list[ResultKey]:
    """Return the results of privkg, after a comparison with those of pySHACL alone."""
    (folder / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    (folder / "data.ttl").write_text(data, encoding="utf-8")
    results = shacl_engines.by_privkg(shacl_engines.privkg(folder / "shapes.ttl", folder / "data.ttl"))
    graphs = [rdflib.Graph().parse(folder / name) for name in ("shapes.ttl", "data.ttl")]

    assert shacl_engines.by_pyshacl(*graphs) == results
    return results


class TestReport:
    def test_a_shape_without_candidates_is_used_by_another(self, tmp_path: Path) -> None:
        """
        A shape whose own targets are all right is still a part of the shape that refers to it.
        """
        assert ["<https://example.org/ann>"] == [one.focus for one in found(tmp_path, PERSON)]

    def test_a_shape_without_an_iri_has_candidates(self, tmp_path: Path) -> None:
        """
        A shape that is a blank node has results, though nothing refers to it.
        """
        assert ["<https://example.org/tom>"] == [one.focus for one in found(tmp_path, CAT)]

    def test_candidates_are_validated_in_parts(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Each candidate has its results, in whichever part of the candidates it is.
        """
        monkeypatch.setattr(pyshacl_report, "_CANDIDATES_AT_ONCE", 1)
        cats = [CAT.replace("tom", name) for name in ("tom", "una")]
        nodes = [f"<https://example.org/{name}>" for name in ("ann", "tom", "una")]

        assert nodes == sorted(one.focus for one in found(tmp_path, "\n".join([PERSON, *cats])))
