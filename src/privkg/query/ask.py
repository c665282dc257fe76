"""Runs canned questions on a graph or an endpoint, and adds the evidence for each row."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping

from privkg.core.errors import EndpointError
from privkg.query import fetch
from privkg.query.evidence import Evidence, Reader
from privkg.query.questions import Question
from privkg.query.results import Answer
from privkg.rdf import iris, order
from privkg.rdf.terms import Term, iri, literal, term
from privkg.reference import claims
from privkg.store.queryable import Queryable
from privkg.store.rdf import literal_text

_RESTS_ON = "restsOn"
_MAX_PASSAGES = 12
_DECISION, _ROW = (re.compile(rf"/{letter}\d+>$") for letter in "dv")
_COUNTS = "Counts are of documented {unit}, not of how often a thing happens."
_UNITS = ("rows", "decisions", "records")
"""What is counted, by the columns of numbers; any other column counts incidents."""


Support = tuple[Term, ...]
"""What a row of an answer rests on: a breakdown row, a decision, an incident, or a fact about one.

A fact is a subject and a predicate, and the object if only one of its values is meant.
"""


def ask(
    graph: Queryable,
    question: Question,
    values: Mapping[str, Iterable[str]],
    *,
    with_evidence: bool = False,
) -> Answer:
    """Return the answer to a canned question.

    Args:
        graph: the graph or endpoint to query.
        question: the question.
        values: the words given for each parameter.
        with_evidence: add two columns. `evidence` has the passages that support the row, each with its
            file, line and column, and the sources named there; `source` has the URLs of those sources
            or, if none are named, of all sources that the page cites.

    Raises:
        UnknownNameError: a word is not the name of anything in the graph or the vocabularies.
        UsageError: a word is not a date or a number where one is required.
    """
    query = question.bound(values, graph, with_evidence=with_evidence)
    rows = [_with_sorted_lists(row, question.lists) for row in graph.select(query)]
    answer = Answer(tuple(question.columns), tuple(rows), claims.CELLS)
    return _with_evidence(graph, answer) if with_evidence else answer


def notes(question: Question, values: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield the notes to print with an answer: the claim statuses included, and what is counted."""
    yield question.included(values).note(question.selects, question.statuses)
    if question.is_counting:
        yield _COUNTS.format(unit=_unit(question))
    if question.note:
        yield question.note


def _unit(question: Question) -> str:
    """Return what the numbers of an answer count, in the plural."""
    drawn = question.view.roles.values()
    return next((unit for unit in _UNITS if unit in drawn), "incidents")


def _with_sorted_lists(row: dict[str, Term], lists: Mapping[str, str]) -> dict[str, Term]:
    """Return a row with its list cells sorted and without empty items.

    The order of GROUP_CONCAT is undefined in SPARQL, so that engines differ. Questions concatenate an
    empty string for a missing value, because in Oxigraph one unbound value in a group makes the whole
    GROUP_CONCAT unbound.
    """
    for name, mark in lists.items():
        if mark in row.get(name, ""):
            row[name] = literal(mark.join(sorted(filter(None, literal_text(row[name]).split(mark)))))
    return row


def _with_evidence(graph: Queryable, answer: Answer) -> Answer:
    rests = [_supports(row.get(_RESTS_ON)) for row in answer.rows]
    incidents = sorted({_incident(node) for supports in rests for node, *_ in supports})
    reader = Reader(fetch.local(graph, incidents))
    rows = [_with_passages(reader, *each) for each in zip(answer.rows, rests, strict=True)]
    added = [name for name in ("evidence", "source") if name not in answer.columns]
    return Answer((*answer.columns, *added), tuple(rows), answer.empty)


def _with_passages(reader: Reader, row: Mapping[str, Term], supports: list[Support]) -> dict[str, Term]:
    """Return a row with its first supporting passages, and their sources or those of their pages."""
    found = [(node, _passages(reader, node, *fact)) for node, *fact in supports]
    shown = list(dict.fromkeys(each for _, passages in found for each in passages))
    lines = list(_lines(reader, shown[:_MAX_PASSAGES]))
    if len(shown) > _MAX_PASSAGES:
        lines.append(f"and {len(shown) - _MAX_PASSAGES} more")
    addresses = {url for node, passages in found for url in _addresses(reader, node, passages)}
    kept = {name: value for name, value in row.items() if name != _RESTS_ON}
    evidence = literal("\n".join(lines))
    return {"source": literal(" ".join(sorted(addresses)))} | kept | {"evidence": evidence}


def _addresses(reader: Reader, node: Term, passages: list[Evidence]) -> list[str]:
    """Return the URLs of the sources named by passages, or else of all sources of the page."""
    named = {source for passage in passages for source in passage.sources}
    return reader.addresses(named) if named else reader.sources(_incident(node))


def _supports(found: Term | None) -> list[Support]:
    """Return what a `restsOn` cell names, in natural order; bars join the IRIs of a fact."""
    words = set(literal_text(found).split()) if found else set()
    try:
        supports = [tuple(map(iri, word.split("|"))) for word in words]
    except ValueError as error:
        raise EndpointError(f"invalid IRI in column {_RESTS_ON}: {error}") from error
    return sorted(supports, key=lambda support: tuple(map(order.natural, support)))


def _incident(node: Term) -> Term:
    found = iris.of_incident(node)
    return found[0].incident(found[1]) if found else node


def _passages(reader: Reader, node: Term, *fact: Term) -> list[Evidence]:
    """Return the passages that support a fact about a node, or else the node."""
    if fact:
        return reader.evidence_of_fact(node, *fact)
    if _ROW.search(node):
        return reader.evidence_of_row(node)
    if _DECISION.search(node):
        return reader.evidence_of_decision(node)
    return reader.evidence_of_fact(node, term("dcterms:title"))


def _lines(reader: Reader, passages: Iterable[Evidence]) -> Iterator[str]:
    """Yield one line per passage, and their sources in brackets after passages that share them."""
    for sources, some in itertools.groupby(passages, key=lambda found: found.sources):
        yield from dict.fromkeys(map(_line, some))
        if sources:
            yield f"[{'; '.join(sorted(map(reader.citation, sources)))}]"


def _line(found: Evidence) -> str:
    return f"{found.file}:{found.line}:{found.column} “{' '.join(found.quote.split())}”"
