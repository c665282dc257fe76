"""The query operation of the SPARQL 1.1 Protocol, by HTTP."""

from urllib.parse import urlencode

import pytest

from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import iri_text
from serving import Response, Server

ASK = "ASK { ?incident a pk:Incident }"
SELECT = "SELECT ?title { ?incident a pk:Incident ; dcterms:title ?title } ORDER BY ?title"
CONSTRUCT = "CONSTRUCT { ?incident a pk:Incident } WHERE { ?incident a pk:Incident }"
FORM = "application/x-www-form-urlencoded"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def number(response: Response) -> int:
    """Return the only value of an answer."""
    (row,) = response.json["results"]["bindings"]
    return int(row["n"]["value"])


def _graph(name: str) -> str:
    return iri_text(DEFAULT.graph(name))


class TestRequests:
    def test_a_query_in_the_address(self, server: Server) -> None:
        """
        A query is sent by GET as the parameter query.
        """
        response = server.query(ASK)

        assert (200, {"head": {}, "boolean": True}) == (response.status, response.json)

    def test_a_query_in_a_form(self, server: Server) -> None:
        """
        A query is sent by POST as the field of a form.
        """
        assert server.post(urlencode({"query": ASK}), FORM).json["boolean"]

    def test_a_query_as_the_body(self, server: Server) -> None:
        """
        A query is sent by POST as it is.
        """
        assert server.post(ASK, "application/sparql-query; charset=UTF-8").json["boolean"]

    def test_other_parameters_are_ignored(self, server: Server) -> None:
        """
        A parameter that the protocol does not have is ignored, and not repeated.
        """
        response = server.query(ASK, callback="evil")

        assert 200 == response.status
        assert b"evil" not in response.body

    def test_claims_are_found(self, server: Server) -> None:
        """
        A query about evidence sees the claims, which are kept apart from the facts.
        """
        assert server.query("ASK { ?claim a pk:Claim ; pk:quote ?quote }").json["boolean"]

    def test_head_has_no_body(self, server: Server) -> None:
        """
        The response to HEAD has the fields of that to GET, and no body.
        """
        response = server.request("HEAD", f"/sparql?{urlencode({'query': ASK})}")

        assert (200, b"") == (response.status, response.body)
        assert "26" == response.fields["content-length"]

    def test_one_query_is_needed(self, server: Server) -> None:
        """
        A request with two queries, or with a dataset or a form without one, is refused.
        """
        form = "application/x-www-form-urlencoded"
        responses = {
            2: server.request("GET", f"/sparql?{urlencode({'query': [ASK, ASK]}, doseq=True)}"),
            0: server.request("GET", "/sparql?default-graph-uri=https://example.org/"),
        }

        for number, response in responses.items():
            detail = f"the request has {number} parameters query; send one"
            assert (400, detail) == (response.status, response.json["detail"])
        assert 400 == server.post("", form).status

    @pytest.mark.parametrize(
        "kind", ["text/plain", "application/json", "", "application/sparql-query; charset=utf-16"]
    )
    def test_another_media_type_is_refused(self, server: Server, kind: str) -> None:
        """
        A body that is not a form and not a query in UTF-8 is refused, and the media types are named.
        """
        response = server.post(ASK, kind)

        assert 415 == response.status
        assert "application/sparql-query" in response.json["detail"]

    @pytest.mark.parametrize(
        ("body", "kind"), [(b"ASK { \xff }", "application/sparql-query"), (b"query=ASK%FF", FORM)]
    )
    def test_what_is_not_utf8_is_refused(self, server: Server, body: bytes, kind: str) -> None:
        """
        A query with bytes that are not UTF-8 is refused.
        """
        response = server.post(body, kind)

        assert 400 == response.status
        assert "not UTF-8" in response.json["detail"]


class TestFormats:
    @pytest.mark.parametrize(
        ("accept", "expected"),
        [
            ("", "application/sparql-results+json"),
            ("*/*", "application/sparql-results+json"),
            ("application/json", "application/json"),
            ("application/sparql-results+xml", "application/sparql-results+xml"),
            ("text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values"),
            ("text/*;q=0.9, application/xml;q=0.5", "text/csv"),
            ("text/turtle, application/sparql-results+json;q=0.1", "application/sparql-results+json"),
        ],
    )
    def test_rows_are_in_the_preferred_format(self, server: Server, accept: str, expected: str) -> None:
        """
        Rows are in the format of the highest quality that the Accept field names.
        """
        response = server.query(SELECT, accept)

        assert (200, expected) == (response.status, response.media_type)
        assert "Accept" == response.fields["vary"]
        assert b"Letters of Example City" in response.body

    @pytest.mark.parametrize(
        "media_type",
        ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"],
    )
    def test_triples_are_in_the_preferred_format(self, server: Server, media_type: str) -> None:
        """
        Triples are in the format that the Accept field names.
        """
        response = server.query(CONSTRUCT, f"{media_type}, text/csv")

        assert (200, media_type) == (response.status, response.media_type)
        assert b"letters-of-example-city" in response.body

    @pytest.mark.parametrize(
        ("query", "accept"), [(SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), (ASK, "image/png")]
    )
    def test_no_acceptable_format_is_an_error(self, server: Server, query: str, accept: str) -> None:
        """
        If the client accepts no format of the answer, none is sent.
        """
        response = server.query(query, accept)

        assert (406, "application/problem+json") == (response.status, response.media_type)


class TestDatasets:
    def test_without_one_all_graphs_are_seen(self, server: Server) -> None:
        """
        By default a query sees the triples of all graphs.
        """
        assert number(server.query(COUNT)) > number(self._of_labels(server)) > 0

    def test_default_graphs_are_merged(self, server: Server) -> None:
        """
        A query sees the triples of the default graphs that the request names, each once.
        """
        graphs = [_graph(name) for name in ("labels", "ontology", "labels")]
        merged = server.query(COUNT, default_graph_uri=graphs)
        ontology = server.query(COUNT, default_graph_uri=_graph("ontology"))

        assert number(merged) == number(self._of_labels(server)) + number(ontology)

    def test_named_graphs_are_seen_by_name(self, server: Server) -> None:
        """
        With named graphs only, GRAPH sees these, and the default graph is empty.
        """
        names = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
        graphs = [_graph(name) for name in ("labels", "ontology")]

        assert 2 == number(server.query(names, named_graph_uri=graphs))
        assert 0 == number(server.query(COUNT, named_graph_uri=graphs))

    def test_the_dataset_of_the_request_comes_first(self, server: Server) -> None:
        """
        FROM is ignored if the request names a dataset.
        """
        query = f"SELECT (COUNT(*) AS ?n) FROM <{_graph('ontology')}> {{ ?s ?p ?o }}"
        found = server.query(query, default_graph_uri=_graph("labels"))

        assert number(found) == number(self._of_labels(server))

    def test_a_name_that_is_no_iri_is_an_error(self, server: Server) -> None:
        """
        A graph that is not named by an IRI is refused.
        """
        response = server.query(COUNT, default_graph_uri="labels")

        assert 400 == response.status
        assert "the name of a graph is not an IRI" in response.json["detail"]

    def _of_labels(self, server: Server) -> Response:
        return server.query(COUNT, default_graph_uri=_graph("labels"))


class TestErrors:
    def test_a_syntax_error_has_its_place(self, server: Server) -> None:
        """
        The problem document of a syntax error has the line and the column.
        """
        response = server.query("SELECT ?s {\n  ?s ?p }")

        assert (400, "application/problem+json") == (response.status, response.media_type)
        assert (2, "Bad Request") == (response.json["line"], response.json["title"])

    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            ("INSERT DATA { <x:a> <x:b> <x:c> }", "application/sparql-update"),
            ("INSERT DATA { <x:a> <x:b> <x:c> }", "application/sparql-query"),
            (urlencode({"update": "LOAD <file:///etc/passwd>"}), FORM),
            (urlencode({"query": "CLEAR ALL"}), FORM),
        ],
    )
    def test_updates_are_refused(self, server: Server, body: str, kind: str) -> None:
        """
        An update is refused, wherever it is in the request.
        """
        response = server.post(body, kind)

        assert 403 == response.status
        assert "can only be queried" in response.json["detail"]

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
    def test_writing_methods_are_refused(self, server: Server, method: str) -> None:
        """
        Methods that would write are refused with the methods that are allowed.
        """
        response = server.request(method, "/sparql", b"")

        assert 403 == response.status
        assert "GET, HEAD, POST, OPTIONS" == response.fields["allow"]

    @pytest.mark.parametrize(
        ("method", "path", "allowed"),
        [
            ("PUT", "/health", "GET, HEAD, OPTIONS"),
            ("POST", "/ready", "GET, HEAD, OPTIONS"),
            ("PROPFIND", "/sparql", "GET, HEAD, OPTIONS, POST"),
        ],
    )
    def test_other_methods_are_not_allowed(
        self, server: Server, method: str, path: str, allowed: str
    ) -> None:
        """
        A method that an address does not have is refused with those that it has.
        """
        response = server.request(method, path, b"")

        assert (405, allowed) == (response.status, response.fields["allow"])

    def test_an_update_in_the_address_is_refused(self, server: Server) -> None:
        """
        An update by GET, which any page could send, is refused.
        """
        assert 403 == server.request("GET", "/sparql?update=CLEAR%20ALL").status

    @pytest.mark.parametrize(
        "query",
        [
            "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
            "SELECT * { SERVICESILENT<http://127.0.0.1:9/>{ ?s ?p ?o } }",
            "ASK { FILTER EXISTS { service ?where { ?s ?p ?o } } }",
        ],
    )
    def test_services_are_refused(self, server: Server, query: str) -> None:
        """
        A query that would call another endpoint is refused, without advice for the command line.
        """
        response = server.query(query)

        assert 403 == response.status
        assert response.json["detail"].endswith("would query another endpoint; this server allows none")

    def test_the_word_service_is_accepted(self, server: Server) -> None:
        """
        The word SERVICE in a string or a variable is not a call.
        """
        assert 200 == server.query('ASK { ?service ?p "SERVICE <x:y> {}" }').status

    @pytest.mark.parametrize("query", [f"ASK {'{' * 3000}", f"ASK {{ FILTER({'(' * 20_000}1) }}"])
    def test_deep_nesting_is_refused(self, server: Server, query: str) -> None:
        """
        A query nested so deep that it would end the engine is refused.
        """
        response = server.post(query)

        assert 400 == response.status
        assert "nested deeper than 128 levels" in response.json["detail"]

    def test_another_address_is_an_error(self, server: Server) -> None:
        """
        An address at which nothing is served has a problem document too.
        """
        response = server.request("GET", "/..%2f..%2fetc/passwd")

        assert (404, "application/problem+json") == (response.status, response.media_type)

    def test_no_redirect_repeats_the_host(self, server: Server) -> None:
        """
        No response has the Host field of the request in it.
        """
        response = server.request("GET", "/sparql/", fields={"Host": "localhost:12345"})

        assert 404 == response.status
        assert "12345" not in f"{response.fields} {response.body!r}"


class TestOtherSites:
    def test_any_site_may_read_without_credentials(self, server: Server) -> None:
        """
        A browser lets pages of other sites read a response, without credentials.
        """
        response = server.query(ASK)

        assert "*" == response.fields["access-control-allow-origin"]
        assert "access-control-allow-credentials" not in response.fields

    def test_a_browser_may_ask_first(self, server: Server) -> None:
        """
        The request before that of another site's page is answered, for any header field.
        """
        fields = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
        response = server.request("OPTIONS", "/sparql", fields=fields)

        assert (204, b"") == (response.status, response.body)
        assert "POST" in response.fields["access-control-allow-methods"]
        assert "*" == response.fields["access-control-allow-headers"]

    def test_types_are_not_guessed(self, server: Server) -> None:
        """
        A browser must not treat an answer as a page.
        """
        fields = server.query(ASK).fields

        assert ("nosniff", "default-src 'none'") == (
            fields["x-content-type-options"],
            fields["content-security-policy"],
        )


class TestStates:
    @pytest.mark.parametrize(("path", "state"), [("/health", "ok"), ("/ready", "ready")])
    def test_the_state_is_reported(self, server: Server, path: str, state: str) -> None:
        """
        Whether the server runs, and whether it can answer, have addresses.
        """
        response = server.request("GET", path)

        assert (200, {"status": state}) == (response.status, response.json)
