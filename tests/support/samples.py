"""Samples of shapes: data files that list the findings that a rule must report for them.

`tests/shapes/<rule>/` holds `pass*.ttl` with near misses and `fail-<how>.ttl`. A line of a sample such
as `#+ finding: Violation <incident/a> dcterms:date MinCountConstraintComponent` lists a finding:
severity, focus node, path (`-` if there is none) and constraint. The ontology is added to the data
unless a sample has `#+ ontology: none`.
"""

import contextlib
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import rdflib
from rdflib import RDF, SH, Graph
from rdflib.collection import Collection
from rdflib.term import Literal, Node, URIRef

from checkout import TESTS
from privkg.check.shapes.shapes import text
from privkg.core import resources
from privkg.rdf.terms import BASE, shorten
from shacl_engines import report_of_pyshacl

FOLDER = TESTS / "shapes"
SHAPES = FOLDER.parent.parent / "shapes"
DATA = f"{BASE}id/"
_FORMS = {SH.inversePath: "^{}", SH.oneOrMorePath: "{}+", SH.zeroOrMorePath: "{}*"}


@dataclass(frozen=True, slots=True)
class Sample:
    """Data for a rule and its expected findings, sorted."""

    rule: str
    name: str
    data: Graph
    has_ontology: bool
    announced: tuple[str, ...]

    def findings(self, shapes: Graph) -> tuple[str, ...]:
        """Return the findings of pySHACL for the data and a graph of shapes, sorted."""
        if not self.has_ontology:
            return findings(self.data, shapes)
        with _added(self.data, ontology()) as whole:
            return findings(whole, shapes)


def rules() -> list[str]:
    """Return the names of the packaged shapes' files."""
    return sorted(path.stem for path in SHAPES.glob("*.ttl"))


@functools.cache
def shapes(rule: str) -> Graph:
    """Return the shapes of a rule."""
    return Graph().parse(data=text(SHAPES / f"{rule}.ttl"), format="turtle")


@functools.cache
def of_rule(rule: str) -> tuple[Sample, ...]:
    """Return the samples of a rule, failing ones first."""
    return tuple(_read(path) for path in sorted((FOLDER / rule).glob("*.ttl")))


@functools.cache
def ontology() -> Graph:
    """Return what `ontology/` asserts, without the labels of foreign vocabularies."""
    graph, labels = Graph(), resources.folder("ontology/labels")
    for path in resources.files("ontology", ".ttl"):
        if labels not in path.parents:
            graph.parse(path)
    return graph


def findings(data: Graph, shapes: Graph) -> tuple[str, ...]:
    """Return the results of pySHACL's report, one line each, sorted."""
    report = report_of_pyshacl(shapes, data)
    return tuple(
        sorted(_line(report, result) for result in report.subjects(RDF.type, SH.ValidationResult))
    )


def values_found(data: Graph, shapes: Graph) -> set[Node]:
    """Return the values in pySHACL's report."""
    return set(report_of_pyshacl(shapes, data).objects(None, SH.value))


def _line(report: Graph, result: Node) -> str:
    path = report.value(result, SH.resultPath)
    words = (
        _local(report.value(result, SH.resultSeverity)),
        _short(report.value(result, SH.focusNode)),
        "-" if path is None else _path(report, path),
        _local(report.value(result, SH.sourceConstraintComponent)),
    )
    return " ".join(words)


def _local(node: Node | None) -> str:
    return str(node).removeprefix(str(SH))


def _short(node: Node | None) -> str:
    if not isinstance(node, URIRef):
        return node.n3() if isinstance(node, Literal) else "[]"
    name = shorten(str(node))
    return f"<{node.removeprefix(DATA)}>" if name == str(node) else name


def _path(report: Graph, path: Node) -> str:
    """Return a property path as SPARQL writes it, without spaces."""
    if isinstance(path, URIRef):
        return _short(path)
    for predicate, form in _FORMS.items():
        inner = report.value(path, predicate)
        if inner is not None:
            return form.format(_path(report, inner))
    options = report.value(path, SH.alternativePath)
    if options is not None:
        return "|".join(_path(report, option) for option in Collection(report, options))
    return "/".join(_path(report, step) for step in Collection(report, path))


def _read(path: Path) -> Sample:
    text = path.read_text(encoding="utf-8")
    head = [line.removeprefix("#+ ") for line in text.splitlines() if line.startswith("#+ ")]
    announced = sorted(line.removeprefix("finding: ") for line in head if line.startswith("finding: "))
    with _as_written():
        data = Graph().parse(data=text, format="turtle")
    return Sample(path.parent.name, path.stem, data, "ontology: none" not in head, tuple(announced))


@contextlib.contextmanager
def _as_written() -> Iterator[None]:
    """Keep rdflib from normalizing literals while it parses: `2014-11-03Z` would lose its time zone."""
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before


@contextlib.contextmanager
def _added(data: Graph, whole: Graph) -> Iterator[Graph]:
    """Yield `whole` with the triples of `data` added; remove them afterwards."""
    new = [triple for triple in data if triple not in whole]
    for triple in new:
        whole.add(triple)
    try:
        yield whole
    finally:
        for triple in new:
            whole.remove(triple)
