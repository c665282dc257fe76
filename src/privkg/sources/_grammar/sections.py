"""Parser of the sections of a page; a section that occurs twice is parsed twice and reported."""

from collections.abc import Iterable, Iterator, Sized
from dataclasses import dataclass
from itertools import chain

from privkg.core import rules
from privkg.core.model import (
    Decision,
    EmptyField,
    Finding,
    Mark,
    Passage,
    Row,
    Source,
    Span,
)
from privkg.sources._grammar import (
    breakdown,
    decisions,
    description,
    lists,
    page_fields,
    sources,
)
from privkg.sources._grammar.layout import Zone
from privkg.sources._grammar.spans import cut

_flat = chain.from_iterable
_READ = ("description", "breakdown", "decisions", "laws", "sources")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """The values of the sections in page order, and their findings."""

    descriptions: tuple[Passage, ...]
    marks: tuple[Mark, ...]
    rows: tuple[Row, ...]
    decisions: tuple[Decision, ...]
    laws: tuple[Passage, ...]
    sources: tuple[Source, ...]
    left_empty: tuple[EmptyField, ...]
    recognised: tuple[Span, ...]
    findings: tuple[Finding, ...]

    @property
    def in_blocks(self) -> list[tuple[Passage, ...]]:
        """The values of each field of a row or a decision."""
        rows = [getattr(row, field.attribute) for row in self.rows for field in page_fields.ROW]
        rows += [
            getattr(one, field.attribute) for one in self.decisions for field in page_fields.DECISION
        ]
        return [value if isinstance(value, tuple) else (value,) for value in rows if value]

    @property
    def claimed(self) -> list[Span]:
        """The spans of all values; for a row or decision, its whole span."""
        passages: list[Passage] = [*self.descriptions, *self.laws]
        passages += [source.passage for source in self.sources]
        spans = (passage.span for passage in passages)
        return [*spans, *(row.span for row in self.rows), *(one.span for one in self.decisions)]


def read(text: str, parts: list[Zone]) -> Sections:
    """Return the values and findings of all sections of a page."""
    described, broken_down, decided, of_laws, of_sources = (_named(parts, name) for name in _READ)
    cuts = [cut(text, zone.start, zone.end) for zone in described]
    marked = [description.marks(text, zone.lines) for zone in described]
    breakdowns = [breakdown.read(text, zone.lines) for zone in broken_down]
    decisions_read = decisions.read(text, decided)
    listed = [lists.read(text, zone.start, zone.end, ";", has_line_each=True) for zone in of_laws]
    cited = [sources.read(text, zone.lines) for zone in of_sources]
    descriptions = tuple(passage for passage in cuts if passage)
    laws = tuple(_flat(one.items for one in listed))
    found = tuple(_flat(found for found, _ in cited))
    return Sections(
        descriptions=descriptions,
        marks=tuple(_flat(marks for marks, _ in marked)),
        rows=tuple(_flat(one.rows for one in breakdowns)),
        decisions=decisions_read.decisions,
        laws=laws,
        sources=found,
        left_empty=(
            *_left_empty(text, described, "descriptions", descriptions),
            *decisions_read.left_empty,
            *_left_empty(text, of_laws, "laws", laws),
            *_left_empty(text, of_sources, "sources", found),
        ),
        recognised=(*_flat(one.recognised for one in breakdowns), *decisions_read.recognised),
        findings=(
            *_flat(_twice(zones) for zones in (described, broken_down, decided, of_laws, of_sources)),
            *_flat(found for _, found in marked),
            *_flat(one.findings for one in breakdowns),
            *decisions_read.findings,
            *_flat(one.findings for one in listed),
            *_flat(found for _, found in cited),
        ),
    )


def _left_empty(text: str, zones: list[Zone], attribute: str, values: Sized) -> Iterator[EmptyField]:
    """Yield an empty field at the first heading of a section that has no value."""
    if zones and not values:
        yield EmptyField(attribute, zones[0].heading_words(text))


def _named(parts: Iterable[Zone], name: str) -> list[Zone]:
    return [zone for zone in parts if zone.name == name]


def _twice(zones: list[Zone]) -> list[Finding]:
    return [
        Finding(
            rules.SECTION_TWICE,
            f"the section {zone.name.title()} occurs twice; merge the two",
            zone.heading_span,
        )
        for zone in zones[1:]
    ]
