"""Answers in the formats that people and programs read: tables, Markdown, HTML, SPARQL results."""

import html
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from privkg.store.rdf import literal_text, read_results, write_results
from privkg.terms import Term, iri_text, shorten

BELOW = ("evidence", "source")
"""Columns too long for a table; they are put below it, row by row."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of terms by column; what is unbound in a row is absent from it."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Term], ...]

    def shown(self) -> "Answer":
        """Return the answer for reading: what a label stands for, or is put below, is left out."""
        hidden = {name for name in self.columns if f"{name}Label" in self.columns}
        hidden |= {"incident"} if "title" in self.columns else set()
        hidden |= set(BELOW)
        return Answer(tuple(name for name in self.columns if name not in hidden), self.rows)

    def texts(self) -> list[list[str]]:
        """Return each row's cells as text: IRIs shortened, literals without their quotes."""
        return [[text_of(row.get(name)) for name in self.columns] for row in self.rows]


def to_results(answer: Answer, format_name: str) -> bytes:
    """Return an answer in a SPARQL results format: csv, tsv, json or xml."""
    return write_results(answer.columns, answer.rows, format_name)


def from_results(content: bytes) -> Answer:
    """Return the answer in SPARQL results JSON; an ASK has the one column `answer`."""
    columns, rows = read_results(content)
    return Answer(columns, rows)


def text_of(node: Term | None) -> str:
    """Return a term as people read it; empty for none. Control characters are shown, not obeyed."""
    if node is None:
        return ""
    text = shorten(iri_text(node)) if node.startswith("<") else literal_text(node)
    return printable(text)


def printable(text: str) -> str:
    """Return text with control characters, bidi overrides among them, written out as escapes."""
    return "".join(
        character if _is_harmless(character) else character.encode("unicode_escape").decode()
        for character in text
    )


def to_markdown(answer: Answer) -> str:
    """Return an answer as a Markdown table."""
    cells = [[_in_cell(text) for text in row] for row in answer.texts()]
    lines = [list(answer.columns), ["---"] * len(answer.columns), *cells]
    return "".join("| " + " | ".join(row) + " |\n" for row in lines)


def to_html(answer: Answer) -> str:
    """Return an answer as an HTML table, all text escaped."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in answer.columns)
    rows = (
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>\n"
        for cells in answer.texts()
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{''.join(rows)}</tbody>\n</table>\n"


def _in_cell(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").split())


def _is_harmless(character: str) -> bool:
    """Return whether a character shows itself: spaces and joiners do, as writing systems need them."""
    is_space = unicodedata.category(character) == "Zs"
    return character.isprintable() or is_space or character in "\n\t\u200c\u200d"
