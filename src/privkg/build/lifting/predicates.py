"""Decides from the words after a name whether the name is the subject of an active verb.

The name is the subject if such a verb follows, alone or after adverbs: "selling", "secretly sold", "has
published", "is believed to have sold". Otherwise it is undecided: the name may be longer ("Google
Cloud"), qualify a noun ("Facebook users"), or be the object of a passive ("Google hacked by …").

There is no grammar of English here and no model: each rule accepts one construction, by the closed lists
of `english`, and was tested on the sentences of `tests/build/lifting/threats.tsv`.
"""

import itertools
import re
from collections.abc import Sequence

from privkg.build.lifting import english
from privkg.core.names import Token

HYPHENS = frozenset("-‐‑–—−")
_CONTRACTED = {"can": "can", "won": "will"}  # "can't", "won't"; the others are regular, as "didn't"
_NUMBER = re.compile(r"\d+")


def follows(tokens: Sequence[Token], *, is_plural: bool = False) -> bool:
    """Return whether the tokens after a name start with a verb whose subject is the name.

    `is_plural` allows the plain form of a verb: "Hackers sell lists".
    """
    if not tokens or (tokens[0].text == "." and _is_after_space(tokens[1:])):
        return True
    is_spaced = tokens[0].is_spaced and _is_after_space(tokens[1:])
    is_dash = tokens[0].text == "—" or (tokens[0].text in HYPHENS and is_spaced)
    if is_dash or tokens[0].text in (",", ":"):
        tokens = tokens[1:]
        if not tokens:
            return False
    if tokens[0].text in english.RELATIVES:
        tokens, is_plural = tokens[1:], True
    words = _words(_after_adverbs(tokens))
    return bool(words) and _is_act(words[0], words[1:], is_plural)


def is_verb_like(word: str) -> bool:
    """Return whether a word may be a verb in some form."""
    is_auxiliary = word in english.BE | english.HAVE | english.MODAL | {"being"}
    is_irregular = word in english.PASTS | english.SURE_PASTS | english.PARTICIPLES
    is_regular = len(word) > 4 and word.islower() and word.endswith(("ing", "ed"))
    return is_auxiliary or is_irregular or is_regular


def _is_after_space(tokens: Sequence[Token]) -> bool:
    """Return whether the tokens are empty or follow a space: "Google. Leaks", not "Google.example"."""
    return not tokens or tokens[0].is_spaced


def _words(tokens: Sequence[Token]) -> list[str]:
    """Return the words; the first is empty if it starts a hyphenated one: "fact-checking"."""
    words = [token.text for token in tokens]
    if words[1:3] == ["'", "t"]:
        words = [_CONTRACTED.get(words[0], words[0].removesuffix("n")), "not", *words[3:]]
    if len(tokens) > 1 and tokens[1].text in HYPHENS and not tokens[1].is_spaced:
        words[0] = ""
    return words


def _after_adverbs(tokens: Sequence[Token]) -> Sequence[Token]:
    while tokens:
        words = [token.text for token in tokens[:2]]
        if tuple(words) in english.PHRASES:
            tokens = tokens[2:]
        elif _is_adverb(words[0]) or (words[0] == "and" and _is_adverb(words[-1])):
            tokens = tokens[1:]
        else:
            break
    return tokens


def _is_adverb(word: str) -> bool:
    is_regular = len(word) > 4 and word.islower() and word.endswith("ly")
    return word in english.ADVERBS or (is_regular and word not in english.NO_ADVERBS)


def _is_act(head: str, rest: list[str], is_plural: bool) -> bool:
    if not head.islower():
        return False
    if head == "to" or (head == "about" and rest[:1] == ["to"]):
        return _is_active_clause(rest[head == "about" :])
    if head in english.BE | english.HAVE | english.MODAL:
        return _acts_after_auxiliary(head, _without_adverbs(rest))
    if len(head) > 4 and head.endswith("ing"):
        return _is_gerund_of_subject(head, rest)
    if head in english.SURE_PASTS:
        return "by" not in rest[:2]
    if head in english.PASTS or (len(head) > 3 and head.endswith("ed")):
        return _is_active_past(head, rest)
    return _is_present(head, rest, is_plural)


def _acts_after_auxiliary(head: str, rest: list[str]) -> bool:
    """Return whether an auxiliary and the words after it are active: "is selling", not "was sold"."""
    if not rest:
        return False
    if head in english.BE:
        is_reported = rest[0] in english.REPORTED and rest[1:2] in (["to"], ["of"], ["for"])
        return _is_progressive(rest[0]) or (is_reported and _is_active_clause(rest[2:]))
    if head in english.HAVE and rest[0] != "been":
        is_owner = rest[0] in ("a", "an", "no") and not any(map(is_participle, rest[1:5]))
        return is_owner or is_participle(rest[0])
    return not rest[0].endswith("ing") and _is_active_clause(rest)


def _is_active_clause(words: list[str]) -> bool:
    """Return whether an infinitive or gerund, after its auxiliaries, is active: "have sold"."""
    is_after_to_have = words[:1] in (["have"], ["having"])
    words = _without_adverbs(words[1:] if is_after_to_have else words)
    if words[:1] in (["be"], ["been"], ["being"]):
        after = _without_adverbs(words[1:])
        return bool(after) and _is_progressive(after[0])
    return bool(words) and words[0].islower() and (is_after_to_have or _is_bare(words[0]))


def _is_bare(word: str) -> bool:
    """Return whether a word may be the plain form of a verb: "open", not "openers" or "opened"."""
    is_plural = word.endswith("s") and not word.endswith("ss")
    return not is_plural and not word.endswith("ed")


def is_participle(word: str) -> bool:
    """Return whether a word is a past participle."""
    is_regular = len(word) > 3 and word.islower() and word.endswith("ed")
    return word in english.PASTS | english.PARTICIPLES or (is_regular and word not in english.NO_PASTS)


def _is_progressive(word: str) -> bool:
    return len(word) > 4 and word.endswith("ing") and word != "being"


def _without_adverbs(words: list[str]) -> list[str]:
    while words and _is_adverb(words[0]):
        words = words[1:]
    return words


def _is_gerund_of_subject(head: str, rest: list[str]) -> bool:
    after = rest[0] if rest else ""
    if head in english.NO_GERUNDS or after in ("by", "of"):
        return False
    if after in english.BE | english.HAVE | english.MODAL:
        return False
    if head == "having":  # "having sold lists" and "having clerks give lists", not "having lists stolen"
        verbs = (word for word in rest[1:4] if word in english.VERBS or is_participle(word))
        return is_participle(after) or not is_participle(next(verbs, "stolen"))
    if head == "getting":
        return not is_participle(after)
    if head in english.SURE_GERUNDS or _begins_object(after) or (head, after) in english.GERUND_OBJECTS:
        return True
    is_compound = _has_verb_near(rest)  # "selling agents reading mail", "charging stations tracking"
    return not is_compound and (head not in english.NOUN_GERUNDS or after in english.PEOPLE)


def _begins_object(word: str) -> bool:
    return word in english.DETERMINERS | english.PRONOUNS or bool(_NUMBER.fullmatch(word))


def _is_active_past(head: str, rest: list[str]) -> bool:
    """Return whether a past form that may be a participle has an object: "sold lists", not "sold by"."""
    if head in english.SUFFERED | english.NO_PASTS or (head in english.GIVING and "by" in rest):
        return False
    after = rest[0] if rest else ""
    verb = rest[1] if after == "on" and len(rest) > 1 else after  # "kept on selling"
    if _is_progressive(verb) and head in english.ASPECT:
        return True
    if after == "to" and head in english.WITH_TO:
        return _is_active_clause(rest[1:])
    if after in english.PARTICLES or (head, after) in english.PHRASAL:
        rest = rest[1:]
    return _has_object(head, rest)


def _has_object(head: str, rest: list[str]) -> bool:
    after = rest[0] if rest else ""
    if _begins_object(after):
        return True
    if head in english.COMPOUND_PARTICIPLES or not after.isalpha():
        return False
    if (
        after in english.PREPOSITIONS | english.VERBS
        or _is_adverb(after)
        or (is_verb_like(after) and after != "hidden")
    ):
        return False
    return not _has_verb_near(rest)  # "shared photos leaking" may be a longer name


def _has_verb_near(rest: list[str]) -> bool:
    """Return whether the next noun may be the subject of a verb that follows it."""
    ends = english.PREPOSITIONS | english.RELATIVES
    for before, word in itertools.pairwise(rest[:3]):
        if before in ends or word in ends:
            return False
        is_plain = word in english.NOUN_VERBS and before.endswith("s")
        if is_plain or word in english.VERBS or is_verb_like(word):
            return True
    return False


def _is_present(head: str, rest: list[str], is_plural: bool) -> bool:
    after = rest[0] if rest else ""
    if after in ("by", "of"):
        return False
    stems = {head.removesuffix("s"), head.removesuffix("es"), re.sub("ies$", "y", head)} - {head}
    if stems & english.VERBS:
        return not is_verb_like(after) or bool(stems & {"continue", "keep"})
    if stems & english.NOUN_VERBS:
        return after in english.POSSESSIVES
    if not is_plural:
        return False
    is_before_object = _begins_object(after) or after in english.PEOPLE
    return head in english.VERBS or (head in english.NOUN_VERBS and is_before_object)
