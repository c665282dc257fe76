"""A SPARQL client with deadlines, retries and checks that responses are complete.

Only this package imports SPARQLWrapper.
"""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from privkg.core import bounded
from privkg.core.errors import LimitError, QueryError, RdfError
from privkg.rdf import sparql
from privkg.rdf.sparql import prefixes
from privkg.rdf.terms import PREFIXES, Term
from privkg.store import results, sandbox
from privkg.store.graph_worker import Request
from privkg.store.remote import address, counts, requests
from privkg.store.remote.client import Exchange
from privkg.store.remote.limits import Limits
from privkg.store.remote.writing import GraphStore, Target, Updates

__all__ = ["Endpoint", "GraphStore", "Limits", "Target", "Updates"]

_LIMITS = Limits()
_RESULTS = ("application/sparql-results+json", "application/json")
_GRAPHS = ("application/n-triples", "text/turtle")
_ADVICE = sandbox.Advice(
    on_time="restrict the query, or allow more time", on_memory="restrict the query"
)
_MEMORY_BYTES = 2 * 1024**3
_HINTS = {
    400: "it cannot read the query",
    403: "it does not allow this",
    404: "there is no endpoint",
    405: "it takes no queries",
    414: "the query is too long for it",
}


class Endpoint:
    """A SPARQL endpoint with the query methods of a built graph; an incomplete response is an error."""

    def __init__(
        self,
        url: str,
        *,
        limits: Limits = _LIMITS,
        on_rows: str = "",
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._address = address.of(url)
        self._limits = limits
        self._on_rows = on_rows
        self._exchange = Exchange(self._address, limits, pause)

    def select(self, query: str) -> list[dict[str, Term]]:
        """Return the rows of a SELECT query, as terms by variable.

        Raises:
            QueryError: the text is not a SELECT query.
            EndpointError: the endpoint is down, refuses, or does not return all rows.
            LimitError: there are more rows than the limit.
        """
        form = sparql.form(query)
        if form != "select":
            raise QueryError("not a SELECT query; write SELECT")
        with self._readable():
            return [_Row(row, self._exchange) for row in results.rows(self._results(query, form))]

    def answer(self, query: str, answer_format: str, graph_format: str) -> tuple[str, bytes]:
        """Return the format of the answer to a query, and its bytes.

        The format is `answer_format` for SELECT and ASK, and `graph_format`, a media type, for CONSTRUCT
        and DESCRIBE. The response is parsed and serialized again, so that equal answers of different
        servers have equal bytes.

        Raises:
            QueryError: the text is not a SPARQL query.
            UsageError: the format cannot represent the answer.
            EndpointError: the endpoint is down, refuses, or does not return a complete response.
            LimitError: the query is an update, or the answer is too large to be serialized again.
        """
        form = sparql.form(query)
        query = prefixes.completed(query, PREFIXES)
        with self._readable():
            if form in ("select", "ask"):
                return answer_format, results.rewrite(self._results(query, form), answer_format)
            return graph_format, self._graph(query, form, graph_format)

    def sizes(self, prefix: str) -> dict[str, int]:
        """Return the number of triples in each named graph whose IRI begins with `prefix`, by IRI.

        Raises:
            EndpointError: the endpoint is down, refuses, or does not return the counts.
        """
        try:
            return counts.sizes(self.select, prefix)
        except counts.UnusableError as error:
            raise self._exchange.error(str(error)) from error

    def _results(self, query: str, form: str) -> bytes:
        """Return the results of a query in JSON, whose last bracket shows that they are complete."""
        content, _, max_rows = self._request(query, form, _RESULTS, "SPARQL results in JSON")
        count = results.count(content)
        if count > self._limits.answer_rows:
            over = f"the answer has more than {self._limits.answer_rows} rows"
            raise LimitError(sandbox.advised(over, self._on_rows))
        if max_rows is not None and count >= max_rows:
            raise self._exchange.error(
                f"it returned {max_rows} rows, which is its maximum, so that some may be missing;"
                " query fewer at a time, with LIMIT and OFFSET"
            )
        return content

    def _graph(self, query: str, form: str, graph_format: str) -> bytes:
        content, media_type, _ = self._request(query, form, _GRAPHS, "RDF as N-Triples or Turtle")
        request = Request(
            media_type=media_type,
            graph_format=graph_format,
            base=self._address.name,
            memory_bytes=_MEMORY_BYTES,
            cpu_seconds=int(self._limits.seconds) + 1,
        )
        limits = sandbox.Limits(seconds=self._limits.seconds, memory_bytes=_MEMORY_BYTES)
        sent = [request.to_line(), content]
        return sandbox.run("privkg.store.graph_worker", sent, limits, "reading the answer", _ADVICE)

    def _request(
        self, query: str, form: str, kinds: Collection[str], what: str
    ) -> tuple[bytes, str, int | None]:
        """Return the body of the response, its media type, and the server's maximum number of rows."""
        first, second = kinds
        request = requests.query(self._address, query, form, f"{first}, {second};q=0.9")
        answer = self._exchange.send(request)
        if answer.status != 200:
            hint = _HINTS.get(answer.status)
            raise self._exchange.error(
                f"{hint}; {self._exchange.status_of(answer)}"
                if hint
                else self._exchange.status_of(answer)
            )
        # Virtuoso's "anytime" queries return 200 with partial results and this header.
        if state := answer.headers.get("X-SQL-State"):
            reason = self._exchange.excerpt(
                f"{state} {answer.headers.get('X-SQL-Message', '')}".encode()
            )
            raise self._exchange.error(
                f"it returned only a part of the answer ({reason}); restrict the query"
            )
        if answer.kind not in kinds:
            raise self._exchange.error(f"answered with {_named(answer.kind)}, not {what}")
        if kinds is _GRAPHS and not answer.is_whole:
            raise self._exchange.error(
                "the response has neither a length nor an end marker, so that some of it may be missing"
            )
        most = answer.headers.get("X-SPARQL-MaxRows", "")
        return answer.content, answer.kind, bounded.whole_number(most)

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except RdfError as error:
            reason = self._exchange.excerpt(str(error).encode())
            raise self._exchange.error(f"the answer cannot be read: {reason}") from error


class _Row(dict[str, Term]):
    """A row from an endpoint; a missing variable raises an EndpointError instead of a KeyError."""

    def __init__(self, row: dict[str, Term], exchange: Exchange) -> None:
        super().__init__(row)
        self._exchange = exchange

    def __missing__(self, name: str) -> Term:
        raise self._exchange.error(f"a row of its answer has no value for ?{name}")


def _named(kind: str) -> str:
    if kind in ("text/html", "application/xhtml+xml"):
        return f"a web page ({kind})"
    return kind or "no content type"
