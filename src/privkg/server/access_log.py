"""The access log: a line of JSON for each request, without the address of the client."""

import json
import logging
import os
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from privkg.core import files
from privkg.core.errors import PrivkgError
from privkg.core.text import shortened
from privkg.server.exchange import Exchange

STANDARD_ERROR = Path("-")
_LOGGER = logging.getLogger("privkg.server")
_MOST_OF_A_PATH = 1_000
_MOST_OF_A_QUERY = 5_000
_MOST_BYTES = 8_000_000
"""The size of the lines that wait to be written."""
_END_SECONDS = 5.0


class AccessLog:
    """A file that has a line for each request.

    A thread of its own writes it: a slow or full disk holds up no answer. Lines are lost instead;
    they are counted, and the log of the server has the reason.
    """

    def __init__(self, path: Path, on_lost: Callable[[int], object], *, with_queries: bool) -> None:
        """Describe the log; nothing is written before it is entered.

        Args:
            path: the file to append to, or `STANDARD_ERROR`.
            on_lost: is called with the number of lines that are lost, from any thread.
            with_queries: whether lines have the queries of requests.
        """
        self._path = path
        self._on_lost = on_lost
        self._with_queries = with_queries
        self._lines = queue.SimpleQueue[bytes | None]()
        self._lock = threading.Lock()
        self._waiting_bytes = 0
        self._is_failing = False
        self._thread = threading.Thread(target=self._work, name="access log", daemon=True)

    def __enter__(self) -> "AccessLog":
        """Begin to write.

        Raises:
            UsageError: the file is in the folder of a graph.
            WriteError: it cannot be written.
        """
        self._write(b"")
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what is left, unless that takes too long."""
        self._lines.put(None)
        self._thread.join(_END_SECONDS)

    def observe(self, exchange: Exchange) -> None:
        """Add a line about a request that has ended."""
        line = line_of(exchange, with_query=self._with_queries)
        with self._lock:
            has_room = self._waiting_bytes + len(line) <= _MOST_BYTES
            self._waiting_bytes += len(line) * has_room
        if has_room:
            self._lines.put(line)
        else:
            self._on_lost(1)

    def _work(self) -> None:
        for lines in self._batches():
            joined = b"".join(lines)
            try:
                self._write(joined)
            except (PrivkgError, OSError) as error:  # the second is a pipe that nobody reads
                self._on_lost(len(lines))
                if not self._is_failing:
                    _LOGGER.error("lines of the access log are lost until it can be written: %s", error)
                self._is_failing = True
            else:
                self._is_failing = False
            with self._lock:
                self._waiting_bytes -= len(joined)

    def _batches(self) -> Iterator[list[bytes]]:
        """Yield the lines that have been added since the last ones, until the end."""
        while line := self._lines.get():
            lines = [line]
            with suppress(queue.Empty):
                while line := self._lines.get_nowait():
                    lines.append(line)
            yield lines
            if line is None:  # the end was behind them
                return

    def _write(self, lines: bytes) -> None:
        if self._path != STANDARD_ERROR:
            files.append_lines(self._path, lines)
            return
        left = memoryview(lines)
        while left:
            left = left[os.write(sys.stderr.fileno(), left) :]


def line_of(exchange: Exchange, *, with_query: bool) -> bytes:
    """Return the line about a request: ASCII, without control characters, of at most 70 kB.

    Args:
        exchange: the request and its response.
        with_query: whether the line has its query.
    """
    began = datetime.fromtimestamp(exchange.began, UTC).isoformat(timespec="milliseconds")
    fields = {
        "time": began.replace("+00:00", "Z"),
        "method": exchange.method,
        "route": exchange.route,
        "path": shortened(exchange.path, _MOST_OF_A_PATH),
        "status": exchange.status,
        "outcome": exchange.outcome,
        "bytes": exchange.size,
        "seconds": round(exchange.seconds, 6),
        "waited_seconds": None if exchange.waited_seconds is None else round(exchange.waited_seconds, 6),
    }
    if with_query:
        fields["query"] = exchange.query and shortened(exchange.query, _MOST_OF_A_QUERY)
    return json.dumps(fields).encode() + b"\n"
