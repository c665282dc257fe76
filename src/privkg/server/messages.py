"""What the server and its workers send each other, each message a line of JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from privkg.store.graph import Dataset

WORKER, PREPARED = b"w", b"p"
"""What a zygote is sent with a channel: the kind of process to fork."""


@dataclass(frozen=True, slots=True)
class Config:
    """A `privkg.toml` that describes the dataset: its path, and its text when the server began."""

    path: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a worker needs at first: the folders of a generation and of its whole store, and limits.

    Attributes:
        config: the path of the `privkg.toml` of the dataset, if the worker makes its pages.
        dataset: the text of that file; empty if it makes none.
    """

    generation: str
    whole: str
    memory_bytes: int
    answer_rows: int
    answer_bytes: int
    config: str = ""
    dataset: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
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
class Inquiry:
    """A canned question, the words given for its parameters, and the format of its answer.

    Equal answers have equal inquiries: `words` are pairs of a parameter and a word, sorted.
    """

    question: str
    words: Sequence[tuple[str, str]]
    with_evidence: bool
    answer_format: str

    @property
    def values(self) -> dict[str, list[str]]:
        """The words by their parameters."""
        found: dict[str, list[str]] = {}
        for name, word in self.words:
            found.setdefault(name, []).append(word)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A request for the triples of a graph, or of all graphs if it is None.

    The format is a media type; None if the client accepts none.
    """

    graph: str | None
    graph_format: str | None


@dataclass(frozen=True, slots=True)
class Description:
    """A request for the description of the endpoint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A request for the file at a path of the site, or for where an IRI leads.

    `form` is the form in which the client prefers the description of a resource.
    """

    path: str
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A request for the page of incidents that have all words, and one of the values of each facet.

    Equal pages have equal requests: `values` are pairs of a facet and a value, sorted.
    """

    words: str
    values: Sequence[tuple[str, str]]
    number: int


@dataclass(frozen=True, slots=True)
class Preparation:
    """A request to write the files that need the whole dataset into a folder."""

    folder: str


Operation = Query | Inquiry | Content | Description | Page | Search | Preparation

_OPERATIONS: Mapping[str, type[Operation]] = {
    kind.__name__: kind for kind in (Query, Inquiry, Content, Description, Page, Search, Preparation)
}


def to_line(operation: Operation) -> bytes:
    """Return an operation as the line that `from_line` reads."""
    fields = {name: getattr(operation, name) for name in operation.__dataclass_fields__}
    return json.dumps({"operation": type(operation).__name__, **fields}).encode() + b"\n"


def from_line(line: bytes) -> Operation:
    """Return the operation of a line."""
    fields = json.loads(line)
    return _OPERATIONS[fields.pop("operation")](**fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The line before an answer.

    Attributes:
        status: the HTTP status.
        size: the number of bytes of the answer.
        kind: its format: a name of a results format, or a media type of RDF.
        notes: what a reader of the answer must know.
        detail: what is wrong, if there is no answer.
        more: additional members of the problem document.
        fields: additional header fields of the response.
        is_worn: the worker should be replaced.
    """

    status: int = HTTPStatus.OK
    size: int = 0
    kind: str = ""
    notes: str = ""
    detail: str = ""
    more: Mapping[str, int | None] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    is_worn: bool = False
