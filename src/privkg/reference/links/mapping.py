"""A mapping: a thing or concept here, one elsewhere, how they relate, and why that is thought."""

from dataclasses import dataclass
from enum import StrEnum

from privkg.rdf.terms import Term


class State(StrEnum):
    """Whether a mapping was decided on."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


LEXICAL = "semapv:LexicalMatching"
COMPOSED = "semapv:MappingChaining"
BY_CODE = "semapv:BackgroundKnowledgeBasedMatching"
BY_HAND = "semapv:ManualMappingCuration"
COMPOSITE = "semapv:CompositeMatching"
"""Justifications of SEMAPV, https://mapping-commons.github.io/semantic-mapping-vocabulary/.

By hand is what a person found; what a rule found keeps the rule's when a person accepts it. By code is
what two records of one ISO 3166-1 code have in common: SEMAPV has no term for shared identifiers.
"""


@dataclass(frozen=True, slots=True, order=True)
class Alternative:
    """What else a name may have meant, with its score between 0 and 1."""

    score: float
    object: Term
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """A mapping; `score` is from 0 to 1, `method` how it was found, or why it is none.

    `more` are further cells of its row by their columns, such as `reviewer_id`, kept as they are.
    """

    subject: Term
    subject_label: str
    predicate: Term
    object: Term
    object_label: str
    justification: str
    score: float
    method: str
    is_negative: bool = False
    alternatives: tuple[Alternative, ...] = ()
    tool: str = "privkg"
    more: tuple[tuple[str, str], ...] = ()

    @property
    def pair(self) -> tuple[Term, Term]:
        """What is mapped to what, however they relate."""
        return self.subject, self.object
