"""Writer of pages: all fields, sections and rows, empty ones to be filled in.

Optional fields (version 2 of the model) are written only if they have a value or were left empty.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from privkg.core import documents
from privkg.core.model import Decision, EmptyField, Incident, Passage, Row, Span
from privkg.sources._grammar.page_fields import (
    DECISION,
    INFOBOX,
    INFOBOX_BLOCKS,
    ROW,
    SECTIONS,
    PageField,
)

_NOWHERE = Passage("", Span(0, 0))
_UNKNOWN = Passage("not known", Span(0, 0))
_TO_FILL_IN = Row(span=Span(0, 0), consequences=(_UNKNOWN,))
"""The row of a new page."""


def empty(title: str) -> str:
    """Return a page with all fields empty, with one row and one decision."""
    row = replace(_TO_FILL_IN, left_empty=_all_of(ROW))
    decision = Decision(span=Span(0, 0), left_empty=_all_of(DECISION))
    page = documents.whole(documents.decode(b"", ""))
    return write(
        Incident(page=page, title=title, rows=(row,), decisions=(decision,), left_empty=_all_of(INFOBOX))
    )


def write(incident: Incident) -> str:
    """Return an incident as a page; white space in its title is collapsed."""
    infobox = ("\n".join(_infobox(incident, block)) for block in INFOBOX_BLOCKS)
    blocks = [" ".join(incident.title.split()), *infobox, *_quotes(incident.leads)]
    content = {
        "description": _quotes(incident.descriptions),
        "breakdown": [_block(row, ROW) for row in incident.rows or (_TO_FILL_IN,)],
        "decisions": [_block(decision, DECISION) for decision in incident.decisions],
        "laws": _quotes(incident.laws),
        "sources": _quotes(source.passage for source in incident.sources),
    }
    has_decisions = incident.decisions or _is_left_empty(incident, "decisions")
    for section, headings in SECTIONS.items():
        if section != "decisions" or has_decisions:
            blocks += [headings[0], *content[section]]
    return "\n\n".join([*blocks, ""])


def _infobox(incident: Incident, fields: Iterable[PageField]) -> Iterator[str]:
    for field in fields:
        values = [_line(value) for value in getattr(incident, field.attribute, ())]
        if not values and field.is_optional and not _is_left_empty(incident, field.attribute):
            continue
        if field.has_whole_items and len(values) > 1:  # a name may contain a comma
            yield from (field.name, *(f"- {value}" for value in values))
        else:
            yield f"{field.name} {'; '.join(values)}".rstrip()


def _block(record: Row | Decision, fields: Iterable[PageField]) -> str:
    return "\n".join(line for field in fields for line in _field(record, field))


def _field(record: Row | Decision, field: PageField) -> Iterator[str]:
    """Yield the lines of a field; none for an optional field that the record does not have."""
    value = getattr(record, field.attribute)
    values = [_line(one) for one in (value if isinstance(value, tuple) else (value,) if value else ())]
    if not values and field.is_optional and not _is_left_empty(record, field.attribute):
        return
    if field.is_repeatable and values:
        yield from (f"{field.name}: {one}" for one in values)
    elif field.has_whole_items and (len(values) > 1 or any("," in one or ";" in one for one in values)):
        yield from (f"{field.name}:", *(f"- {one}" for one in values))
    else:
        yield f"{field.name}: {'; '.join(values)}".rstrip()


def _all_of(fields: Iterable[PageField]) -> tuple[EmptyField, ...]:
    return tuple(EmptyField(field.attribute, _NOWHERE) for field in fields)


def _is_left_empty(record: Incident | Row | Decision, attribute: str) -> bool:
    return any(one.attribute == attribute for one in record.left_empty)


def _line(passage: Passage) -> str:
    """Return the quote of a value on one line."""
    return " ".join(passage.quote.split())


def _quotes(passages: Iterable[Passage]) -> list[str]:
    return [passage.quote for passage in passages]
