"""All graphs are counted, however small the pages of a server are."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from faults import FaultServer, response, sends
from graph_stores import GraphServer
from privkg.core.errors import EndpointError

OURS = "https://example.org/graph/"


@pytest.fixture
def server() -> Iterator[GraphServer]:
    """A server with a graph store."""
    with GraphServer().running() as running:
        yield running


def counts(*rows: tuple[str, str]) -> bytes:
    """Return a response with graphs and their counts."""
    bindings = [
        {"graph": {"type": "uri", "value": graph}, "triples": {"type": "literal", "value": triples}}
        for graph, triples in rows
    ]
    head = {"vars": ["graph", "triples"]}
    return response(json.dumps({"head": head, "results": {"bindings": bindings}}).encode())


class TestSizes:
    def test_only_graphs_of_the_prefix_count(self, server: GraphServer, endpoint: Any) -> None:
        """
        Only graphs whose IRI begins with the prefix are counted.
        """
        server.add(f"{OURS}a", "urn:1", "urn:2")
        server.add(f"{OURS}я/prov", "urn:1")
        server.add("https://example.org/other", "urn:1")

        assert {f"{OURS}a": 2, f"{OURS}я/prov": 1} == endpoint(server.url).sizes(OURS)

    def test_a_server_without_graphs(self, server: GraphServer, endpoint: Any) -> None:
        """
        The result for a server without such graphs is empty.
        """
        assert {} == endpoint(server.url).sizes(OURS)

    @pytest.mark.parametrize("page", [1, 2, 7, 8])
    def test_pages_are_combined(
        self, server: GraphServer, endpoint: Any, page: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        More graphs than fit on a page are requested page by page.
        """
        monkeypatch.setattr("privkg.store.remote.counts._PAGE", page)
        names = {f"{OURS}{name}": 1 for name in ("Z", "a", "a/prov", "a-b", "é", "я", "\U0001f600")}
        for name in names:
            server.add(name, "urn:1")

        assert names == endpoint(server.url).sizes(OURS)

    def test_a_short_page_is_not_the_last(self, endpoint: Any) -> None:
        """
        After a page that is not full the next page is requested.
        """
        pages = [counts((f"{OURS}a", "2")), counts((f"{OURS}b", "3")), counts()]
        with FaultServer(*map(sends, pages)) as server:
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
    def test_unexpected_rows_are_an_error(self, endpoint: Any, answer: bytes, words: str) -> None:
        """
        Rows that the query cannot have are an error, so that the loop over pages ends.
        """
        with FaultServer(sends(answer)) as server, pytest.raises(EndpointError, match=words):
            endpoint(server.url).sizes(OURS)
