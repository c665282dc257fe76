"""A graph is pushed to a real triplestore, both ways, and answers there as it does here."""

from pathlib import Path

import pytest

from engines.judges import Virtuoso
from privkg import answers, asking, queries
from privkg.push import push
from privkg.remote import Endpoint
from privkg.remote.writing import GraphStore, Updates, Writer
from privkg.store.graph import Graph
from privkg.terms import iri
from test_queries import values_of

HEADLINE = "actors-linked-to-harms"


@pytest.mark.parametrize("via", ["graph-store", "update"])
def test_a_pushed_graph_answers_there_as_here(
    via: str,
    corpus: Graph,
    a_virtuoso: Virtuoso,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    After a push the headline question has the same answer at the endpoint, with the same sentences.
    """
    monkeypatch.setenv("PRIVKG_USER", "dba")
    monkeypatch.setenv("PRIVKG_PASSWORD", "dba")
    a_virtuoso.load([])
    writer: Writer = (
        GraphStore(a_virtuoso.graph_store) if via == "graph-store" else Updates(a_virtuoso.endpoint)
    )
    endpoint = Endpoint(a_virtuoso.endpoint)

    question = queries.load(HEADLINE)
    values = values_of(question.example)

    report = push(corpus, writer, endpoint, target=via, log=tmp_path / "pushed.jsonl")
    there = asking.ask(endpoint, question, values, with_evidence=True)
    for name in corpus.manifest.graphs:
        writer.delete(iri(name))

    here = asking.ask(corpus, question, values, with_evidence=True)
    assert answers.to_results(here, "csv") == answers.to_results(there, "csv")
    assert corpus.manifest.quads == report.quads
