"""Errors as problem documents (RFC 9457)."""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

from privkg.core.errors import (
    BusyError,
    InputError,
    LimitError,
    PrivkgError,
    RefusedError,
    UsageError,
)

MEDIA_TYPE = "application/problem+json"
FAILED = "an error of the server; its log has the details"
RETRY_SECONDS = 1
_LOGGER = logging.getLogger("privkg.server")
_PASSING = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)

_STATUSES: tuple[tuple[type[PrivkgError], HTTPStatus], ...] = (
    (InputError, HTTPStatus.BAD_REQUEST),
    (UsageError, HTTPStatus.NOT_ACCEPTABLE),
    (RefusedError, HTTPStatus.FORBIDDEN),
    (BusyError, HTTPStatus.TOO_MANY_REQUESTS),
    (LimitError, HTTPStatus.SERVICE_UNAVAILABLE),
)
"""Subclasses come before the class that they extend."""


def status_of(error: PrivkgError) -> HTTPStatus:
    """Return the status of the response to a request that an error ended."""
    return next(
        (status for kind, status in _STATUSES if isinstance(error, kind)),
        HTTPStatus.INTERNAL_SERVER_ERROR,
    )


def of(error: PrivkgError) -> Response:
    """Return the response to a request that an error ended.

    What is not the fault of the request is logged: its text may name files of the server.
    """
    status = status_of(error)
    if status != HTTPStatus.INTERNAL_SERVER_ERROR:
        return response(status, error.message)
    _LOGGER.error("a request could not be answered: %s", error)
    return response(status, FAILED)


def response(
    status: int,
    detail: str,
    more: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a response with a problem document.

    Args:
        status: its HTTP status.
        detail: what is wrong, and what to do.
        more: additional members of the document, such as the line of a syntax error.
        headers: additional header fields.
    """
    retry = {"Retry-After": f"{RETRY_SECONDS}"} if status in _PASSING else {}
    return Response(
        document(status, detail, more), status, {**retry, **(headers or {})}, media_type=MEDIA_TYPE
    )


def document(status: int, detail: str, more: Mapping[str, object] | None = None) -> bytes:
    """Return a problem document in UTF-8."""
    return json.dumps(
        {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": int(status),
            "detail": detail,
            **(more or {}),
        }
    ).encode()
