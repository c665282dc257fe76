"""Graphs are counted to the last, however few a server gives at a time."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from faults import FaultServer, response, says
from graph_stores import GraphServer
from privkg.core.errors import EndpointError

OURS = "https://example.org/graph/"


@pytest.fixture
def server() -> Iterator[GraphServer]:
    """A server that keeps graphs."""
    with GraphServer().running() as running:
        yield running


def counts(*rows: tuple[str, str]) -> bytes:
    """Return an answer with graphs and their counts."""
    bindings = [
        {"graph": {"type": "uri", "value": graph}, "triples": {"type": "literal", "value": triples}}
        for graph, triples in rows
    ]
    head = {"vars": ["graph", "triples"]}
    return response(json.dumps({"head": head, "results": {"bindings": bindings}}).encode())


class TestSizes:
    def test_only_graphs_of_the_prefix_count(self, server: GraphServer, endpoint: Any) -> None:
        """
        Each graph whose IRI begins so is counted, and no other.
        """
        server.add(f"{OURS}a", "urn:1", "urn:2")
        server.add(f"{OURS}я/prov", "urn:1")
        server.add("https://example.org/other", "urn:1")

        assert {f"{OURS}a": 2, f"{OURS}я/prov": 1} == endpoint(server.url).sizes(OURS)

    def test_no_graph_is_none(self, server: GraphServer, endpoint: Any) -> None:
        """
        A server without such graphs has none.
        """
        assert {} == endpoint(server.url).sizes(OURS)

    @pytest.mark.parametrize("page", [1, 2, 7, 8])
    def test_pages_make_a_whole(
        self, server: GraphServer, endpoint: Any, page: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        More graphs than are given at once are asked for page by page.
        """
        monkeypatch.setattr("privkg.store.remote.counts._PAGE", page)
        names = {f"{OURS}{name}": 1 for name in ("Z", "a", "a/prov", "a-b", "é", "я", "\U0001f600")}
        for name in names:
            server.add(name, "urn:1")

        assert names == endpoint(server.url).sizes(OURS)

    def test_a_server_that_gives_fewer_is_asked_for_more(self, endpoint: Any) -> None:
        """
        A page that is not full is not taken for the last.
        """
        pages = [counts((f"{OURS}a", "2")), counts((f"{OURS}b", "3")), counts()]
        with FaultServer(*map(says, pages)) as server:
            assert {f"{OURS}a": 2, f"{OURS}b": 3} == endpoint(server.url).sizes(OURS)

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            (counts((f"{OURS}a", "2")), "it returned counts of graphs that were not requested"),
            (counts(("urn:other", "2")), "it returned counts of graphs that were not requested"),
            (counts((f"{OURS}a", "many")), "it did not return counts"),
            (counts((f"{OURS}a", "-1")), "it did not return counts"),
            (counts((f"{OURS}a", "9" * 5_000)), "it did not return counts"),
        ],
        ids=["the same again", "another", "no number", "less than none", "too many"],
    )
    def test_what_was_not_asked_for_is_an_error(self, endpoint: Any, answer: bytes, words: str) -> None:
        """
        A server that ignores what a count asks for is not believed, and not asked for ever.
        """
        with FaultServer(says(answer)) as server, pytest.raises(EndpointError, match=words):
            endpoint(server.url).sizes(OURS)
