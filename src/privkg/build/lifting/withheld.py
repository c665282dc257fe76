"""Leaves out of the records of registers the sentences that name private persons."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from privkg.check import private_persons
from privkg.core import rules
from privkg.core.model import Finding, Incident, Passage, Span

_TEXTS = ("leads", "descriptions", "outcomes")
"""The attributes of a record that are free text, besides its title."""


def without_persons(incident: Incident) -> Incident:
    """Return a record of a register without the sentences that name private persons.

    A page in prose is returned as it is: another rule reports such names to its author. A title that
    has one is replaced by the name of the record. A note reports each text with such a name.
    """
    if not incident.record:
        return incident
    fields = {name: getattr(incident, name) for name in (*_TEXTS, "title_passages")}
    passages = [passage for of_field in fields.values() for passage in of_field]
    found = private_persons.spans_of_record([passage.text for passage in passages])
    private = dict(zip(passages, found, strict=True))
    notes = tuple(_notes(private))
    if not notes:
        return incident
    kept: dict[str, Any] = {name: tuple(_public(fields[name], private)) for name in _TEXTS}
    titles = tuple(title for title in incident.title_passages if not private[title])
    return replace(
        incident,
        **kept,
        title=titles[0].text if titles else incident.record.name,
        title_passages=titles,
        is_title_derived=not titles,
        findings=(*incident.findings, *notes),
    )


def _public(passages: Sequence[Passage], private: dict[Passage, tuple[Span, ...]]) -> Iterator[Passage]:
    for passage in passages:
        yield from private_persons.public_parts(passage, private[passage])


def _notes(private: dict[Passage, tuple[Span, ...]]) -> Iterator[Finding]:
    for passage, spans in private.items():
        if spans:
            message = "names a private person; the sentence is left out"
            yield Finding(
                rules.PERSON_WITHHELD, message, passage.part(spans[0].start, spans[0].end).span
            )
