"""The text of a page, put together from the passages that its claims quote.

A graph has no page as a whole, but most of its words: each claim quotes the characters that it rests on,
and paragraphs, rows and decisions are quoted whole. What no claim quotes, such as headings, is left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import attrgetter

from privkg.core.documents import LINE_END
from privkg.core.text import printable
from privkg.publish.site.pages import Line, Link, Part, Piece, Text
from privkg.query.evidence import Evidence
from privkg.rdf.terms import Term, iri_text, term
from privkg.reference import properties

_STYLES = {
    term("dcterms:title"): "title",
    term("dcterms:abstract"): "prose",
    term("dcterms:description"): "prose",
}
"""How lines are set, by the property that rests on them; other lines are fields."""
_MARKED, _EMPTY = term("pk:markedHarm"), term("pk:leftEmpty")
_GAP = "\0"
"""In place of a character that no claim quotes."""
_SEPARATOR = 2
"""The largest gap between two values of a list; a longer one hides words."""


@dataclass(slots=True)
class _Span:
    """The words of a claim on a line: columns from 1, the second after the last character."""

    claim: Evidence
    start: int
    end: int
    words: str
    is_first: bool
    is_last: bool


@dataclass(slots=True)
class _Line:
    """A line of a page: its quoted characters from the first quoted column, and what rests on them."""

    number: int
    spans: list[_Span] = field(default_factory=list)

    @property
    def origin(self) -> int:
        """The first quoted column."""
        return min(span.start for span in self.spans)

    def characters(self) -> str:
        """Return the characters from the first quoted column on, with gaps."""
        found, origin = "", self.origin
        for span in sorted(self.spans, key=lambda span: span.start - span.end):
            start, end = span.start - origin, span.start - origin + len(span.words)
            if found[start:end] != span.words:
                held = found.ljust(end, _GAP)
                found = held[:start] + _filled(held[start:end], span.words) + held[end:]
        return found


def texts(
    claims: Iterable[Evidence], rows: Mapping[Term, Sequence[Part]], tags: Mapping[Term, Link]
) -> Iterator[Text]:
    """Yield the text of each file that claims were read from.

    Args:
        claims: the claims, sorted by file.
        rows: the rows whose act a claim states, by claim.
        tags: the harms that paragraphs are marked with, as links.
    """
    for file, some in groupby(claims, key=attrgetter("file")):
        lines: dict[int, _Line] = {}
        for claim in some:
            for number, span in _spans(claim):
                lines.setdefault(number, _Line(number)).spans.append(span)
        yield Text(
            file=printable(file),
            lines=tuple(_line(lines[number], rows, tags) for number in sorted(lines)),
        )


def anchor(claim: Evidence) -> str:
    """Return the anchor of a claim on the page of its incident."""
    return iri_text(claim.claim).rpartition("/")[2]


def _spans(claim: Evidence) -> Iterator[tuple[int, _Span]]:
    """Yield the words of a claim on each of its lines, with the number of the line."""
    parts = LINE_END.split(claim.quote)
    last = len(parts) - 1
    for index, words in enumerate(parts):
        start = 1 if index else claim.column
        if words or not index:
            yield (
                claim.line + index,
                _Span(claim, start, start + len(words), words, index == 0, index == last),
            )


def _filled(held: str, words: str) -> str:
    """Return characters with their gaps filled by those of words of the same length."""
    if not held.strip(_GAP):
        return words
    return "".join(word if old == _GAP else old for old, word in zip(held, words, strict=True))


def _line(line: _Line, rows: Mapping[Term, Sequence[Part]], tags: Mapping[Term, Link]) -> Line:
    found = line.characters()
    marked = [s.claim.object for s in line.spans if s.claim.predicate == _MARKED and s.is_last]
    shown = tuple(tags[harm] for harm in marked if harm and harm in tags)
    found = _without(found, [tag.text for tag in shown])
    first = min(line.spans, key=lambda span: span.start).claim
    predicates = {span.claim.predicate for span in line.spans}
    return Line(
        number=line.number,
        style=next((_STYLES[p] for p in _STYLES if p in predicates), "field"),
        label="" if line.origin == 1 else properties.words(first.predicate),
        pieces=tuple(_pieces(line, found, rows)),
        tags=shown,
        is_left_open=any(s.claim.predicate == _EMPTY for s in line.spans),
    )


def _without(words: str, names: Sequence[str]) -> str:
    """Return a paragraph without the names of harms that it ends with, which are shown as tags."""
    if not names:
        return words
    one = "|".join(re.escape(name) for name in names)
    return re.sub(rf"(?:(?:^|[\s,;]+)(?:{one}))+[\s.]*$", "", words, flags=re.IGNORECASE)


def _pieces(line: _Line, words: str, rows: Mapping[Term, Sequence[Part]]) -> Iterator[Piece]:
    """Yield the words of a line, split where claims and marks begin and end."""
    origin = line.origin
    marks = [
        (s.start - origin, s.end - origin, row, s)
        for s in line.spans
        for row in rows.get(s.claim.claim, ())
    ]
    starts: dict[int, list[str]] = {}
    for span in line.spans:
        if span.is_first:
            starts.setdefault(min(span.start - origin, len(words)), []).append(anchor(span.claim))
    gaps = [edge for found in re.finditer(f"{_GAP}+", words) for edge in found.span()]
    edges = {0, len(words), *starts, *gaps, *(edge for mark in marks for edge in mark[:2])}
    bounds = sorted(edge for edge in edges if edge <= len(words))
    for start, end in [*pairwise(bounds), *([(len(words), len(words))] if len(words) in starts else [])]:
        inside = [(row, s) for a, b, row, s in marks if a <= start < end <= b]
        yield Piece(
            text=_shown(words[start:end]),
            anchors=tuple(starts.get(start, ())),
            rows=tuple({row.anchor: row for row, _ in inside}.values()),
            begun=tuple(row for a, _, row, s in marks if a == start < end and s.is_first),
            is_whole=bool(inside) and all(s.claim.predicate == _MARKED for _, s in inside),
        )


def _shown(words: str) -> str:
    if not words.startswith(_GAP):
        return printable(words)
    return ", " if len(words) <= _SEPARATOR else " … "
