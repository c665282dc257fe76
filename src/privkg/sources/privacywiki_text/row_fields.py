"""The fields of a row while they are gathered, from labelled lines or from the cells of a table."""

from dataclasses import dataclass, field

from privkg.core.model import Span
from privkg.sources.privacywiki_text import page_fields
from privkg.sources.privacywiki_text.layout import label_pattern
from privkg.sources.privacywiki_text.page_fields import PageField

FIELDS = {field.label: field for field in page_fields.ROW}
LABELS = tuple(FIELDS)
LABEL = label_pattern(*LABELS)


@dataclass(slots=True)
class Part:
    """A field of a row while it is gathered: where it begins, and where its value lies."""

    kind: PageField
    start: int
    value_start: int
    end: int

    @property
    def name(self) -> str:
        """Which attribute of a row the field fills."""
        return self.kind.attribute


@dataclass(slots=True)
class Block:
    """Fields that stand together; `whole` is the line of a table, `unknown` are lines of no field."""

    parts: list[Part] = field(default_factory=list)
    whole: Span | None = None
    unknown: list[Span] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """Which fields the block has."""
        return {part.name for part in self.parts}
