"""The OpenAPI document of the server."""

import inspect
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urljoin

import pytest
from openapi_spec_validator import validate

from privkg.query import questions
from privkg.server import app
from serving import Response, Server

ADDRESS = "/openapi.json"
ASK = "ASK { ?s ?p ?o }"
VALUES = {"query": ASK, "default": ""}
"""Values of parameters without an example."""
NOT_IN_GRAPH = "unknown (actor|field|incident) "
"""How refusals of examples begin that name something of another graph."""


@pytest.fixture(scope="module")
def response(server: Server) -> Response:
    """The response to a request for the document."""
    return server.request("GET", ADDRESS)


def example(operation: dict[str, Any]) -> str:
    """Return the parameters of the example of an operation."""
    values = {
        each["name"]: each.get("example", VALUES.get(each["name"])) for each in operation["parameters"]
    }
    given = {name: value for name, value in values.items() if value is not None}
    return urlencode(given, doseq=True)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each path with what GET does there."""
    for path, methods in document["paths"].items():
        yield path, methods["get"]


class TestDocument:
    def test_is_valid(self, response: Response) -> None:
        """
        A validator of OpenAPI accepts the document.
        """
        validate(response.json)

    def test_has_all_questions_with_their_parameters(self, response: Response) -> None:
        """
        Each question has a path, and the parameters that it requires are required there.
        """
        paths = response.json["paths"]
        for question in map(questions.load, questions.names()):
            parameters = paths[f"/questions/{question.name}"]["get"]["parameters"]

            assert {*question.needs} == {each["name"] for each in parameters if each.get("required")}
            assert {each.name for each in question.parameters} < {each["name"] for each in parameters}

    def test_addresses_are_relative_to_its_own(self, response: Response) -> None:
        """
        Behind any prefix of a proxy, the paths lead to where the document is.
        """
        (base,) = response.json["servers"]

        assert "/prefix/" == urljoin("/prefix/openapi.json", base["url"])

    def test_has_a_validator(self, server: Server, response: Response) -> None:
        """
        A client that has the document gets 304.
        """
        fields = {"If-None-Match": response.fields["etag"]}

        assert 304 == server.request("GET", ADDRESS, fields=fields).status


class TestPaths:
    def test_are_all_addresses_of_the_server(self, response: Response) -> None:
        """
        Each route is described, those of questions by the names of the questions.
        """
        routes = set(re.findall(r'Route\(\s*"([^"{]+)"', inspect.getsource(app)))

        assert routes == {path for path in response.json["paths"] if not path.startswith("/questions/")}

    def test_are_answered_as_described(self, server: Server, response: Response) -> None:
        """
        The response to the example of each path has a media type that the document names for it.
        """
        wrong = []
        for path, operation in operations(response.json):
            found = server.request("GET", f"{path}?{example(operation)}")
            status = "200" if found.status == 200 else "default"
            if status == "200" and found.media_type not in operation["responses"]["200"]["content"]:
                wrong.append((path, found.media_type))
            if status == "default" and found.media_type != "application/problem+json":
                wrong.append((path, found.media_type))
            if found.status != 200 and not re.match(NOT_IN_GRAPH, found.json["detail"]):
                wrong.append((path, str(found.status)))

        assert [] == wrong

    def test_a_query_is_sent_as_described(self, server: Server, response: Response) -> None:
        """
        The endpoint accepts each kind of body that the document names for it.
        """
        bodies = {
            "application/x-www-form-urlencoded": urlencode({"query": ASK}),
            "application/sparql-query": ASK,
        }
        content = response.json["paths"]["/sparql"]["post"]["requestBody"]["content"]

        assert bodies.keys() == content.keys()
        assert {200} == {server.post(body, kind).status for kind, body in bodies.items()}
