"""Proposes pairs of actors of a graph that may be one organisation under two names, by rank.

A rank is how two names are alike; lower ranks are more often right. Nothing is merged by a proposal.
"""

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from privkg.link import similar
from privkg.reference import organisations
from privkg.reference.organisations import FUNCTION_WORDS, Key

_CLOSE, _SIMILAR = 95.0, 90.0
MOST_COMPARED = 50_000
"""The number of names up to which similar ones are looked for, as the time grows with its square."""
_MOST_OF_A_KEY = 10
"""The number of names with the same key that each is paired with."""


class Rank(IntEnum):
    """How two names are alike, from the pairs that are most often right."""

    SAME_KEY = 1
    SAME_WORD = 2
    CLOSE = 3
    SIMILAR = 4
    DISTANT = 5
    DOUBTFUL = 6


_HIGHEST = {Rank.SAME_WORD: 0.99, Rank.CLOSE: 0.98}
"""The highest scores of ranks that have pairs of any similarity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """What is compared of an actor.

    Attributes:
        id: a key that orders actors.
        labels: all its names, the preferred one first.
        types: its types, `pk:Actor` left out.
        countries: its jurisdictions.
        incidents: the incidents that name it.
        is_recorded: whether an authority record describes it.
    """

    id: str
    labels: tuple[str, ...]
    types: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    incidents: frozenset[str] = frozenset()
    is_recorded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two actors that may be one: the names that are alike, how, and their similarity from 0 to 1."""

    one: Party
    other: Party
    names: tuple[str, str]
    rank: Rank
    similarity: float
    reason: str

    @property
    def score(self) -> float:
        """A score that is higher in lower ranks: the similarity, in the last rank half of it."""
        if self.rank == Rank.DOUBTFUL:
            return round(self.similarity / 2, 2)
        return min(self.similarity, _HIGHEST.get(self.rank, 1.0))


@dataclass(frozen=True, slots=True)
class _Name:
    party: Party
    label: str
    key: Key


def pairs(parties: Iterable[Party]) -> list[Pair]:
    """Return the pairs of actors that may be one, each once, by rank, similarity and identifiers.

    Two actors with authority records are two actors. Of more names than `MOST_COMPARED`, only those with
    the same key are paired.
    """
    best: dict[tuple[str, str], Pair] = {}
    for one, other, similarity in _alike(parties):
        if not _may_be_one(one.party, other.party):
            continue
        pair = _pair(one, other, similarity)
        known = best.get((pair.one.id, pair.other.id))
        if known is None or _order(pair) < _order(known):
            best[pair.one.id, pair.other.id] = pair
    return sorted(best.values(), key=_order)


def _order(pair: Pair) -> tuple[int, float, str, str, tuple[str, str]]:
    return pair.rank, -pair.similarity, pair.one.id, pair.other.id, pair.names


def _alike(parties: Iterable[Party]) -> Iterator[tuple[_Name, _Name, float]]:
    """Yield the names of different actors that have the same key, or similar ones."""
    groups = _by_words(parties)
    for group in groups:
        for at, name in enumerate(group):
            for other in group[at + 1 : at + 1 + _MOST_OF_A_KEY]:
                yield name, other, 100.0
    texts = [" ".join(group[0].key.words) for group in groups]
    for first, second, similarity in similar.pairs(texts if len(texts) <= MOST_COMPARED else []):
        for names in itertools.product(groups[first][:_MOST_OF_A_KEY], groups[second][:_MOST_OF_A_KEY]):
            yield *names, similarity


def _by_words(parties: Iterable[Party]) -> list[list[_Name]]:
    """Return the names with the same words, in the order of the words and of actors."""
    found: dict[tuple[str, ...], list[_Name]] = defaultdict(list)
    for party in sorted(parties, key=lambda each: each.id):
        for label in party.labels:
            key = organisations.key(label)
            found[key.words].append(_Name(party, label, key))
    return [found[words] for words in sorted(found)]


def _may_be_one(one: Party, other: Party) -> bool:
    return one.id != other.id and not (one.is_recorded and other.is_recorded)


def _pair(one: _Name, other: _Name, similarity: float) -> Pair:
    first, second = sorted((one, other), key=lambda name: name.party.id)
    rank, reason = _ranked(first, second, similarity)
    return Pair(
        one=first.party,
        other=second.party,
        names=(first.label, second.label),
        rank=rank,
        similarity=math.floor(similarity) / 100,
        reason=reason,
    )


def _ranked(one: _Name, other: _Name, similarity: float) -> tuple[Rank, str]:
    doubt = _doubt(one, other)
    if doubt:
        return Rank.DOUBTFUL, doubt
    is_same = one.key.words == other.key.words
    if min(len(one.key.words), len(other.key.words)) == 1:
        why = "the same single word" if is_same else "similar, but a single word"
        return (Rank.SAME_WORD if is_same else Rank.DOUBTFUL), why
    if is_same:
        return Rank.SAME_KEY, "the same words but for marks, company form, abbreviation or country code"
    limits = ((_CLOSE, Rank.CLOSE), (_SIMILAR, Rank.SIMILAR), (similar.LEAST, Rank.DISTANT))
    rank = next(rank for least, rank in limits if similarity >= least)
    return rank, f"similar words, {math.floor(similarity)} of 100"


def _doubt(one: _Name, other: _Name) -> str:
    """Return why two names that are alike may well be of two actors; empty if no reason is known."""
    if one.key.country and other.key.country and one.key.country != other.key.country:
        return f"different countries: {one.key.country}, {other.key.country}"
    if _differ(one.party.countries, other.party.countries):
        return "different jurisdictions"
    if _differ(one.party.types, other.party.types):
        return "different types of actors"
    differing = _differing(one.key.words, other.key.words)
    for what, is_of in (("the name of a place", organisations.is_place), ("a number", _is_number)):
        found = sorted(filter(is_of, differing))
        if found:
            return f"the names differ by {what}: {', '.join(found)}"
    if not differing and _moved_place(one.key.words, other.key.words):
        return "the name of a place is elsewhere in the other name"
    return ""


def _differ(some: frozenset[str], others: frozenset[str]) -> bool:
    return bool(some and others and not some & others)


def _differing(some: Sequence[str], others: Sequence[str]) -> set[str]:
    """Return the words that are in one name only, and pairs of them such as "new york"."""
    only = (Counter(some) - Counter(others), Counter(others) - Counter(some))
    found = {word for each in only for word in each} - FUNCTION_WORDS
    adjacent = {
        f"{word} {after}"
        for words in (some, others)
        for word, after in itertools.pairwise(words)
        if {word, after} <= found
    }
    return found | adjacent


def _moved_place(some: Sequence[str], others: Sequence[str]) -> bool:
    ordered = [[word for word in words if word not in FUNCTION_WORDS] for words in (some, others)]
    return ordered[0] != ordered[1] and any(map(organisations.is_place, ordered[0]))


def _is_number(word: str) -> bool:
    return any(character.isdigit() for character in word)
