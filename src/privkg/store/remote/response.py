"""Reading of a response: complete, decompressed, and of bounded size."""

import http.client
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from privkg.core.errors import EndpointError
from privkg.core.text import quoted
from privkg.store.remote.connection import TooLargeError

_PIECE = 64 * 1024
_MAX_ERROR_BYTES = 1024**2
_GZIP = 31  # zlib's `wbits`: a window of 2**15 bytes, with a gzip header and trailer


class BrokenError(EndpointError):
    """A response ended early, or has another encoding than its header states."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response; `is_whole` is true if its length, chunks or checksum prove that it is complete."""

    status: int
    headers: http.client.HTTPMessage
    content: bytes
    is_whole: bool

    @property
    def kind(self) -> str:
        """The media type without parameters, in lower case; empty if there is none."""
        return (self.headers.get("Content-Type") or "").partition(";")[0].strip().lower()


def receive(response: http.client.HTTPResponse, max_bytes: int) -> Answer:
    """Return a response with its body decompressed; after an error status the body may be incomplete.

    Raises:
        TooLargeError: the body is larger than `max_bytes`.
        BrokenError: it ended early, or is not gzip although its header states it.
        OSError: the connection broke, or the deadline passed.
    """
    is_success = 200 <= response.status < 300
    has_end = response.chunked or response.length is not None
    encoding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    content = b""
    try:
        _check_lengths(response.headers)
        if encoding in ("gzip", "x-gzip"):
            content, has_end = _inflated(response, max_bytes), True
        elif encoding == "identity":
            content = _joined(_pieces(response), max_bytes if is_success else _MAX_ERROR_BYTES)
        else:
            raise BrokenError(f"its encoding {quoted(encoding[:20])} was not requested")
    except (BrokenError, TooLargeError, ConnectionError, http.client.HTTPException, ValueError):
        if is_success:
            raise
    return Answer(status=response.status, headers=response.headers, content=content, is_whole=has_end)


def _check_lengths(headers: http.client.HTTPMessage) -> None:
    if len(set(headers.get_all("Content-Length") or ())) > 1:
        raise BrokenError("it has two Content-Length headers")  # RFC 9112, 6.3: request smuggling


def _pieces(response: http.client.HTTPResponse) -> Iterator[bytes]:
    try:
        while piece := response.read(_PIECE):
            yield piece
    except (http.client.HTTPException, ValueError) as error:
        raise BrokenError("it ended early") from error
    if response.length:
        raise BrokenError(f"it ended {response.length} bytes early")


def _joined(pieces: Iterator[bytes], max_bytes: int) -> bytes:
    taken, size = [], 0
    for piece in pieces:
        size += len(piece)
        if size > max_bytes:
            raise TooLargeError("more than is allowed")
        taken.append(piece)
    return b"".join(taken)


def _inflated(response: http.client.HTTPResponse, max_bytes: int) -> bytes:
    inflating = zlib.decompressobj(wbits=_GZIP)

    def inflated() -> Iterator[bytes]:
        for piece in _pieces(response):
            # A decompression bomb expands a thousandfold: decompress at most one byte beyond the limit.
            yield inflating.decompress(piece, max_bytes + 1)
            if inflating.unconsumed_tail:
                raise TooLargeError("more than is allowed")

    try:
        content = _joined(inflated(), max_bytes)
    except zlib.error as error:
        raise BrokenError("it is not gzip, although its header states it") from error
    if not inflating.eof or inflating.unused_data:
        raise BrokenError("its gzip data ended early, or has bytes after its end")
    return content
