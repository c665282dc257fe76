"""A page as it is written: every field, section and row, those without a value to be filled in."""

from collections.abc import Iterable, Iterator

from privkg.core.model import Incident, Passage, Row, Span
from privkg.sources.privacywiki_text.page_fields import INFOBOX_BLOCKS, ROW, SECTIONS, PageField

_UNKNOWN = Passage("not known", Span(0, 0))
_TO_FILL_IN = Row(span=Span(0, 0), consequences=(_UNKNOWN,))
"""The row of a page that has none yet."""


def write(incident: Incident) -> str:
    """Return an incident as a page; white space in its title is folded."""
    infobox = ("\n".join(_infobox(incident, block)) for block in INFOBOX_BLOCKS)
    blocks = [" ".join(incident.title.split()), *infobox, *_quotes(incident.leads)]
    content = {
        "description": _quotes(incident.descriptions),
        "breakdown": ["\n".join(_row(row)) for row in incident.rows or (_TO_FILL_IN,)],
        "laws": _quotes(incident.laws),
        "sources": _quotes(source.passage for source in incident.sources),
    }
    for section, headings in SECTIONS.items():
        blocks += [headings[0], *content[section]]
    return "\n\n".join([*blocks, ""])


def _infobox(incident: Incident, fields: Iterable[PageField]) -> Iterator[str]:
    for field in fields:
        values = [_line(value) for value in getattr(incident, field.attribute, ())]
        if field.has_whole_items and len(values) > 1:  # a name may hold a comma
            yield from (field.name, *(f"- {value}" for value in values))
        else:
            yield f"{field.name} {'; '.join(values)}".rstrip()


def _row(row: Row) -> Iterator[str]:
    for field in ROW:
        value = getattr(row, field.attribute)
        values = value if isinstance(value, tuple) else (value,) if value else ()
        yield f"{field.name}: {'; '.join(map(_line, values))}".rstrip()


def _line(passage: Passage) -> str:
    """Return a value as the page has it, in one line."""
    return " ".join(passage.quote.split())


def _quotes(passages: Iterable[Passage]) -> list[str]:
    return [passage.quote for passage in passages]
