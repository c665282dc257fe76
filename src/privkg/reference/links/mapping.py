"""Mappings: a resource of the dataset, a resource elsewhere, their relation and its justification."""

from dataclasses import dataclass
from enum import StrEnum

from privkg.rdf.terms import Term, iri


class State(StrEnum):
    """The review state of a mapping."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


LEXICAL = "semapv:LexicalMatching"
COMPOSED = "semapv:MappingChaining"
BY_CODE = "semapv:BackgroundKnowledgeBasedMatching"
BY_HAND = "semapv:ManualMappingCuration"
COMPOSITE = "semapv:CompositeMatching"
UNSPECIFIED = "semapv:UnspecifiedMatching"
"""Justifications of SEMAPV, https://mapping-commons.github.io/semantic-mapping-vocabulary/.

`BY_HAND` is for mappings that a person found; a proposal that a person accepts keeps the justification
of the rule that found it. `UNSPECIFIED` is for links that another catalogue publishes without stating
how they were found. `BY_CODE` is for records with the same ISO 3166-1 code: SEMAPV has no term for
shared identifiers.
"""

NO_TERM = iri("https://w3id.org/sssom/NoTermFound")
"""The object of a mapping whose subject was looked up without finding a term; no resource is meant."""


@dataclass(frozen=True, slots=True, order=True)
class Alternative:
    """Another candidate for a mapping's object, with its score from 0 to 1."""

    score: float
    object: Term
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """A mapping.

    Attributes:
        score: confidence, from 0 to 1.
        method: how the mapping was found, or why it was rejected.
        is_negative: whether the relation does *not* hold (`predicate_modifier` Not).
        more: cells of other columns, such as `reviewer_id`, which are written back unchanged.
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
        """Subject and object, the key of a mapping in a table."""
        return self.subject, self.object

    @property
    def has_terms(self) -> bool:
        """Return whether both subject and object are resources; `sssom:NoTermFound` is none."""
        return NO_TERM not in self.pair
