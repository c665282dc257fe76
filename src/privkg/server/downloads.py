"""Sending a file of any size, or the part of it that a client requests (RFC 9110, 14)."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from functools import partial
from http import HTTPStatus
from io import BufferedReader
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from privkg.core import bounded
from privkg.server import problems, streaming, threads
from privkg.server.exchange import Outcome, note_outcome

_PART_BYTES = 262_144
_LEAST_BYTES_A_SECOND = 50_000
_LEAST_SECONDS = 60
_RANGE = re.compile(r"bytes=(\d{1,18})-(\d{1,18})?")


def response(request: Request, path: Path, fields: dict[str, str]) -> Response:
    """Return the response with a file, which is opened now and may be removed while it is sent.

    A range that is not one of bytes from a first one is ignored, as is one of another version.

    Args:
        request: a GET or HEAD.
        path: the file.
        fields: header fields, of which `ETag` is the validator of the file.

    Raises:
        FileError: it cannot be opened.
    """
    file = bounded.opened(path)
    size = os.fstat(file.fileno()).st_size
    found = _RANGE.fullmatch(request.headers.get("range", ""))
    if not found or request.headers.get("if-range", fields["ETag"]) != fields["ETag"]:
        return _Download(file, 0, size, HTTPStatus.OK, fields)
    start, end = int(found[1]), min(int(found[2]) + 1 if found[2] else size, size)
    if start >= end:
        file.close()
        status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        actual = {"Content-Range": f"bytes */{size}"}
        return problems.response(status, f"the file has {size} bytes", headers=actual)
    part = {**fields, "Content-Range": f"bytes {start}-{end - 1}/{size}"}
    return _Download(file, start, end, HTTPStatus.PARTIAL_CONTENT, part)


class _Download(Response):
    """The bytes of an open file from a start to an end, for a client that reads at some least speed."""

    def __init__(
        self, file: BufferedReader, start: int, end: int, status: int, fields: dict[str, str]
    ) -> None:
        named = {**fields, "Accept-Ranges": "bytes", "Content-Length": f"{end - start}"}
        super().__init__(status_code=status, headers=named)
        self._file, self._start, self._end = file, start, end

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the bytes; the server sends no content in reply to HEAD."""
        seconds = _LEAST_SECONDS + (self._end - self._start) / _LEAST_BYTES_A_SECOND
        with self._file:
            try:
                async with asyncio.timeout(seconds):
                    await streaming.send_parts(self, self._parts(scope["method"]), send)
            except TimeoutError:
                note_outcome(Outcome.LATE)

    async def _parts(self, method: str) -> AsyncIterator[bytes]:
        self._file.seek(self._start)
        content = self._file.raw  # without a buffer, whose lock would make closing wait for reading
        left = 0 if method == "HEAD" else self._end - self._start
        while left:
            part = await threads.result(partial(content.read, min(left, _PART_BYTES))) or b""
            left = left - len(part) if part else 0
            yield part
