"""Asking canned questions: of a graph or an endpoint, with the sentences that answers rest on."""

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
_CLAIM, _DECISION, _ROW = (re.compile(rf"/{letter}\d+>$") for letter in "edv")
_COUNTS = "Counts are of documented incidents, not of how often a thing happens."


def ask(
    graph: Queryable,
    question: Question,
    values: Mapping[str, Iterable[str]],
    *,
    with_evidence: bool = False,
) -> Answer:
    """Return the answer of a canned question.

    Args:
        graph: the graph or endpoint to ask.
        question: the question.
        values: the words for each of its parameters.
        with_evidence: add the columns `evidence`, the sentences each row rests on with their places and
            the sources they name, and `source`, the addresses of these sources; where they name none,
            of all that those pages cite.

    Raises:
        UnknownNameError: a word names nothing.
        UsageError: a word is no date or no number.
    """
    query = question.bound(values, graph, with_evidence=with_evidence)
    rows = [_with_sorted_lists(row, question.lists) for row in graph.select(query)]
    answer = Answer(tuple(question.columns), tuple(rows), claims.CELLS)
    return _with_evidence(graph, answer) if with_evidence else answer


def notes(question: Question, values: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield what must be said beside an answer: the claim statuses included, what counts are of."""
    yield question.included(values).note(question.selects, question.statuses)
    if question.is_counting:
        yield _COUNTS
    if question.note:
        yield question.note


def _with_sorted_lists(row: dict[str, Term], lists: Mapping[str, str]) -> dict[str, Term]:
    """Return a row with its lists in order, without empty items.

    A question writes an empty item for what is not there: one unbound value in a group makes Oxigraph's
    GROUP_CONCAT unbound as a whole.
    """
    for name, mark in lists.items():
        if mark in row.get(name, ""):
            row[name] = literal(mark.join(sorted(filter(None, literal_text(row[name]).split(mark)))))
    return row


def _with_evidence(graph: Queryable, answer: Answer) -> Answer:
    rests_on = [_nodes(row.get(_RESTS_ON)) for row in answer.rows]
    incidents = sorted({_incident(node) for nodes in rests_on for node in nodes})
    reader = Reader(fetch.local(graph, incidents))
    rows = [_grounded(reader, row, nodes) for row, nodes in zip(answer.rows, rests_on, strict=True)]
    added = [name for name in ("evidence", "source") if name not in answer.columns]
    return Answer((*answer.columns, *added), tuple(rows), answer.empty)


def _grounded(reader: Reader, row: Mapping[str, Term], nodes: list[Term]) -> dict[str, Term]:
    """Return a row with the first passages it rests on, and their sources or those of the pages."""
    found = [(node, _passages(reader, node)) for node in nodes]
    shown = list(dict.fromkeys(each for _, passages in found for each in passages))
    lines = list(_lines(reader, shown[:_MAX_PASSAGES]))
    if len(shown) > _MAX_PASSAGES:
        lines.append(f"and {len(shown) - _MAX_PASSAGES} more")
    addresses = {url for node, passages in found for url in _addresses(reader, node, passages)}
    kept = {name: value for name, value in row.items() if name != _RESTS_ON}
    evidence = literal("\n".join(lines))
    return {"source": literal(" ".join(sorted(addresses)))} | kept | {"evidence": evidence}


def _addresses(reader: Reader, node: Term, passages: list[Evidence]) -> list[str]:
    """Return the addresses of the sources that passages name, or else of all that the page cites."""
    named = {source for passage in passages for source in passage.sources}
    return reader.addresses(named) if named else reader.sources(_incident(node))


def _nodes(found: Term | None) -> list[Term]:
    """Return the claims, rows or incidents that a row names, in the order of their numbers."""
    texts = set(literal_text(found).split()) if found else set()
    try:
        return sorted(map(iri, texts), key=order.natural)
    except ValueError as error:
        raise EndpointError(f"what a row rests on cannot be read: {error}") from error


def _incident(node: Term) -> Term:
    found = iris.of_incident(node)
    return found[0].incident(found[1]) if found else node


def _passages(reader: Reader, node: Term) -> list[Evidence]:
    if _CLAIM.search(node):
        return [reader.claim(node)]
    if _ROW.search(node):
        return reader.evidence_of_row(node)
    if _DECISION.search(node):
        return reader.evidence_of_decision(node)
    return [found for found in reader.evidence(node) if found.predicate == term("dcterms:title")]


def _lines(reader: Reader, passages: Iterable[Evidence]) -> Iterator[str]:
    """Yield passages with their places and, below those that name them, the sources in brackets."""
    for sources, some in itertools.groupby(passages, key=lambda found: found.sources):
        yield from dict.fromkeys(map(_line, some))
        if sources:
            yield f"[{'; '.join(sorted(map(reader.citation, sources)))}]"


def _line(found: Evidence) -> str:
    return f"{found.file}:{found.line}:{found.column} “{' '.join(found.quote.split())}”"
