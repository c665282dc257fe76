"""Types of parameters: each turns a word of the user into the RDF terms for a query.

A word is never inserted into a query's text, which rules out SPARQL injection: it is looked up, or
parsed and serialized as a term. Narrower terms are looked up here as well, instead of by a property path
of arbitrary length in the query, because engines differ in what they support and how fast they are.
"""

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from privkg.core import names
from privkg.core.errors import UnknownNameError, UsageError
from privkg.core.text import quoted
from privkg.query.lookups import INCIDENTS, Fields, Places, Terms, Things, classes
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import ALT_LABEL, PREF_LABEL, Term, iri_text, literal, term
from privkg.reference import claims, concepts, dates, places
from privkg.reference.laws import Laws
from privkg.reference.parts import PARTS
from privkg.reference.vocabulary import Vocabulary
from privkg.store.queryable import Queryable

_MAX_LISTED, _MAX_SHOWN = 2000, 12
_MAX_NUMBER = 1_000_000
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_STATUS = "NotUnderstood"


class Type(Protocol):
    """A type of parameter."""

    @property
    def metavar(self) -> str:
        """The placeholder for a value in the help."""

    @property
    def is_list(self) -> bool:
        """Whether several values may be given."""

    @property
    def needs_graph(self) -> bool:
        """Whether words are looked up in a graph."""

    def find(self, word: str, graph: Queryable | None) -> Terms:
        """Return the term that a word names, followed by all narrower terms.

        Raises:
            UnknownNameError: the word is not the name of anything of this type.
            UsageError: the word is not a value of this type, or is ambiguous.
        """

    def words(self, graph: Queryable | None) -> list[str]:
        """Return the words to offer for completion; none for dates and numbers."""


@dataclass(frozen=True, slots=True)
class Concepts:
    """A concept of a vocabulary, by any of its labels."""

    vocabulary: Callable[[], Vocabulary]
    metavar: str = "NAME"
    is_list: bool = True
    needs_graph: bool = False

    def find(self, word: str, graph: Queryable | None = None) -> Terms:
        """Return the concept that a word names, followed by all narrower concepts."""
        found = self.vocabulary().find(word)
        if found is None:
            raise UnknownNameError(self.vocabulary().kind, word, self.words())
        return concepts.with_narrower(found.iri)

    def words(self, graph: Queryable | None = None) -> list[str]:
        """Return the local names of all concepts, sorted."""
        return sorted(_local_name(concept.iri) for concept in self.vocabulary())


class ClaimStatuses(Concepts):
    """A claim status, or `NotUnderstood` for rows without one."""

    def find(self, word: str, graph: Queryable | None = None) -> Terms:
        """Return the status that a word names, or `claims.NONE` for `NotUnderstood`."""
        is_none = names.fold(word).replace(" ", "") == _NO_STATUS.lower()
        return (claims.NONE,) if is_none else Concepts.find(self, word)

    def words(self, graph: Queryable | None = None) -> list[str]:
        """Return the local names of all statuses, and `NotUnderstood`, sorted."""
        return sorted((*Concepts.words(self), _NO_STATUS))


class NamesOfLaws(Concepts):
    """A law, by a name that identifies it; if several share the name, with its country: "UK GDPR"."""

    def find(self, word: str, graph: Queryable | None = None) -> Terms:
        """Return the law that a word names."""
        found, several = Laws().find(word), Laws().candidates(word)
        if several:
            labels = ", ".join(quoted(law.label) for law in several[:_MAX_SHOWN])
            raise UsageError(f"{quoted(word)} is ambiguous; write one of: {labels}")
        return (found.iri,) if found else Concepts.find(self, word)


@dataclass(frozen=True, slots=True)
class Matched:
    """A concept of another vocabulary that privkg maps to one of its own, by local name or IRI."""

    metavar: str = "NAME"
    is_list: bool = True
    needs_graph: bool = False

    def find(self, word: str, graph: Queryable | None = None) -> Terms:
        """Return the concept that a word names."""
        found = sorted(t for t in concepts.matched() if word in (iri_text(t), _local_name(t)))
        if not found:
            raise UnknownNameError("mapped concept", word, self.words())
        if len(found) > 1:
            shown = ", ".join(map(iri_text, found))
            raise UsageError(f"{quoted(word)} is ambiguous; write one of: {shown}")
        return (found[0],)

    def words(self, graph: Queryable | None = None) -> list[str]:
        """Return the local names of all mapped concepts, sorted."""
        return sorted(set(map(_local_name, concepts.matched())))


@dataclass(frozen=True, slots=True)
class Countries:
    """A country, by its ISO 3166-1 alpha-2 code, its label in DPV or its name in the gazetteer."""

    metavar: str = "COUNTRY"
    is_list: bool = True
    needs_graph: bool = False

    def find(self, word: str, graph: Queryable | None = None) -> Terms:
        """Return the country that a word names."""
        found = concepts.countries().find(_country_codes().get(names.key(word), word))
        if found is None:
            known = {*places.country_codes(), *concepts.countries().labels()}
            raise UnknownNameError("country", word, known)
        return (found.iri,)

    def words(self, graph: Queryable | None = None) -> list[str]:
        """Return the names of countries in the gazetteer, sorted."""
        return sorted(places.country_codes())


@dataclass(frozen=True, slots=True)
class Dates:
    """A year, month or day as people write it; queries compare dates at the precision given."""

    metavar: str = "DATE"
    is_list: bool = False
    needs_graph: bool = False

    def find(self, word: str, graph: Queryable | None = None) -> Terms:
        """Return the date as a string literal in ISO 8601, such as "2014-11"."""
        date = dates.read(word)
        if date is None or date.edtf or date.omitted:
            raise UsageError(f"{quoted(word)} is not a date; write 2014, 2014-11 or 2014-11-03")
        return (literal(date.start),)

    def words(self, graph: Queryable | None = None) -> list[str]:
        """Return an empty list."""
        return []


@dataclass(frozen=True, slots=True)
class Numbers:
    """A whole number of 1 or more."""

    metavar: str = "NUMBER"
    is_list: bool = False
    needs_graph: bool = False

    def find(self, word: str, graph: Queryable | None = None) -> Terms:
        """Return the number as an `xsd:integer`."""
        if not re.fullmatch("[0-9]{1,7}", word) or not 1 <= int(word) <= _MAX_NUMBER:
            raise UsageError(f"{quoted(word)} is not a whole number from 1 to {_MAX_NUMBER}")
        return (literal(str(int(word)), "xsd:integer"),)

    def words(self, graph: Queryable | None = None) -> list[str]:
        """Return an empty list."""
        return []


@dataclass(frozen=True, slots=True)
class Words:
    """One of a fixed set of words."""

    choices: tuple[str, ...]
    metavar: str = "WORD"
    is_list: bool = False
    needs_graph: bool = False

    def find(self, word: str, graph: Queryable | None = None) -> Terms:
        """Return the word as a string literal."""
        if word not in self.choices:
            raise UsageError(f"{quoted(word)} is not one of {', '.join(self.choices)}")
        return (literal(word),)

    def words(self, graph: Queryable | None = None) -> list[str]:
        """Return the set of words, in order."""
        return list(self.choices)


def _actor_types() -> list[Term]:
    return [concept.iri for concept in concepts.actor_types()]


@functools.cache
def _country_codes() -> dict[str, str]:
    return {names.key(name): code for name, code in places.country_codes().items()}


_PLACES = classes(
    "schema:AdministrativeArea", "schema:City", "schema:Country", "schema:Place", "schema:State"
)
_NAMES = (PREF_LABEL, ALT_LABEL)


def _parties(role: str) -> Things:
    """Return the type for actors that have a role in some incident."""
    return Things(Kind.ACTOR, _actor_types, _NAMES, named_by=PARTS[role])


TYPES: dict[str, Type] = {
    "actor": _parties("acts"),
    "actor-type": Concepts(concepts.actor_types),
    "at-least": Numbers(),
    "basis": Words(("asserted", "derived")),
    "body": _parties("decides"),
    "claim-status": ClaimStatuses(concepts.claim_statuses),
    "concept": Matched(),
    "consequence": Concepts(concepts.consequences),
    "country": Countries(),
    "decision-kind": Concepts(concepts.decision_kinds),
    "earlier-harm": Concepts(concepts.harms_and_groups),
    "field": Fields(),
    "from": Dates(),
    "group": Things(Kind.GROUP, classes("pk:AtRiskGroup"), _NAMES, term("pk:subgroupOf")),
    "group-type": Concepts(concepts.group_types),
    "harm": Concepts(concepts.harms_and_groups),
    "incident": INCIDENTS,
    "information": Concepts(concepts.information),
    "law": NamesOfLaws(concepts.laws),
    "mentions": Words(("yes", "no")),
    "organisation": Things(Kind.ACTOR, _actor_types, _NAMES, term("org:unitOf")),
    "other-field": Fields(),
    "place": Places(Kind.PLACE, _PLACES, _NAMES),
    "recipient": _parties("receives"),
    "register": Things(Kind.REGISTER, classes("pk:Register"), _NAMES),
    "since": Dates(),
    "technology": Concepts(concepts.technologies),
    "to": Dates(),
}
"""The type of each parameter; a name means the same in every question."""


def _local_name(concept: Term) -> str:
    return re.split("[#/]", iri_text(concept))[-1]
