"""Matches events with records of a catalogue, by rare words of titles, date, actors and country."""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from privkg.core import names
from privkg.link.catalogues import Record
from privkg.rdf.terms import Term

LEAST = 0.6
"""The minimum score of a proposed match."""
_WORDS, _DAY, _WHO = 0.6, 0.25, 0.15
"""The weights of words, date and actors."""
_OTHER_YEAR = 0.4
"""The maximum score if the years differ, since an actor may do the same thing again."""
_NO_DATE = LEAST
"""The maximum score of a record without a date: it more often describes a system than an event."""
_SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The features of an incident that are compared.

    Attributes:
        date: the start, as year, month and day as far as they are known.
        last_year: the year of the end.
        actors: the labels of the actors.
        countries: the labels of the countries.
    """

    node: Term
    title: str
    text: str
    date: tuple[int, ...] = ()
    last_year: int | None = None
    actors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


class Matcher:
    """Compares events with the records of a catalogue.

    Only records that share a word with an event are compared: date and actors alone are less than
    `LEAST`.
    """

    def __init__(self, records: Sequence[Record]) -> None:
        self._candidates = [_Candidate(record) for record in records]
        self._with_word: dict[str, list[int]] = {}
        for number, candidate in enumerate(self._candidates):
            for word in candidate.words:
                self._with_word.setdefault(word, []).append(number)
        # As in TF-IDF, a word weighs more the fewer titles of the catalogue have it.
        self._weights = {w: math.log(1 + len(records) / len(n)) for w, n in self._with_word.items()}
        self._wholes = [sum(self._weights[w] for w in sorted(each.words)) for each in self._candidates]

    def matches(self, event: Event, left_out: Collection[Term] = ()) -> list[tuple[float, Record]]:
        """Return the records that may describe an event, with scores from 0 to 1, best first.

        Args:
            event: the event.
            left_out: the IRIs of records that are not compared, such as its own.
        """
        who = _Names(event)
        found = []
        for number, weight in self._shared_weights(event).items():
            candidate, share = self._candidates[number], weight / self._wholes[number]
            if _WORDS * share + _DAY + _WHO < LEAST or candidate.record.iri in left_out:
                continue
            score = round(_score(event, who, candidate, share), 2)
            if score >= LEAST:
                found.append((score, candidate.record))
        return sorted(found, key=lambda each: (-each[0], each[1].iri))

    def _shared_weights(self, event: Event) -> dict[int, float]:
        """Return the weight of the words that an event shares with records, by their numbers."""
        words = _tokens(f"{event.title} {event.text}") | _tokens(" ".join(event.actors))
        shared: dict[int, float] = {}
        for word in sorted(words & self._with_word.keys()):  # a sum of floats depends on its order
            for number in self._with_word[word]:
                shared[number] = shared.get(number, 0.0) + self._weights[word]
        return shared


class _Candidate:
    """A record with what is compared of it."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.words = _tokens(record.title)
        self.actors = set(map(names.key, record.actors))
        self.countries = set(map(names.key, record.countries))


class _Names:
    """The keys of the names of an event's actors and countries."""

    def __init__(self, event: Event) -> None:
        self.actors = set(map(names.key, event.actors))
        self.countries = set(map(names.key, event.countries))


def by_actor(records: Iterable[Record]) -> dict[str, list[Record]]:
    """Return the records that name an actor, by the keys of the names."""
    found: dict[str, list[Record]] = {}
    for record in records:
        for key in dict.fromkeys(map(names.key, record.actors)):
            found.setdefault(key, []).append(record)
    return found


def _score(event: Event, who: _Names, candidate: _Candidate, share: float) -> float:
    record = candidate.record
    score = _WORDS * share + _DAY * _nearness(event.date, record.date)
    score += _WHO * _same_names(who, candidate)
    if not record.date:
        return min(score, _NO_DATE)
    return min(score, _OTHER_YEAR) if _is_other_year(event, record) else score


def _same_names(who: _Names, candidate: _Candidate) -> float:
    if who.actors & candidate.actors:
        return 1.0
    return 0.5 if who.countries & (candidate.countries | candidate.words) else 0.0


def _nearness(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return 1 for dates that agree in year and month, 0.6 if only years are known, else 0."""
    shared = min(len(one), len(other))
    if not shared or one[:shared] != other[:shared]:
        return 0.0
    return 1.0 if shared > 1 else 0.6


def _is_other_year(event: Event, record: Record) -> bool:
    if not event.date or not record.date:
        return False
    return not event.date[0] <= record.date[0] <= (event.last_year or event.date[0])


def _tokens(text: str) -> set[str]:
    parts = (names.fold(part).strip("'’\"“”.,:;!?()[]$€£") for part in text.split())
    words = (part.removesuffix("'s").removesuffix("’s") for part in parts)
    return {word for word in words if len(word) >= _SHORTEST_WORD}
