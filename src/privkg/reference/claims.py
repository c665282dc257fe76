"""Claim statuses of rows: which ones a question includes, and the words for them.

A row whose status was not understood has none in the graph. Such a row is an answer like any other and
is never taken for a reported one; `NOT_UNDERSTOOD` is what people see in place of its status.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from privkg.core.errors import UsageError
from privkg.rdf.terms import Term, literal, term
from privkg.reference import concepts

NOT_UNDERSTOOD = "not understood"
"""What people read in place of the status of a row that has none."""
NONE: Term = literal(NOT_UNDERSTOOD)
"""What stands for a missing status among the values of a parameter."""
CELLS = dict.fromkeys(("earlierStatus", "laterStatus", "status"), NOT_UNDERSTOOD)
"""By column, what people read in an empty cell."""

PROPERTIES = tuple(map(term, ("pk:actor", "pk:harm", "pk:claimStatus", "pk:attributedTo")))
"""Properties of a row for who did what, how firmly that stands, and on whose word."""

_DERIVED, _ESTABLISHED = term("pk:Derived"), term("pk:Established")
_COUNTED = f"a row whose status was {NOT_UNDERSTOOD} counts too"


@dataclass(frozen=True, slots=True)
class Included:
    """The claim statuses whose rows are included, `NONE` among them or not."""

    statuses: frozenset[Term]

    def terms(self) -> dict[str, list[tuple[Term, ...]]]:
        """Return the statuses that a query wants or, where rows without one are included, does not."""
        if NONE not in self.statuses:
            return {"claim-status": [(status,) for status in sorted(self.statuses)]}
        unwanted = sorted(_every() - self.statuses)
        return {"unwanted-status": [(status,) for status in unwanted]} if unwanted else {}

    def note(self, selects: str, about: Iterable[Term] = ()) -> str:
        """Return which statuses are included, in plain words.

        Args:
            selects: what the question selects by its rows, `rows`, `incidents` or `decisions`.
            about: the statuses that the question is about; all, if none is named.
        """
        limits = frozenset(about) or self.statuses
        if not self.statuses & limits:
            return f"No row is included: the question is about rows whose {Included(limits)._words()}."
        return Included(self.statuses & limits)._note(selects)

    def _note(self, selects: str) -> str:
        if self.statuses == _every():
            return f"Rows of every claim status are included: {self._listed()}."
        is_asserted = self.statuses == _every() - {_DERIVED}
        which = "that a page asserts" if is_asserted else f"whose {self._words()}"
        if selects == "incidents":
            return f"Only incidents with a row {which} are included; their other rows are not left out."
        if selects == "decisions":
            return f"Only decisions about a row {which} are included."
        end = f", of every claim status: {self._listed()}" if is_asserted else ""
        return f"Only rows {which} are included{end}."

    def _listed(self) -> str:
        labels = _labels(self.statuses - {_ESTABLISHED})
        return f"{_joined(labels, 'and')} ones as well as established ones; {_COUNTED}"

    def _words(self) -> str:
        labels = _labels(self.statuses)
        said = [f"is {_joined(labels, 'or')}"] if labels else []
        unknown = [f"was {NOT_UNDERSTOOD}"] if NONE in self.statuses else []
        return f"claim status {' or '.join((*said, *unknown))}"


def included(statuses: Iterable[Term], basis: str | None) -> Included:
    """Return what is included by the values of the parameters claim-status and basis.

    Args:
        statuses: the claim statuses that are given; none means all, and rows without one.
        basis: `asserted` leaves out what a rule derived, `derived` all else; None leaves out nothing.

    Raises:
        UsageError: nothing can be of these statuses and of this basis.
    """
    found = frozenset(statuses) or _every()
    if basis:
        found = found & {_DERIVED} if basis == "derived" else found - {_DERIVED}
    if not found:
        raise UsageError("no row is of this claim status and of this basis; leave one of them out")
    return Included(found)


def _every() -> frozenset[Term]:
    return frozenset({concept.iri for concept in concepts.claim_statuses()} | {NONE})


def _labels(statuses: Iterable[Term]) -> list[str]:
    names: Mapping[Term, str] = {each.iri: each.label for each in concepts.claim_statuses()}
    return sorted(names[status] for status in statuses if status in names)


def _joined(words: list[str], last: str) -> str:
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
