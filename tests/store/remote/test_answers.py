"""Responses of endpoints are accepted if they are complete and of the requested kind."""

import json
from typing import Any

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faults import JSON, NTRIPLES, FaultServer, breaks, chunked, gzipped, response, results, sends
from privkg.core.errors import EndpointError, LimitError, QueryError
from privkg.store.graph import in_memory

SELECT = "SELECT ?x { ?x ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
TRIPLES = b'<urn:b> <urn:p> "\xc3\xa9" .\n<urn:a> <urn:p> <urn:o> .\n'
ROWS = results("urn:a", "urn:b")
HERE = in_memory(
    [
        '<urn:a> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:g> .\n',
        '<urn:b> <urn:p> "a \\"quoted\\" \\\\ \\u0007"@en <urn:g> .\n',
    ]
)


class TestRows:
    def test_terms_come_by_variable(self, endpoint: Any) -> None:
        """
        Rows equal those of the same query on a built graph; unbound variables are omitted.
        """
        query = "SELECT ?s ?o ?none { ?s ?p ?o } ORDER BY ?s"
        content = HERE.answer(query, "json", "text/turtle")[1]
        with FaultServer(sends(response(content))) as server:
            assert HERE.select(query) == endpoint(server.url).select(query)

    @pytest.mark.parametrize("kind", [JSON, "application/json", "Application/JSON; charset=utf-8"])
    def test_both_media_types_of_json_are_accepted(self, endpoint: Any, kind: str) -> None:
        """
        Both media types of results in JSON are accepted, with or without parameters.
        """
        with FaultServer(sends(response(ROWS, kind=kind))) as server:
            assert [{"x": "<urn:a>"}, {"x": "<urn:b>"}] == endpoint(server.url).select(SELECT)

    @pytest.mark.parametrize(
        "answer",
        [
            chunked(ROWS[:20], ROWS[20:], b""),
            gzipped(ROWS),
            gzipped(ROWS, Content_Length=""),
            response(ROWS, Content_Length=""),
        ],
        ids=["chunks", "gzip", "gzip without length", "no length"],
    )
    def test_any_transfer_coding_is_accepted(self, endpoint: Any, answer: bytes) -> None:
        """
        JSON shows its own end, so that any transfer coding is accepted.
        """
        with FaultServer(sends(answer)) as server:
            assert 2 == len(endpoint(server.url).select(SELECT))

    def test_blank_nodes_of_virtuoso(self, endpoint: Any) -> None:
        """
        The invalid prefix of Virtuoso's blank node labels is removed; similar text in literals stays.
        """
        node = {"type": "bnode", "value": "nodeID://b1"}
        text = {"type": "literal", "value": "nodeID://b1"}
        content = {"head": {"vars": ["x", "y"]}, "results": {"bindings": [{"x": node, "y": text}]}}
        with FaultServer(sends(response(json.dumps(content).encode()))) as server:
            assert [{"x": "_:b1", "y": '"nodeID://b1"'}] == endpoint(server.url).select(SELECT)

    def test_a_boolean_is_not_a_row(self, endpoint: Any) -> None:
        """
        A boolean result for a SELECT query is an error.
        """
        with (
            FaultServer(sends(response(b'{"head": {}, "boolean": true}'))) as server,
            pytest.raises(EndpointError, match="the result is a boolean; rows were expected"),
        ):
            endpoint(server.url).select(SELECT)


class TestFormats:
    @pytest.mark.parametrize("wanted", ["json", "csv", "tsv", "xml"])
    @pytest.mark.parametrize("query", ["SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s", "ASK { ?s ?p ?o }"])
    def test_bytes_are_those_of_a_built_graph(self, endpoint: Any, query: str, wanted: str) -> None:
        """
        Results are requested in JSON and serialized like those of a built graph.
        """
        content = HERE.answer(query, "json", "text/turtle")[1]
        with FaultServer(sends(response(content))) as server:
            answered = endpoint(server.url).answer(query, wanted, "text/turtle")

        assert HERE.answer(query, wanted, "text/turtle") == answered
        assert f"{JSON}, application/json;q=0.9" == server.visits[0].headers["accept"]

    @pytest.mark.parametrize(
        "wanted", [NTRIPLES, "text/turtle", "application/ld+json", "application/rdf+xml"]
    )
    @pytest.mark.parametrize("kind", [NTRIPLES, "text/turtle"])
    def test_triples_are_those_of_a_built_graph(self, endpoint: Any, kind: str, wanted: str) -> None:
        """
        Triples are sorted, whatever their order in the response.
        """
        there = in_memory(line.replace(" .", " <urn:g> .\n") for line in TRIPLES.decode().splitlines())
        with FaultServer(sends(response(TRIPLES, kind=kind))) as server:
            answered = endpoint(server.url).answer(CONSTRUCT, "json", wanted)

        assert there.answer(CONSTRUCT, "json", wanted) == answered


class TestQueries:
    @pytest.mark.parametrize("query", ["INSERT DATA { <a:> <b:> <c:> }", "DROP ALL", "LOAD <urn:x>"])
    def test_an_update_is_not_sent(self, endpoint: Any, query: str) -> None:
        """
        An update is refused before anything is sent.
        """
        with FaultServer(sends(response(ROWS))) as server:
            for ask in (
                endpoint(server.url).select,
                lambda q: endpoint(server.url).answer(q, "json", ""),
            ):
                with pytest.raises(LimitError, match="is an update"):
                    ask(query)

        assert [] == server.visits

    @pytest.mark.parametrize("query", ["", "hello", "SELECT \ud800"])
    def test_invalid_text_is_not_sent(self, endpoint: Any, query: str) -> None:
        """
        A text that is not a query is refused before anything is sent.
        """
        with pytest.raises(QueryError, match=r"^1:\d"):
            endpoint("http://127.0.0.1:1/").answer(query, "json", "text/turtle")

    def test_only_select_has_rows(self, endpoint: Any) -> None:
        """
        Only SELECT queries have rows.
        """
        with pytest.raises(QueryError, match="not a SELECT query"):
            endpoint("http://127.0.0.1:1/").select("ASK {}")


class TestNotWhole:
    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            (response(ROWS[:-10]), "cannot be read"),
            (response(ROWS[:-10], Content_Length=""), "cannot be read"),
            (response(ROWS, Content_Length=str(len(ROWS) + 9)), "it ended 9 bytes early"),
            (chunked(ROWS), "it ended early"),
            (chunked(ROWS)[:-10], "it ended early"),
            (chunked(ROWS, b"").replace(b"\r\n0\r\n", b"\r\nzz\r\n"), "it ended early"),
            (gzipped(ROWS, cut=9), "its gzip data ended early"),
            (gzipped(ROWS, cut=9, Content_Length=""), "its gzip data ended early"),
            (response(ROWS, Content_Encoding="gzip"), "not gzip, although its header states it"),
            (response(ROWS, Content_Encoding="br"), 'its encoding "br"'),
            (response(b""), "cannot be read"),
            (response(ROWS + b"x"), "cannot be read"),
        ],
    )
    def test_incomplete_results_are_refused(self, endpoint: Any, answer: bytes, words: str) -> None:
        """
        A truncated response is an error.
        """
        with FaultServer(sends(answer)) as server, pytest.raises(EndpointError, match=words):
            endpoint(server.url).answer(SELECT, "csv", "text/turtle")

        assert 1 == len(server.visits)

    def test_a_connection_that_breaks_off(self, endpoint: Any) -> None:
        """
        A connection that is reset during a response is an error without a retry.
        """
        with (
            FaultServer(breaks(response(ROWS)[:-10])) as server,
            pytest.raises(EndpointError, match="response is incomplete: the connection broke"),
        ):
            endpoint(server.url).select(SELECT)

        assert 1 == len(server.visits)

    @given(cut=st.integers(0, len(ROWS) - 1))
    def test_no_prefix_of_results_is_accepted(self, cut: int) -> None:
        """
        JSON that is cut after any byte is refused.
        """
        from privkg.core.errors import RdfError
        from privkg.store import results

        for read in (results.rows, results.count, lambda content: results.rewrite(content, "csv")):
            with pytest.raises(RdfError):
                read(ROWS[:cut])

    @pytest.mark.parametrize("kind", [NTRIPLES, "text/turtle"])
    def test_triples_without_an_end_are_refused(self, endpoint: Any, kind: str) -> None:
        """
        Truncated N-Triples may be valid, so a response without a length or an end marker is refused.
        """
        with (
            FaultServer(sends(response(TRIPLES, kind=kind, Content_Length=""))) as server,
            pytest.raises(EndpointError, match="neither a length nor an end marker"),
        ):
            endpoint(server.url).answer(CONSTRUCT, "json", "text/turtle")

    @pytest.mark.parametrize(
        "answer",
        [
            chunked(TRIPLES, b"", kind=NTRIPLES),
            gzipped(TRIPLES, Content_Length="", Content_Type=NTRIPLES),
            response(TRIPLES, kind=NTRIPLES),
        ],
        ids=["chunks", "gzip", "length"],
    )
    def test_triples_with_an_end_are_accepted(self, endpoint: Any, answer: bytes) -> None:
        """
        A length, a last chunk and the trailer of gzip each prove that a response is complete.
        """
        with FaultServer(sends(answer)) as server:
            written = endpoint(server.url).answer(CONSTRUCT, "json", NTRIPLES)[1]

        assert b"".join(sorted(TRIPLES.splitlines(keepends=True))) == written

    def test_lengths_that_disagree(self, endpoint: Any) -> None:
        """
        Two different Content-Length headers are an error.
        """
        answer = response(TRIPLES, kind=NTRIPLES).replace(
            b"\r\n\r\n", b"\r\nContent-Length: 5\r\n\r\n", 1
        )
        with (
            FaultServer(sends(answer)) as server,
            pytest.raises(EndpointError, match="two Content-Length"),
        ):
            endpoint(server.url).answer(CONSTRUCT, "json", NTRIPLES)


class TestVirtuoso:
    def test_a_partial_answer_is_an_error(self, endpoint: Any) -> None:
        """
        A partial answer at the server's time limit is an error, although the status is 200.
        """
        answer = response(
            ROWS, X_SQL_State="S1TAT", X_SQL_Message="RC...: Returning incomplete \x1b[31m"
        )
        with FaultServer(sends(answer)) as server, pytest.raises(EndpointError) as raised:
            endpoint(server.url).select(SELECT)

        assert "it returned only a part of the answer (S1TAT RC...: Returning incomplete" in str(
            raised.value
        )
        assert "\x1b" not in str(raised.value)

    @pytest.mark.parametrize("most", ["2", "1"])
    def test_the_maximum_number_of_rows_is_an_error(self, endpoint: Any, most: str) -> None:
        """
        An answer with the server's maximum number of rows may be truncated, and is an error.
        """
        with (
            FaultServer(sends(response(ROWS, X_SPARQL_MaxRows=most))) as server,
            pytest.raises(EndpointError, match=r"\d rows, which is its maximum.* with LIMIT and OFFSET"),
        ):
            endpoint(server.url).select(SELECT)

    @pytest.mark.parametrize("most", ["3", "9" * 5_000, "NaN", "-1", "1e400", "\u00b2", ""])
    def test_fewer_rows_are_complete(self, endpoint: Any, most: str) -> None:
        """
        An answer with fewer rows is complete; an invalid maximum is ignored.
        """
        with FaultServer(sends(response(ROWS, X_SPARQL_MaxRows=most))) as server:
            assert 2 == len(endpoint(server.url).select(SELECT))


class TestOtherThings:
    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            ("text/html", r"answered with a web page \(text/html\), not SPARQL results"),
            (
                "application/sparql-results+xml",
                r"with application/sparql-results\+xml, not SPARQL results",
            ),
            ("text/csv; charset=utf-8", "answered with text/csv, not SPARQL results in JSON"),
            ("", "answered with no content type"),
        ],
    )
    def test_another_kind_of_content(self, endpoint: Any, kind: str, words: str) -> None:
        """
        A login page with status 200, or another format than was requested, is an error with its type.
        """
        with (
            FaultServer(sends(response(ROWS, kind=kind))) as server,
            pytest.raises(EndpointError, match=words),
        ):
            endpoint(server.url).select(SELECT)

    @pytest.mark.parametrize(
        ("status", "words"),
        [
            (400, "it cannot read the query; answered 400 Bad Request: no such prefix"),
            (404, "there is no endpoint; answered 404 Not Found: no such prefix"),
            (500, "/sparql: answered 500 Internal Server Error: no such prefix"),
            (206, "answered 206 Partial Content"),
            (299, "answered 299: "),
        ],
    )
    def test_another_status(self, endpoint: Any, status: int, words: str) -> None:
        """
        An error status is reported with the server's text, without a retry.
        """
        with (
            FaultServer(sends(response(b"no\nsuch prefix", status, "text/plain"))) as server,
            pytest.raises(EndpointError) as raised,
        ):
            endpoint(f"{server.url}?key=hidden").select(SELECT)

        assert words in str(raised.value)
        assert str(raised.value).startswith(f"{server.url}: ")
        assert 1 == len(server.visits)

    def test_the_text_of_the_server_is_short_and_escaped(self, endpoint: Any) -> None:
        """
        Only the beginning of a long text is shown, with control characters escaped.
        """
        body = ("\x1b[2J\u202e" + "x" * 500).encode()
        with FaultServer(sends(response(body, 500))) as server, pytest.raises(EndpointError) as raised:
            endpoint(server.url).select(SELECT)
        content = str(raised.value).partition("Error: ")[2]

        assert content.startswith("\\x1b[2J\\u202exxx")
        assert content.endswith("x…")
        assert 200 >= len(content) - len("\\x1b\\u202e") + 2

    @pytest.mark.parametrize(
        "content",
        [b"\r\n\r\n", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200 + b"\r\n"],
    )
    def test_another_protocol(self, endpoint: Any, content: bytes) -> None:
        """
        A response in another protocol is an error.
        """
        with FaultServer(sends(content)) as server, pytest.raises(EndpointError, match="is not HTTP"):
            endpoint(server.url).select(SELECT)


class TestHostile:
    @pytest.mark.parametrize(
        "content",
        [
            b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
            b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":'
            + b'{"type":"triple","value":{"subject":{"type":"uri","value":"a:"},'
            b'"predicate":{"type":"uri","value":"a:"},"object":' * 50_000,
        ],
        ids=["objects", "triples in triples"],
    )
    def test_deeply_nested_results(self, endpoint: Any, content: bytes) -> None:
        """
        JSON nested so deep that it would overflow the parser's stack is refused.
        """
        with (
            FaultServer(sends(response(content))) as server,
            pytest.raises(EndpointError, match="nested deeper than 128 levels"),
        ):
            endpoint(server.url).select(SELECT)

    def test_brackets_in_text_do_not_nest(self, endpoint: Any) -> None:
        """
        Strings may have any number of brackets and quotation marks.
        """
        row = {"x": {"type": "literal", "value": '\\"' + "[{" * 1000}}
        content = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [row]}}).encode()
        with FaultServer(sends(response(content))) as server:
            assert 1 == len(endpoint(server.url).select(SELECT))

    @pytest.mark.parametrize("text", ['"' + '\\"' * 2_000_000, '\\"' * 2_000_000, '"' * 4_000_001])
    def test_an_unterminated_string(self, endpoint: Any, text: str) -> None:
        """
        An unterminated string is refused in linear time.
        """
        with (
            FaultServer(sends(response(f'{{"head":{text}'.encode()))) as server,
            pytest.raises(EndpointError),
        ):
            endpoint(server.url).select(SELECT)

    def test_deeply_nested_triples(self, endpoint: Any) -> None:
        """
        Triples that crash the parser end only the worker process.
        """
        body = b"<a:> <b:> " + b"<<( <a:> <b:> " * 200_000 + b"<c:>" + b" )>>" * 200_000 + b" .\n"
        with (
            FaultServer(sends(response(body, kind=NTRIPLES))) as server,
            pytest.raises(LimitError, match="reading the answer"),
        ):
            endpoint(server.url).answer(CONSTRUCT, "json", NTRIPLES)

    def test_invalid_triples(self, endpoint: Any) -> None:
        """
        A response that is not in the syntax of its media type is an error.
        """
        with (
            FaultServer(sends(response(b"<a:> <b:>\n", kind=NTRIPLES))) as server,
            pytest.raises(EndpointError, match="the answer cannot be read: "),
        ):
            endpoint(server.url).answer(CONSTRUCT, "json", NTRIPLES)

    def test_blank_nodes_of_exponential_cost(self, endpoint: Any) -> None:
        """
        Blank nodes whose canonical labels take exponential time end at the limits of a request.
        """
        nodes = range(12)
        lines = [f"_:n{a} <urn:p> _:n{b} .\n" for a in nodes for b in nodes if a != b]
        body = "".join(lines).encode()
        with (
            FaultServer(sends(response(body, kind=NTRIPLES))) as server,
            pytest.raises(LimitError, match=r"took longer than 1 s|needs more than 2048 MB of memory"),
        ):
            endpoint(server.url, seconds=1.0).answer(CONSTRUCT, "json", NTRIPLES)


def test_the_samples_are_what_they_seem() -> None:
    """
    The results that the tests truncate can be read when complete.
    """
    found = pyoxigraph.parse_query_results(ROWS, format=pyoxigraph.QueryResultsFormat.JSON)

    assert isinstance(found, pyoxigraph.QuerySolutions)
    assert 2 == len(list(found))
