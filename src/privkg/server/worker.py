"""A worker process of the server: it answers one query after the other from one generation of a graph.

The server writes lines of JSON: first a `Setup`, then an `Operation` for each request. The worker
replies to each with a line of JSON, a `Reply`, and the bytes of the answer, whose number is in it.

A worker may be ended at any time, by the server at a deadline, or by the engine, which ends the process
when its stack or memory is exhausted.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from privkg.core.errors import LimitError, PrivkgError, RefusedError, UsageError
from privkg.core.text import quoted
from privkg.query import ask, questions, results
from privkg.rdf import sparql
from privkg.rdf.terms import Term
from privkg.server import description, lazy_description, messages, problems
from privkg.server.messages import (
    Content,
    Description,
    Inquiry,
    Operation,
    Page,
    Preparation,
    Query,
    Reply,
    Search,
    Setup,
)
from privkg.store import confinement
from privkg.store.graph import Dataset, Graph
from privkg.store.result_formats import has_more_rows

if TYPE_CHECKING:
    from privkg.server.site_worker import SiteWorker

_ALL = "CONSTRUCT WHERE { ?s ?p ?o }"
_MOST_USES = 200
_MOST_GROWTH = 1.25
_MOST_OF_SITE = (10_000, 2.0)
"""The same for a worker that makes pages, which takes long to begin, and runs no query of a client."""
_MOST_OF_A_MESSAGE = 1_000
_Begun = TypeVar("_Begun")


class _Answers:
    """One generation of a graph, which it keeps from being removed, and the answers from it."""

    def __init__(self, setup: Setup, graph: Graph, site: "SiteWorker | None") -> None:
        self._setup = setup
        self._graph = graph
        self._site = site

    def find(self, operation: Operation) -> tuple[Reply, bytes]:
        """Return the reply to an operation, and the bytes of the answer."""
        try:
            match operation:
                case Query():
                    return self._of_query(operation)
                case Inquiry():
                    return self._of_question(operation)
                case Content():
                    return self._of_graph(operation)
                case Description():
                    return self._description()
                case Page() | Search() | Preparation():
                    return self._of_site(operation)
        except PrivkgError as error:
            return _problem(problems.status_of(error), error), b""
        except (MemoryError, RecursionError) as error:
            exhausted = LimitError(f"the query needs too much memory ({type(error).__name__})")
            return _problem(HTTPStatus.SERVICE_UNAVAILABLE, exhausted), b""

    def _of_query(self, operation: Query) -> tuple[Reply, bytes]:
        try:
            sparql.check(operation.query, on_service="this server allows none")
        except RefusedError:
            raise
        except LimitError as error:  # too long, or nested too deep
            return _problem(HTTPStatus.BAD_REQUEST, error), b""
        form = sparql.form(operation.query)
        wanted = operation.graph_format if form in ("construct", "describe") else operation.answer_format
        if wanted is None:
            return _not_acceptable(f"an answer to {form.upper()}")
        # The protocol requires a base for relative IRIs; the Host field of the request is not trusted.
        base = self._graph.base.address
        kind, content = self._graph.answer(operation.query, wanted, wanted, operation.dataset, base)
        has_more = has_more_rows(content, kind, self._setup.answer_rows)
        return self._within_limits(Reply(kind=kind), content, "add a LIMIT", has_more_rows=has_more)

    def _of_question(self, inquiry: Inquiry) -> tuple[Reply, bytes]:
        question, values = questions.load(inquiry.question), inquiry.values
        try:
            answer = ask.ask(self._graph, question, values, with_evidence=inquiry.with_evidence)
            notes = " ".join(ask.notes(question, values))
        except UsageError as error:  # a parameter or a word that does not exist
            return _problem(HTTPStatus.BAD_REQUEST, error), b""
        content = results.to_bytes(answer, inquiry.answer_format)
        reply = Reply(kind=inquiry.answer_format, notes=notes)
        has_more = len(answer.rows) > self._setup.answer_rows
        advice = "restrict it by more parameters"
        return self._within_limits(reply, content, advice, has_more_rows=has_more)

    def _of_graph(self, operation: Content) -> tuple[Reply, bytes]:
        if operation.graph_format is None:
            return _not_acceptable("a graph")
        dataset = None
        if operation.graph is not None:
            if next(self._graph.triples(graph=Term(f"<{operation.graph}>")), None) is None:
                detail = f"the dataset has no graph {quoted(operation.graph)}"
                return Reply(status=HTTPStatus.NOT_FOUND, detail=detail), b""
            dataset = Dataset((operation.graph,), ())
        kind, content = self._graph.answer(_ALL, "", operation.graph_format, dataset)
        return self._within_limits(Reply(kind=kind), content, "query it in parts", has_more_rows=False)

    def _of_site(self, operation: Page | Search | Preparation) -> tuple[Reply, bytes]:
        assert self._site  # noqa: S101  # only workers with a dataset are sent these
        try:
            return self._site.find(operation)
        except LimitError:
            raise
        except PrivkgError as error:  # whatever it is of: the request names nothing but a file
            return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, error), b""

    def _description(self) -> tuple[Reply, bytes]:
        content = description.turtle(self._graph).encode()
        return Reply(kind=lazy_description.MEDIA_TYPE, size=len(content)), content

    def _within_limits(
        self, reply: Reply, content: bytes, advice: str, *, has_more_rows: bool
    ) -> tuple[Reply, bytes]:
        if len(content) > self._setup.answer_bytes:
            found = f"is larger than {self._setup.answer_bytes // 1024**2} MB"
        elif has_more_rows:
            found = f"has more than {self._setup.answer_rows} rows"
        else:
            return replace(reply, size=len(content)), content
        detail = f"the answer {found}; {advice}"
        return Reply(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail=detail), b""


def run(
    incoming: BinaryIO,
    outgoing: BinaryIO,
    graph: Graph | None = None,
    site: "SiteWorker | None" = None,
) -> None:
    """Open the graph, then answer queries until the server closes the channel.

    Args:
        incoming: the messages of the server.
        outgoing: where the replies are written.
        graph: the graph, if it was opened with its facts in memory before this process was forked.
        site: the site of the graph, if it is prepared too.
    """
    setup = _setup(incoming)
    answers = _begun(outgoing, lambda: _answers(setup, graph, site))
    if answers is None:
        return
    confinement.limit_memory(setup.memory_bytes)
    most_uses, most_growth = _MOST_OF_SITE if setup.dataset else (_MOST_USES, _MOST_GROWTH)
    most_bytes = confinement.reserved_bytes() * most_growth
    report(outgoing)
    use = 0
    for line in incoming:
        reply, content = answers.find(messages.from_line(line))
        use += bool(content)  # a client could wear it out by requests that cost nothing
        is_worn = use >= most_uses or confinement.reserved_bytes() > most_bytes
        _put(outgoing, replace(reply, is_worn=is_worn), content)


def prepared(incoming: BinaryIO, outgoing: BinaryIO, graph: Graph) -> "SiteWorker | None":
    """Return the site of a graph; if it cannot be read, report why, and return None.

    No store on disk is opened, so that the process may be forked. The arguments are as for `run`.
    """
    setup = _setup(incoming)
    return _begun(outgoing, lambda: _site(graph, setup))


def report(outgoing: BinaryIO) -> None:
    """Report to the server that this process is ready."""
    _put(outgoing, Reply(), b"")


def _setup(incoming: BinaryIO) -> Setup:
    return Setup(**json.loads(incoming.readline()))


def _begun(outgoing: BinaryIO, begin: Callable[[], _Begun]) -> _Begun | None:
    """Return the result of a function; report its error, and return None, if it fails."""
    try:
        return begin()
    except (OSError, RuntimeError, PrivkgError) as error:  # the engine raises the first two
        _put(outgoing, Reply(status=HTTPStatus.INTERNAL_SERVER_ERROR, detail=f"{error}"), b"")
        return None


def _answers(setup: Setup, graph: Graph | None, site: "SiteWorker | None") -> _Answers:
    whole = Path(setup.whole)
    if graph is None:
        graph = Graph(Path(setup.generation), whole)
        site = _site(graph, setup) if setup.dataset else None
    elif site is None:
        graph.open_whole(whole)
    return _Answers(setup, graph, site)


def _site(graph: Graph, setup: Setup) -> "SiteWorker":
    from privkg.server.site_worker import SiteWorker  # no other worker needs what it imports

    return SiteWorker(graph, setup)


def _not_acceptable(what: str) -> tuple[Reply, bytes]:
    detail = f"the Accept field names no format of {what}"
    return Reply(status=HTTPStatus.NOT_ACCEPTABLE, detail=detail), b""


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
