"""Graphs are written by either protocol, and refusals are errors."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faults import FaultServer, chunked, response, sends
from graph_stores import GraphServer
from privkg.core.errors import EndpointError
from privkg.rdf.terms import literal
from privkg.store.remote import GraphStore, Limits, Target, Updates

NAME = "https://w3id.org/privkg/graph/é%20&x"
NTRIPLES = "application/n-triples"
LIMITS = Limits(seconds=5, tries=2)
KINDS: tuple[type[Target], ...] = (GraphStore, Updates)

every_kind = pytest.mark.parametrize("kind", KINDS)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@pytest.fixture(scope="module")
def server() -> Iterator[GraphServer]:
    """A server with a graph store."""
    with GraphServer().running() as running:
        yield running


def target(kind: type[Target], url: str) -> Target:
    return kind(url, limits=LIMITS, pause=lambda seconds: None)


def lines_of(*objects: str) -> list[str]:
    return sorted(f"<urn:s> <urn:p> {literal(text)} .\n" for text in objects)


class TestPut:
    @every_kind
    @given(written=st.sets(texts, min_size=1, max_size=4))
    def test_a_graph_is_replaced(
        self, server: GraphServer, kind: type[Target], written: set[str]
    ) -> None:
        """
        The server has exactly the lines of the last write, whatever the literals contain.
        """
        target(kind, server.url).put(NAME, lines_of(*written))

        assert lines_of(*written) == server.lines(NAME)

    @every_kind
    def test_an_empty_graph_can_be_written(self, server: GraphServer, kind: type[Target]) -> None:
        """
        Writing a graph without triples removes the former triples.
        """
        server.add(NAME, "urn:old")
        target(kind, server.url).put(NAME, [])

        assert NAME not in server.sizes()

    @every_kind
    def test_other_graphs_stay(self, server: GraphServer, kind: type[Target]) -> None:
        """
        Other graphs are not changed.
        """
        server.add("urn:other", "urn:a", "urn:b")
        target(kind, server.url).put(NAME, lines_of("x"))
        target(kind, server.url).remove(NAME)

        assert {"urn:other": 2} == server.sizes()

    @pytest.mark.parametrize(
        ("lines", "updates"),
        [
            (lines_of(*map(str, range(1000))), 1),
            (lines_of(*map(str, range(1001))), 2),
            (lines_of("a" * 150_000, "b" * 150_000), 2),
            (lines_of("a" * 300_000), 1),
        ],
        ids=["a thousand", "one more", "long", "too long to be cut"],
    )
    def test_updates_are_bounded(self, server: GraphServer, lines: list[str], updates: int) -> None:
        """
        A graph of many or long triples is inserted by several updates.
        """
        server.changed()
        target(Updates, server.url).put(NAME, lines)

        assert updates == len(server.changed())
        assert lines == server.lines(NAME)

    @every_kind
    def test_a_busy_server_gets_a_retry(self, kind: type[Target]) -> None:
        """
        A write that a busy server refused is sent again.
        """
        with FaultServer(sends(response(status=503)), sends(response(status=204))) as server:
            target(kind, server.url).put(NAME, lines_of("x"))

        assert 2 == len(server.visits)

    @pytest.mark.parametrize(
        ("status", "words"),
        [
            (403, "it does not allow this user to write; answered 403 Forbidden: no"),
            (404, "there is no graph store"),
            (405, "it does not support this method of writing"),
            (413, "too large for one request; use --method update"),
            (415, "it does not accept N-Triples"),
            (500, "answered 500 Internal Server Error: no"),
            (302, "redirects"),
        ],
    )
    def test_a_refusal_is_an_error(self, status: int, words: str) -> None:
        """
        An error status is an error with its likely cause.
        """
        answer = response(b"no", status, "text/plain", Location="/else")
        with (
            FaultServer(sends(answer)) as server,
            pytest.raises(EndpointError, match=words),
        ):
            target(GraphStore, server.url).put(NAME, lines_of("x"))


class TestRemove:
    @every_kind
    def test_a_missing_graph_may_be_removed(self, server: GraphServer, kind: type[Target]) -> None:
        """
        Removing a graph twice is not an error.
        """
        server.add(NAME, "urn:old")
        target(kind, server.url).remove(NAME)
        target(kind, server.url).remove(NAME)

        assert NAME not in server.sizes()

    def test_any_success_is_accepted(self) -> None:
        """
        A success with any body confirms a removal.
        """
        with FaultServer(sends(response(b"gone", kind="text/html"))) as server:
            target(GraphStore, server.url).remove(NAME)

        assert "*/*" == server.visits[0].headers["accept"]


class TestSizes:
    @pytest.mark.parametrize(
        ("answer", "size"),
        [
            (response(b"", kind=NTRIPLES), {}),
            (response(b"none", 404, "text/plain"), {}),
            (response(b"<a:> <b:> <c:> .", kind=NTRIPLES), {NAME: 1}),
            (
                response(
                    b"\n# x\n<a:> <b:> <c:> .\r\n <a:> <b:> <c:> .\r<a:> <b:> 1 .\n", kind=NTRIPLES
                ),
                2,
            ),
            (chunked(b"<a:> <b:> ", b"<c:> .\n", b"", kind=f"{NTRIPLES}; charset=utf-8"), {NAME: 1}),
        ],
        ids=["empty", "none", "one", "repeated", "chunked"],
    )
    def test_lines_are_counted(self, answer: bytes, size: dict[str, int] | int) -> None:
        """
        The size of a graph is the number of distinct lines; an empty graph is omitted.
        """
        expected = {NAME: size} if isinstance(size, int) else size
        with FaultServer(sends(answer)) as server:
            assert expected == GraphStore(server.url, limits=LIMITS).sizes([NAME])

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            (response(b"<a:> <b:> <c:> .", kind="text/turtle"), "returns graphs as text/turtle"),
            (response(b"<a:> <b:> <c:> .", kind=""), "returns graphs as no content type"),
            (
                response(b"<a:> <b:> <c:> .", kind=NTRIPLES, Content_Length=""),
                "neither a length nor an end marker",
            ),
            (response(b"<a:>", kind=NTRIPLES, Content_Length="99"), "response is incomplete"),
            (response(b"no", 500), "answered 500"),
        ],
        ids=["turtle", "no kind", "no end", "cut", "failed"],
    )
    def test_an_incomplete_graph_is_not_counted(self, answer: bytes, words: str) -> None:
        """
        A response in another format, or an incomplete one, is an error.
        """
        with FaultServer(sends(answer)) as server, pytest.raises(EndpointError, match=words):
            GraphStore(server.url, limits=LIMITS).sizes([NAME])


class TestKey:
    def test_parameters_distinguish_addresses(self) -> None:
        """
        Addresses that differ in their query string have different keys.
        """
        keys = {GraphStore(f"http://example.org/x{end}").key for end in ("", "?a=1", "?a=2", "?a=1")}

        assert 3 == len(keys)

    def test_it_has_no_secret(self) -> None:
        """
        The key does not contain the query string.
        """
        store = GraphStore("http://example.org/x?key=secret")

        assert "http://example.org/x" == store.name
        assert "secret" not in store.key


class TestNames:
    def test_injection_is_refused(self, server: GraphServer) -> None:
        """
        A name that is not an IRI is refused and not inserted into an update.
        """
        with pytest.raises(ValueError, match="not an IRI"):
            target(Updates, server.url).remove("urn:a> ; DROP ALL #")
