"""Claim statuses of rows: which ones a question includes, and the sentence that lists them.

A row whose status was not understood has no `pk:claimStatus` in the graph. Queries include such a row
like any other, but never as "reported"; answers print `NOT_UNDERSTOOD` instead of its status.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from privkg.core.errors import UsageError
from privkg.rdf.terms import Term, literal, term
from privkg.reference import concepts

NOT_UNDERSTOOD = "not understood"
"""The text that answers print for a row without a status."""
NONE: Term = literal(NOT_UNDERSTOOD)
"""The value of the parameter `claim-status` that selects rows without a status."""
CELLS = dict.fromkeys(("earlierStatus", "laterStatus", "status"), NOT_UNDERSTOOD)
"""The text for an empty cell, by column."""

PROPERTIES = tuple(map(term, ("pk:actor", "pk:harm", "pk:claimStatus", "pk:attributedTo")))
"""Properties of a row for actor, harm, claim status and the party that the claim is attributed to."""

_DERIVED, _ESTABLISHED = term("pk:Derived"), term("pk:Established")
_COUNTED = f"a row whose status was {NOT_UNDERSTOOD} counts too"


@dataclass(frozen=True, slots=True)
class Included:
    """The claim statuses whose rows a question includes; `NONE` is for rows without a status."""

    statuses: frozenset[Term]

    def terms(self) -> dict[str, list[tuple[Term, ...]]]:
        """Return the query parameters that select the rows.

        Rows without a status have no triple to match, so they are selected by excluding the unwanted
        statuses. The lines `asserted`, which have no value, leave derived rows out where a question
        looks at other rows too.
        """
        found: dict[str, list[tuple[Term, ...]]] = {}
        unwanted = sorted(_every() - self.statuses)
        if NONE not in self.statuses:
            found["claim-status"] = [(status,) for status in sorted(self.statuses)]
        elif unwanted:
            found["unwanted-status"] = [(status,) for status in unwanted]
        if _DERIVED in unwanted:
            found["asserted"] = []
        return found

    def note(self, selects: str, about: Iterable[Term] = ()) -> str:
        """Return a sentence about the statuses that are included.

        Args:
            selects: what the question selects by the statuses of rows: `rows`, `incidents` or
                `decisions`.
            about: the statuses that the question is about; empty for all.
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
            rows = "rows" if _DERIVED in self.statuses else "rows that no rule derived"
            return f"Only incidents with a row {which} are included, with all of their {rows}."
        if selects == "decisions":
            return f"Only decisions about a row {which} are included."
        end = f", of every claim status: {self._listed()}" if is_asserted else ""
        return f"Only rows {which} are included{end}."

    def _listed(self) -> str:
        labels = _labels(self.statuses - {_ESTABLISHED})
        return f"{_joined(labels, 'and')} ones as well as established ones; {_COUNTED}"

    def _words(self) -> str:
        labels = _labels(self.statuses)
        known = [f"is {_joined(labels, 'or')}"] if labels else []
        unknown = [f"was {NOT_UNDERSTOOD}"] if NONE in self.statuses else []
        return f"claim status {' or '.join((*known, *unknown))}"


def included(statuses: Iterable[Term], basis: str | None) -> Included:
    """Return the statuses that the parameters claim-status and basis include.

    Args:
        statuses: values of claim-status; empty for all statuses and for rows without one.
        basis: `asserted` excludes rows that a rule derived, `derived` includes only these; None
            includes both.

    Raises:
        UsageError: the two parameters exclude every row.
    """
    found = frozenset(statuses) or _every()
    if basis:
        found = found & {_DERIVED} if basis == "derived" else found - {_DERIVED}
    if not found:
        raise UsageError(
            "no row has both this claim status and this basis; leave out claim-status or basis"
        )
    return Included(found)


def _every() -> frozenset[Term]:
    return frozenset({concept.iri for concept in concepts.claim_statuses()} | {NONE})


def _labels(statuses: Iterable[Term]) -> list[str]:
    names: Mapping[Term, str] = {each.iri: each.label for each in concepts.claim_statuses()}
    return sorted(names[status] for status in statuses if status in names)


def _joined(words: list[str], last: str) -> str:
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
