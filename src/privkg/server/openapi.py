"""The description of the server's addresses by OpenAPI, for clients that are made from such a document.

Source: https://spec.openapis.org/oas/v3.1.1.html.
"""

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from privkg.core.version import __version__
from privkg.publish.redirects import HTML, MEDIA_TYPES
from privkg.publish.site import finding
from privkg.query import questions
from privkg.query.questions import COMMON, Parameter, Question
from privkg.search.facets import Facet
from privkg.server import negotiation, problems, protocol
from privkg.server.gallery import EVIDENCE, FORMAT, FORMATS, OPTIONS, YES_OR_NO

_Object = dict[str, Any]
_JSON = "application/json"
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what is wrong, and what to do"},
        "line": {"type": "integer", "description": "the line of a syntax error"},
        "column": {"type": "integer", "description": "its column"},
        "parameters": {"type": "array", "items": {"type": "string"}},
    },
}


def document(*, has_site: bool = False) -> _Object:
    """Return the document; its addresses are relative to its own.

    Args:
        has_site: whether the pages of the dataset are served too.
    """
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "privkg",
            "version": __version__,
            "description": "A graph of privacy incidents: SPARQL, canned questions, and graphs. It can"
            " only be read.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "."}],
        "paths": {
            "/sparql": _endpoint(),
            "/store": _store(),
            "/questions": _get("questions", "The questions, with their parameters", [], [_JSON]),
            **{f"/questions/{name}": _answer(questions.load(name)) for name in questions.names()},
            "/health": _get("health", "Whether the server runs", [], [_JSON]),
            "/ready": _get("ready", "Whether the server can answer", [], [_JSON]),
            "/metrics": _get(
                "metrics", "Measurements of the server, for Prometheus", [], ["text/plain"]
            ),
            "/openapi.json": _get("openapi", "This document", [], [_JSON]),
            **(_site() if has_site else {}),
        },
        "components": {
            "schemas": {"Problem": _PROBLEM},
            "responses": {
                "Problem": {
                    "description": "What is wrong, as a problem document (RFC 9457)",
                    "content": {
                        problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}
                    },
                }
            },
        },
    }


def _endpoint() -> _Object:
    """Return the endpoint of queries; without a query, it is described."""
    types = [*negotiation.RESULTS, *negotiation.graphs()]
    parameters = [
        _parameter(name, meaning, is_list=name != protocol.QUERY)
        for name, meaning in protocol.PARAMETERS.items()
    ]
    form = {
        "type": "object",
        "required": [protocol.QUERY],
        "properties": {each["name"]: each["schema"] for each in parameters},
    }
    query = {"schema": {"type": "string"}}
    posted = {
        "operationId": "post-query",
        "summary": "The answer to a SPARQL query",
        "parameters": [each for each in parameters if each["name"] != protocol.QUERY],
        "requestBody": {
            "required": True,
            "content": {protocol.FORM_TYPE: {"schema": form}, protocol.QUERY_TYPE: query},
        },
        "responses": _responses(types),
    }
    summary = "The answer to a SPARQL query; without one, the description of the endpoint"
    return {**_get("query", summary, parameters, types), "post": posted}


def _store() -> _Object:
    parameters = [
        _parameter("graph", "the IRI of a named graph"),
        {**_parameter("default", "the triples of all graphs"), "allowEmptyValue": True},
    ]
    return _get("graph", "The triples of a graph", parameters, negotiation.graphs())


def _site() -> _Object:
    """Return the addresses of the site: of a search, and of all files and IRIs."""
    search = [
        _parameter(finding.WORDS, "words that a sentence has"),
        *(_parameter(facet, f"the {facet.noun} of an incident", is_list=True) for facet in Facet),
        _parameter(finding.NUMBER, f"the number of the page of hits, from 1 to {finding.MOST_PAGES}"),
    ]
    html = MEDIA_TYPES[HTML]
    files = {
        "/{file}": ("file", "A file of the site, such as incidents.html"),
        "/data/{file}": ("dump", "The dataset in a format, such as privkg.nq.gz"),
        "/id/{kind}/{name}": (
            "resource",
            "A description, such as a.html or a.ttl, or where an IRI leads",
        ),
    }
    return {
        f"/{finding.PATH}": _get("search", "Incidents with the sentences found", search, [html]),
        **{path: _file(path, *words) for path, words in files.items()},
    }


def _file(path: str, name: str, summary: str) -> _Object:
    """Return the address of files, or of IRIs that lead to them."""
    found = _get(name, summary, [], ["*/*"])
    parts = re.findall(r"{(\w+)}", path)
    found["get"]["parameters"] = [
        {**_parameter(part, f"the {part} in the address", where="path"), "required": True}
        for part in parts
    ]
    found["get"]["responses"] |= {
        str(status.value): {"description": words}
        for status, words in {
            HTTPStatus.MOVED_PERMANENTLY: "what the IRI meant has another one",
            HTTPStatus.SEE_OTHER: "the description of what the IRI means",
            HTTPStatus.GONE: "it was withdrawn, and why",
        }.items()
    }
    return found


def _answer(question: Question) -> _Object:
    """Return the address of the answer to a question."""
    example = question.example_values
    parameters = [_of_question(each, question, example) for each in (*question.parameters, *COMMON)]
    formats = sorted(set(FORMATS.values()))
    options = [
        _parameter(FORMAT, OPTIONS[FORMAT], words=formats),
        _parameter(EVIDENCE, OPTIONS[EVIDENCE], words=list(YES_OR_NO)),
    ]
    found = _get(question.name, question.summary, [*parameters, *options], FORMATS)
    found["get"]["description"] = question.description
    return found


def _of_question(parameter: Parameter, question: Question, example: Mapping[str, list[str]]) -> _Object:
    is_list = parameter.type.is_list
    found = _parameter(parameter.name, parameter.meaning, is_list=is_list)
    words = example.get(parameter.name)
    if words:
        found["example"] = words if is_list else words[0]
    return {**found, "required": parameter.name in question.needs}


def _parameter(
    name: str,
    meaning: str,
    *,
    is_list: bool = False,
    words: Iterable[str] = (),
    where: str = "query",
) -> _Object:
    """Return a parameter in the address: a text, one of some words, or a list that repeats the name."""
    text: _Object = {"type": "string", **({"enum": list(words)} if words else {})}
    schema = {"type": "array", "items": text} if is_list else text
    return {"name": name, "in": where, "description": meaning, "schema": schema}


def _get(name: str, summary: str, parameters: list[_Object], types: Iterable[str]) -> _Object:
    operation = {
        "operationId": name,
        "summary": summary,
        "parameters": parameters,
        "responses": _responses(types),
    }
    return {"get": operation}


def _responses(types: Iterable[str]) -> _Object:
    return {
        "200": {"description": HTTPStatus.OK.phrase, "content": {each: {} for each in types}},
        "default": {"$ref": "#/components/responses/Problem"},
    }
