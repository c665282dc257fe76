"""Words as people write them, reduced to what they have in common."""

import re
import unicodedata
from typing import NamedTuple

_APOSTROPHES = dict.fromkeys(map(ord, "’‘‛ʼ＇`´"), "'")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_WORD = re.compile(r"[^\W_]+(?:['’‘‛ʼ＇]s?\b)?|&")
_POSSESSIVE = re.compile(r"(?<=.)['’‘‛ʼ＇]s?$")
_ARTICLES = ("a", "an", "the")
_MAX_SLUG = 80


class Word(NamedTuple):
    """A word of a name, folded and without its possessive, and where it ends in the name."""

    folded: str
    end: int


def fold(text: str) -> str:
    """Return `text` in one case, width and spacing, apostrophes straight, invisible characters gone."""
    plain = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_APOSTROPHES)
    return " ".join(plain.casefold().split())


def words(name: str) -> tuple[Word, ...]:
    """Return the words of a name without a leading article; empty only if it has no letter or digit."""
    found = tuple(
        Word(fold(_POSSESSIVE.sub("", match[0])), match.end()) for match in _WORD.finditer(name)
    )
    return found[1:] if len(found) > 1 and found[0].folded in _ARTICLES else found


def key(name: str) -> str:
    """Return what two spellings of one name share: case, articles, possessives and marks set aside.

    A name of marks alone is its own key, so that no two of them fall together.
    """
    return " ".join(word.folded for word in words(name)) or fold(name)


def prefix_end(name: str, sentence: str) -> int | None:
    """Return where `name` ends if `sentence` opens with it, else None.

    Possessives, articles, case and spacing are set aside; a name ends at the end of a word only.
    """
    wanted = [word.folded for word in words(name)]
    opening = words(sentence)[: len(wanted)]
    if not wanted or [word.folded for word in opening] != wanted:
        return None
    return opening[-1].end


def slug(text: str) -> str:
    """Return `text` as the last step of an IRI: lower-case Unicode letters, digits and hyphens.

    Empty if the text has neither letter nor digit; at most 80 characters.
    """
    kept = [
        character if unicodedata.category(character)[0] in "LMN" else "-"
        for character in unicodedata.normalize("NFC", fold(text).replace("'", ""))
    ]
    joined = re.sub("-+", "-", "".join(kept)).strip("-")
    return joined[:_MAX_SLUG].strip("-")
