"""8 · privkg in Python: open a graph or an endpoint, and query it; answers are rows."""

import decimal
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from privkg.api import searching
from privkg.core.errors import UsageError
from privkg.core.text import counted
from privkg.query import ask, questions, results
from privkg.query.results import Answer
from privkg.rdf.sparql import check, form
from privkg.rdf.terms import Term, iri_text, term
from privkg.search.find import find
from privkg.search.index import Index
from privkg.store import sandbox
from privkg.store.graph import open_graph
from privkg.store.queryable import Queryable
from privkg.store.rdf import literal_text
from privkg.store.remote import Endpoint, Limits

if TYPE_CHECKING:
    import pandas
    import rdflib

Value = str | int | bool | decimal.Decimal | None
"""A cell: an IRI or string as str, a number as int or Decimal, a boolean as bool; None if unbound."""

_JSON = {"answer_format": "json", "graph_format": "application/n-triples"}
_ON_ROWS = "add a LIMIT"
_ADVICE = sandbox.Advice(
    on_time="restrict the query, or allow more seconds", on_memory="restrict the query", on_rows=_ON_ROWS
)


def _truth(text: str) -> bool:
    """Return the value of a lexical form of xsd:boolean."""
    return text in ("true", "1")


_VALUES: dict[str, Callable[[str], Value]] = {
    term("xsd:integer"): int,
    term("xsd:decimal"): decimal.Decimal,
    term("xsd:boolean"): _truth,
}


class Rows(Sequence[Mapping[str, Value]]):
    """The rows of an answer, each a mapping from columns to values, with notes about them."""

    def __init__(self, answer: Answer, notes: Iterable[str] = ()) -> None:
        self.columns = answer.columns
        self.notes = tuple(notes)
        self._answer = answer

    @cached_property
    def _rows(self) -> list[dict[str, Value]]:
        return [{name: _value(row.get(name)) for name in self.columns} for row in self._answer.rows]

    @overload
    def __getitem__(self, index: int) -> Mapping[str, Value]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Mapping[str, Value]]: ...
    def __getitem__(self, index: int | slice) -> Any:
        """Return a row, or a slice of rows."""
        return self._rows[index]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._answer.rows)

    def __repr__(self) -> str:
        """Return the number of rows and the names of the columns."""
        return f"<{counted(len(self), 'row')} of {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        """Return the rows as an HTML table for a notebook, with labels for IRIs and with the notes."""
        notes = "".join(f"<p>{note}</p>\n" for note in self.notes)
        return results.to_html(self._answer) + notes

    def to_pandas(self) -> "pandas.DataFrame":
        """Return the rows as a pandas DataFrame.

        Raises:
            UsageError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise UsageError(
                'to_pandas needs pandas; install it with `pip install "privkg[pandas]"`'
            ) from error
        return pandas.DataFrame(self._rows, columns=list(self.columns))

    def to_rdflib(self) -> "rdflib.query.Result":
        """Return the rows as an rdflib result of a SELECT query."""
        from privkg.store.rdflib_view import result

        return result(self._answer.columns, self._answer.rows)


class Opened(ABC):
    """A built graph or an endpoint that is open for queries."""

    def __init__(self, queryable: Queryable) -> None:
        self._queryable = queryable

    def questions(self) -> dict[str, str]:
        """Return the text of each canned question by its name."""
        return {name: questions.load(name).summary for name in questions.names()}

    def ask(
        self, question: str, *, evidence: bool = False, **values: str | Iterable[str] | None
    ) -> Rows:
        """Return the answer of a canned question.

        Args:
            question: its name.
            evidence: add columns with the sentences that support each row, and their sources.
            values: one or several words for each parameter, such as `harm=["Disclosure"]`; the option
                `--actor-type` of the command line is `actor_type` here, and `--from` is `from_`.

        Raises:
            UnknownNameError: the question, a parameter or a word is unknown.
            UsageError: a word is not a date or a number.
        """
        found = questions.load(question)
        given = {_name(name): list(_words(words)) for name, words in values.items()}
        answer = ask.ask(self._queryable, found, given, with_evidence=evidence)
        return Rows(answer, ask.notes(found, given))

    def query(self, sparql: str, *, seconds: float = 30.0) -> Rows:
        """Return the answer of a SELECT or ASK query, within limits.

        Args:
            sparql: the query; on a built graph it runs in a separate process.
            seconds: the time limit.

        Raises:
            QueryError: the text is not a valid query.
            UsageError: it is a CONSTRUCT or DESCRIBE query.
            LimitError: a limit was reached, or the query uses SERVICE.
            EndpointError: the endpoint fails, or its response is not valid.
        """
        check(sparql)
        if form(sparql) not in ("select", "ask"):
            raise UsageError("query() takes SELECT and ASK; for triples run `privkg query`")
        return Rows(results.from_results(self._results(sparql, seconds)))

    @abstractmethod
    def to_rdflib(self) -> "rdflib.Graph":
        """Return the union of the graphs as an rdflib graph: a view that reads the store on demand.

        Raises:
            UsageError: this is an endpoint, whose triples rdflib would have to fetch one by one.
        """

    @abstractmethod
    def _results(self, sparql: str, seconds: float) -> bytes:
        """Return the results of a query as SPARQL results JSON."""


class OpenedGraph(Opened):
    """A built graph that is open for queries."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._graph = open_graph(directory)
        super().__init__(self._graph)

    def search(self, words: str = "", *, limit: int = 20, **facets: str | Iterable[str] | None) -> Rows:
        """Return the incidents that have all of some words, best first, each with a sentence.

        Args:
            words: the words, in any case and with or without accents; without words all incidents are
                found, the newest first.
            limit: the largest number of rows.
            facets: one or several values of `year`, `country`, `harm`, `actor_type` or `status`.

        Raises:
            UnknownNameError: there is no such facet, or no incident has a value of this name.
            StoreError: the graph has no index of words, or a damaged one.
        """
        chosen = {searching.facet(name): list(_words(given)) for name, given in facets.items()}
        found = find(Index(self._graph.generation), words, chosen, limit)
        notes = (f"{counted(found.total, 'incident')} found", found.note)
        return Rows(searching.hits(found, self._graph.base), filter(None, notes))

    def to_rdflib(self) -> "rdflib.Graph":
        """Return the union of the graphs as an rdflib graph: a view that reads the store on demand."""
        return self._graph.rdflib()

    def _results(self, sparql: str, seconds: float) -> bytes:
        limits = sandbox.Limits(seconds=seconds)
        return sandbox.answer(self._directory, sparql, **_JSON, limits=limits, advice=_ADVICE)[1]


class OpenedEndpoint(Opened):
    """A SPARQL endpoint that is open for queries."""

    def __init__(self, url: str) -> None:
        self._url = url
        super().__init__(Endpoint(url))

    def to_rdflib(self) -> "rdflib.Graph":
        """Raise UsageError: rdflib would have to fetch the triples one by one."""
        raise UsageError("to_rdflib() works on built graphs only; query the endpoint with query()")

    def _results(self, sparql: str, seconds: float) -> bytes:
        endpoint = Endpoint(self._url, limits=Limits(seconds=seconds), on_rows=_ON_ROWS)
        return endpoint.answer(sparql, **_JSON)[1]


def _name(keyword: str) -> str:
    return keyword.removesuffix("_").replace("_", "-")


def _words(given: str | Iterable[str] | None) -> Iterator[str]:
    if isinstance(given, str):
        yield given
    elif given is not None:
        yield from map(str, given)


def _value(node: Term | None) -> Value:
    if node is None:
        return None
    if node.startswith("<"):
        return iri_text(node)
    text, _, datatype = node.rpartition("^^")
    make = _VALUES.get(datatype, str) if text else str
    try:
        return make(literal_text(node))
    except (
        ValueError,
        ArithmeticError,
    ):  # an endpoint's literal may not be in the lexical space of its datatype, or be too long
        return literal_text(node)
