"""Given names and surnames, from official statistics and from lists of popular names by country.

Source:
    `data/names`; the head of each file names its edition and licence.
"""

import functools
import unicodedata

from privkg.check.private_persons import words_of_persons
from privkg.core import resources


def is_given_name(word: str) -> bool:
    """Return whether a word is a given name, and is not more often another word."""
    known, folded = _names("given"), _fold(word)
    return folded in known or folded.partition("-")[0] in known


def is_surname(word: str) -> bool:
    """Return whether a word is a frequent surname, and is not more often another word."""
    return _fold(word) in _names("surnames")


@functools.lru_cache(maxsize=2)
def _names(kind: str) -> frozenset[str]:
    lines = (
        line
        for path in resources.files(f"data/names/{kind}", ".txt")
        for line in resources.text(path).splitlines()
        if not line.startswith("#")
    )
    return frozenset(map(_fold, lines)) - words_of_persons.NOT_GIVEN - words_of_persons.OTHER_NAMES


def _fold(word: str) -> str:
    """Return a word in lower case and without accents, which many registers leave out."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
