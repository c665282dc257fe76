"""Who acts in a Threat: which of the names that are stated open its sentence, whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from privkg.build.lifting import english, forms, predicates
from privkg.core import names
from privkg.core.names import Token

_BRACKETS = {"(": ")", "[": "]"}
_DASHES = frozenset("–—-")
_JOINTS = (("together", "with"), ("along", "with"), ("as", "well", "as"), ("and",), ("&",))
_READ_TOKENS = 60


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and where the sentence names it."""

    name: forms.Name
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Opening:
    """Who acts in a sentence, or why nobody can be told; `unstated` is who else acts, by no name."""

    actors: tuple[Actor, ...] = ()
    problem: str = "the Threat begins with none of the Threat Actors; begin it with who acts"
    unstated: str | None = None


def read(sentence: str, stated: Sequence[forms.Name]) -> Opening:
    """Return which of the stated names act in a sentence because they open it."""
    tokens = [token for token, _ in zip(names.tokens(sentence), range(_READ_TOKENS), strict=False)]
    actors: list[Actor] = []
    at = 0
    while True:
        found = _named(tokens, at, stated)
        if not found:
            return _without_name(sentence, tokens, at, actors, stated)
        if len({actor.name.node for actor, _ in found}) > 1:
            options = " or ".join(sorted({actor.name.text for actor, _ in found}))
            words = " ".join(sentence[found[0][0].start : found[0][0].end].split())
            return Opening(problem=f'"{words}" may be {options}; write the whole name')
        actor, at = found[0]
        actors.append(actor)
        at = _after_asides(tokens, at, stated)
        if predicates.follows(tokens[at:], is_plural=len(actors) > 1 or _is_plural(tokens, at)):
            return Opening(actors=tuple(actors), problem="")
        joint = _joint(tokens, at)
        if not joint:
            return _undecided(sentence, tokens, at, actors)
        at += joint


def whole(text: str, stated: Sequence[forms.Name]) -> forms.Name | None:
    """Return the one stated name that a text is, in any of its forms; None if none or several are."""
    tokens = list(names.tokens(text))
    found = [actor.name for actor, end in _named(tokens, 0, stated) if end == len(tokens)]
    return found[0] if len({name.node for name in found}) == 1 else None


def _without_name(
    sentence: str, tokens: list[Token], at: int, actors: list[Actor], stated: Sequence[forms.Name]
) -> Opening:
    """Return the opening where no stated name is found at a place: nobody, or a party by no name."""
    if not actors:
        return _without_actor(tokens, stated)
    is_joined = tokens[at - 1].text != ","
    at += forms.words_at(tokens, at, 1) == ("possibly",)
    end = _unstated_end(tokens, at, stated) if is_joined else None
    if end:
        words = " ".join(sentence[tokens[at].start : tokens[end - 1].end].split())
        return Opening(actors=tuple(actors), problem="", unstated=words)
    return _undecided(sentence, tokens, at, actors)


def _without_actor(tokens: list[Token], stated: Sequence[forms.Name]) -> Opening:
    """Return that nobody acts; a name that is there in another case is shown, as it may be meant."""
    for start, _ in _starts(tokens, 0):
        for each, form in ((name, form) for name in stated for form in name.forms):
            seen = " ".join(forms.words_at(tokens, start, len(form.words)))
            if seen.casefold() == " ".join(form.words).casefold():
                problem = (
                    f'the Threat begins with "{seen}", which may not be "{each.text}";'
                    " begin it with who acts, written as in Threat Actors"
                )
                return Opening(problem=problem)
    return Opening()


def _undecided(sentence: str, tokens: list[Token], at: int, actors: list[Actor]) -> Opening:
    opening = " ".join(sentence[actors[0].start : actors[-1].end].split())
    size = 2 if at < len(tokens) and tokens[at].text.isalnum() else 3
    rest = " ".join(sentence[actors[-1].end : tokens[min(at + size, len(tokens)) - 1].end].split())
    problem = (
        f'the Threat opens with "{opening}" but goes on with "{rest}", which leaves open who acts;'
        f' write who acts and then the act, as "{actors[0].name.text} selling …"'
    )
    return Opening(problem=problem)


def _named(tokens: list[Token], at: int, stated: Sequence[forms.Name]) -> list[tuple[Actor, int]]:
    """Return the longest and nearest match of the stated names at a place, and where it ends.

    Several if they are of one length and none is nearer.
    """
    found = []
    for start, quotes in _starts(tokens, at):
        for each in stated:
            for form in each.forms:
                match = _match(tokens, start, form, is_first=start == at + quotes and at == 0)
                after = _after_quotes(tokens, match[0], quotes) if match else None
                if match and after is not None:
                    actor = Actor(each, tokens[start].start, tokens[match[0] - 1].end)
                    found.append(((-match[0], match[1], form.rank), actor, after))
    best = min((order for order, _, _ in found), default=None)
    return [(actor, after) for order, actor, after in found if order == best]


def _starts(tokens: list[Token], at: int) -> list[tuple[int, int]]:
    """Return where a name may begin, article included or not, and how many quotes are open there."""
    starts, quotes = [], 0
    for is_article_open in (True, False):
        while at < len(tokens) and tokens[at].text in names.QUOTES:
            at, quotes = at + 1, quotes + 1
        starts.append((at, quotes))
        if not (is_article_open and at < len(tokens) and tokens[at].text.lower() in english.ARTICLES):
            break
        at += 1
    return [start for start in starts if start[0] < len(tokens)]


def _match(
    tokens: list[Token], start: int, form: forms.Form, *, is_first: bool
) -> tuple[int, bool] | None:
    """Return where a form ends and whether its company form is set aside; None if it is not there."""
    end = start + len(form.words)
    words = [token.text for token in tokens[start:end]]
    if not _are_same(words, form.words, is_first=is_first):
        return None
    if len(words) == 1 and _is_function_word(words[0]) and not _joint(tokens, end):
        return None
    end, company = forms.company_end(tokens, end)
    if company and form.company and company != form.company:
        return None
    return end, company != form.company


def _are_same(words: Sequence[str], wanted: Sequence[str], *, is_first: bool) -> bool:
    """Whether words are those of a name; the case of a first letter is set aside where that is safe.

    That is in a name of several words, and in one word only where the sentence has a capital and the
    name has not: "apple" is not Apple.
    """
    if tuple(words[1:]) != tuple(wanted[1:]) or len(words) != len(wanted):
        return False
    if words[0] == wanted[0]:
        return True
    is_alike = words[0][1:] == wanted[0][1:] and words[0][0].lower() == wanted[0][0].lower()
    return is_alike and (len(words) > 1 or (is_first and wanted[0][0].islower()))


def _is_function_word(word: str) -> bool:
    is_acronym = len(word) > 1 and word.isupper()
    return word.lower() in english.FUNCTION_WORDS and not is_acronym


def _after_quotes(tokens: list[Token], at: int, quotes: int) -> int | None:
    """Return where the sentence goes on after a name whose opening quotation marks are all closed."""
    if quotes and at < len(tokens) and tokens[at].text == ",":
        at += 1
    end = at + quotes
    is_closed = len(tokens) >= end and all(token.text in names.QUOTES for token in tokens[at:end])
    return end if is_closed else None


def _after_asides(tokens: list[Token], at: int, stated: Sequence[forms.Name]) -> int:
    """Return where the sentence goes on after what only explains a name: brackets, a place, a clause."""
    for skip in (_after_bracket, _after_place, _after_clause):
        at = skip(tokens, at, stated)
    return at


def _after_bracket(tokens: list[Token], at: int, stated: Sequence[forms.Name]) -> int:
    """Return where brackets end, if they hold another name or a description: "(the city's office)"."""
    if at + 1 >= len(tokens) or tokens[at].text not in _BRACKETS or not tokens[at].is_spaced:
        return at
    closing = _BRACKETS[tokens[at].text]
    end = next((n for n in range(at, len(tokens)) if tokens[n].text == closing), None)
    first = tokens[at + 1].text
    is_description = first in english.DESCRIPTIONS or first.endswith("ly")
    is_name = not first.islower() and not _named(tokens, at + 1, stated)
    return end + 1 if end and (is_description or is_name) else at


def _after_place(tokens: list[Token], at: int, stated: Sequence[forms.Name]) -> int:
    """Return where a place or a year ends: "in New York", "in the Netherlands", "in 2016"."""
    sizes = (n for n in (3, 2, 1) if forms.words_at(tokens, at, n) in english.PLACE_PREPOSITIONS)
    start = end = at + next(sizes, 0)
    if start == at:
        return at
    while end < len(tokens) and not tokens[end].text[0].islower() and tokens[end].text[0].isalnum():
        end += 1
    return end if end > start else at


def _after_clause(tokens: list[Token], at: int, stated: Sequence[forms.Name]) -> int:
    """Return where a clause between commas or dashes ends, if what the subject does comes after it.

    A clause that begins with a stated name is none: that name is joined.
    """
    if at + 1 >= len(tokens) or tokens[at].text not in _DASHES | {","}:
        return at
    mark, first = tokens[at].text, tokens[at + 1].text
    is_dash = mark == "—" or (mark in _DASHES and tokens[at].is_spaced)
    if not (is_dash or mark == ",") or first in ("and", "or", "nor", "but"):
        return at
    if _named(tokens, at + 1, stated) or predicates.follows(tokens[at:]) or _joint(tokens, at) > 1:
        return at
    ends = [n + 1 for n in range(at + 1, len(tokens)) if tokens[n].text == mark]
    return next((end for end in ends if end < len(tokens) and predicates.follows(tokens[end:])), at)


def _joint(tokens: list[Token], at: int) -> int:
    """Return how many tokens join a further name: a comma, "and", ", together with"; 0 if none does."""
    comma = 1 if forms.words_at(tokens, at, 1) == (",",) else 0
    at += comma
    words = (n for n in (3, 2, 1) if tuple(map(str.lower, forms.words_at(tokens, at, n))) in _JOINTS)
    return comma + next(words, 0)


def _is_plural(tokens: list[Token], at: int) -> bool:
    """Whether the word before a place may be a plural: "Moscow authorities watch"."""
    return tokens[at - 1].text.endswith(("s", "people", "men", "staff", "police", "Police"))


def _unstated_end(tokens: list[Token], at: int, stated: Sequence[forms.Name]) -> int | None:
    """Return where a party without a name ends: "its partners", "others"; None if there is none."""
    if at >= len(tokens) or tokens[at].text not in english.UNSTATED:
        return None
    if tokens[at].text == "others" and _acts(tokens[at + 1 :]):
        return at + 1
    for end in range(at + 1, min(at + 6, len(tokens))):
        is_verb = tokens[end].text in english.BE | english.HAVE | english.MODAL | {"by"}
        if not tokens[end].text.isalpha() or is_verb or _named(tokens, end, stated):
            return None
        if _acts(tokens[end + 1 :]) and tokens[end].text not in english.PREPOSITIONS:
            return end + 1
    return None


def _acts(tokens: list[Token]) -> bool:
    return bool(tokens) and predicates.follows(tokens, is_plural=True)
