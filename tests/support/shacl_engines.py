"""Validates a graph with privkg (its own checks first, then pySHACL) and with pySHACL alone."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pyshacl
import rdflib
from rdflib.namespace import SH

from privkg.check.shapes import Report, validate, years
from privkg.check.shapes.graph import Triples
from privkg.check.shapes.pyshacl_report import parse_queries_once
from privkg.check.shapes.shapes import Shapes
from privkg.core.model import Rule, Severity
from privkg.rdf.terms import Triple
from privkg.store.graph import Quads, in_memory
from privkg.store.rdf import read_with_blank_nodes

_RULE = Rule("TEST", "test-is-a-test", Severity.VIOLATION)


class ResultKey(NamedTuple):
    """A validation result without blank node names and number forms, which differ between engines."""

    focus: str
    path: str
    value: str
    component: str
    shape: str
    severity: str


def shapes(triples: Iterable[Triple]) -> Shapes:
    """Return triples as the shapes of one rule."""
    stated = Triples(triples)
    return Shapes(stated, dict.fromkeys((s for s, _, _ in stated.all), _RULE))


def shapes_of(path: Path) -> Shapes:
    """Return a file as shapes."""
    return shapes(read_with_blank_nodes(path))


def data_of(path: Path) -> Quads:
    """Return a file as a graph in a store."""
    return in_memory(f"{s} {p} {o} .\n" for s, p, o in read_with_blank_nodes(path))


def by_privkg(report: Report) -> list[ResultKey]:
    """Return the results of privkg, sorted; only the presence of a path is compared."""
    return sorted(
        ResultKey(
            _plain(result.focus),
            str(bool(result.path)),
            _plain(result.value or ""),
            _plain(result.component),
            _plain(result.shape),
            _plain(result.severity),
        )
        for result in report.results
    )


def privkg(shapes_file: Path, data_file: Path) -> Report:
    """Return privkg's report on a file."""
    return validate(shapes_of(shapes_file), data_of(data_file))


def by_pyshacl(shapes_graph: rdflib.Graph, data: rdflib.Graph) -> list[ResultKey]:
    """Return the results of pySHACL alone, sorted."""
    years.compare_years()  # pySHACL alone cannot compare years
    report = report_of_pyshacl(shapes_graph, data)
    return results_of(report, report.objects(None, SH.result))


def report_of_pyshacl(shapes_graph: rdflib.Graph, data: rdflib.Graph) -> rdflib.Graph:
    """Return the report of pySHACL alone, which parses each query once."""
    copy = rdflib.Graph() + shapes_graph  # pySHACL adds triples to the shapes graph
    parse_queries_once(data)
    _, report, _ = pyshacl.validate(data, shacl_graph=copy, inference="none", inplace=True)
    assert isinstance(report, rdflib.Graph)
    return report


def results_of(graph: rdflib.Graph, results: Iterable[rdflib.term.Node]) -> list[ResultKey]:
    """Return the results of a report graph, sorted."""
    return sorted(
        ResultKey(
            _node(graph.value(node, SH.focusNode)),
            str(graph.value(node, SH.resultPath) is not None),
            _node(graph.value(node, SH.value)),
            _node(graph.value(node, SH.sourceConstraintComponent)),
            _node(graph.value(node, SH.sourceShape)),
            _node(graph.value(node, SH.resultSeverity)),
        )
        for node in results
    )


def _plain(term: str) -> str:
    """Return a term as `_node` does."""
    if not term or term.startswith("_:"):
        return term[:2]
    (node,) = rdflib.Graph().parse(data=f"<urn:s> <urn:p> {term} .", format="turtle").objects()
    return _node(node)


def _node(node: rdflib.term.Node | None) -> str:
    if node is None:
        return ""
    if isinstance(node, rdflib.BNode):
        return "_:"
    if isinstance(node, rdflib.Literal) and isinstance(node.value, int | float | Decimal):
        return f"{float(node.value)} {node.datatype}"
    return node.n3()
