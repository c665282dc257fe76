"""What a reader found: frozen records whose every value knows its place in the page. No RDF here."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a page: code points from `start` up to but without `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a page, with their place.

    `text` is the value: the words without markup, lines of a paragraph joined. `quote` is what the page
    holds at `span`, character for character. Where the two differ, `raw` is the quote and `kept` are
    the offsets in it of the characters of `text`.
    """

    text: str
    span: Span
    raw: str = ""
    kept: tuple[int, ...] = ()

    @property
    def quote(self) -> str:
        """The page from the start of the span to its end."""
        return self.raw or self.text

    def part(self, start: int, end: int) -> "Passage":
        """Return the passage of `text[start:end]`, with its own place in the page."""
        text = self.text[start:end]
        if not self.raw or not text:
            first = self.kept[start] if self.raw and start < len(self.kept) else start
            return Passage(text, Span(self.span.start + first, self.span.start + first + len(text)))
        first, last = self.kept[start], self.kept[start + len(text) - 1] + 1
        span, quote = Span(self.span.start + first, self.span.start + last), self.raw[first:last]
        if quote == text:
            return Passage(text, span)
        return Passage(text, span, quote, tuple(at - first for at in self.kept[start:end]))


class Severity(enum.Enum):
    """How much a finding weighs, in SHACL's words; the value is the word printed for it."""

    VIOLATION = "error"
    WARNING = "warning"
    INFO = "note"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its stable code, its name as a claim, and what breaking it weighs.

    `covers` are the codes of rules that are broken by the same words: who reads "Surveilance" need
    not be told that the row has no harm as well.
    """

    code: str
    name: str
    severity: Severity
    covers: tuple[str, ...] = ()
    claim: str = field(default="", compare=False)
    why: str = field(default="", compare=False)
    question: str = field(default="", compare=False)
    advice: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule broken at a place of a page, with what to do about it; `related` stands against it."""

    rule: Rule
    message: str
    span: Span
    related: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file as text: its base name, the SHA-256 of its bytes in hex, and where its lines begin.

    `text` is the file decoded, its byte-order mark removed, its line ends as they are.
    `line_starts` are offsets in code points; the first is 0.
    """

    name: str
    path: str
    sha256: str
    text: str
    line_starts: tuple[int, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The text of one incident: a document, or a record among others in it.

    Attributes:
        document: the file.
        text: the page as the document has it, from `start`; spans of an incident are offsets in it.
        sha256: of the bytes of the file, or of the record's text in UTF-8; in hex.
        line_starts: where the lines of `text` begin.
        key: what names the record in its document, such as the number of a row or a JSON Pointer;
            empty of a document that is one page.
        start: the offset of the page in the text of its document.
    """

    document: Document
    text: str
    sha256: str
    line_starts: tuple[int, ...]
    key: str = ""
    start: int = 0

    @property
    def name(self) -> str:
        """The page as messages name it: the path of its file, and its key there."""
        return f"{self.document.path}#{self.key}" if self.key else self.document.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a page has its knowledge from. `url` is None where no usable address stands."""

    passage: Passage
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    accessed: str | None = None
    archived_url: str | None = None


@dataclass(frozen=True, slots=True)
class EmptyField:
    """A field that a page has without a value: the attribute it would fill, and its label."""

    attribute: str
    label: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One breakdown row, as written; more than one harm is for the checker to judge.

    `follows_from` are numbers of rows, `sources` numbers of the page's sources, both from 1; `passages`
    are words of the Description.
    """

    span: Span
    threat: Passage | None = None
    groups: tuple[Passage, ...] = ()
    harms: tuple[Passage, ...] = ()
    consequences: tuple[Passage, ...] = ()
    original_purpose: Passage | None = None
    new_purpose: Passage | None = None
    status: Passage | None = None
    according_to: Passage | None = None
    information: tuple[Passage, ...] = ()
    laws: tuple[Passage, ...] = ()
    technologies: tuple[Passage, ...] = ()
    recipients: tuple[Passage, ...] = ()
    roles: tuple[Passage, ...] = ()
    people_affected: Passage | None = None
    date: Passage | None = None
    follows_from: tuple[Passage, ...] = ()
    sources: tuple[Passage, ...] = ()
    passages: tuple[Passage, ...] = ()
    left_empty: tuple[EmptyField, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One block of Decisions: what a court, a regulator or another body decided.

    `about` are numbers of rows, `reverses`, `amends` and `appeal_of` numbers of earlier blocks,
    `sources` numbers of the page's sources; all from 1.
    """

    span: Span
    kind: Passage | None = None
    bodies: tuple[Passage, ...] = ()
    date: Passage | None = None
    amount: Passage | None = None
    about: tuple[Passage, ...] = ()
    laws: tuple[Passage, ...] = ()
    reverses: tuple[Passage, ...] = ()
    amends: tuple[Passage, ...] = ()
    appeal_of: tuple[Passage, ...] = ()
    result: Passage | None = None
    sources: tuple[Passage, ...] = ()
    left_empty: tuple[EmptyField, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A harm named inline in the Description, and the passage it closes (its own words included)."""

    harm: Passage
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What one page says, in its own words.

    `labels` tells where a field or section is named, so that what is missing can be pointed at;
    `boilerplate` is all that carries no value, `not_understood` what the reader could not place.
    """

    page: Page
    title: str
    title_passages: tuple[Passage, ...] = ()
    is_title_derived: bool = False
    address: str | None = None
    short_titles: tuple[Passage, ...] = ()
    locations: tuple[Passage, ...] = ()
    dates: tuple[Passage, ...] = ()
    reported: tuple[Passage, ...] = ()
    last_checked: tuple[Passage, ...] = ()
    harms: tuple[Passage, ...] = ()
    information: tuple[Passage, ...] = ()
    actors: tuple[Passage, ...] = ()
    technologies: tuple[Passage, ...] = ()
    people_affected: tuple[Passage, ...] = ()
    outcomes: tuple[Passage, ...] = ()
    affected: tuple[Passage, ...] = ()
    high_risk: tuple[Passage, ...] = ()
    tangible_harms: tuple[Passage, ...] = ()
    leads: tuple[Passage, ...] = ()
    descriptions: tuple[Passage, ...] = ()
    marks: tuple[Mark, ...] = ()
    rows: tuple[Row, ...] = ()
    decisions: tuple[Decision, ...] = ()
    laws: tuple[Passage, ...] = ()
    sources: tuple[Source, ...] = ()
    left_empty: tuple[EmptyField, ...] = ()
    labels: Mapping[str, Span] = field(default_factory=dict)
    boilerplate: tuple[Span, ...] = ()
    not_understood: tuple[Span, ...] = ()
    findings: tuple[Finding, ...] = ()
