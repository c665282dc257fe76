"""What the words around a name indicate: an act of a person, an age, a job, a public office."""

import itertools
from collections.abc import Sequence

from privkg.check.private_persons import words_of_persons
from privkg.check.victim_names import cues
from privkg.check.victim_names.words import Neighbour, Words

SPACES = (" ", "\u00a0", "  ")
_END_OF_NOUN = (
    cues.PREPOSITIONS
    | cues.BEING
    | words_of_persons.SPEAKING
    | frozenset(("as", "had", "has", "have", "that", "when", "where", "which", "who", "whose"))
)
_END_OF_OFFICE = _END_OF_NOUN - {"of"}
_ABBREVIATIONS = words_of_persons.RANKS | words_of_persons.PUBLIC_ABBREVIATIONS
_ACTS = words_of_persons.SPEAKING | words_of_persons.DEEDS
_INVERTED = words_of_persons.SPEAKING - words_of_persons.NOT_INVERTED


def rank(words: Words, at: int) -> str:
    """Return the abbreviated title before a word, such as "sgt"; empty if there is none."""
    word = words[at - 1] if at > 0 and words.gap(at) in (" ", ". ") else ""
    word = word.lower() if word[:1].isupper() else ""
    return word if word in _ABBREVIATIONS else ""


def acts(behind: list[Neighbour]) -> list[Neighbour]:
    """Return the words behind a name from a verb for acts of persons; empty if there is none."""
    for number, one in enumerate(behind[:3]):
        if one.gap not in SPACES:
            break
        if one.word in _ACTS:
            return behind[number:]
        if one.word not in words_of_persons.ADVERBS:
            break
    return []


def is_quoted(before: list[Neighbour], behind: list[Neighbour]) -> bool:
    """Return whether a name comes after its verb: "…, confirmed Ana Sample, head of …"."""
    is_verb = bool(before) and before[0].word in _INVERTED and before[0].gap in SPACES
    return is_verb and (not behind or behind[0].gap[:1] in ".,")


def has_age(behind: list[Neighbour]) -> bool:
    """Return whether an age follows a name: "Ana Sample, 34"."""
    return (
        bool(behind)
        and behind[0].gap in (", ", " (")
        and behind[0].word.isdigit()
        and len(behind[0].word) == 2
    )


def apposition(words: Words, last: int) -> list[Neighbour]:
    """Return the words after a comma that describe a name, up to a preposition or verb."""
    behind = words.behind(last)
    is_verb = bool(behind) and words[last + 1].islower() and words[last + 1].endswith("ed")
    if not behind or not behind[0].gap.startswith((",", " (")) or is_verb:
        return []
    end = next((n for n, one in enumerate(behind) if n and one.gap[:1] in ",)"), len(behind))
    end = next((n for n, one in enumerate(behind[:end]) if one.word in _END_OF_NOUN), end)
    return behind[:end]


def has_office(words: Words, first: int, last: int) -> bool:
    """Return whether a public office is stated directly before or after a name."""
    if rank(words, first) in words_of_persons.PUBLIC_ABBREVIATIONS:
        return True
    if first > 1 and (words[first - 2], words[first - 1]) == ("S", "Attorney"):
        return True
    near: list[str] = []
    for one in words.before(first):
        gaps = SPACES if near else (*SPACES, ", ")
        if one.gap not in gaps or one.word in _END_OF_OFFICE:
            break
        near.append(one.word)
    return _is_office(near[::-1]) or _is_office([one.word for one in apposition(words, last)])


def _is_office(near: Sequence[str]) -> bool:
    pairs = set(itertools.pairwise(near))
    if not pairs.isdisjoint(words_of_persons.PUBLIC_PHRASES):
        return True
    offices = {word for number, word in enumerate(near) if near[number - 1 : number] != ["vice"]}
    is_speaker = not offices.isdisjoint(("spokesman", "spokesperson", "spokeswoman"))
    return not is_speaker and not offices.isdisjoint(words_of_persons.PUBLIC_OFFICES)


def is_titled(words: Words, at: int) -> bool:
    """Return whether an office with a capital precedes a word: "Judge Sample"."""
    if at == 0 or words.gap(at) != " " or not words[at - 1][:1].isupper():
        return False
    return words[at - 1].lower() in words_of_persons.PUBLIC_OFFICES


def closes(words: Words, at: int, verb: list[Neighbour]) -> bool:
    """Return whether a name and its verb end a sentence: "…, Sample added."."""
    is_closing = len(verb) == 1 and verb[0].word in words_of_persons.CLOSING
    return is_closing and at > 0 and words.gap(at).startswith(",")
