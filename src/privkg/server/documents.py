"""Documents that are the same for everyone who requests them, with strong validators (RFC 9110, 8.8)."""

import hashlib
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from privkg.server import streaming
from privkg.server.negotiation import with_encoding

_SLICE_BYTES = 65_536
_TAG = re.compile(r'"[^"]*"')


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its bytes and media type.

    Attributes:
        tag: its strong validator, a hash: equal ones have equal bytes, whichever server sends them.
    """

    content: bytes
    media_type: str
    tag: str = field(init=False)

    def __post_init__(self) -> None:
        """Compute the validator."""
        whole = self.media_type.encode() + b"\n" + self.content
        object.__setattr__(self, "tag", f'"{hashlib.sha256(whole).hexdigest()[:32]}"')


def response(
    request: Request, document: Document, more: Mapping[str, str] = MappingProxyType({})
) -> Response:
    """Return the response to a request for a document; 304 if the client has it already.

    A cache may keep the document, but must validate it each time: a new build may change it.

    Args:
        request: a GET or HEAD.
        document: the document.
        more: additional header fields.
    """
    fields = {"ETag": document.tag, "Vary": "Accept", "Cache-Control": "no-cache", **more}
    if has(request, document.tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=fields)
    return whole(document, HTTPStatus.OK, fields)


def whole(document: Document, status: int, fields: Mapping[str, str]) -> Response:
    """Return a response with a document, a status and more header fields."""
    named = {**fields, "Content-Type": with_encoding(document.media_type)}
    return _InSlices(document.content, status, named)


class _InSlices(Response):
    """A response that is sent in slices, so that clients which do not read share its content.

    What is sent at once is copied for each connection that does not take it.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response; the server sends no content in reply to HEAD."""
        await streaming.send_parts(self, self._slices(), send)

    async def _slices(self) -> AsyncIterator[bytes]:
        for at in range(0, len(self.body), _SLICE_BYTES):
            yield bytes(self.body[at : at + _SLICE_BYTES])


def has(request: Request, tag: str) -> bool:
    """Return whether the client has what a validator is of: If-None-Match names it, perhaps as weak."""
    conditions = request.headers.getlist("if-none-match")
    return any(each.strip() == "*" or tag in _TAG.findall(each) for each in conditions)
