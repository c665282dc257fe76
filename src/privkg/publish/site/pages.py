"""Page models for the templates: links, passages, statements, rows, decisions."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A text, linked to a path in the folder (`target`), to a web address (`web`), or to nothing.

    `mark` are the classes that a harm or a claim status is shown with, and `date` is the form of a day,
    month or year that programs read.
    """

    text: str
    target: str = ""
    web: str = ""
    language: str = ""
    mark: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage that a claim rests on: link to it, its line, and the property of the claim.

    `words` are those of a passage that states an act, on one line; a long passage is cut.
    """

    target: str
    line: int
    property: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of a property, and the passages that state it."""

    link: Link
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A property, linked to its definition, and its values; `key` is its short name: `pk:actor`."""

    key: str
    name: Link
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A register that an incident is a record of: its licences, their conditions, words of credit."""

    register: Link
    licences: tuple[Link, ...]
    conditions: tuple[str, ...]
    words: tuple[str, ...]


NAMED_BY = ("pk:actor", "pk:harm", "pk:atRisk", "pk:claimStatus")
"""The properties of what a row names."""


class Named(NamedTuple):
    """What a row names: its actors, harms and groups at risk, and the statuses of its claims."""

    actors: tuple[Link, ...]
    harms: tuple[Link, ...]
    groups: tuple[Link, ...]
    statuses: tuple[Link, ...]

    def by(self, key: str) -> tuple[Link, ...]:
        """Return the values of one of these properties, such as `pk:actor`."""
        return self[NAMED_BY.index(key)]


class Described:
    """A base of models with statements, which are looked up by the short names of properties."""

    __slots__ = ()
    statements: tuple[Statement, ...]

    def values(self, *keys: str) -> tuple[Value, ...]:
        """Return the values of some properties, such as `pk:actor`."""
        return tuple(value for each in self.statements if each.key in keys for value in each.values)

    def others(self, keys: Collection[str]) -> tuple[Statement, ...]:
        """Return the statements of all other properties."""
        return tuple(each for each in self.statements if each.key not in keys)

    def dates(self) -> tuple[Value, ...]:
        """Return the date as precise as it is known: in EDTF, or else a day, month or year."""
        return self.values("pk:dateEdtf") or self.values("dcterms:date")

    def first(self, key: str) -> str:
        """Return the first value of a property as text, or "" if it has none."""
        found = (value.link.text for each in self.statements if each.key == key for value in each.values)
        return next(found, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Described):
    """A row or a decision on its incident's page: its anchor, number, name, words, and statements.

    Attributes:
        mark: the class of the group of a row's harm.
        group: the name of that group.
        later: the decisions that appeal, reverse or amend a decision, each with the name of what it did.
    """

    anchor: str
    number: int
    name: str
    act: Value
    statements: tuple[Statement, ...]
    mark: str = ""
    group: str = ""
    later: tuple[tuple[str, Link], ...] = ()

    @property
    def named(self) -> Named:
        """What a row names."""
        return Named(*(tuple(v.link for v in self.values(key)) for key in NAMED_BY))

    @property
    def evidence(self) -> Passage | None:
        """The first passage that states the act, unless its words are those of the row."""
        passage = next(iter(self.act.passages), Passage(target="", line=0, property=""))
        return passage if passage.words not in ("", " ".join(self.act.link.text.split())) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words of a line: the claims that begin there, the rows whose act they state, and which begin.

    `is_whole` if only the paragraph is known that a row's harm is marked in.
    """

    text: str
    anchors: tuple[str, ...] = ()
    rows: tuple[Part, ...] = ()
    begun: tuple[Part, ...] = ()
    is_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a page: its number, how it is set, the name of its field if the page's is not quoted.

    `tags` are the harms that a paragraph is marked with, and a field may be left open.
    """

    number: int
    style: str
    label: str
    pieces: tuple[Piece, ...]
    tags: tuple[Link, ...]
    is_left_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The lines of a file that claims quote."""

    file: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Described):
    """A source on its incident's page, linked to the web, with the link to its entry in the list.

    `host` is that of its address, `anchors` those of the claims that name it.
    """

    value: Value
    entry: Link
    host: str
    anchors: tuple[str, ...]
    statements: tuple[Statement, ...]

    @property
    def name(self) -> str:
        """The publisher, the host of its address, or what it is cited as."""
        return self.first("schema:publisher") or self.host or self.value.link.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A row, a decision or an incident that names a resource.

    `properties` are those whose value is the resource, `row` is the row and `note` the label of a
    decision. `parts` are the rows and decisions of an incident.
    """

    link: Link
    properties: tuple[str, ...]
    row: Part | None = None
    note: str = ""
    parts: tuple["Mention", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What two incidents share: values of a property, or types of actors who caused a harm."""

    what: Link
    values: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """An incident that is similar to another, and what they share."""

    link: Link
    reasons: tuple[Reason, ...]


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
class Page(Described):
    """The content of a resource's page.

    Attributes:
        harms: the harms of an incident, from its infobox, marks and rows.
        differences: sentences on harms that infobox, marks and rows do not share.
        text: statements about the file that an incident was read from.
        transcripts: the lines of that file.
        mentioned_by: statements of other shared resources.
        credits: the registers of an incident; of a register, it itself.
    """

    iri: str
    stem: str
    kind: str
    title: str
    types: tuple[Link, ...]
    lead: str
    paragraphs: tuple[str, ...]
    harms: tuple[Value, ...]
    differences: tuple[str, ...]
    statements: tuple[Statement, ...]
    rows: tuple[Part, ...]
    decisions: tuple[Part, ...]
    sources: tuple[Source, ...]
    text: tuple[Statement, ...]
    transcripts: tuple[Text, ...]
    mentioned_by: tuple[Statement, ...]
    notices: tuple[Link, ...]
    credits: tuple[Credit, ...]

    def statuses(self) -> Mapping[Link, int]:
        """Return the claim statuses of the rows, each with the number of its rows."""
        return statuses(row.named for row in self.rows)

    def cited(self, part: Part) -> tuple[tuple[int, Source], ...]:
        """Return the sources that a row or decision names, with their numbers on the page from 1."""
        named = {value.link.target for value in part.values("dcterms:source")}
        numbered = enumerate(self.sources, start=1)
        return tuple((n, source) for n, source in numbered if source.entry.target in named)


def statuses(rows: Iterable[Named]) -> Mapping[Link, int]:
    """Return the claim statuses of some rows, by name, each with the number of its rows."""
    found = Counter(status for row in rows for status in row.statuses)
    return dict(sorted(found.items(), key=lambda each: each[0].text))
