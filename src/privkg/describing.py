"""STUB until merged."""

from privkg.store.graph import Graph
from privkg.terms import Term


def document(graph: Graph, node: Term, context: str) -> str:
    return '{"@context": "%s"}\n' % context


def turtle(graph: Graph, node: Term) -> str:
    return ""
