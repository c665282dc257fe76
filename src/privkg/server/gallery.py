"""The canned questions over HTTP: a list of them, and the answer to each, as `privkg ask` writes it."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from privkg.core.errors import InvalidValueError, UnknownNameError, UsageError
from privkg.core.text import quoted
from privkg.query import questions
from privkg.query.questions import COMMON, Parameter, Question
from privkg.server import documents, negotiation, problems
from privkg.server.documents import Document
from privkg.server.exchange import note_query
from privkg.server.messages import Inquiry
from privkg.server.newest import Newest
from privkg.server.parameters import Parameters, decoded

FORMATS: Mapping[str, str] = {
    **negotiation.RESULTS,
    "text/markdown": "md",
    "text/html": "html",
}
"""The formats of answers to questions by their media types, the preferred one first."""

FORMAT, EVIDENCE = "format", "evidence"
OPTIONS: Mapping[str, str] = {
    FORMAT: f"the format, whatever the Accept field names: {', '.join(sorted(set(FORMATS.values())))}",
    EVIDENCE: "yes adds the sentences that support each row; no, the default, does not",
}
"""The parameters of every address of an answer that are not parameters of the question."""

YES_OR_NO = {"yes": True, "no": False}
_MEDIA_TYPES = {name: each for each, name in reversed(tuple(FORMATS.items()))}
_TYPES = ", ".join(FORMATS)
_Value = TypeVar("_Value")


class Gallery:
    """The questions, answered from the newest generation of a graph."""

    def __init__(self, newest: Newest) -> None:
        """Describe the gallery.

        Args:
            newest: the generation that requests are answered from.
        """
        self._newest = newest
        listed = {
            "questions": [_listed(questions.load(name)) for name in questions.names()],
            "options": OPTIONS,
        }
        self._list = Document(json.dumps(listed).encode(), "application/json")

    async def listed(self, request: Request) -> Response:
        """Return the response to a request for the list of questions."""
        return documents.response(request, self._list)

    async def answer(self, request: Request) -> Response:
        """Return the response to a question, whose name is in the path of the request.

        Raises:
            InputError: the parameters are not UTF-8, there are too many, or one has no such value.
            UsageError: the client accepts no format of the answer.
            FailureError: the question could not be answered; see `Answers.of`.
        """
        try:
            question = questions.load(request.path_params["name"])
        except UnknownNameError as error:
            return problems.response(HTTPStatus.NOT_FOUND, f"{error.message}; /questions lists them")
        given = decoded(request.scope["query_string"])
        media_type = _format(given) or _accepted(request)
        inquiry = Inquiry(
            question=question.name,
            words=tuple(sorted(pair for pair in given if pair[0] not in OPTIONS)),
            with_evidence=_chosen(given, EVIDENCE, YES_OR_NO) or False,
            answer_format=FORMATS[media_type],
        )
        note_query(urlencode(inquiry.words))
        with self._newest.used() as generation:
            reply, document = await generation.answers.of(inquiry, media_type)
        if reply.status == HTTPStatus.OK:
            fields = {"Link": _links(inquiry), "Privkg-Notes": reply.notes}
            return documents.response(request, document, fields)
        names = {"parameters": _names(question)} if reply.status == HTTPStatus.BAD_REQUEST else {}
        return problems.response(reply.status, reply.detail, {**reply.more, **names})


def _format(given: Parameters) -> str | None:
    """Return the media type of the format that the parameters name, or None."""
    return _chosen(given, FORMAT, _MEDIA_TYPES)


def _accepted(request: Request) -> str:
    """Return the media type that a client prefers.

    Raises:
        UsageError: it accepts none of them.
        QueryError: the Accept fields are too long.
    """
    found = negotiation.preferred(request.headers.getlist("accept"), tuple(FORMATS))
    if found is None:
        raise UsageError(f"the Accept field names no format of an answer; send one of: {_TYPES}")
    return found


def _chosen(given: Parameters, name: str, values: Mapping[str, _Value]) -> _Value | None:
    """Return the value that a parameter names; None if it is not given.

    Raises:
        InvalidValueError: it names none, or it is given several times.
    """
    words = [word for each, word in given if each == name]
    if not words:
        return None
    if len(words) > 1 or words[0] not in values:
        raise InvalidValueError(
            f"{name} is {quoted(' '.join(words))}; write one of: {', '.join(values)}"
        )
    return values[words[0]]


def _links(inquiry: Inquiry) -> str:
    """Return the links of an answer: to this very answer, and to the list of questions."""
    options = {FORMAT: inquiry.answer_format, EVIDENCE: "yes" if inquiry.with_evidence else "no"}
    address = f"{inquiry.question}?{urlencode([*inquiry.words, *options.items()])}"
    return f'<{address}>; rel="self", <../questions>; rel="collection"'


def _listed(question: Question) -> dict[str, object]:
    """Return the description of a question; addresses are relative to that of the list."""
    address = f"questions/{question.name}"
    example = f"{address}?{urlencode(question.example_words)}".rstrip("?")
    return {
        "name": question.name,
        "address": address,
        "example": example,
        "summary": question.summary,
        "description": question.description,
        "parameters": [_described(each, question) for each in (*question.parameters, *COMMON)],
        "columns": question.columns,
    }


def _described(parameter: Parameter, question: Question) -> dict[str, object]:
    return {
        "name": parameter.name,
        "description": parameter.meaning,
        "value": parameter.type.metavar,
        "required": parameter.name in question.needs,
        "repeatable": parameter.type.is_list,
    }


def _names(question: Question) -> list[str]:
    """Return the names of all parameters of the answer to a question."""
    return [*(each.name for each in (*question.parameters, *COMMON)), *OPTIONS]
