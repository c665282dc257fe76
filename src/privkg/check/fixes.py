"""Automatic fixes of a page: spellings of known concepts, and white space."""

import difflib
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from privkg.core import bounded, documents, files, names, rules
from privkg.core.errors import FileError, StoreError, in_file
from privkg.core.model import Document, Incident, Passage, Span
from privkg.core.paths import real
from privkg.reference import concepts
from privkg.reference.vocabulary import Vocabulary

_BOM = "\ufeff".encode()
_TRAILING = re.compile(r"[ \t\u00a0]+(?=\r?\n|\Z)")
_ODD_SPACE = re.compile(r"[\t\u00a0]| [ \t\u00a0]+")
_SMALL_WORDS = ("and", "in", "of", "or", "to")


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A span of a page and its replacement."""

    span: Span
    text: str


def edits(incident: Incident) -> tuple[Edit, ...]:
    """Return the safe fixes of a page, in order and without overlaps.

    A fix is safe if it cannot change the facts that are read from the page. Spans are offsets in the
    document. A page that was decoded from UTF-16 has no fixes, because files are written as UTF-8; a
    page of an archive has none either.
    """
    page = incident.page
    is_utf16 = rules.UTF16_DECODED in {finding.rule for finding in page.document.findings}
    if is_utf16 or page.document.key:
        return ()
    shown = (
        edit for edit in (*_spellings(incident), *_spaces(incident)) if _is_new(incident.text, edit)
    )
    found = {edit for one in shown if (edit := _in_page(incident, one))}
    return tuple(_moved(edit, page.start) for edit in _without_overlaps(sorted(found)))


def apply(document: Document, edits: Iterable[Edit]) -> str:
    """Return a document's text with edits applied."""
    parts, at = list[str](), 0
    for edit in sorted(edits):
        parts += [document.text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*parts, document.text[at:]])


def diff(document: Document, text: str) -> str:
    """Return a unified diff from a document to its new text."""
    before, after = (whole.splitlines(keepends=True) for whole in (document.text, text))
    lines = difflib.unified_diff(before, after, document.path, document.path, n=1)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def write(document: Document, text: str) -> None:
    """Replace a document's file atomically; its byte-order mark and permissions are kept.

    Raises:
        StoreError: the file has changed since it was read, or cannot be written.
    """
    path = real(Path(document.path))
    try:
        before = bounded.content(path, documents.MAX_BYTES)
        if hashlib.sha256(before).hexdigest() != document.sha256:
            raise StoreError("changed since it was read; run the command again", in_file(document.path))
        mark = _BOM if before.startswith(_BOM) else b""
        files.replace(path, mark + text.encode())
    except FileError as error:
        raise StoreError(error.message, error.place) from error
    except OSError as error:
        raise StoreError(
            f"cannot be written: {error.strerror or error}", in_file(document.path)
        ) from error


def _spellings(incident: Incident) -> Iterator[Edit]:
    harms = [*incident.harms, *(mark.harm for mark in incident.marks)]
    suffered = list(incident.tangible_harms)
    for row in incident.rows:
        harms += row.harms
        suffered += row.consequences
        if row.status:
            yield from _spelled(concepts.claim_statuses(), [row.status])
        yield from _spelled(concepts.roles(), row.roles)
    kinds = [decision.kind for decision in incident.decisions if decision.kind]
    yield from _spelled(concepts.decision_kinds(), kinds)
    yield from _spelled(concepts.harms(), harms)
    yield from _spelled(concepts.consequences(), suffered)


def _spelled(known: Vocabulary, passages: Iterable[Passage]) -> Iterator[Edit]:
    for passage in passages:
        concept = known.find(passage.text)
        if concept and names.key(concept.label) == names.key(passage.text):
            yield Edit(passage.span, _as_written(concept.label))


def _as_written(label: str) -> str:
    """Return a label in title case, as pages write it: "Breach of Confidentiality"."""
    first, *rest = label.split()
    words = [first.capitalize(), *(w if w in _SMALL_WORDS else w.capitalize() for w in rest)]
    return " ".join(words)


def _spaces(incident: Incident) -> Iterator[Edit]:
    """Yield edits that remove white space at ends of lines, and make it one space within values."""
    text = incident.text
    for match in _TRAILING.finditer(text):
        yield Edit(Span(*match.span()), "")
    for passage in _values(incident):
        if "\n" not in passage.quote:
            for match in _ODD_SPACE.finditer(text, passage.span.start, passage.span.end):
                yield Edit(Span(*match.span()), " ")


def _values(incident: Incident) -> Iterator[Passage]:
    for values in (incident.dates, incident.locations, incident.information, incident.actors):
        yield from values
    for values in (incident.technologies, incident.affected, incident.high_risk):
        yield from values
    for row in incident.rows:
        for values in (row.groups, row.information, row.technologies, row.recipients, row.roles):
            yield from values
        yield from filter(None, (row.date, row.people_affected))
    for decision in incident.decisions:
        yield from decision.bodies
        yield from filter(None, (decision.kind, decision.date, decision.amount))


def _is_new(text: str, edit: Edit) -> bool:
    return text[edit.span.start : edit.span.end] != edit.text


def _in_page(incident: Incident, edit: Edit) -> Edit | None:
    """Return an edit of the shown text as an edit of the page; None if markup is in between."""
    if not incident.rendering:
        return edit
    shown = incident.text[edit.span.start : edit.span.end]
    span = incident.place(edit.span)
    written = incident.page.text[span.start : span.end]
    if not shown or written.count(shown) != 1:
        return None
    start = span.start + written.index(shown)
    return Edit(Span(start, start + len(shown)), edit.text)


def _moved(edit: Edit, by: int) -> Edit:
    return Edit(Span(edit.span.start + by, edit.span.end + by), edit.text)


def _without_overlaps(found: Iterable[Edit]) -> Iterator[Edit]:
    """Yield the edits that begin at or after the end of the previous one, skipping the others."""
    reached = 0
    for edit in found:
        if edit.span.start >= reached:
            yield edit
            reached = edit.span.end
