"""Matches events with records of a catalogue, by rare words of titles, date, actors and country."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
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
    """Compares events with the records of a catalogue."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._words = [_tokens(record.title) for record in records]
        counts = Counter(word for words in self._words for word in words)
        self._weights = {w: math.log(1 + len(records) / n) for w, n in counts.items()}

    def matches(self, event: Event) -> list[tuple[float, Record]]:
        """Return the records that may describe an event, with scores from 0 to 1, best first."""
        of_event = _tokens(f"{event.title} {event.text}") | _tokens(" ".join(event.actors))
        found = [
            (round(self._score(event, of_event, record, words), 2), record)
            for record, words in zip(self._records, self._words, strict=True)
        ]
        return sorted(
            (each for each in found if each[0] >= LEAST), key=lambda each: (-each[0], each[1].iri)
        )

    def _score(self, event: Event, of_event: set[str], record: Record, words: set[str]) -> float:
        # As in TF-IDF, a word weighs more the fewer titles of the catalogue have it.
        whole = sum(self._weights[word] for word in words)
        shared = sum(self._weights[word] for word in words & of_event)
        if not whole:
            return 0.0
        score = _WORDS * shared / whole + _DAY * _nearness(event.date, record.date)
        score += _WHO * _same_names(event, record)
        return min(score, _OTHER_YEAR) if _is_other_year(event, record) else score


def same_actor(labels: Iterable[str], record: Record) -> bool:
    """Return whether a record names an actor that has one of these labels."""
    keys = {names.key(label) for label in labels}
    return any(names.key(actor) in keys for actor in record.actors)


def _same_names(event: Event, record: Record) -> float:
    if same_actor(event.actors, record):
        return 1.0
    places = {names.key(name) for name in event.countries}
    is_there = any(names.key(name) in places for name in record.countries)
    return 0.5 if is_there or places & _tokens(record.title) else 0.0


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
