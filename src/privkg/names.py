"""Words as people write them, reduced to what they have in common."""

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_APOSTROPHE = "'’‘‛ʼ＇`´"
_STRAIGHT = dict.fromkeys(map(ord, _APOSTROPHE), "'")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_PLAIN = {**_INVISIBLE, **_STRAIGHT}
_WORD = re.compile(rf"[^\W_]+(?:[{_APOSTROPHE}]s?\b)?|&")
_POSSESSIVE = re.compile(rf"(?<=.)[{_APOSTROPHE}]s?$")
_ARTICLES = ("a", "an", "the")
_MAX_SLUG = 80


class Word(NamedTuple):
    """A word of a name, folded and without its possessive, and where it ends in the name."""

    folded: str
    end: int


def fold(text: str) -> str:
    """Return `text` in one case, width and spacing, apostrophes straight, invisible characters gone."""
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    plain = unicodedata.normalize("NFKC", text.translate(_PLAIN)).translate(_STRAIGHT)
    return " ".join(plain.casefold().split())


def words(name: str) -> tuple[Word, ...]:
    """Return the words of a name without a leading article; empty only if it has no letter or digit."""
    return tuple(_words(name))


def key(name: str) -> str:
    """Return what two spellings of one name share: case, articles, possessives and marks set aside.

    A name of marks alone is its own key, so that no two of them fall together.
    """
    return " ".join(_folded(name)) or fold(name)


def prefix_end(name: str, sentence: str) -> int | None:
    """Return where `name` ends if `sentence` opens with it, else None.

    Possessives, articles, case and spacing are set aside; a name ends at the end of a word only.
    """
    wanted = _folded(name)
    opening = list(itertools.islice(_words(sentence), len(wanted)))
    if not wanted or tuple(word.folded for word in opening) != wanted:
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


def _words(name: str) -> Iterator[Word]:
    """Yield the words of a name, only as far as they are asked for; an article before them is left."""
    found = (Word(_folded_word(match[0]), match.end()) for match in _WORD.finditer(name))
    first, second = next(found, None), next(found, None)
    if first and not (second and first.folded in _ARTICLES):
        yield first
    if second:
        yield second
    yield from found


def _folded_word(word: str) -> str:
    return word.lower() if word.isascii() and word.isalnum() else fold(_POSSESSIVE.sub("", word))


@functools.lru_cache(maxsize=4096)
def _folded(name: str) -> tuple[str, ...]:
    return tuple(word.folded for word in _words(name))
