"""Suggestions for misspelt names.

The distance is Damerau-Levenshtein (optimal string alignment), word by word, with weights: typical
misspellings cost little (a letter left out, a doubled letter, another vowel, two letters swapped);
edits that make a different word cost more (another consonant, another first letter: "face" is not
"race", "contract" is not "contact"). Longer words may have more errors.
"""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_VOWELS = frozenset("aeiouyàáâãäåèéêëìíîïòóôõöøùúûü")
_ALIKE = frozenset(map(frozenset, ("ck", "cs", "st", "sz")))
_CHEAP, _OMITTED, _DEAR = 1, 2, 3
_ANY_VOWEL = 5  # minimum length of a word with a wrong vowel: "data" is not "date"
_OTHER_WORDS = frozenset({
    "ascent", "detonation", "devise", "eternal", "gander", "hereabouts", "hopelessness", "hosing",
    "hysterical", "inattention", "interne", "intonation", "locution", "massage", "mod", "piecing",
    "processional", "profusion", "proscription",
    "proscriptions", "racking", "secondaries", "sham", "shinning", "staking", "staling", "sunning",
    "tacking", "talking", "throats", "tracing", "transitional", "tricking", "trucking", "wight",
})  # fmt: skip
"""English words (wamerican 2020.12.07) that would match a label of the vocabularies by mistake."""
_LONG = 8  # minimum length of a word that may lack any letter
_JOINED = 10  # minimum length of several words that are compared as one


def nearest(text: str, known: Iterable[str]) -> str | None:
    """Return the known name that `text` misspells, or None."""
    words = _WORD.findall(text.casefold())
    found = [
        (cost, name)
        for name in known
        if (cost := _cost(words, _WORD.findall(name.casefold()))) is not None
    ]
    return min(found)[1] if found else None


def abbreviated(text: str, known: Iterable[str]) -> str | None:
    """Return the known name that `text` shortens, such as `MunicipalDept`, or None."""
    short = "".join(_WORD.findall(text.casefold()))
    found = [name for name in known if _is_short_for(short, "".join(_WORD.findall(name.casefold())))]
    return min(found, key=lambda name: (len(name), name)) if found else None


def _is_short_for(short: str, name: str) -> bool:
    letters = iter(name)
    is_begun = len(short) >= _LONG and short[: _LONG - 1] == name[: _LONG - 1]
    return is_begun and all(letter in letters for letter in short)


def _cost(words: list[str], known: list[str]) -> int | None:
    """Return the distance of words to a known name, or None if they are not a misspelling of it."""
    text, name = "".join(words), "".join(known)
    if text in _OTHER_WORDS or abs(len(text) - len(name)) > _DEAR:
        return None
    if len(words) == len(known):
        pairs = [(one, other) for one, other in zip(words, known, strict=True) if one != other]
        costs = [_word_cost(one, other) for one, other in pairs]
        if None not in costs:
            return sum(cost for cost in costs if cost)
        return _OMITTED if _lacks_a_letter(text, name) else None
    if text == name:
        return 0
    is_near = len(name) >= _JOINED and _word_cost(text, name) == _CHEAP
    return _CHEAP if is_near else None


def _lacks_a_letter(text: str, word: str) -> bool:
    is_long = len(word) >= _LONG
    return is_long and any(text == word[:at] + word[at + 1 :] for at in range(len(word)))


def _word_cost(text: str, word: str) -> int | None:
    budget = 1 if len(word) < 9 else 2 if len(word) < 12 else 3
    if abs(len(text) - len(word)) > budget:
        return None
    if _lacks_a_letter(text, word):
        return min(_OMITTED, _distance(text, word))
    if text[:1] != word[:1] and text[:2] != word[1::-1]:
        return None
    cost = _distance(text, word)
    return cost if cost <= budget else None


def _distance(text: str, word: str) -> int:
    """Return the weighted distance from `text` to `word`."""
    rows = [[0] * (len(word) + 1) for _ in range(len(text) + 1)]
    for i in range(len(text) + 1):
        for j in range(len(word) + 1):
            if not (i or j):
                continue
            ways = []
            if j:
                ways.append(rows[i][j - 1] + _omission(word, j - 1))
            if i:
                ways.append(rows[i - 1][j] + _insertion(text, i - 1, word))
            if i and j:
                ways.append(rows[i - 1][j - 1] + _substitution(text[i - 1], word[j - 1], word))
            if i > 1 and j > 1 and text[i - 2 : i] == word[j - 2 : j][::-1]:
                ways.append(rows[i - 2][j - 2] + _CHEAP)
            rows[i][j] = min(ways)
    return rows[-1][-1]


def _omission(word: str, at: int) -> int:
    return _CHEAP if _is_cheap(word, at, word) else _OMITTED


def _insertion(text: str, at: int, word: str) -> int:
    return _CHEAP if _is_cheap(text, at, word) else _DEAR


def _is_cheap(text: str, at: int, word: str) -> bool:
    """Return whether a letter is often left out or added: doubled, a vowel, or a plural's s."""
    letter = text[at]
    is_vowel = letter in _VOWELS and len(word) >= _ANY_VOWEL and at > 0
    is_doubled = at > 0 and text[at - 1] == letter
    return is_vowel or is_doubled or (letter == "s" and at == len(text) - 1)


def _substitution(one: str, other: str, word: str) -> int:
    if one == other:
        return 0
    are_alike = {one, other} <= _VOWELS or frozenset((one, other)) in _ALIKE
    return _CHEAP if are_alike and len(word) >= _ANY_VOWEL else _DEAR
