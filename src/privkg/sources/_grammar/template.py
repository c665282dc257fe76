"""Writer of pages: each field, section and row of an incident; what it does not have is not written.

A field that is left empty is not the same as one that is absent: a new page has all fields, left empty.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from privkg.core import documents
from privkg.core.model import Decision, EmptyField, Incident, Passage, Row, Span
from privkg.sources._grammar import listing
from privkg.sources._grammar.layout import section_of
from privkg.sources._grammar.page_fields import (
    DECISION,
    INFOBOX,
    INFOBOX_BLOCKS,
    ROW,
    SECTIONS,
    PageField,
)
from privkg.sources._grammar.spans import Line

_NOWHERE = Passage("", Span(0, 0))
_UNKNOWN = Passage("not known", Span(0, 0))
_TO_FILL_IN = Row(span=Span(0, 0), consequences=(_UNKNOWN,))
"""The row of a new page."""
OF_SECTION = {
    "description": "descriptions",
    "decisions": "decisions",
    "laws": "laws",
    "sources": "sources",
}
"""The attribute of each section that may be left empty."""


def empty(title: str) -> str:
    """Return a page with all fields empty, with one row and one decision."""
    return write(empty_incident(title))


def empty_incident(title: str) -> Incident:
    """Return an incident with all fields empty, with one row and one decision."""
    row = replace(_TO_FILL_IN, left_empty=_all_of(ROW))
    decision = Decision(span=Span(0, 0), left_empty=_all_of(DECISION))
    page = documents.whole(documents.decode(b"", ""))
    sections = (EmptyField(attribute, _NOWHERE) for attribute in OF_SECTION.values())
    left_empty = (*_all_of(INFOBOX), *sections)
    return Incident(page=page, title=title, rows=(row,), decisions=(decision,), left_empty=left_empty)


def write(incident: Incident) -> str:
    """Return an incident as a page; white space in its title is collapsed."""
    infobox = ("\n".join(_infobox(incident, block)) for block in INFOBOX_BLOCKS)
    blocks = [" ".join(incident.title.split()), *filter(None, infobox), *_words(incident.leads)]
    content = {
        "description": [one.quote for one in incident.descriptions],
        "breakdown": [_block(incident, row, ROW) for row in incident.rows],
        "decisions": [_block(incident, decision, DECISION) for decision in incident.decisions],
        "laws": _words(incident.laws),
        "sources": _words(source.passage for source in incident.sources),
    }
    for section, headings in SECTIONS.items():
        is_there = content[section] or is_left_empty(incident, OF_SECTION.get(section, ""))
        if is_there or section == "breakdown":  # a page has at least one section
            blocks += [headings[0], *content[section]]
    return "\n\n".join([*blocks, ""])


def _infobox(incident: Incident, fields: Iterable[PageField]) -> Iterator[str]:
    """Yield the lines of a block of fields, and its heading above its first field."""
    heading = ""
    for field in fields:
        if not field.attribute:
            heading = field.name
            continue
        lines = list(_of_infobox(incident, field))
        if lines and heading:
            yield heading
            heading = ""
        yield from lines


def _of_infobox(incident: Incident, field: PageField) -> Iterator[str]:
    passages = values_of(incident, field)
    values = [_line(value) for value in passages]
    name = f"{field.name}:" if field.needs_colon and not field.opens_with_date else field.name
    if listing.needs_lines(incident, field, passages, values):
        yield from (name, *(f"- {value}" for value in values))
    elif len(values) > 1 and not field.separators:
        yield from (f"{name} {value}" for value in values)
    elif values or is_left_empty(incident, field.attribute):
        yield f"{name} {'; '.join(values)}".rstrip()


def values_of(incident: Incident, field: PageField) -> tuple[Passage, ...]:
    """Return the values of a field of the infobox; of Address, the address that is known."""
    if field.attribute == "addresses" and incident.address:
        return (Passage(incident.address, Span(0, 0)),)
    values: tuple[Passage, ...] = getattr(incident, field.attribute)
    return values


def _block(incident: Incident, record: Row | Decision, fields: Iterable[PageField]) -> str:
    """Return the lines of a row or decision.

    A last line "Source:" would be a heading, so it is written below the first field.
    """
    lines = [line for field in fields for line in _field(incident, record, field)]
    if lines[1:-1] and section_of(Line(lines[-1], 0)):
        lines.insert(1, lines.pop())
    return "\n".join(lines)


def _field(incident: Incident, record: Row | Decision, field: PageField) -> Iterator[str]:
    """Yield the lines of a field; none for a field that the record does not have."""
    value = getattr(record, field.attribute)
    passages = value if isinstance(value, tuple) else (value,) if value else ()
    values = [_line(one) for one in passages]
    if not values and not is_left_empty(record, field.attribute):
        return
    if field.is_repeatable and values:
        yield from (f"{field.name}: {one}" for one in values)
    elif listing.needs_lines(incident, field, passages, values):
        yield from (f"{field.name}:", *(f"- {one}" for one in values))
    else:
        yield f"{field.name}: {'; '.join(values)}".rstrip()


def _all_of(fields: Iterable[PageField]) -> tuple[EmptyField, ...]:
    return tuple(EmptyField(field.attribute, _NOWHERE) for field in fields)


def is_left_empty(record: Incident | Row | Decision, attribute: str) -> bool:
    """Return whether a record has a field or section without a value."""
    return any(one.attribute == attribute for one in record.left_empty)


def _line(passage: Passage) -> str:
    """Return the quote of a value on one line."""
    return " ".join(listing.words(passage).split())


def _words(passages: Iterable[Passage]) -> list[str]:
    return [listing.words(passage) for passage in passages]
