"""Property paths of SPARQL: which predicates they need, and which of their ends cannot be claims."""

from dataclasses import dataclass, replace

from privkg.rdf.evidence import LINKS
from privkg.rdf.terms import Term

Step = tuple[Term, bool]
"""A predicate of a path, and whether the path leads from its object to its subject."""


@dataclass(frozen=True, slots=True)
class Path:
    """The predicates of a property path.

    Attributes:
        first: the predicates whose subject may be the start of the path.
        others: the predicates that have another subject.
        starts_at_fact: whether the start cannot be a claim, if the predicates match facts only.
        ends_at_fact: whether the end cannot be one.
        may_be_empty: whether the path connects a node with itself.
        steps: all predicates, with their directions.
    """

    first: frozenset[Term]
    others: frozenset[Term] = frozenset()
    starts_at_fact: bool = True
    ends_at_fact: bool = False
    may_be_empty: bool = False
    steps: frozenset[Step] = frozenset()

    def or_else(self, other: "Path") -> "Path":
        """Return the path `self | other`."""
        return Path(
            self.first | other.first,
            self.others | other.others,
            self.starts_at_fact and other.starts_at_fact,
            self.ends_at_fact and other.ends_at_fact,
            self.may_be_empty or other.may_be_empty,
            self.steps | other.steps,
        )

    def then(self, other: "Path") -> "Path":
        """Return the path `self / other`."""
        continued = frozenset() if self.ends_at_fact and not self.may_be_empty else other.first
        return Path(
            self.first | other.first if self.may_be_empty else self.first,
            self.others | other.others | continued,
            self.starts_at_fact and (other.starts_at_fact or not self.may_be_empty),
            other.ends_at_fact and (self.ends_at_fact or not other.may_be_empty),
            self.may_be_empty and other.may_be_empty,
            self.steps | other.steps,
        )

    def repeated(self) -> "Path":
        """Return the path `self+`."""
        return replace(self, others=self.others | self.first)

    def or_empty(self) -> "Path":
        """Return the path `self?`."""
        return replace(self, may_be_empty=True)

    def inverse(self) -> "Path":
        """Return the path `^self`."""
        return Path(
            frozenset(),
            self.first | self.others,
            self.ends_at_fact,
            self.starts_at_fact,
            self.may_be_empty,
            frozenset((predicate, not is_inverse) for predicate, is_inverse in self.steps),
        )


def of_predicate(predicate: Term) -> Path:
    """Return the path of one predicate."""
    steps = frozenset([(predicate, False)])
    return Path(frozenset([predicate]), ends_at_fact=predicate in LINKS, steps=steps)
