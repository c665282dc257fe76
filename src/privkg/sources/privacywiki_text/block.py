"""Blocks of fields while they are gathered, from labelled lines or from the cells of a table."""

from dataclasses import dataclass, field

from privkg.core import rules
from privkg.core.model import Passage, Rule, Span
from privkg.sources.privacywiki_text import labels
from privkg.sources.privacywiki_text.labels import Labels
from privkg.sources.privacywiki_text.page_fields import PageField


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What blocks of a section consist of.

    Attributes:
        noun: what messages call a block.
        labels: the names of its fields.
        twice: the rule that a field of a block stands once.
        unknown: the rule that a field of a block is known.
        advice: what to do about a field that stands twice.
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
    """A field while it is gathered: its name, where its line begins, and where its value lies."""

    kind: PageField
    label: Passage
    start: int
    value_start: int
    end: int

    @property
    def name(self) -> str:
        """Which attribute of a record the field fills."""
        return self.kind.attribute


@dataclass(slots=True)
class Block:
    """Fields that stand together.

    `whole` is the line of a table, `unknown` are lines of no field, `doubtful` lines that are read as
    the rest of a value though they begin like the field beside them. `names` are the attributes that it
    fills, `names_once` those of fields that stand once in a block.
    """

    parts: list[Part] = field(default_factory=list)
    whole: Span | None = None
    unknown: list[Span] = field(default_factory=list)
    doubtful: list[tuple[Span, PageField]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    names_once: set[str] = field(default_factory=set)

    def add(self, part: Part) -> None:
        """Take a field."""
        self.parts.append(part)
        self.names.add(part.name)
        if not part.kind.is_repeatable:
            self.names_once.add(part.name)

    def join(self, below: "Block") -> None:
        """Take the fields of the block below."""
        self.parts += below.parts
        self.unknown += below.unknown
        self.doubtful += below.doubtful
        self.names |= below.names
        self.names_once |= below.names_once
