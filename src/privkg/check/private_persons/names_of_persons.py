"""Names of natural persons in English free text, and whether the text states a public office."""

from collections.abc import Iterator
from typing import NamedTuple

from privkg.check.private_persons import contexts, words_of_persons
from privkg.check.private_persons.name_lists import is_given_name, is_surname
from privkg.check.victim_names import cues
from privkg.check.victim_names.words import Words
from privkg.core import names
from privkg.core.model import Span

_MAX_WORDS = 5
_NOUNS = words_of_persons.PEOPLE | words_of_persons.GROUPS | words_of_persons.NOUNS
_TITLES = cues.TITLES | words_of_persons.RANKS
_BREAKS = frozenset({"co"}) | words_of_persons.PEOPLE | cues.OPENERS | cues.TIMES | _TITLES
_NOT_FIRST = cues.NOT_FIRST - _BREAKS
_RANKS = words_of_persons.RANKS - {"general"}
_BEFORE_OBJECT = cues.PREPOSITIONS | {"the"}
_PEOPLE_BEFORE = words_of_persons.PEOPLE - words_of_persons.NOT_BEFORE_NAMES
_VERBS = cues.BEING | words_of_persons.ADVERBS | words_of_persons.DEEDS | words_of_persons.SPEAKING
_OF_SURNAMES = words_of_persons.PRONOUNS | words_of_persons.TRIAL


class Person(NamedTuple):
    """A name of a person: its words, folded; its span; and whether the text states a public office."""

    words: tuple[str, ...]
    span: Span
    has_office: bool


def find(words: Words) -> Iterator[Person]:
    """Yield each name of a person that the text itself identifies as one."""
    end = 0
    for first, last in candidates(words):
        is_joined = 0 < end == first - 2 and words[first - 1] == "and" and first < last
        start = _start(words, first, last, is_joined=is_joined)
        if start is not None and not _is_owner(words, last):
            end = last
            yield _person(words, start, last)


def surnames(words: Words) -> Iterator[Person]:
    """Yield surnames without a given name that are a subject, in texts about a "she" or a trial."""
    if _OF_SURNAMES.isdisjoint(word.lower() for word in words.distinct):
        return
    runs = [
        (first, [words[at].lower() for at in range(first, last + 1)])
        for first, last in candidates(words)
    ]
    others = {
        word for _, run in runs if not words_of_persons.OTHER_NAMES.isdisjoint(run) for word in run
    }
    for at in [first for first, run in runs if len(run) == 1 and run[0] not in others]:
        is_name = is_surname(words[at]) or is_given_name(words[at])
        if is_name and words[at].lower() not in words.distinct and _is_subject(words, at):
            yield _person(words, at, at)


def _person(words: Words, first: int, last: int) -> Person:
    folded = tuple(names.fold(words[at]) for at in range(first, last + 1))
    return Person(folded, words.span(first, last), contexts.has_office(words, first, last))


def candidates(words: Words) -> Iterator[tuple[int, int]]:
    """Yield the first and last word of each run of capitalised words between titles and jobs."""
    for at, last in words.runs():
        start = at
        for end in range(at, last + 2):
            if end > last or _is_break(words, end):
                if start < end:
                    yield start, end - 1
                start = end + 1


def _is_break(words: Words, at: int) -> bool:
    """Return whether a word separates names: a title, a job, the first word of a sentence."""
    word = words[at].lower()
    is_job = "-" in word and not words_of_persons.JOBS.isdisjoint(word.split("-"))
    return is_job or (word in _BREAKS and not (words.is_initial(at) and at > 0))


def _start(words: Words, first: int, last: int, *, is_joined: bool) -> int | None:
    """Return the first word of the name of a person in a run; None if it has none.

    A run that "and" joins to the name of a person is one too.
    """
    run = [words[at].lower() for at in range(first, last + 1)]
    if _is_surname(words, first, last):
        return first
    others = [at for at, word in enumerate(run) if word in words_of_persons.OTHER_NAMES]
    if others:
        return _start_after(words, first + others[-1] + 1, last)
    if run[0] in _NOT_FIRST:
        return None
    if first > 0 and words[first - 1].lower() in ("fort", "saint", "st", "sta"):
        return None
    if first == last:
        return first if _is_single_name(words, first) else None
    for at in range(first, last):
        is_name = words.is_capitalised(at) and len(words[at]) > 2 and is_given_name(words[at])
        if is_name and last - at < _MAX_WORDS and not _follows_acronym(words, first):
            return at
    is_short = last - first < _MAX_WORDS and not words.is_initial(last)
    return first if is_short and (is_joined or _is_person(words, first, last)) else None


def _start_after(words: Words, first: int, last: int) -> int | None:
    """Return the first word of a name after that of an organisation: "Sample County Ana Cruz"."""
    is_name = last - first in (1, 2) and is_given_name(words[first])
    return first if is_name and words[last].lower() not in words_of_persons.GROUPS else None


def _is_surname(words: Words, first: int, last: int) -> bool:
    """Return whether a run is a given name and a surname that is also a word: "Ana Q. Hill"."""
    is_middle = last - first == 1 or (last - first == 2 and words.is_initial(first + 1))
    is_surname = words[last].lower() in words_of_persons.SURNAMES
    return (
        is_middle and is_surname and is_given_name(words[first]) and not _follows_acronym(words, first)
    )


def _follows_acronym(words: Words, first: int) -> bool:
    """Return whether a run continues the name of an organisation that begins with capitals."""
    word = words[first - 1] if first > 0 and words.gap(first) in contexts.SPACES else ""
    return len(word) > 1 and word.isupper() and word.lower() not in _BREAKS


def _is_single_name(words: Words, at: int) -> bool:
    """Return whether a single word is a person's name: after "Mr", or who "added that she …"."""
    word = words[at].lower()
    is_ranked = contexts.rank(words, at) in _RANKS
    if words.is_addressed(at) or is_ranked or contexts.is_titled(words, at):
        return True
    if len(word) < 2 or word.removesuffix("s") in _NOUNS or word in words.distinct:
        return False
    before, behind = words.before(at), words.behind(at)
    if before and before[0].gap == " " and before[0].word in cues.RELATIONS:
        return True
    verb = contexts.acts(behind)
    if words[at][1:].islower() and (
        contexts.is_quoted(before, behind) or contexts.closes(words, at, verb)
    ):
        return True
    return bool(verb) and not words_of_persons.PRONOUNS.isdisjoint(one.word for one in verb[1:])


def _is_subject(words: Words, at: int) -> bool:
    """Return whether a verb follows a word, and neither "the" nor a preposition precedes it."""
    before, behind = words.before(at), words.behind(at)
    if _follows_acronym(words, at) or not behind or behind[0].gap != " ":
        return False
    if before and before[0].word in _BEFORE_OBJECT:
        return False
    return behind[0].word in _VERBS or behind[0].word.endswith("ed")


def _is_person(words: Words, first: int, last: int) -> bool:
    """Return whether the context of a run of capitalised words indicates a person."""
    before, behind = words.before(first), words.behind(last)
    if words.is_addressed(first) or contexts.rank(words, first):
        return True
    if before and before[0].word in cues.DOING and before[0].gap in contexts.SPACES:
        return True
    if (
        before
        and {before[0].word, before[0].word.removesuffix("s")} & _PEOPLE_BEFORE
        and before[0].gap in (*contexts.SPACES, ", ")
    ):
        return True
    if [one.word for one in before[:2]] in words_of_persons.BYLINES:
        return True
    verb = contexts.acts(behind)
    is_she = not words_of_persons.PRONOUNS.isdisjoint(one.word for one in verb[1:])
    is_speaker = bool(verb) or contexts.is_quoted(before, behind)
    is_name = is_surname(words[last]) or any(words[at] in cues.PARTICLES for at in range(first, last))
    is_tried = bool(verb) and verb[0].word in words_of_persons.ON_TRIAL
    if contexts.has_age(behind) or is_tried or (is_speaker and (is_she or is_name)):
        return True
    nouns = {one.word for one in contexts.apposition(words, last)}
    if behind and behind[0].gap == ", " and behind[0].word in ("who", "whose"):
        return True
    return not words_of_persons.PEOPLE.isdisjoint(nouns)


def _is_owner(words: Words, last: int) -> bool:
    """Return whether a name is in another: "Ana Sample restaurants", "Ana Sample UMC Hospital"."""
    behind = words.behind(last, 2)
    if not behind or behind[0].gap not in contexts.SPACES:
        return False
    is_part = words[last + 1].isupper() and behind[1:2] != [] and behind[1].gap in contexts.SPACES
    is_part = is_part and behind[1].word in words_of_persons.OTHER_NAMES
    return is_part or behind[0].word in words_of_persons.OWNED
