"""Reading graphs by the Graph Store HTTP Protocol.

Source: https://www.w3.org/TR/sparql11-http-rdf-update/, 4.2 and 5.2.
"""

from starlette.requests import Request
from starlette.responses import Response

from privkg.core.errors import QueryError
from privkg.rdf.terms import iri, iri_text
from privkg.server import negotiation
from privkg.server.foreign import Foreign
from privkg.server.messages import Content
from privkg.server.parameters import decoded

_DEFAULT, _GRAPH = "default", "graph"


class GraphStore:
    """The graphs of the dataset, each by its name, and all of them together as the default graph."""

    def __init__(self, foreign: Foreign) -> None:
        """Describe the graphs, which workers for operations of clients read."""
        self._foreign = foreign

    async def answer(self, request: Request) -> Response:
        """Return the response with the triples of the graph that a request names.

        Raises:
            InputError: the request names no graph, or several, or not by an IRI.
            FailureError: the graph could not be read; see `Foreign.answer`.
        """
        accepted = negotiation.of(request.headers.getlist("accept"))
        graph = _graph(request)
        return await self._foreign.answer(Content(graph=graph, graph_format=accepted.graph), accepted)


def _graph(request: Request) -> str | None:
    """Return the IRI of the graph that a request names; None for the default graph.

    Raises:
        QueryError: it names no graph, or several.
        InvalidValueError: the name is not an absolute IRI.
    """
    given = [each for each in decoded(request.scope["query_string"]) if each[0] in (_DEFAULT, _GRAPH)]
    if len(given) != 1 or (given[0][0] == _DEFAULT and given[0][1]):
        raise QueryError("the address names no graph or several; write ?default or ?graph=IRI, once")
    name, value = given[0]
    return None if name == _DEFAULT else iri_text(iri(value))
