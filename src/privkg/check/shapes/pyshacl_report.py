"""Runs pySHACL, whose report is authoritative, on the candidates of each shape."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from typing import Any

import pyshacl
import rdflib
from pyshacl.errors import (
    ConstraintLoadError,
    ReportableRuntimeError,
    RuleLoadError,
    ShapeLoadError,
)
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query

from privkg.check.shapes import paths, select, years
from privkg.check.shapes.graph import Triples
from privkg.check.shapes.results import Result
from privkg.check.shapes.values import SH
from privkg.core.errors import LimitError, PrivkgError, RdfError
from privkg.rdf.terms import A, Term, term
from privkg.store.graph import Quads
from privkg.store.rdflib_view import from_rdflib, to_rdflib

_SH = rdflib.Namespace(SH)
_TARGETS = {term(f"sh:target{name}") for name in ("Node", "Class", "SubjectsOf", "ObjectsOf")} | {
    term("sh:target")
}
_PARAMETER = term("sh:parameter")
_CLASSES = {term("rdfs:Class"), term("owl:Class")}
_CANDIDATES_AT_ONCE = 1000
"""Each takes about 40 kB."""


def report(triples: Triples, candidates: Mapping[Term, Sequence[Term]], quads: Quads) -> list[Result]:
    """Return the results of pySHACL's report on the candidates of each shape.

    Raises:
        RdfError: pySHACL cannot use a shape.
        LimitError: pySHACL could not finish.
    """
    years.compare_years()
    data = quads.rdflib()
    try:
        with _quiet(), _errors():
            for holder in triples.subjects(term("sh:declare")):
                for prefix, namespace in select.declared(triples, holder):
                    data.bind(prefix, namespace)
            parse_queries_once(data)
            parts = _parts(candidates)
            return list(chain.from_iterable(_results(triples, part, data) for part in parts))
    finally:
        data.close()


def _parts(candidates: Mapping[Term, Sequence[Term]]) -> Iterator[dict[Term, list[Term]]]:
    """Yield the candidates in parts: the report on all of them could fill the memory."""
    pairs = ((shape, node) for shape, nodes in candidates.items() for node in nodes)
    while some := list(islice(pairs, _CANDIDATES_AT_ONCE)):
        part: dict[Term, list[Term]] = {}
        for shape, node in some:
            part.setdefault(shape, []).append(node)
        yield part


def _results(
    triples: Triples, candidates: Mapping[Term, Sequence[Term]], data: rdflib.Graph
) -> list[Result]:
    _, found, _ = pyshacl.validate(
        data,
        shacl_graph=_with_targets(triples, candidates),
        inference="none",
        inplace=True,
        logger=_LOGGER,
    )
    if not isinstance(found, rdflib.Graph):  # pySHACL returns some failures instead of raising them
        raise RdfError(f"pySHACL rejects the shapes: {_words(found)}")
    return [_result(found, node, triples) for node in found.objects(None, _SH.result)]


@contextmanager
def _errors() -> Iterator[None]:
    """Turn the errors of pySHACL into those of `report`."""
    try:
        yield
    except PrivkgError:
        raise
    except (ConstraintLoadError, RuleLoadError, ShapeLoadError) as error:
        raise RdfError(f"pySHACL rejects the shapes: {_words(error)}") from error
    except (ReportableRuntimeError, RecursionError, MemoryError) as error:
        raise LimitError(f"pySHACL could not finish: {_words(error)}") from error
    except Exception as error:  # an invalid shape may raise any error within pySHACL
        raise RdfError(f"pySHACL rejects the shapes: {_words(error)}") from error


def parse_queries_once(data: rdflib.Graph) -> None:
    """Have a graph parse each query once; pySHACL sends the same text for every focus node.

    rdflib takes some 40 ms to parse one, many times as long as to evaluate it for a node.
    """
    evaluate = type(data).query

    def query(text: Any, *args: Any, **options: Any) -> rdflib.query.Result:
        if isinstance(text, str):
            text = _parsed(text, tuple(data.namespaces()))
        return evaluate(data, text, *args, **options)

    data.query = query  # type: ignore[assignment, method-assign]  # pySHACL calls the method of the graph


@lru_cache(maxsize=256)
def _parsed(text: str, namespaces: tuple[tuple[str, rdflib.URIRef], ...]) -> Query:
    return prepareQuery(text, initNs=dict(namespaces))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each literal that does not match its datatype."""
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def _with_targets(triples: Triples, candidates: Mapping[Term, Sequence[Term]]) -> rdflib.Graph:
    """Return the shapes with their candidates in place of their targets.

    A shape without candidates is left out with what only it refers to: pySHACL reads all shapes it has.
    """
    graph = rdflib.Graph()
    validated = [shape for shape, nodes in candidates.items() if nodes]
    used = triples.reached([*validated, *triples.subjects(_PARAMETER)])  # also a user's own components
    targets = [(shape, term("sh:targetNode"), node) for shape in validated for node in candidates[shape]]
    kept = (triple for triple in triples.all if triple[0] in used and _is_kept(triple))
    for s, p, o in (*kept, *targets):
        graph.add((to_rdflib(s), to_rdflib(p), to_rdflib(o)))
    return graph


def _is_kept(triple: tuple[Term, Term, Term]) -> bool:
    return triple[1] not in _TARGETS and not (triple[1] == A and triple[2] in _CLASSES)


def _result(found: rdflib.Graph, node: Any, triples: Triples) -> Result:
    path, value = found.value(node, _SH.resultPath), found.value(node, _SH.value)
    messages: list[Any] = sorted(found.objects(node, _SH.resultMessage), key=_by_language)
    severity = found.value(node, _SH.resultSeverity)
    return Result(
        focus=from_rdflib(found.value(node, _SH.focusNode)),
        path=paths.to_turtle(triples, from_rdflib(path)) if path is not None else "",
        value=None if value is None else from_rdflib(value),
        component=from_rdflib(found.value(node, _SH.sourceConstraintComponent)),
        shape=from_rdflib(found.value(node, _SH.sourceShape)),
        severity=from_rdflib(severity),
        message=" ".join(messages[0].split()) if messages else "",
    )


def _by_language(message: Any) -> tuple[bool, bool, str, str]:
    """Return a sort key for messages: English first, then those without a language, then others."""
    language = getattr(message, "language", None) or ""
    is_english = language.split("-")[0].lower() == "en"
    return not is_english, bool(language), language, str(message)


def _words(error: object) -> str:
    return " ".join(str(error).split())[:500]


_LOGGER = logging.getLogger("privkg.check.shapes")
_LOGGER.setLevel(logging.ERROR)
