"""What pages of the site show: links, passages, statements, rows, decisions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead somewhere: to a path of the folder, to an address on the web, or nowhere."""

    text: str
    target: str = ""
    web: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage of a page: where its claim is shown, its file and line, its words, what it says.

    `sources` are those that the row or decision of its claim names.
    """

    target: str
    place: str
    quote: str
    property: str
    value: Link | None
    sources: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What is stated of a thing, and the passages that state it."""

    link: Link
    passages: tuple[Passage, ...]

    @property
    def sources(self) -> tuple[Link, ...]:
        """The sources that its passages name, each once."""
        return tuple(dict.fromkeys(source for each in self.passages for source in each.sources))


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a property is called and where it is explained, and its values."""

    name: Link
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row or a decision of an incident: what was done or decided, and what is said of it."""

    link: Link
    incident: Link
    act: str
    statements: tuple[Statement, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the page of a thing shows."""

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
    named_in: tuple[Row, ...]
    named_by: tuple[Statement, ...]
    passages: tuple[Passage, ...]
    claims: tuple[Passage, ...]
    sources: tuple[Value, ...]
    incident: Link | None
    notices: tuple[Link, ...]
