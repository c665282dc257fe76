"""Normalisation of names: case folding, keys for comparison, tokens and slugs."""

import functools
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_APOSTROPHE = "'’‘‛ʼ＇`´"
_STRAIGHT = dict.fromkeys(map(ord, _APOSTROPHE), "'")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_PLAIN = {**_INVISIBLE, **_STRAIGHT}
_WORD = re.compile(rf"[^\W_]+(?:[{_APOSTROPHE}][sS]?\b)?|&")
_POSSESSIVE = re.compile(rf"(?<=.)[{_APOSTROPHE}][sS]?$")
_ARTICLES = ("a", "an", "the")
QUOTES = frozenset("'\"“”„‟«»‹›")
"""Quotation marks as yielded by `tokens`, which replaces typographic apostrophes by straight ones."""
_ASCII_TOKEN = re.compile(r"[A-Za-z0-9_]+|\S")
_PLAIN_WORD = re.compile(r"[A-Za-z0-9_]+(?=[\x00-/:-@\[-^`{-\x7f]|\Z)")  # no combining mark may follow
_SHORT = 4
_MAX_SLUG = 80
_NOT_IN_ASCII_SLUG = re.compile("[^a-z0-9]+")
_SIGNIFICANT = frozenset("+#@*$€%=~")


class Word(NamedTuple):
    """A word of a name, folded and without its possessive, and the offset of its end."""

    folded: str
    end: int


class Token(NamedTuple):
    """A word or punctuation mark, its offsets, and whether it follows a space or begins the text."""

    text: str
    start: int
    end: int
    is_spaced: bool


def fold(text: str) -> str:
    """Return `text` with case, width, spaces and apostrophes normalised; drop invisible characters."""
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    plain = unicodedata.normalize("NFKC", text.translate(_PLAIN)).translate(_STRAIGHT)
    return " ".join(plain.casefold().split())


def words(name: str) -> tuple[Word, ...]:
    """Return the words of a name without a leading article; empty if it has no letter or digit."""
    return tuple(_words(name))


def key(name: str) -> str:
    """Return a key for comparing names that ignores case, articles, possessives and marks.

    The key of a name without letters and digits is the folded name, so that "?" and "!" differ.
    """
    return " ".join(_folded(name)) or fold(name)


@functools.lru_cache(maxsize=4096)
def form(name: str) -> str:
    """Return a name without the tokens that `bare` removes, with normalised spaces and apostrophes."""
    return " ".join(token.text for token in bare(list(tokens(name))))


def bare(found: list[Token]) -> list[Token]:
    """Return the tokens of a name without surrounding quotation marks and without its article."""
    while len(found) > 2 and {found[0].text, found[-1].text} <= QUOTES:
        found = found[1:-1]
    return found[1:] if len(found) > 1 and found[0].text.lower() in _ARTICLES else found


def is_distinctive(name: str) -> bool:
    """Return whether a name can be recognised in any case and with or without a possessive.

    A short word ("US", "WHO"), a word in lower case ("apple") and one with a mark ("McDonald's")
    cannot: in another case or form they are other words.
    """
    if len(_folded(name)) > 1:
        return True
    word = form(name)
    return word.isalnum() and len(word) > _SHORT and word != word.lower()


def has_significant_mark(name: str) -> bool:
    """Return whether removing its marks would change the name's meaning: "McDonald's", "Google+"."""
    found = form(name).split(" ")
    is_possessive = found[-1:] == ["'"] or found[-2:] == ["'", "s"]
    return is_possessive or any(set(word) & _SIGNIFICANT for word in found)


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text and each mark between them, case kept, in Unicode normal form C.

    A word includes combining marks, which `re` does not count as letters; invisible characters are
    skipped.
    """
    if text.isascii():
        yield from _ascii_tokens(text)
        return
    at, is_spaced = 0, True
    while at < len(text):
        end = _token_end(text, at)
        plain = "" if text[at].isspace() else _plain(text[at:end])
        if plain:
            yield Token(plain, at, end, is_spaced)
        is_spaced = text[at].isspace() or (is_spaced and not plain)
        at = end


@functools.lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """Return `text` as the last segment of an IRI: lower-case Unicode letters, digits and hyphens.

    Empty if the text has neither letter nor digit; at most 80 characters.
    """
    folded = fold(text).replace("'", "")
    if folded.isascii():
        joined = _NOT_IN_ASCII_SLUG.sub("-", folded)
    else:
        kept = [
            character if unicodedata.category(character)[0] in "LMN" else "-"
            for character in unicodedata.normalize("NFC", folded)
        ]
        joined = re.sub("-+", "-", "".join(kept))
    return joined.strip("-")[:_MAX_SLUG].strip("-")


def _ascii_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of an ASCII text, several times faster than the general loop of `tokens`."""
    end = -1
    for found in _ASCII_TOKEN.finditer(text):
        start = found.start()
        yield Token(found[0].replace("`", "'"), start, found.end(), start > end)
        end = found.end()


def _token_end(text: str, at: int) -> int:
    if plain := _PLAIN_WORD.match(text, at):
        return plain.end()
    end = at + 1
    if text[at].isspace():
        return end
    # A mark may be composed too: "≁" is "∼" with a combining solidus.
    is_continued = _is_of_word if _is_of_word(text[at]) else _is_combining
    while end < len(text) and is_continued(text[end]):
        end += 1
    return end


def _is_of_word(character: str) -> bool:
    is_letter = character.isalnum() or character == "_" or ord(character) in _INVISIBLE
    return is_letter or _is_combining(character)


def _is_combining(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def _plain(word: str) -> str:
    return (
        word if word.isascii() and word != "`" else unicodedata.normalize("NFC", word.translate(_PLAIN))
    )


def _words(name: str) -> Iterator[Word]:
    """Yield the words of a name lazily, without a leading article."""
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
