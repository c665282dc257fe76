"""Finds the actors of a Threat: the stated names that open its sentence.

The parser accepts a name only if the words after it show that it is the subject of an active verb
(`predicates`); everything else is a problem with a message. So "Google's critics", "Google Cloud" and
"Google hacked by …" never make Google the actor.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from privkg.build.lifting import english, forms, predicates, stated_names
from privkg.build.lifting.stated_names import Actor, NameIndex
from privkg.core import company_forms, names
from privkg.core.names import Token

_BRACKETS = {"(": ")", "[": "]"}
_DASHES = frozenset("–—-")
_DOUBTS = frozenset(("or", "nor"))
# To bound the time per sentence: the most tokens that are read in all, and after the last name.
_MOST_TOKENS = 600
_WINDOW = 60
_MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Opening:
    """The actors of a sentence.

    Attributes:
        actors: the stated actors; empty if there is a problem.
        problem: the message of the finding if the actors cannot be determined.
        unstated: the words of a further actor that is not a stated name, such as "its partners".
    """

    actors: tuple[Actor, ...] = ()
    problem: str = "the Threat begins with none of the Threat Actors; begin it with the actor"
    unstated: str | None = None


def read(sentence: str, named: Iterable[forms.Name]) -> Opening:
    """Return the stated names that open a sentence as its subjects, or the problem."""
    stated = NameIndex(named)
    tokens = list(itertools.islice(names.tokens(sentence), _MOST_TOKENS))
    actors: list[Actor] = []
    at = 0
    while at <= _MOST_TOKENS - _WINDOW:
        found = stated.at(tokens, at)
        if not found:
            return _without_name(sentence, tokens, at, actors, stated)
        if len({actor.name.node for actor, _ in found}) > 1:
            options = " or ".join(sorted({actor.name.text for actor, _ in found}))
            words = " ".join(sentence[found[0][0].start : found[0][0].end].split())
            return Opening(problem=f'"{words}" may mean {options}; write the whole name')
        actor, at = found[0]
        actors.append(actor)
        at = _after_asides(tokens, at, stated)
        if _follows(tokens, at, is_plural=len(actors) > 1 or _is_plural(tokens, at)):
            return Opening(actors=tuple(actors), problem="")
        joint = stated_names.joint(tokens, at)
        if not joint:
            return _undecided(sentence, tokens, at, actors)
        at += joint
    problem = "the Threat opens with too many names; write several rows with fewer names"
    return Opening(problem=problem)


def whole(text: str, named: Iterable[forms.Name]) -> forms.Name | None:
    """Return the stated name that a whole text equals in any form; None if none or several match."""
    tokens = list(names.tokens(text))
    found = [actor.name for actor, end in NameIndex(named).at(tokens, 0) if end == len(tokens)]
    return found[0] if len({name.node for name in found}) == 1 else None


def _without_name(
    sentence: str, tokens: list[Token], at: int, actors: list[Actor], stated: NameIndex
) -> Opening:
    """Return the opening if the token starts no stated name: with an unnamed party or a problem."""
    if not actors:
        return _without_actor(tokens, stated)
    is_joined = tokens[at - 1].text != ","
    at += company_forms.words_at(tokens, at, 1) == ("possibly",)
    end = _unstated_end(tokens, at, stated) if is_joined else None
    if end:
        words = " ".join(sentence[tokens[at].start : tokens[end - 1].end].split())
        return Opening(actors=tuple(actors), problem="", unstated=words)
    return _undecided(sentence, tokens, at, actors)


def _without_actor(tokens: list[Token], stated: NameIndex) -> Opening:
    """Return an opening without actors; its problem quotes a name that differs only in case, if any."""
    for start, _ in stated_names.starts(tokens, 0):
        for each, form in ((name, form) for name in stated.names for form in name.forms):
            seen = " ".join(company_forms.words_at(tokens, start, len(form.words)))
            if seen.casefold() == " ".join(form.words).casefold():
                problem = (
                    f'the Threat begins with "{seen}", which may not mean "{each.text}";'
                    " begin it with the actor, written as in Threat Actors"
                )
                return Opening(problem=problem)
    return Opening()


def _undecided(sentence: str, tokens: list[Token], at: int, actors: list[Actor]) -> Opening:
    first, last = actors[0], actors[-1]
    opening = " ".join(sentence[first.start : last.end].split())
    if len(actors) > _MOST_SHOWN:
        shown = (sentence[each.start : each.end] for each in (first, last))
        opening = " … ".join(" ".join(words.split()) for words in shown)
    size = 2 if at < len(tokens) and tokens[at].text.isalnum() else 3
    rest = " ".join(sentence[actors[-1].end : tokens[min(at + size, len(tokens)) - 1].end].split())
    problem = (
        f'the Threat opens with "{opening}" but continues with "{rest}", so it is unclear who acts;'
        f' write who acts and then the act, as "{actors[0].name.text} selling …"'
    )
    return Opening(problem=problem)


def _after_asides(tokens: list[Token], at: int, stated: NameIndex) -> int:
    """Return the index after brackets, a place or a clause that only describe a name."""
    for skip in (_after_bracket, _after_place, _after_clause):
        at = skip(tokens, at, stated)
    return at


def _after_bracket(tokens: list[Token], at: int, stated: NameIndex) -> int:
    """Return the index after brackets with another name or a description of the name."""
    if at + 1 >= len(tokens) or tokens[at].text not in _BRACKETS or not tokens[at].is_spaced:
        return at
    closing = _BRACKETS[tokens[at].text]
    end = next((n for n in range(at, len(tokens)) if tokens[n].text == closing), None)
    first = tokens[at + 1].text
    is_description = first in english.DESCRIPTIONS or first.endswith("ly")
    is_name = not first.islower() and not stated.at(tokens, at + 1)
    return end + 1 if end and (is_description or is_name) else at


def _after_place(tokens: list[Token], at: int, stated: NameIndex) -> int:
    """Return the index after a place or year: "in New York", "in the Netherlands", "in 2016"."""
    sizes = (n for n in (3, 2, 1) if company_forms.words_at(tokens, at, n) in english.PLACE_PREPOSITIONS)
    start = end = at + next(sizes, 0)
    if start == at:
        return at
    while end < len(tokens) and not tokens[end].text[0].islower() and tokens[end].text[0].isalnum():
        end += 1
    return end if end > start else at


def _after_clause(tokens: list[Token], at: int, stated: NameIndex) -> int:
    """Return the index after a clause between commas or dashes, if a verb or joined name follows it.

    A clause that may join another stated name to the subject is not skipped: in "Alpha, a broker and
    Beta, selling" it is unclear who acts.
    """
    if at + 1 >= len(tokens) or tokens[at].text not in _DASHES | {","}:
        return at
    mark, first = tokens[at].text, tokens[at + 1].text
    is_dash = mark == "—" or (mark in _DASHES and tokens[at].is_spaced)
    if not (is_dash or mark == ",") or first in ("and", "or", "nor", "but"):
        return at
    if stated.at(tokens, at + 1) or _follows(tokens, at) or stated_names.joint(tokens, at) > 1:
        return at
    ends = (n for n in range(at + 1, len(tokens) - 1) if tokens[n].text == mark)
    end = next((n for n in ends if _verb_or_name_follows(tokens, n, stated)), None)
    if end is None or _may_join(tokens, at + 1, end, stated) or stated.at(tokens, end + 1):
        return at
    return end if stated_names.joint(tokens, end) > 1 else end + 1


def _verb_or_name_follows(tokens: list[Token], at: int, stated: NameIndex) -> bool:
    """Return whether an active verb or a stated name follows the mark at a token."""
    joint = max(stated_names.joint(tokens, at), 1 + stated_names.joint(tokens, at + 1))
    return bool(stated.at(tokens, at + joint)) or _follows(tokens, at + 1)


def _may_join(tokens: list[Token], start: int, end: int, stated: NameIndex) -> bool:
    """Return whether a clause may join a stated name to the subject, by a conjunction before it."""
    for at in range(start, end):
        joint = 1 if tokens[at].text in _DOUBTS else stated_names.joint(tokens, at)
        if joint and tokens[at].text != "," and stated.at(tokens, at + joint):
            return True
    return False


def _is_plural(tokens: list[Token], at: int) -> bool:
    """Return whether the word before a token may be a plural: "Moscow authorities watch"."""
    return tokens[at - 1].text.endswith(("s", "people", "men", "staff", "police", "Police"))


def _follows(tokens: list[Token], at: int, *, is_plural: bool = False) -> bool:
    """Return whether an active verb of the subject follows at a token."""
    return predicates.follows(tokens[at : at + _WINDOW], is_plural=is_plural)


def _unstated_end(tokens: list[Token], at: int, stated: NameIndex) -> int | None:
    """Return the index after a party without a name: "its partners", "others"; None if none."""
    if at >= len(tokens) or tokens[at].text not in english.UNSTATED:
        return None
    if tokens[at].text == "others" and _acts(tokens[at + 1 :]):
        return at + 1
    for end in range(at + 1, min(at + 6, len(tokens))):
        is_verb = tokens[end].text in english.BE | english.HAVE | english.MODAL | {"by"}
        if not tokens[end].text.isalpha() or is_verb or stated.at(tokens, end):
            return None
        if _acts(tokens[end + 1 :]) and tokens[end].text not in english.PREPOSITIONS:
            return end + 1
    return None


def _acts(tokens: list[Token]) -> bool:
    return bool(tokens) and predicates.follows(tokens, is_plural=True)
