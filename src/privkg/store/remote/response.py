"""What a server answered, taken to its end, decompressed, and bounded."""

import http.client
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from privkg.core.errors import EndpointError
from privkg.store.remote.connection import TooLargeError

_PIECE = 64 * 1024
_MAX_ERROR_BYTES = 1024**2
_GZIP = 31  # as zlib counts: a window of 2^15 bytes, and the head and the end of gzip


class BrokenError(EndpointError):
    """An answer ended early, or is not encoded as it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer; `is_whole` says whether the way it came shows that nothing is missing at its end."""

    status: int
    headers: http.client.HTTPMessage
    content: bytes
    is_whole: bool

    @property
    def kind(self) -> str:
        """The media type without its parameters, in lower case; empty if the server names none."""
        return (self.headers.get("Content-Type") or "").partition(";")[0].strip().lower()


def receive(response: http.client.HTTPResponse, max_bytes: int) -> Answer:
    """Return an answer, its body decompressed; of one that is no success, what can be had of it.

    Raises:
        TooLargeError: there is more of it than `max_bytes`.
        BrokenError: it ended before its end, or is not gzip though it says so.
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
            raise BrokenError(f"it is encoded as {encoding[:20]!r}, which was not asked for")
    except (BrokenError, TooLargeError, ConnectionError, http.client.HTTPException, ValueError):
        if is_success:
            raise
    return Answer(status=response.status, headers=response.headers, content=content, is_whole=has_end)


def _check_lengths(headers: http.client.HTTPMessage) -> None:
    if len(set(headers.get_all("Content-Length") or ())) > 1:
        raise BrokenError("it has two lengths")


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
            # One byte more than is allowed is enough to know; a bomb has thousands for each of its own.
            yield inflating.decompress(piece, max_bytes + 1)
            if inflating.unconsumed_tail:
                raise TooLargeError("more than is allowed")

    try:
        content = _joined(inflated(), max_bytes)
    except zlib.error as error:
        raise BrokenError("it is not gzip though it says so") from error
    if not inflating.eof or inflating.unused_data:
        raise BrokenError("its gzip ended early, or goes on after its end")
    return content
