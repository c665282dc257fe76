"""Page models for the templates: links, passages, statements, rows, decisions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A text, linked to a path in the folder (`target`), to a web address (`web`), or to nothing."""

    text: str
    target: str = ""
    web: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage of a source text: link to its claim, `file:line:column`, quote, property and value.

    `sources` are the sources of the row or decision that the claim belongs to.
    """

    target: str
    place: str
    quote: str
    property: str
    value: Link | None
    sources: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of a property, and the passages that state it."""

    link: Link
    passages: tuple[Passage, ...]

    @property
    def sources(self) -> tuple[Link, ...]:
        """The sources of its passages, without duplicates."""
        return tuple(dict.fromkeys(source for each in self.passages for source in each.sources))


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A property, linked to its definition, and its values."""

    name: Link
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A register that an incident is a record of: its licences, their conditions, words of credit."""

    register: Link
    licences: tuple[Link, ...]
    conditions: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row or a decision of an incident: the act or the decision in words, and its statements."""

    link: Link
    incident: Link
    act: str
    statements: tuple[Statement, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The content of a resource's page.

    `credits` are the registers of an incident, or of the incident of a part or page; of a register, it
    itself. `records` are the incidents of a register.
    """

    iri: str
    stem: str
    kind: str
    title: str
    types: tuple[Link, ...]
    lead: str
    paragraphs: tuple[str, ...]
    act: str
    statements: tuple[Statement, ...]
    rows: tuple[Row, ...]
    decisions: tuple[Row, ...]
    rows_elsewhere: tuple[Row, ...]
    mentioned_by: tuple[Statement, ...]
    passages: tuple[Passage, ...]
    claims: tuple[Passage, ...]
    sources: tuple[Value, ...]
    incident: Link | None
    notices: tuple[Link, ...]
    credits: tuple[Credit, ...]
    records: tuple[Link, ...]
