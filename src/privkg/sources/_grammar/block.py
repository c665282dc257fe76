"""Blocks of fields (rows and decisions) under construction, from labelled lines or from table cells."""

from dataclasses import dataclass, field

from privkg.core import rules
from privkg.core.model import Passage, Rule, Span
from privkg.sources._grammar import labels
from privkg.sources._grammar.labels import Labels
from privkg.sources._grammar.page_fields import PageField


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form of the blocks of a section.

    Attributes:
        noun: the noun for a block in messages.
        labels: the names of its fields.
        twice: the rule that a field occurs once in a block.
        unknown: the rule that a field of a block is known.
        advice: the advice for a field that occurs twice.
    """

    noun: str
    labels: Labels
    twice: Rule
    unknown: Rule
    advice: str


ROW = Form(
    noun="row",
    labels=labels.OF_ROW,
    twice=rules.ROW_FIELD_TWICE,
    unknown=rules.ROW_FIELD_UNKNOWN,
    advice="write a row for each",
)
DECISION = Form(
    noun="decision",
    labels=labels.OF_DECISION,
    twice=rules.DECISION_FIELD_TWICE,
    unknown=rules.DECISION_FIELD_UNKNOWN,
    advice="write a decision for each, or several values in one line",
)


@dataclass(slots=True)
class Part:
    """A field under construction: its label, and the offsets of its line and of its value."""

    kind: PageField
    label: Passage
    start: int
    value_start: int
    end: int

    @property
    def name(self) -> str:
        """The attribute of a row or decision that the field fills."""
        return self.kind.attribute


@dataclass(slots=True)
class Block:
    """A block under construction.

    Attributes:
        parts: its fields, in page order.
        whole: the span of a table's line; None for a block of labelled lines.
        unknown: spans of lines with an unknown label.
        doubtful: each line that continues a value but begins with a field name: its span and that field.
        names: the attributes that its fields fill.
        names_once: of these, the attributes of fields that may occur only once.
    """

    parts: list[Part] = field(default_factory=list)
    whole: Span | None = None
    unknown: list[Span] = field(default_factory=list)
    doubtful: list[tuple[Span, PageField]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    names_once: set[str] = field(default_factory=set)

    def add(self, part: Part) -> None:
        """Add a field."""
        self.parts.append(part)
        self.names.add(part.name)
        if not part.kind.is_repeatable:
            self.names_once.add(part.name)

    def join(self, below: "Block") -> None:
        """Add all fields of the block below."""
        self.parts += below.parts
        self.unknown += below.unknown
        self.doubtful += below.doubtful
        self.names |= below.names
        self.names_once |= below.names_once
