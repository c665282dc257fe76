"""The query operation of the SPARQL 1.1 Protocol, and the description of the endpoint.

Sources: https://www.w3.org/TR/sparql11-protocol/, 2.1, and
https://www.w3.org/TR/sparql11-service-description/, 2.
"""

import re
from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from privkg.core.errors import QueryError, RefusedError, UsageError
from privkg.server import documents, lazy_description, negotiation, problems
from privkg.server.exchange import note_query
from privkg.server.foreign import Foreign
from privkg.server.messages import Query
from privkg.server.newest import Newest
from privkg.server.parameters import Parameters, decoded, text

FORM_TYPE = "application/x-www-form-urlencoded"
QUERY_TYPE = "application/sparql-query"
_UPDATE_TYPE = "application/sparql-update"
QUERY, _DEFAULT_GRAPHS, _NAMED_GRAPHS = "query", "default-graph-uri", "named-graph-uri"
PARAMETERS: Mapping[str, str] = {
    QUERY: "a SPARQL query",
    _DEFAULT_GRAPHS: "the IRIs of the graphs that are the default graph, in place of FROM",
    _NAMED_GRAPHS: "the IRIs of the named graphs, in place of FROM NAMED",
}
"""The parameters of a query, with their meanings."""

_OF_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")
_NAMES = frozenset((*PARAMETERS, *_OF_UPDATES))
_CHARSET = re.compile(r""";\s*charset\s*=\s*"?([^\s;"]*)""", re.IGNORECASE)
_MOST_OF_A_TYPE = 200


class Endpoint:
    """The endpoint that queries are sent to."""

    def __init__(self, newest: Newest, foreign: Foreign) -> None:
        """Describe the endpoint.

        Args:
            newest: the generation whose description is that of the endpoint.
            foreign: what answers queries.
        """
        self._newest = newest
        self._foreign = foreign

    async def answer(self, request: Request) -> Response:
        """Return the response to a query; to a request without parameters, the service description.

        Raises:
            InputError: the request is not one of the protocol.
            UsageError: the client does not accept the format of the description.
            RefusedError: the request is an update.
            FailureError: there is no answer; see `Foreign.answer` and `LazyDescription.result`.
        """
        kind = _content_type(request)
        if request.method == "POST" and kind not in (FORM_TYPE, QUERY_TYPE, _UPDATE_TYPE):
            detail = f"the body has no media type for a query in UTF-8; send {FORM_TYPE} or {QUERY_TYPE}"
            return problems.response(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail)
        parameters = _parameters(request, kind, await request.body())
        if request.method != "POST" and _NAMES.isdisjoint(name for name, _ in parameters):
            return await self._described(request)
        accepted = negotiation.of(request.headers.getlist("accept"))
        query = _query(parameters, accepted)
        note_query(query.query)
        return await self._foreign.answer(query, accepted)

    async def _described(self, request: Request) -> Response:
        accepted = request.headers.getlist("accept")
        if negotiation.preferred(accepted, (lazy_description.MEDIA_TYPE,)) is None:
            raise UsageError(
                "without a query, this is the description of the endpoint as"
                f" {lazy_description.MEDIA_TYPE}, which the Accept field does not name"
            )
        with self._newest.used() as generation:
            document = await generation.description.result()
        return documents.response(request, document)


def _content_type(request: Request) -> str:
    """Return the media type of a request's body; an empty string if it has none, or is not in UTF-8."""
    given = request.headers.get("content-type", "")
    if request.method != "POST" or len(given) > _MOST_OF_A_TYPE:
        return ""
    charset = _CHARSET.search(given)
    is_utf8 = charset is None or charset[1].lower() in ("utf-8", "us-ascii")
    return given.partition(";")[0].strip().lower() if is_utf8 else ""


def _parameters(request: Request, kind: str, body: bytes) -> Parameters:
    """Return the parameters of a request, from its address and its body.

    Raises:
        QueryError: they are not UTF-8, or there are too many.
    """
    found = decoded(request.scope["query_string"])
    if request.method != "POST":
        return found
    if kind == FORM_TYPE:
        return [*found, *decoded(body)]
    return [*found, (QUERY if kind == QUERY_TYPE else "update", text(body))]


def _query(parameters: Parameters, accepted: negotiation.Accepted) -> Query:
    """Return the query that a request is for; parameters of other names are ignored.

    Raises:
        RefusedError: it is an update.
        QueryError: it has no query, or several.
    """
    values: dict[str, list[str]] = {}
    for name, value in parameters:
        values.setdefault(name, []).append(value)
    if not values.keys().isdisjoint(_OF_UPDATES):
        raise RefusedError("an update would change the graph, which can only be queried")
    queries = values.get(QUERY, [])
    if len(queries) != 1:
        raise QueryError(f"the request has {len(queries)} parameters query; send one")
    return Query(
        query=queries[0],
        answer_format=accepted.results_name,
        graph_format=accepted.graph,
        default_graphs=values.get(_DEFAULT_GRAPHS, []),
        named_graphs=values.get(_NAMED_GRAPHS, []),
    )
