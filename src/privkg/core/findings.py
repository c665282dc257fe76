"""Findings with their location in a file: the rule, the message, the line and its text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from privkg.core import documents, rules
from privkg.core.errors import InputError
from privkg.core.model import Document, Finding, Page, Rule, Span
from privkg.core.text import shortened

_IRI = re.compile(r"(?:https?|urn):", re.IGNORECASE)
MAX_RELATED = 3
"""The maximum number of related places in a finding."""
_MOST_SHOWN = 1000
"""The length of a message, which may quote a value of any length."""


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Region:
    """A range in a file: lines and columns from 1, columns in code points; `end_column` is exclusive.

    Attributes:
        path: the file, with `#key` if it has many texts; then the lines are those of the text.
        excerpt: the whole first line without its line end.
        key: the name of the text in the file; empty if the file is the text.
        text_line: the line of the file in which the text begins.
        has_lines_of_file: whether each line of the text is a line of the file.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    excerpt: str = ""
    key: str = ""
    text_line: int = 1
    has_lines_of_file: bool = False

    @property
    def is_in_file(self) -> bool:
        """True if `path` is a file; false if it is the IRI of a resource that no page describes."""
        return not _IRI.match(self.path)

    @property
    def file(self) -> str:
        """The file, without the name of the text in it."""
        return self.path.removesuffix(f"#{self.key}") if self.key else self.path

    @property
    def lines_of_file(self) -> tuple[int, int]:
        """First and last line in the file; that in which the text begins if they are not known."""
        if not self.key:
            return self.line, self.end_line
        if not self.has_lines_of_file:
            return self.text_line, self.text_line
        return self.text_line + self.line - 1, self.text_line + self.end_line - 1

    def __str__(self) -> str:
        """Return the place as `path:line:column`, which editors parse."""
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedFinding:
    """A rule broken at a place, with a message and related places."""

    rule: Rule
    message: str
    place: Region
    related: tuple[Region, ...] = ()

    def __str__(self) -> str:
        """Return the finding as a line: place, severity, code, name, message."""
        rule = self.rule
        return f"{self.place} {rule.severity.value} {rule.code} {rule.name} {self.message}"


def ordered(findings: Iterable[PlacedFinding]) -> tuple[PlacedFinding, ...]:
    """Return findings without duplicates, sorted by place, code and message."""
    return tuple(sorted(set(findings), key=lambda found: (found.place, found.rule.code, found.message)))


def place(document: Document, span: Span) -> Region:
    """Return the region of a span of a document."""
    line, column = documents.position(document.line_starts, span.start)
    end_line, end_column = documents.position(document.line_starts, max(span.start, span.end))
    start = document.line_starts[line - 1]
    end = document.line_starts[line] if line < len(document.line_starts) else len(document.text)
    return Region(
        path=document.label,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        excerpt=document.text[start:end].rstrip("\r\n\x85\u2028\u2029"),
        key=document.key,
        text_line=document.at[0],
        has_lines_of_file=document.has_lines_of_file,
    )


def page_place(page: Page, span: Span) -> Region:
    """Return the region of a span of a page, in its file."""
    return place(page.document, Span(page.start + span.start, page.start + span.end))


def rejection(path: str, error: InputError, key: str = "") -> PlacedFinding:
    """Return a finding for the error about an unreadable file, at the place of the error.

    `key` is that of a text in the file, which `path` then ends with.
    If the place has a page but no line, the message names the page too.
    """
    files = (path, path.removesuffix(f"#{key}"))
    known = error.place if error.place and error.place.file in files else None
    line, column = (known.line or 1, known.column or 1) if known else (1, 1)
    return PlacedFinding(
        rule=rules.UNREADABLE,
        message=error.message if known and (known.line or not known.page) else str(error),
        place=Region(path=path, line=line, column=column, end_line=line, end_column=column, key=key),
    )


def within(outer: Region, quote: str, start: int, end: int) -> Region:
    """Return the region of `quote[start:end]`, given the region of the whole quote."""
    starts = documents.line_starts(quote)
    (line, column), (end_line, end_column) = (documents.position(starts, at) for at in (start, end))
    indent = outer.column - 1
    first = quote[starts[line - 1] :]
    return replace(
        outer,
        line=outer.line + line - 1,
        column=column + (indent if line == 1 else 0),
        end_line=outer.line + end_line - 1,
        end_column=end_column + (indent if end_line == 1 else 0),
        excerpt=outer.excerpt if line == 1 else documents.LINE_END.split(first, maxsplit=1)[0],
    )


def placed(page: Page, finding: Finding) -> PlacedFinding:
    """Return a reader's finding with the regions of its span and of its first related spans."""
    return PlacedFinding(
        rule=finding.rule,
        message=shortened(finding.message, _MOST_SHOWN),
        place=page_place(page, finding.span),
        related=tuple(page_place(page, span) for span in finding.related[:MAX_RELATED]),
    )
