"""A mapping: a thing or concept here, one elsewhere, how they relate, and why that is thought."""

from dataclasses import dataclass, field
from enum import StrEnum

from privkg.terms import Term


class State(StrEnum):
    """Whether a mapping was decided on."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


LEXICAL = "semapv:LexicalMatching"
COMPOSED = "semapv:MappingChaining"
BY_HAND = "semapv:ManualMappingCuration"
COMPOSITE = "semapv:CompositeMatching"
"""Justifications of SEMAPV, https://mapping-commons.github.io/semantic-mapping-vocabulary/."""


@dataclass(frozen=True, slots=True, order=True)
class Alternative:
    """What else a name may have meant, with its score between 0 and 1."""

    score: float
    object: Term
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """A mapping; `score` is from 0 to 1, and `method` says how it was found, or why it is none."""

    subject: Term
    subject_label: str
    predicate: Term
    object: Term
    object_label: str
    justification: str
    score: float
    method: str
    is_negative: bool = False
    alternatives: tuple[Alternative, ...] = field(default=())

    @property
    def pair(self) -> tuple[Term, Term]:
        """What is mapped to what, however they relate."""
        return self.subject, self.object
