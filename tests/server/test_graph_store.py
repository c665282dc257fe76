"""Reading graphs by the Graph Store Protocol; the W3C's tests of it are in `test_w3c`."""

import pytest
import rdflib

from serving import Server


class TestGraphs:
    def test_all_together_are_the_default_graph(self, server: Server) -> None:
        """
        The default graph has the triples that a query without a dataset sees.
        """
        found = rdflib.Graph().parse(data=server.request("GET", "/store?default").body)
        counted = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv")

        assert f"n\r\n{len(found)}\r\n".encode() == counted.body

    def test_is_in_the_preferred_format(self, server: Server) -> None:
        """
        The Accept field selects the format; a client that accepts none is refused.
        """
        accepted, refused = (
            server.request("GET", "/store?default", fields={"Accept": each})
            for each in ("text/html, application/rdf+xml;q=0.5", "text/html")
        )

        assert (200, "application/rdf+xml") == (accepted.status, accepted.media_type)
        assert "Accept" == accepted.fields["vary"]
        assert (406, "Accept") == (refused.status, refused.fields["vary"])

    def test_may_have_more_triples_than_answers_have_rows(self, hurried: Server) -> None:
        """
        The number of triples is not limited to that of the rows of an answer.
        """
        response = hurried.request("GET", "/store?default", fields={"Accept": "application/n-triples"})

        assert response.body.count(b"\n") > 50


class TestFaults:
    @pytest.mark.parametrize(
        "words", ["", "default&default", "default=yes", "graph=x&default", "graph=person/1.ttl"]
    )
    def test_one_name_is_needed(self, server: Server, words: str) -> None:
        """
        A request that names no graph, several, or one by a relative IRI is refused.
        """
        response = server.request("GET", f"/store?{words}")

        assert 400 == response.status

    def test_an_unknown_graph_is_not_found(self, server: Server) -> None:
        """
        A graph that does not exist is named in the problem document.
        """
        response = server.request("GET", "/store?graph=https://example.org/none")

        assert 404 == response.status
        assert "https://example.org/none" in response.json["detail"]

    def test_only_reading_is_allowed(self, server: Server) -> None:
        """
        Methods that write are refused, and OPTIONS names the same methods as the refusal.
        """
        refused = [server.request(each, "/store?default", b"") for each in ("PUT", "POST", "DELETE")]
        options = server.request("OPTIONS", "/store?default")

        assert {403} == {each.status for each in refused}
        assert {"GET, HEAD, OPTIONS"} == {each.fields["allow"] for each in (*refused, options)}
