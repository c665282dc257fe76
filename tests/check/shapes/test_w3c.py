"""The W3C's SHACL test suite: violations are found, with the results of pySHACL."""

import functools
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlparse

import pytest
import rdflib
from rdflib import RDF, Graph, Namespace
from rdflib.namespace import SH

import shacl_engines
from checkout import ROOT
from privkg.check.shapes import Report
from privkg.core.errors import RdfError
from shacl_engines import ResultKey

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
FOLDER = Path(os.environ.get("PRIVKG_SHARED", ROOT.parent / "shared"))
SUITE = FOLDER / "oracles" / "shacl" / "tests"
SCREENED_AT_LEAST = 96
DIFFERS = {"core/property/datatype-ill-formed": "the store keeps an xsd:byte as an xsd:integer"}
NOT_RUN = (
    "sparql/pre-binding/shapesGraph-001",
)  # it requires $shapesGraph, which pySHACL does not bind


class Case(NamedTuple):
    """A test of the suite: its files and expected results."""

    name: str
    data: Path
    shapes: Path
    expected: list[ResultKey]


@functools.cache
def cases() -> list[Case]:
    return list(_cases())


def _cases() -> Iterator[Case]:
    for path in sorted(SUITE.glob("*/*/*.ttl")):
        if path.name == "manifest.ttl":
            continue
        graph = Graph().parse(path, publicID=path.as_uri())
        for test in graph.subjects(RDF.type, SHT.Validate):
            action, result = graph.value(test, MF.action), graph.value(test, MF.result)
            if result == SHT.Failure or action is None or result is None:
                continue
            data, shapes = (
                _file(graph.value(action, SHT[name])) for name in ("dataGraph", "shapesGraph")
            )
            expected = shacl_engines.results_of(graph, graph.objects(result, SH.result))
            yield Case(str(path.relative_to(SUITE).with_suffix("")), data, shapes, expected)


def _file(node: rdflib.term.Node | None) -> Path:
    return Path(unquote(urlparse(str(node)).path))


@functools.cache
def privkg(case_name: str) -> Report:
    case = next(case for case in cases() if case.name == case_name)
    return shacl_engines.privkg(case.shapes, case.data)


def reference(case: Case) -> list[ResultKey]:
    logging.getLogger("pyshacl").setLevel(logging.CRITICAL)
    graphs = [Graph().parse(path, publicID=path.as_uri()) for path in (case.shapes, case.data)]
    return shacl_engines.by_pyshacl(*graphs)


def parametrized(known: dict[str, str]) -> list[object]:
    """Return the tests to run; those in `known` are expected to fail, with a reason."""
    if not SUITE.is_dir():
        return [pytest.param(None, marks=pytest.mark.skip(reason=f"no SHACL suite at {SUITE}"))]
    marks = {name: pytest.mark.xfail(reason=reason, strict=True) for name, reason in known.items()}
    return [
        pytest.param(case, marks=marks.get(case.name, ()))
        for case in cases()
        if case.name not in NOT_RUN
    ]


@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
class TestSuite:
    @pytest.mark.parametrize("case", parametrized({}), ids=lambda case: case.name if case else "none")
    def test_finds_violations(self, case: Case) -> None:
        """
        A test whose data does not conform has results.
        """
        assert not case.expected or privkg(case.name).results

    @pytest.mark.parametrize(
        "case", parametrized(DIFFERS), ids=lambda case: case.name if case else "none"
    )
    def test_has_the_results_of_pyshacl(self, case: Case) -> None:
        """
        The results are those of pySHACL on all targets.
        """
        assert reference(case) == shacl_engines.by_privkg(privkg(case.name))

    @pytest.mark.skipif(not SUITE.is_dir(), reason=f"no SHACL suite at {SUITE}")
    @pytest.mark.parametrize("name", NOT_RUN)
    def test_what_is_not_run_is_an_error(self, name: str) -> None:
        """
        Shapes that pySHACL cannot run are an error.
        """
        with pytest.raises(RdfError, match="pySHACL rejects the shapes"):
            privkg(name)

    @pytest.mark.skipif(not SUITE.is_dir(), reason=f"no SHACL suite at {SUITE}")
    def test_the_number_of_screened_tests_never_falls(self, capsys: pytest.CaptureFixture[str]) -> None:
        """
        The shapes of most tests are compiled completely; the number is printed.
        """
        run = [privkg(case.name) for case in cases() if case.name not in NOT_RUN]
        screened = sum(1 for report in run if not report.unscreened)
        with capsys.disabled():
            sys.stdout.write(f"\n{screened} of {len(cases())} W3C tests are screened\n")

        assert screened >= SCREENED_AT_LEAST
