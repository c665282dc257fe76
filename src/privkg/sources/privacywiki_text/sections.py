"""What is below the headings of a page; a section that occurs twice is read twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from privkg.core import rules
from privkg.core.model import Document, Finding, Mark, Passage, Row, Source, Span
from privkg.sources.privacywiki_text import breakdown, description, lists, page_fields, sources
from privkg.sources.privacywiki_text.layout import Zone
from privkg.sources.privacywiki_text.spans import cut

_flat = chain.from_iterable
_READ = ("description", "breakdown", "laws", "sources")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """The values of the sections, in page order, and what is wrong with them."""

    descriptions: tuple[Passage, ...]
    marks: tuple[Mark, ...]
    rows: tuple[Row, ...]
    laws: tuple[Passage, ...]
    sources: tuple[Source, ...]
    recognised: tuple[Span, ...]
    findings: tuple[Finding, ...]

    @property
    def values(self) -> list[Passage]:
        """The values of rows, and the laws."""
        values = [getattr(row, field.attribute) for row in self.rows for field in page_fields.ROW]
        lists_of = (value if isinstance(value, tuple) else (value,) for value in values if value)
        return [*_flat(lists_of), *self.laws]

    @property
    def claimed(self) -> list[Span]:
        """The spans of all values; a row is claimed whole."""
        passages: list[Passage] = [*self.descriptions, *self.laws]
        passages += [source.passage for source in self.sources]
        return [*(passage.span for passage in passages), *(row.span for row in self.rows)]


def read(document: Document, parts: list[Zone]) -> Sections:
    """Return what is in the sections of a page."""
    text = document.text
    described, broken_down, of_laws, of_sources = (_named(parts, name) for name in _READ)
    cuts = [cut(text, zone.start, zone.end) for zone in described]
    marked = [description.marks(text, zone.lines) for zone in described]
    breakdowns = [breakdown.read(text, zone.lines) for zone in broken_down]
    listed = [lists.read(text, zone.start, zone.end, ";", has_line_each=True) for zone in of_laws]
    cited = [sources.read(text, zone.lines) for zone in of_sources]
    return Sections(
        descriptions=tuple(passage for passage in cuts if passage),
        marks=tuple(_flat(marks for marks, _ in marked)),
        rows=tuple(_flat(one.rows for one in breakdowns)),
        laws=tuple(_flat(one.items for one in listed)),
        sources=tuple(_flat(found for found, _ in cited)),
        recognised=tuple(_flat(one.recognised for one in breakdowns)),
        findings=(
            *_flat(_twice(zones) for zones in (described, broken_down, of_laws, of_sources)),
            *_flat(found for _, found in marked),
            *_flat(one.findings for one in breakdowns),
            *_flat(one.findings for one in listed),
            *_flat(found for _, found in cited),
        ),
    )


def _named(parts: Iterable[Zone], name: str) -> list[Zone]:
    return [zone for zone in parts if zone.name == name]


def _twice(zones: list[Zone]) -> list[Finding]:
    return [
        Finding(
            rules.SECTION_TWICE,
            f"the section {zone.name.title()} stands twice; join the two",
            zone.heading_span,
        )
        for zone in zones[1:]
    ]
