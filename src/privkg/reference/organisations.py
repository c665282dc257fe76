"""Keys by which the names of organisations are compared, coarser than the keys of `core.names`."""

import functools
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from privkg.core import company_forms, names
from privkg.reference import places

FUNCTION_WORDS = frozenset({"a", "an", "and", "at", "de", "du", "for", "in", "of", "on", "the", "to"})
"""Words that abbreviations leave out, and that do not distinguish two names."""
_SPELLINGS = {
    spelling.casefold(): spelling
    for spelling in ("Inc", "Incorporated", "Corp", "Corporation", "Ltd", "Limited", "LLC", "LLP", "PLC")
}
"""Company forms that no other word is spelled as, so that their case does not matter."""
_CODES = {"EU": "EU", "NZ": "NZ", "UAE": "AE", "UK": "GB", "US": "US", "USA": "US"}
"""Codes of countries that open the names of authorities."""
_CODE_LENGTH = 2
_SHORTEST, _SHORTEST_AFTER_OTHER_CODE = 2, 3
"""The minimum number of words after a country code: JP in "JP Morgan Chase" is none."""
_SHORTEST_ABBREVIATION, _SHORTEST_OF_END = 2, 3
"""The minimum length of an abbreviation of all words of a name, and of those at its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What is compared of a name: its folded words in order, and the country code that opens it."""

    words: tuple[str, ...]
    country: str = ""


@functools.lru_cache(maxsize=4096)
def key(name: str) -> Key:
    """Return the key of an organisation's name, which always has a word.

    Case, accents, marks, articles and an "and" at the end do not matter; nor does a company form,
    an appended abbreviation of the name's own initials ("New York Police Department (NYPD)"), or a
    country code before two words or more ("US Department of Justice"), which is kept apart.
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = _joined(_words(bare)) or (names.fold(name),)
    code = _country(bare, words)
    return Key(words=_without_initials(words[1:] if code else words), country=code)


@functools.lru_cache(maxsize=4096)
def is_place(word: str) -> bool:
    """Return whether a folded word is the main name of a country, state or city, or a country's code.

    Postal codes of states count too. Alternative names of cities do not, since many are other words and
    abbreviations.
    """
    upper = word.upper()
    is_code = upper in _CODES or (len(word) == _CODE_LENGTH and places.country(upper) is not None)
    found = (names.fold(place.name.split(",")[0]) for place in places.called(word))
    return is_code or places.state_name(upper) is not None or word in found


def _words(name: str) -> tuple[str, ...]:
    tokens = [
        token._replace(text=_SPELLINGS.get(token.text.casefold(), token.text))
        for token in names.tokens(name)
    ]
    end, _ = company_forms.name_end(tokens)
    found = _folded(name[: tokens[end - 1].end]) if tokens else ()
    return found or _folded(name)  # a name that is a mark and a company form


def _folded(name: str) -> tuple[str, ...]:
    found = ["and" if word.folded == "&" else word.folded for word in names.words(name)]
    while len(found) > 1 and found[-1] == "and":
        found.pop()
    return tuple(found)


def _joined(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words with runs of single letters as one word: "J. P. Morgan" is "JP Morgan"."""
    found: list[str] = []
    is_open = False
    for word in words:
        is_letter = len(word) == 1 and word.isalpha()
        if is_letter and is_open:
            found[-1] += word
        else:
            found.append(word)
        is_open = is_letter
    return tuple(found)


def _without_initials(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without a last one of the initials of the others, or of those at the end."""
    rest, last = words[:-1], words[-1]
    significant = [word for word in rest if word not in FUNCTION_WORDS]
    initials = map(_initials, (rest, significant))
    is_whole = last in initials and len(last) >= _SHORTEST_ABBREVIATION
    is_end = len(last) >= _SHORTEST_OF_END and _initials(significant).endswith(last)
    return rest if is_whole or is_end else words


def _initials(words: Iterable[str]) -> str:
    return "".join(word[0] for word in words)


def _country(name: str, words: tuple[str, ...]) -> str:
    """Return the country of a code that opens a name, in capitals or in a name without any; else empty.

    The code of a country that is that of a state of the United States too is not meant for the country.
    """
    first, left = words[0].upper(), len(words) - 1
    written = name.replace(".", "").lstrip()
    if first in _CODES and left >= _SHORTEST:
        return _CODES[first] if written.startswith(first) or name == name.lower() else ""
    is_other = len(first) == _CODE_LENGTH and left >= _SHORTEST_AFTER_OTHER_CODE
    is_country = is_other and written.startswith(f"{first} ") and places.country(first) is not None
    return first if is_country and places.state_name(first) is None else ""
