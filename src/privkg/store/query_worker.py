"""A worker process that answers one query: run as `python -m privkg.store.query_worker`.

It reads a request as JSON from standard input and writes the answer to standard output: the name of the
format on a line, then the bytes. A PrivkgError is reported by an exit code of `confinement` and a
message on standard error. A query that exceeds a limit is ended by a signal to this process alone.
"""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from privkg.core.errors import LimitError, PrivkgError
from privkg.store import confinement, whole
from privkg.store.graph import Quads, open_graph
from privkg.store.result_formats import check_bytes, has_more_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request: the graph's folder, the query, the formats and the limits.

    `whole` is the folder of the graph's whole store; it is empty for a query that cannot match claims.
    """

    directory: str
    whole: str
    query: str
    answer_format: str
    graph_format: str
    memory_bytes: int
    cpu_seconds: int
    answer_rows: int
    answer_bytes: int
    too_many_rows: str
    may_reach_network: bool

    def to_json(self) -> str:
        """Return the request as JSON."""
        return json.dumps(asdict(self))


def main() -> int:
    """Process the request on standard input; return the exit code."""
    confinement.end_with_parent(int(sys.argv[1]))
    request = Request(**json.load(sys.stdin))
    if not request.may_reach_network:
        confinement.leave_network()
    try:
        limits = {"memory_bytes": request.memory_bytes, "cpu_seconds": request.cpu_seconds}
        quads = confinement.limited(lambda: _opened(request), **limits)
        kind, answer = _answer(quads, request)
    except PrivkgError as error:
        return confinement.report_and_exit_code(error)
    sys.stdout.buffer.write(kind.encode() + b"\n" + answer)
    return 0


def _opened(request: Request) -> Quads:
    if request.whole:
        return Quads(whole.opened(Path(request.whole)))
    return open_graph(Path(request.directory)).facts


def _answer(quads: Quads, request: Request) -> tuple[str, bytes]:
    kind, answer = quads.answer(request.query, request.answer_format, request.graph_format)
    check_bytes(answer, request.answer_bytes)
    if has_more_rows(answer, kind, request.answer_rows):
        raise LimitError(request.too_many_rows)
    return kind, answer


if __name__ == "__main__":
    sys.exit(main())
