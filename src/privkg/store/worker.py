"""A process that answers one query and ends: run as `python -m privkg.store.worker`.

It reads a request as JSON from standard input and writes the answer to standard output: first the
name of its format on a line, then its bytes. It ends with 1 and a message on standard error if the
text is no query, with 3 if the graph cannot be opened, with 4 if the answer is too large; a query
that is too much for its limits ends it by a signal, and nobody else.
"""

import ctypes
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from privkg.errors import InputError, PrivkgError
from privkg.store.graph import open_graph

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a worker is asked: the graph's folder, the query, the formats, its limits."""

    directory: str
    query: str
    answer_format: str
    graph_format: str
    memory_bytes: int
    cpu_seconds: int
    answer_bytes: int
    may_reach_network: bool

    def to_json(self) -> str:
        """Return the request as JSON."""
        return json.dumps(asdict(self))


def main() -> int:
    """Answer the request on standard input; return the exit code."""
    request = Request(**json.load(sys.stdin))
    if not request.may_reach_network:
        _leave_network()
    _limit(request)
    try:
        kind, answer = open_graph(Path(request.directory)).answer(
            request.query, request.answer_format, request.graph_format
        )
    except PrivkgError as error:
        sys.stderr.write(str(error))
        return 1 if isinstance(error, InputError) else 3
    if len(answer) > request.answer_bytes:
        sys.stderr.write(f"the answer is larger than {request.answer_bytes // 1024**2} MB; add a LIMIT")
        return 4
    sys.stdout.buffer.write(kind.encode() + b"\n" + answer)
    return 0


def _limit(request: Request) -> None:
    if os.name == "nt":  # Windows has no such limits; the caller's deadline stands
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (request.memory_bytes, request.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (request.cpu_seconds, request.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _leave_network() -> None:
    """Enter an empty network where the kernel allows it; the token check stands before this."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.unshare(_NEW_NET) and libc.unshare(_NEW_USER | _NEW_NET)


if __name__ == "__main__":
    sys.exit(main())
