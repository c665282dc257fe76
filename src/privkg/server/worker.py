"""A worker process of the server: it answers one query after the other from one generation of a graph.

The server writes lines of JSON: first a `Setup`, then an `Operation` for each query. The worker replies
to each with a line of JSON, a `Reply`, and the bytes of the answer, whose number is in it.

A worker may be ended at any time, by the server at a deadline, or by the engine, which ends the process
when its stack or memory is exhausted.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from privkg.core.errors import LimitError, PrivkgError, RefusedError
from privkg.rdf import sparql
from privkg.rdf.sparql.matching import may_match
from privkg.server import problems
from privkg.store import confinement, whole
from privkg.store.graph import Dataset, Graph, Quads
from privkg.store.result_formats import check_bytes, has_more_rows

_MOST_USES = 200
_MOST_GROWTH = 1.25
_MOST_OF_A_MESSAGE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a worker needs at first: the folders of a generation and of its whole store, and limits."""

    generation: str
    whole: str
    memory_bytes: int
    answer_rows: int
    answer_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A query, with the formats that the client accepts for it; None if it accepts none.

    `default_graphs` and `named_graphs` are the dataset of the request; both are empty without one.
    """

    query: str
    answer_format: str | None
    graph_format: str | None
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()

    @property
    def dataset(self) -> Dataset | None:
        """The dataset that the request names, or None."""
        is_named = bool(self.default_graphs or self.named_graphs)
        return Dataset(tuple(self.default_graphs), tuple(self.named_graphs)) if is_named else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The line before an answer.

    Attributes:
        status: the HTTP status.
        size: the number of bytes of the answer.
        kind: its format: a name of a results format, or a media type of RDF.
        detail: what is wrong, if there is no answer.
        more: additional members of the problem document.
        is_worn: the worker should be replaced.
    """

    status: int = HTTPStatus.OK
    size: int = 0
    kind: str = ""
    detail: str = ""
    more: Mapping[str, int | None] = field(default_factory=dict)
    is_worn: bool = False


class _Answers:
    """One generation of a graph, and the answers from it."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._graph = Graph(Path(setup.generation))  # which keeps the generation from being removed
        self._all = Quads(whole.opened(Path(setup.whole)), self._graph.base)

    def find(self, operation: Operation) -> tuple[Reply, bytes]:
        """Return the reply to a query, and the bytes of the answer."""
        try:
            return self._found(operation)
        except PrivkgError as error:
            return _problem(problems.status_of(error), error), b""
        except (MemoryError, RecursionError) as error:
            exhausted = LimitError(f"the query needs too much memory ({type(error).__name__})")
            return _problem(HTTPStatus.SERVICE_UNAVAILABLE, exhausted), b""

    def _found(self, operation: Operation) -> tuple[Reply, bytes]:
        try:
            sparql.check(operation.query, on_service="this server allows none")
        except RefusedError:
            raise
        except LimitError as error:  # too long, or nested too deep
            return _problem(HTTPStatus.BAD_REQUEST, error), b""
        form = sparql.form(operation.query)
        wanted = operation.graph_format if form in ("construct", "describe") else operation.answer_format
        if wanted is None:
            detail = f"the Accept field names no format of an answer to {form.upper()}"
            return Reply(status=HTTPStatus.NOT_ACCEPTABLE, detail=detail), b""
        quads = self._all if may_match(operation.query) else self._graph.facts
        # The protocol requires a base for relative IRIs; the Host field of the request is not trusted.
        base = quads.base.address
        kind, content = quads.answer(operation.query, wanted, wanted, operation.dataset, base)
        return self._within_limits(kind, content)

    def _within_limits(self, kind: str, content: bytes) -> tuple[Reply, bytes]:
        try:
            check_bytes(content, self._setup.answer_bytes)
            if has_more_rows(content, kind, self._setup.answer_rows):
                raise LimitError(f"the answer has more than {self._setup.answer_rows} rows; add a LIMIT")
        except LimitError as error:
            return _problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, error), b""
        return Reply(size=len(content), kind=kind), content


def run(incoming: BinaryIO, outgoing: BinaryIO) -> None:
    """Open the graph, then answer queries until the server closes the channel."""
    setup = Setup(**json.loads(incoming.readline()))
    try:
        answers = _Answers(setup)
    except (OSError, RuntimeError, PrivkgError) as error:  # the engine raises the first two
        _put(outgoing, Reply(status=HTTPStatus.INTERNAL_SERVER_ERROR, detail=f"{error}"), b"")
        return
    confinement.limit_memory(setup.memory_bytes)
    most_bytes = confinement.reserved_bytes() * _MOST_GROWTH
    _put(outgoing, Reply(), b"")
    for use, line in enumerate(incoming, start=1):
        reply, content = answers.find(Operation(**json.loads(line)))
        is_worn = use >= _MOST_USES or confinement.reserved_bytes() > most_bytes
        _put(outgoing, replace(reply, is_worn=is_worn), content)


def _problem(status: HTTPStatus, error: PrivkgError) -> Reply:
    place = error.place
    where = {"line": place.line, "column": place.column} if place and place.line else {}
    return Reply(status=status, detail=error.message[:_MOST_OF_A_MESSAGE], more=where)


def _put(outgoing: BinaryIO, reply: Reply, content: bytes) -> None:
    outgoing.write(json.dumps(asdict(reply)).encode() + b"\n" + content)
    outgoing.flush()


def main() -> int:
    """Answer the queries on standard input; return the exit code."""
    confinement.end_with_parent(int(sys.argv[1]))
    confinement.leave_signals()
    confinement.leave_network()
    run(sys.stdin.buffer, sys.stdout.buffer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
