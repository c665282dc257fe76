"""Finds names of people harmed, which pages should not publish.

A heuristic, without a model or a list of names: a run of capitalised words is reported if the words
around it indicate that this person is the one harmed ("the diary of …", "…, a nurse, was filmed"), and
if none of its own words belongs to an office, a place or a law. A name that is found once is then
reported everywhere on the page. `tests/check/test_victim_names.py` measures precision and recall.

Known limits: the cues are English, scripts without capital letters have no names, and titles of pages
are not searched.
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from privkg.check.victim_names import cues
from privkg.check.victim_names.words import Neighbour, Words
from privkg.core import names, rules
from privkg.core.model import Finding, Incident, Span

_MAX_NAMES, _MAX_WORDS, _MAX_BEFORE_BEING = 4, 7, 3
_SPACES, _POSSESSIVES = (" ", "\u00a0"), ("'", "’")


class _Name(NamedTuple):
    """A possible name of a person, its span, and whether the context indicates harm."""

    words: tuple[str, ...]
    span: Span
    is_harmed: bool


def find(incident: Incident) -> Iterator[Finding]:
    """Yield a Warning for each occurrence of a name of a person harmed.

    The first pass collects the names in a context of harm; the second one reports these names, and their
    surnames alone, in every context. Names that the page states as an actor, a recipient, a technology
    or a place are left out.
    """
    text = incident.text
    named = (*(row.recipients for row in incident.rows), *(each.bodies for each in incident.decisions))
    parties = itertools.chain.from_iterable(named)
    acting = itertools.chain.from_iterable(row.actors for row in incident.rows)
    stated = (*incident.actors, *acting, *parties, *incident.technologies, *incident.locations)
    others = {names.key(part) for passage in stated for part in passage.text.split(",")}
    harmed = {name.words for name in _names(incident) if name.is_harmed}
    harmed = {words for words in harmed if names.key(" ".join(words)) not in others}
    surnames = {words[-1:] for words in harmed if names.key(words[-1]) not in others}
    known = harmed | surnames
    again = _names(incident) if known else ()
    for span in sorted({name.span for name in again if name.words in known}):
        message = (
            f'"{text[span.start : span.end]}" looks like the name of someone harmed;'
            " write who they are without the name, such as a nurse"
        )
        yield Finding(rules.PERSON_NAMED, message, span)


def _names(incident: Incident) -> Iterator[_Name]:
    text = incident.text
    threats = (row.threat for row in incident.rows if row.threat)
    results = (decision.result for decision in incident.decisions if decision.result)
    texts = (incident.leads, incident.descriptions, incident.outcomes, threats, results)
    for passage in itertools.chain.from_iterable(texts):
        yield from _names_in(Words(text, passage.span), is_group=False)
    groups = (incident.affected, incident.high_risk, *(row.groups for row in incident.rows))
    for passage in itertools.chain.from_iterable(groups):
        yield from _names_in(Words(text, passage.span), is_group=True)


def _names_in(words: Words, *, is_group: bool) -> Iterator[_Name]:
    """Yield possible names; a name that fills a field of groups is that of a person harmed.

    So is a full name that "and" joins to the name of a person harmed: "filmed A B and C D".
    """
    end, is_harmed = 0, False
    for at, last in words.runs():
        first = _start_of_name(words, at, last)
        if first <= last and _may_be_name(words, first, last):
            is_next = end + 1 == first - 1 and words[end + 1] == "and"
            is_harmed = (
                (is_harmed and is_next and first < last)
                or (is_group and first == 0 and _fills_field(words, last))
                or _is_harmed(words, first, last)
            )
            end = last
            folded = tuple(names.fold(words[one]) for one in range(first, last + 1))
            yield _Name(folded, words.span(first, last), is_harmed)


def _start_of_name(words: Words, first: int, last: int) -> int:
    """Return the index of the first word after sentence openers ("When …") and titles ("Dr …")."""
    start = first
    while start <= last and _is_opener(words, start, is_alone=start == first):
        start += 1
    return start


def _is_opener(words: Words, at: int, *, is_alone: bool) -> bool:
    word = words[at].lower()
    if word in cues.TIMES:
        return not is_alone or (at > 0 and words[at - 1].lower() in cues.OPENERS)
    return word in cues.OPENERS or (word in cues.PERSONS and not words.before(at))


def _may_be_name(words: Words, first: int, last: int) -> bool:
    """Return whether a run is short enough for a name, and has no word of an office, place or law."""
    if last - first >= _MAX_WORDS or words.is_initial(last):
        return False
    run = [words[at].lower() for at in range(first, last + 1)]
    count = sum(word not in cues.PARTICLES for word in run)
    is_other = run[0] in cues.NOT_FIRST or not cues.NOT_IN_NAMES.isdisjoint(run)
    return count <= _MAX_NAMES and not is_other


def _fills_field(words: Words, last: int) -> bool:
    """Return whether a name is a whole field, or is followed only by "and her family" or the like."""
    is_plural = words[last].endswith("s") and not words[last].endswith(("as", "is", "os", "ss", "us"))
    behind = [each.word for each in words.behind(last)[:2]]
    is_all = not behind or (behind[0] == "and" and behind[-1] in cues.OWNING)
    return last > 0 and is_all and not is_plural


def _is_harmed(words: Words, first: int, last: int) -> bool:
    """Return whether the context of a name indicates that this person is the one harmed.

    The strong cues come first: "stalked …", "the diary of …", "… was filmed". Weaker ones ("the girl,
    …", "lost her job") count only if the person has no office and is not accused of anything. A single
    word is a name only after a cue such as "a girl called", or a title of address.
    """
    before, after = words.before(first), words.behind(last, 1)
    if after and after[0].gap in _SPACES and after[0].word in cues.POSSESSIONS:
        return False
    if first == last and not words.is_addressed(first):
        return _is_named_person(before, _SPACES)
    behind = words.behind(last)
    apposition, rest = _split_apposition(behind)
    is_clear = _is_object(before) or _has_private_thing(before, behind)
    if not is_clear and not _depends(before):
        is_clear = _is_filmed(apposition) or _is_filmed(rest)
    if is_clear or _acts(before, apposition, behind):
        return is_clear
    return _is_named_person(before, (*_SPACES, ", ")) or _suffers(apposition) or _suffers(rest)


def _split_apposition(behind: list[Neighbour]) -> tuple[list[Neighbour], list[Neighbour]]:
    """Return the words between commas or brackets after a name (", a nurse,"), and the words after."""
    if not behind or not behind[0].gap.startswith((",", " (")):
        return [], behind
    is_end = (number for number, word in enumerate(behind) if number and word.gap[0] in ",)")
    end = next(is_end, len(behind))
    return behind[:end], behind[end:]


def _is_object(before: Sequence[Neighbour]) -> bool:
    """Return whether the name is the object of a harmful act: "stalked …"."""
    return bool(before) and before[0].word in cues.DOING and before[0].gap in _SPACES


def _has_private_thing(before: Sequence[Neighbour], behind: Sequence[Neighbour]) -> bool:
    """Return whether a private thing belongs to the person: "the diary of …", "…'s diary"."""
    if behind and behind[0].gap.startswith(_POSSESSIVES):
        return _is_private(behind[0].word) or _is_private(*(one.word for one in behind[1::-1]))
    words = [each.word for each in before]
    is_other = words[:3] == ["of", "name", "the"] and words[3:] in (["by"], ["in"], ["under"])
    return words[:1] == ["of"] and not is_other and _is_private(*words[1:3])


def _is_private(thing: str = "", kind: str = "") -> bool:
    thing = thing.removeprefix("ex-")
    return thing in cues.THINGS or thing in cues.RELATIONS or _is_of_kind(thing, kind)


def _is_of_kind(thing: str, kind: str) -> bool:
    return kind in cues.THINGS_OF_KIND.get(thing, ())


def _is_filmed(behind: Sequence[Neighbour]) -> bool:
    """Return whether the words after a name describe a harmful act: "was secretly filmed"."""
    words = [each.word for each in behind]
    being = next((number for number, word in enumerate(words) if word in cues.BEING), _MAX_WORDS)
    if being > _MAX_BEFORE_BEING or (being and words[0] not in cues.BEFORE_BEING):
        return False
    done = [word for word in words[being:] if word not in cues.FILLING]
    if not cues.WRONGLY.isdisjoint(done[:1]):
        return not cues.DONE_WRONGLY.isdisjoint(done[1:2])
    return not cues.DONE_TO.isdisjoint(done[:1])


def _depends(before: Sequence[Neighbour]) -> bool:
    """Return whether a name only modifies the subject of the sentence: "users of …"."""
    return bool(before) and before[0].word in cues.PREPOSITIONS


def _suffers(behind: Sequence[Neighbour]) -> bool:
    """Return whether a private thing of the person follows: "lost her job", "whose photo"."""
    words = [each.word for each in behind]
    owning = next((number for number, word in enumerate(words) if word in cues.OWNING), len(words))
    thing, second = [*words[owning + 1 : owning + 3], "", ""][:2]
    return thing in cues.THINGS or _is_of_kind(second, thing) or second in cues.THINGS


def _is_named_person(before: Sequence[Neighbour], gaps: tuple[str, ...]) -> bool:
    """Return whether the context names a private person: "the victim, …", "a girl called …"."""
    words = [each.word for each in before]
    if words[:1] and words[0] in cues.PERSONS:
        return before[0].gap in gaps
    if words[:1] and words[0] in ("as", "called", "named"):
        return not cues.PERSONS.isdisjoint(words[1:2])
    is_name = words[:1] == ["name"] or words[:2] in (["is", "name"], ["was", "name"])
    return is_name and not cues.OWNING.isdisjoint(words)


def _acts(
    before: Sequence[Neighbour], apposition: Sequence[Neighbour], behind: Sequence[Neighbour]
) -> bool:
    """Return whether the person has an office or is accused: "the researcher …", "…, a lawyer"."""
    words = [each.word for each in (*before[:1], *apposition[:5])]
    is_suspect = not cues.SUSPECTED.isdisjoint(each.word for each in behind)
    return is_suspect or not cues.OFFICES.isdisjoint(words)
