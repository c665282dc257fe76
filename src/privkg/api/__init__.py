"""8 · privkg in Python: a graph or an endpoint, opened to be asked; answers as rows."""

import decimal
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from privkg.core.errors import UsageError
from privkg.core.text import counted
from privkg.query import ask, questions, results
from privkg.query.results import Answer
from privkg.rdf.sparql import check, form
from privkg.rdf.terms import Term, iri_text, term
from privkg.store import sandbox
from privkg.store.graph import open_graph
from privkg.store.queryable import Queryable
from privkg.store.rdf import literal_text
from privkg.store.remote import Endpoint, Limits

if TYPE_CHECKING:
    import pandas
    import rdflib

Value = str | int | bool | decimal.Decimal | None
"""A cell: an IRI or a text as str, a number as int or Decimal, a truth as bool; None where none is."""

_JSON = {"answer_format": "json", "graph_format": "application/n-triples"}
_ON_ROWS = "add a LIMIT"
_ADVICE = sandbox.Advice(
    on_time="ask for less, or give it more seconds", on_memory="ask for less", on_rows=_ON_ROWS
)


def _truth(text: str) -> bool:
    """Return the truth that a lexical form of xsd:boolean stands for."""
    return text in ("true", "1")


_VALUES: dict[str, Callable[[str], Value]] = {
    term("xsd:integer"): int,
    term("xsd:decimal"): decimal.Decimal,
    term("xsd:boolean"): _truth,
}


class Rows(Sequence[Mapping[str, Value]]):
    """The rows of an answer, each a mapping from columns to values, and what is to be said of them."""

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
        """Return a row, or some."""
        return self._rows[index]

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._answer.rows)

    def __repr__(self) -> str:
        """Return how many rows of which columns these are."""
        return f"<{counted(len(self), 'row')} of {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        """Return the rows as a table for a notebook, labels for IRIs, with what is said of them."""
        said = "".join(f"<p>{note}</p>\n" for note in self.notes)
        return results.to_html(self._answer) + said

    def to_pandas(self) -> "pandas.DataFrame":
        """Return the rows as a data frame of pandas.

        Raises:
            UsageError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise UsageError("to_pandas needs pandas; install it: pip install pandas") from error
        return pandas.DataFrame(self._rows, columns=list(self.columns))

    def to_rdflib(self) -> "rdflib.query.Result":
        """Return the rows as rdflib's result of a SELECT query."""
        from privkg.store.rdflib_view import result

        return result(self._answer.columns, self._answer.rows)


class Opened(ABC):
    """What was opened to be asked: a built graph, or an endpoint."""

    def __init__(self, asked: Queryable) -> None:
        self._asked = asked

    def questions(self) -> dict[str, str]:
        """Return the canned questions by their names, in plain words."""
        return {name: questions.load(name).summary for name in questions.names()}

    def ask(
        self, question: str, *, evidence: bool = False, **values: str | Iterable[str] | None
    ) -> Rows:
        """Return the answer of a canned question.

        Args:
            question: its name.
            evidence: add columns with the sentences each row rests on, and their sources.
            values: words for its parameters, one or several: `harm=["Disclosure"]`; what is
                `--actor-type` on the command line is `actor_type` here, and `--from` is `from_`.

        Raises:
            UnknownNameError: there is no such question, or a word names nothing.
            UsageError: a word is no date or no number.
        """
        asked = questions.load(question)
        given = {_name(name): list(_words(words)) for name, words in values.items()}
        answer = ask.ask(self._asked, asked, given, with_evidence=evidence)
        return Rows(answer, ask.notes(asked, given))

    def query(self, sparql: str, *, seconds: float = 30.0) -> Rows:
        """Return the answer of a SELECT or ASK query, asked within limits.

        Args:
            sparql: the query; of a graph it is answered in a process of its own.
            seconds: how long it may take.

        Raises:
            QueryError: the text is no such query.
            LimitError: a limit was met, or the query reaches where it may not.
            EndpointError: the endpoint does not answer, or not as it should.
        """
        check(sparql)
        if form(sparql) not in ("select", "ask"):
            raise UsageError("query answers SELECT and ASK; for triples use `privkg query`")
        return Rows(results.from_results(self._results(sparql, seconds)))

    @abstractmethod
    def to_rdflib(self) -> "rdflib.Graph":
        """Return the union of the graphs as rdflib sees it: a view, read as it is asked.

        Raises:
            UsageError: this is an endpoint, which rdflib would have to be given triple by triple.
        """

    @abstractmethod
    def _results(self, sparql: str, seconds: float) -> bytes:
        """Return the results of a query in JSON."""


class OpenedGraph(Opened):
    """A built graph, opened to be asked."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._graph = open_graph(directory)
        super().__init__(self._graph)

    def to_rdflib(self) -> "rdflib.Graph":
        """Return the union of the graphs as rdflib sees it: a view, read as it is asked."""
        return self._graph.rdflib()

    def _results(self, sparql: str, seconds: float) -> bytes:
        limits = sandbox.Limits(seconds=seconds)
        return sandbox.answer(self._directory, sparql, **_JSON, limits=limits, advice=_ADVICE)[1]


class OpenedEndpoint(Opened):
    """A SPARQL endpoint, opened to be asked."""

    def __init__(self, url: str) -> None:
        self._url = url
        super().__init__(Endpoint(url))

    def to_rdflib(self) -> "rdflib.Graph":
        """Refuse: rdflib would have to be given the graph triple by triple."""
        raise UsageError("rdflib sees built graphs only; ask the endpoint with query()")

    def _results(self, sparql: str, seconds: float) -> bytes:
        asked = Endpoint(self._url, limits=Limits(seconds=seconds), on_rows=_ON_ROWS)
        return asked.answer(sparql, **_JSON)[1]


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
    except (ValueError, ArithmeticError):  # of an endpoint's, not what its datatype says, or too long
        return literal_text(node)
