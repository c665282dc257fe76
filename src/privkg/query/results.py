"""Answers, and their formats: tables, Markdown, HTML and SPARQL results."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from privkg.core.text import printable
from privkg.rdf import iris
from privkg.rdf.terms import Term, iri_text, literal, shorten, term
from privkg.store.rdf import literal_text
from privkg.store.result_formats import read_results, write_results

_NUMBERS = tuple(f"^^{term(f'xsd:{name}')}" for name in ("integer", "decimal", "double"))

_WEB = ("https://", "http://")
BELOW = ("evidence", "source")
"""Columns too long for a table; printed below it, row by row."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an answer, each a mapping of columns to terms without its unbound columns.

    `empty` has the words, by column, that people see for an empty cell; programs get the empty cell.
    """

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Term], ...]
    empty: Mapping[str, str] = field(default_factory=dict)

    def named(self) -> tuple[str, ...]:
        """Return the columns, except those of IRIs that have a column of labels."""
        hidden = {named_by(name) for name in self.columns if named_by(name) != name}
        return tuple(name for name in self.columns if name not in hidden)

    def labels_first(self) -> "Answer":
        """Return the answer with the columns of IRIs that have a column of labels at the end."""
        return Answer(tuple(dict.fromkeys((*self.named(), *self.columns))), self.rows, self.empty)

    def shown(self) -> "Answer":
        """Return the answer for a terminal, without labelled IRIs and the columns in `BELOW`."""
        return Answer(tuple(name for name in self.named() if name not in BELOW), self.filled().rows)

    def filled(self) -> "Answer":
        """Return the answer with words in those empty cells that have a meaning."""
        words = {name: literal(text) for name, text in self.empty.items() if name in self.columns}
        rows = (
            {**row, **{name: words[name] for name in words if not text_of(row.get(name))}}
            for row in self.rows
        )
        return Answer(self.columns, tuple(rows))

    def is_number(self, column: str) -> bool:
        """Return whether a column has values, and all are numbers."""
        found = [row[column] for row in self.rows if column in row]
        return bool(found) and all(node.endswith(_NUMBERS) for node in found)

    def texts(self) -> list[list[str]]:
        """Return each row's cells as text: IRIs shortened, literals without their quotes."""
        return [[text_of(row.get(name)) for name in self.columns] for row in self.rows]


def to_bytes(answer: Answer, format_name: str) -> bytes:
    """Return an answer in a format: md, html, or a SPARQL results format."""
    if format_name == "md":
        return to_markdown(answer).encode()
    if format_name == "html":
        return to_html(answer).encode()
    return to_results(answer, format_name)


def to_results(answer: Answer, format_name: str) -> bytes:
    """Return an answer in a SPARQL results format: csv, tsv, json or xml."""
    return write_results(answer.columns, answer.rows, format_name)


def from_results(content: bytes) -> Answer:
    """Return the answer in SPARQL results JSON; an ASK has the one column `answer`."""
    columns, rows = read_results(content)
    return Answer(columns, rows)


def text_of(node: Term | None) -> str:
    """Return a term as text for people, with control characters escaped; "" for None.

    A row or a decision becomes its number in its incident, such as "decision 2".
    """
    if node is None:
        return ""
    if not node.startswith("<"):
        return printable(literal_text(node))
    return iris.part_name(node) or printable(shorten(iri_text(node)))


def named_by(column: str) -> str:
    """Return the column of the IRIs that a column labels: `actor` for `actorLabel`."""
    return "incident" if column == "title" else column.removesuffix("Label")


def heading(column: str) -> str:
    """Return a column heading in words: "actor" for `actorLabel`, "attributed to" for `attributedTo`."""
    name = column.removesuffix("Label").removesuffix("Index")
    return re.sub(r"(?<=[a-z])([A-Z])", lambda capital: f" {capital[1].lower()}", name)


def to_markdown(answer: Answer) -> str:
    """Return an answer as a Markdown table; labels are linked to their IRIs."""
    columns = answer.named()
    lines = [[_in_cell(heading(name)) for name in columns], ["---"] * len(columns)]
    for row in answer.filled().rows:
        cells = [(_in_cell(text), link) for text, link in _linked(columns, row)]
        lines.append([f"[{text}](<{link}>)" if link else text for text, link in cells])
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def to_html(answer: Answer) -> str:
    """Return an answer as an HTML table, all text escaped; labels are linked to their IRIs."""
    columns = answer.named()
    head = "".join(f"<th>{html.escape(heading(name))}</th>" for name in columns)
    rows = (
        "<tr>" + "".join(_html_cell(*cell) for cell in _linked(columns, row)) + "</tr>\n"
        for row in answer.filled().rows
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{''.join(rows)}</tbody>\n</table>\n"


def _linked(columns: Iterable[str], row: Mapping[str, Term]) -> Iterator[tuple[str, str]]:
    """Yield the text of each cell and the URL to link it to, or an empty string."""
    for name in columns:
        node = row.get(named_by(name), row.get(name))
        is_label = node is not None and node.startswith("<") and name in row
        address = iri_text(node) if is_label and node else ""
        yield text_of(row.get(name, node)), address if address.startswith(_WEB) else ""


def _html_cell(text: str, address: str) -> str:
    shown = html.escape(text)
    return f'<td><a href="{html.escape(address)}">{shown}</a></td>' if address else f"<td>{shown}</td>"


def _in_cell(text: str) -> str:
    return " ".join(re.sub(r"[\\|\[\]<`]", r"\\\g<0>", text).split())
