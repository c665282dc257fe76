"""Frozen records that page readers return, each value with its span in the page. No RDF."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from privkg.core.registers import Coded, Inference, Reading, Register
from privkg.core.rendering import Rendering


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of a page, `[start, end)`, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Text of a page with its span.

    `text` is the value: without markup, lines of a paragraph joined. `quote` is the page's text at
    `span`, character for character. Where the two differ, `raw` is the quote and `kept` has, for each
    character of `text`, its offset in `raw`. `reading` is the meaning of the value by the mapping of
    a register; its parts do not have it.
    """

    text: str
    span: Span
    raw: str = ""
    kept: tuple[int, ...] = ()
    reading: Reading | None = None

    @property
    def quote(self) -> str:
        """The page's text from the start of the span to its end."""
        return self.raw or self.text

    def part(self, start: int, end: int) -> "Passage":
        """Return the passage of `text[start:end]`, with its own span."""
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
    """The severity of a finding, named as in SHACL; the value is the word that is printed."""

    VIOLATION = "error"
    WARNING = "warning"
    INFO = "note"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its stable code, its name, and the severity of breaking it.

    `covers` are the codes of rules whose findings are dropped where this rule has a finding: after
    `unknown harm "Surveilance"`, a second finding that the row has no harm would only repeat it.
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
    """A rule broken at a span of a page, with a message; `related` are the conflicting spans."""

    rule: Rule
    message: str
    span: Span
    related: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A decoded file, or a text in a file that has many, such as a page of a wiki's export.

    Attributes:
        name: the base name of the file.
        path: the file.
        sha256: of the bytes of the file, or of the text in UTF-8 if there is a key; in hex.
        text: without a byte-order mark; line ends are not translated.
        line_starts: the offsets at which its lines begin, in code points; the first is 0.
        key: the name of the text in its file; empty if the file is the text.
        at: line and column of the text in its file, from 1.
        has_lines_of_file: whether each line end of the text is one of the file too: not in JSON.
        title: the title that the file states outside of the text; empty if it states none.
        address: the web address that the file states outside of the text.
    """

    name: str
    path: str
    sha256: str
    text: str
    line_starts: tuple[int, ...]
    findings: tuple[Finding, ...] = ()
    key: str = ""
    at: tuple[int, int] = (1, 1)
    has_lines_of_file: bool = False
    title: str = ""
    address: str | None = None

    @property
    def label(self) -> str:
        """The name in messages: `path` or `path#key`."""
        return f"{self.path}#{self.key}" if self.key else self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The text of one incident: a document, or a record among others in it.

    Attributes:
        document: the file.
        text: the document's text from `start`.
        sha256: of the bytes of the file, or of the record's text in UTF-8; in hex.
        line_starts: the offsets at which the lines of `text` begin.
        key: the identifier of the record in its document, such as a row number or a JSON Pointer;
            empty if the document is one page.
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
        """The name of the page in messages: `path` or `path#key`."""
        return f"{self.document.path}#{self.key}" if self.key else self.document.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source that a page cites; `url` is None if it has no usable address."""

    passage: Passage
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    accessed: str | None = None
    archived_url: str | None = None


@dataclass(frozen=True, slots=True)
class EmptyField:
    """A field of a page without a value: the attribute that it would set, and its label."""

    attribute: str
    label: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One breakdown row as written; it may have several harms, which a rule reports.

    `follows_from` are numbers of rows, `sources` numbers of the page's sources, both from 1; `passages`
    are words of the Description.

    `actors` are named outside of the Threat, as in a register; `inferred_by` is the rule that inferred
    the row if no source states it.
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
    actors: tuple[Passage, ...] = ()
    inferred_by: Inference | None = None


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
    """A harm named inline in the Description, and the passage that it marks, the name included."""

    harm: Passage
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRecord:
    """What only the record of a register has.

    Attributes:
        register: the register.
        name: the name that the incident's slug is made of: that of the register, and the record's key.
        codes: the values that the register takes from lists of its own, each with its passage.
        cells: the parts of the page's own text that are cells or values of its file, in order, each with
            the fragment identifier that names it there: `cell=17,5` (RFC 7111), or a JSON Pointer.
    """

    register: Register
    name: str
    codes: tuple[tuple[Coded, Passage], ...] = ()
    cells: tuple[tuple[Span, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """The fields and sections of one page, as written.

    All spans are offsets in `text`: the page as a reader sees it if it has a rendering, else the page's
    own text. `place` returns the span in the page's own text.

    `labels` has the span of each field's and section's label, for findings about missing values;
    `boilerplate` are spans without a value, `not_understood` spans that the reader could not assign.
    `address` is the web address of the page, `addresses` are the values of the field that states it.
    `markup_findings` are about markup that is not shown; their spans are offsets in the page's own text.

    `record` is what only the record of a register has.
    """

    page: Page
    rendering: Rendering | None = None
    title: str
    title_passages: tuple[Passage, ...] = ()
    is_title_derived: bool = False
    address: str | None = None
    short_titles: tuple[Passage, ...] = ()
    locations: tuple[Passage, ...] = ()
    dates: tuple[Passage, ...] = ()
    reported: tuple[Passage, ...] = ()
    last_checked: tuple[Passage, ...] = ()
    addresses: tuple[Passage, ...] = ()
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
    markup_findings: tuple[Finding, ...] = ()
    record: RegisterRecord | None = None

    @property
    def text(self) -> str:
        """The page as a reader sees it."""
        return self.rendering.text if self.rendering else self.page.text

    def place(self, span: Span) -> Span:
        """Return the span of the page's own text that a span of `text` shows."""
        return Span(*self.rendering.place(span.start, span.end)) if self.rendering else span
