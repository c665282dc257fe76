"""The routes of the server."""

import json
from collections.abc import Sequence
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from privkg.server import documents, openapi, problems
from privkg.server.clients import PerClient
from privkg.server.connected import Answering
from privkg.server.documents import Document
from privkg.server.exchange import Observed, Observer
from privkg.server.foreign import Foreign
from privkg.server.gallery import Gallery
from privkg.server.graph_store import GraphStore
from privkg.server.guard import METHODS, Guard
from privkg.server.metrics import MEDIA_TYPE, Metrics
from privkg.server.newest import Newest
from privkg.server.protocol import Endpoint
from privkg.server.settings import Settings
from privkg.server.site import Site

_READS = ("GET", "HEAD", "OPTIONS")


def app(
    newest: Newest,
    settings: Settings,
    metrics: Metrics,
    observers: Sequence[Observer],
    *,
    is_local: bool,
) -> ASGIApp:
    """Return the ASGI application of a server.

    Args:
        newest: the generation that requests are answered from.
        settings: the limits of requests.
        metrics: what measures the server.
        observers: what is called with each request that has ended.
        is_local: the server listens for its own machine only.
    """
    gallery, foreign = Gallery(newest), Foreign(newest, settings.capacity.limits.seconds)
    of_questions, of_queries = (
        [Middleware(PerClient(settings.per_client, settings.proxies).limited)] for _ in range(2)
    )

    async def health(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(_request: Request) -> Response:
        if newest.is_ready:
            return JSONResponse({"status": "ready"})
        return problems.response(HTTPStatus.SERVICE_UNAVAILABLE, "no worker has opened the graph")

    document = json.dumps(openapi.document(has_site=bool(settings.config))).encode()
    described = Document(document, "application/json")

    async def documented(request: Request) -> Response:
        return documents.response(request, described)

    async def measured(_request: Request) -> Response:
        return Response(metrics.exposition(), media_type=MEDIA_TYPE)

    routes = [
        Route(
            "/sparql",
            Answering(Endpoint(newest, foreign).answer),
            methods=METHODS,
            middleware=of_queries,
        ),
        Route("/store", Answering(GraphStore(foreign).answer), methods=_READS, middleware=of_queries),
        Route("/openapi.json", documented, methods=_READS),
        Route("/questions", gallery.listed, methods=_READS),
        Route("/questions/{name}", Answering(gallery.answer), methods=_READS, middleware=of_questions),
        Route("/health", health, methods=_READS),
        Route("/ready", ready, methods=_READS),
        Route("/metrics", measured, methods=_READS),
    ]
    handlers = {HTTPException: _not_served, HTTPStatus.INTERNAL_SERVER_ERROR: _failed}
    if settings.config:
        of_pages = [Middleware(PerClient(settings.per_client, settings.proxies).limited)]
        site = Answering(Site(newest).answer)
        routes.append(Route("/{path:path}", site, methods=_READS, middleware=of_pages))
    found = Starlette(routes=routes, exception_handlers=handlers)
    found.router.redirect_slashes = False  # a redirect would repeat the Host field of the request
    paths = {route.endpoint: route.path for route in routes}
    return Observed(Guard(found, is_local=is_local), paths, observers)


async def _not_served(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    if error.status_code == HTTPStatus.NOT_FOUND:
        return problems.response(
            error.status_code,
            "nothing is served here; queries go to /sparql, and /questions lists the questions",
        )
    # Starlette names the methods in any order.
    headers = {
        name: ", ".join(sorted(value.split(", "))) for name, value in (error.headers or {}).items()
    }
    return problems.response(error.status_code, error.detail, headers=headers)


async def _failed(_request: Request, _error: Exception) -> Response:
    return problems.response(HTTPStatus.INTERNAL_SERVER_ERROR, problems.FAILED)
