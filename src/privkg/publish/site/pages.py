"""Page models for the templates: links, passages, statements, rows, decisions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A text, linked to a path in the folder (`target`), to a web address (`web`), or to nothing.

    `mark` are the classes that a harm or a claim status is shown with.
    """

    text: str
    target: str = ""
    web: str = ""
    language: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A claim and the passage it rests on: link to the claim, `file:line:column`, property and value.

    `sources` are the sources of the row or decision that the claim belongs to.
    """

    target: str
    place: str
    property: str
    value: Link | None
    sources: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """The words of a passage, its `file:line:column`, and the claims that rest on it, with anchors."""

    quote: str
    place: str
    claims: tuple[tuple[str, Passage], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of a property, and the passages that state it."""

    link: Link
    passages: tuple[Passage, ...] = ()

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
class Part:
    """A row or a decision on its incident's page: its anchor, name, words, and statements."""

    anchor: str
    name: str
    act: Value
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source on its incident's page, linked to the web, with the link to its entry in the list."""

    value: Value
    entry: Link
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A row, a decision or an incident that names a resource.

    `properties` are those whose value is the resource, `note` is the label of a row or decision: who,
    which harm, its status and who claims it. `parts` are the rows and decisions of an incident.
    """

    link: Link
    properties: tuple[str, ...]
    act: str = ""
    note: str = ""
    parts: tuple["Mention", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """The pages of a list that is split into several; `current` is the index of the shown one."""

    pages: tuple[Link, ...] = ()
    current: int | None = None

    @property
    def previous(self) -> Link | None:
        """The page before the shown one."""
        return self.pages[self.current - 1] if self.current else None

    @property
    def following(self) -> Link | None:
        """The page after the shown one."""
        is_last = self.current is None or self.current + 1 >= len(self.pages)
        return None if is_last or self.current is None else self.pages[self.current + 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The content of a resource's page.

    `credits` are the registers of an incident; of a register, it itself. `text` are statements about
    the file that an incident was read from, and `quotations` its passages. `mentioned_by` are
    statements of other shared resources.
    """

    iri: str
    stem: str
    kind: str
    title: str
    types: tuple[Link, ...]
    lead: str
    paragraphs: tuple[str, ...]
    statements: tuple[Statement, ...]
    rows: tuple[Part, ...]
    decisions: tuple[Part, ...]
    sources: tuple[Source, ...]
    text: tuple[Statement, ...]
    quotations: tuple[Quotation, ...]
    mentioned_by: tuple[Statement, ...]
    notices: tuple[Link, ...]
    credits: tuple[Credit, ...]
