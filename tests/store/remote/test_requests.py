"""Requests follow the SPARQL 1.1 protocols."""

from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from faults import FaultServer, response, results, sends
from privkg import __version__
from privkg.core.errors import UsageError
from privkg.store.remote import address, requests

WELL = sends(response(results("urn:a")))
SELECT = 'SELECT ?x { ?x ?p "é&=+#" }'


class TestQuery:
    def test_a_short_one_is_a_get(self, endpoint: Any) -> None:
        """
        The query is the only parameter of the URL, and is decoded unchanged.
        """
        with FaultServer(WELL) as server:
            endpoint(server.url).select(SELECT)
        (visit,) = server.visits

        assert ("GET", {"query": [SELECT]}) == (visit.method, parse_qs(urlsplit(visit.target).query))
        assert f"privkg/{__version__}" == visit.headers["user-agent"]
        assert server.origin == f"http://{visit.headers['host']}"

    @pytest.mark.parametrize(("more", "method"), [(0, "GET"), (1, "POST")])
    def test_two_thousand_characters_are_the_limit(self, endpoint: Any, more: int, method: str) -> None:
        """
        Up to a URL of 2,000 characters the query is sent by GET, beyond that by POST.
        """
        with FaultServer(WELL) as server:
            room = 2000 - len(f"{server.url}?query=")
            query = "SELECT*{}"
            query += "x" * (room - len("SELECT%2A%7B%7D") + more)
            endpoint(server.url).select(query)
        (visit,) = server.visits

        assert method == visit.method
        if method == "POST":
            assert {"query": [query]} == parse_qs(visit.content.decode())
            assert "application/x-www-form-urlencoded" == visit.headers["content-type"]
            assert "/sparql" == visit.target

    @pytest.mark.parametrize("query", [SELECT, SELECT + "#" + "x" * 3000])
    def test_parameters_of_the_endpoint_stay(self, endpoint: Any, query: str) -> None:
        """
        Parameters in the endpoint's URL are sent together with the query.
        """
        with FaultServer(WELL) as server:
            endpoint(f"{server.url}?default-graph-uri=urn:g%26&key=&key=2").select(query)
        (visit,) = server.visits
        sent = urlsplit(visit.target).query or visit.content.decode()

        assert [
            ("default-graph-uri", "urn:g&"),
            ("key", ""),
            ("key", "2"),
            ("query", query),
        ] == parse_qsl(sent, keep_blank_values=True)

    @pytest.mark.parametrize("name", ["query", "update"])
    def test_a_query_in_the_url_is_refused(self, endpoint: Any, name: str) -> None:
        """
        A URL of an endpoint that already has a query is a UsageError.
        """
        with pytest.raises(UsageError, match=f'has the parameter "{name}"; remove it'):
            endpoint(f"http://127.0.0.1/?{name}=x").select(SELECT)

    def test_the_form_is_not_guessed(self) -> None:
        """
        A query that begins like an update is sent as a query.
        """
        query = "PREFIX insert: <urn:insert#> # DELETE {\nSELECT ?x { ?x insert:p 1 }"
        made = requests.query(address.of("http://example.org/"), query, "select", "a/b")

        assert "GET" == made.get_method()
        assert "a/b" == made.get_header("Accept")


class TestUpdate:
    def test_it_is_a_form(self) -> None:
        """
        An update is sent by POST as a form, whatever its length.
        """
        made = requests.update(address.of("http://example.org/update?x=1"), "DROP GRAPH <urn:é>")

        assert "POST" == made.get_method()
        assert isinstance(made.data, bytes)
        assert {"x": ["1"], "update": ["DROP GRAPH <urn:é>"]} == parse_qs(made.data.decode())


class TestGraph:
    def test_its_name_is_a_parameter(self) -> None:
        """
        A graph is sent by PUT as N-Triples, with its IRI as a parameter.
        """
        made = requests.graph(
            address.of("http://example.org/data?x=1"), "PUT", "urn:é&", b"<a:> <b:> 1 ."
        )

        assert "PUT" == made.get_method()
        assert {"x": ["1"], "graph": ["urn:é&"]} == parse_qs(urlsplit(made.full_url).query)
        assert "application/n-triples" == made.get_header("Content-type")
