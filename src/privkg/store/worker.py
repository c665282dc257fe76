"""A process that answers one query and ends: run as `python -m privkg.store.worker`.

It reads a request as JSON from standard input and writes the answer to standard output: first the
name of its format on a line, then its bytes. What privkg raises on purpose ends it with the code of
`CODES` and the message on standard error; a query that is too much for its limits ends it by a
signal, and nobody else.
"""

import ctypes
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from privkg.errors import LimitError, PrivkgError, QueryError, StoreError, UsageError
from privkg.store.graph import Graph, open_graph

CODES: dict[int, type[PrivkgError]] = {65: QueryError, 64: UsageError, 74: StoreError, 75: LimitError}
"""Exit codes no interpreter ends with by itself, and the error each stands for."""

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
    try:
        graph = open_graph(Path(request.directory))
        _limit(request)
        kind, answer = _answer(graph, request)
    except PrivkgError as error:
        sys.stderr.write(str(error))
        return next(code for code, kind in CODES.items() if isinstance(error, kind))
    sys.stdout.buffer.write(kind.encode() + b"\n" + answer)
    return 0


def _answer(graph: Graph, request: Request) -> tuple[str, bytes]:
    kind, answer = graph.answer(request.query, request.answer_format, request.graph_format)
    if len(answer) > request.answer_bytes:
        size = request.answer_bytes // 1024**2
        raise LimitError(f"the answer is larger than {size} MB; add a LIMIT")
    return kind, answer


def _limit(request: Request) -> None:
    if sys.platform == "win32":  # Windows has no such limits; the caller's deadline stands
        return
    import resource

    def lower(kind: int, soft: int, hard: int) -> None:
        allowed = resource.getrlimit(kind)[1]
        if allowed != resource.RLIM_INFINITY:  # who set a lower limit meant it
            soft, hard = min(soft, allowed), min(hard, allowed)
        resource.setrlimit(kind, (soft, hard))

    # The engine reserves half a gigabyte when it opens a graph, and uses next to nothing of it.
    memory = _reserved_bytes(resource.getpagesize()) + request.memory_bytes
    lower(resource.RLIMIT_AS, memory, memory)
    lower(resource.RLIMIT_CPU, request.cpu_seconds, request.cpu_seconds + 1)
    lower(resource.RLIMIT_CORE, 0, 0)


def _reserved_bytes(page_bytes: int) -> int:
    """Return the size of this process's address space; 0 where the system does not tell it."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * page_bytes
    except OSError:
        return 0


def _leave_network() -> None:
    """Enter an empty network where the kernel allows it; the token check stands before this."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.unshare(_NEW_NET) and libc.unshare(_NEW_USER | _NEW_NET)


if __name__ == "__main__":
    sys.exit(main())
