"""Matches the stated names of a page at a position in a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from privkg.build.lifting import english, forms
from privkg.core import company_forms, names
from privkg.core.names import Token

_JOINTS = (("together", "with"), ("along", "with"), ("as", "well", "as"), ("and",), ("&",))


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor, and the offsets of its name in the sentence."""

    name: forms.Name
    start: int
    end: int


class NameIndex:
    """The stated names of a page, indexed by the first word of each form."""

    def __init__(self, stated: Iterable[forms.Name]) -> None:
        self.names = tuple(stated)
        self._by_word: dict[str, list[tuple[forms.Name, forms.Form]]] = {}
        for name in self.names:
            for form in name.forms:
                self._by_word.setdefault(_first(form.words[0]), []).append((name, form))

    def at(self, tokens: list[Token], at: int) -> list[tuple[Actor, int]]:
        """Return the best matches of the stated names at a token, and the token after each.

        The longest match is best, then one with the stated company form, then the form of lower
        rank. Several matches are returned if they are equal in all of these.
        """
        found = []
        for start, quotes in starts(tokens, at):
            for name, form in self._by_word.get(_first(tokens[start].text), ()):
                match = _match(tokens, start, form, is_first=start == at + quotes and at == 0)
                after = _after_quotes(tokens, match[0], quotes) if match else None
                if match and after is not None:
                    actor = Actor(name, tokens[start].start, tokens[match[0] - 1].end)
                    found.append(((-match[0], match[1], form.rank), actor, after))
        best = min((order for order, _, _ in found), default=None)
        return [(actor, after) for order, actor, after in found if order == best]


def _first(word: str) -> str:
    """Return a word with its first letter in lower case."""
    return word[0].lower() + word[1:]


def starts(tokens: list[Token], at: int) -> list[tuple[int, int]]:
    """Return the tokens at which a name may start, before or after an article, with open quotes."""
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
    """Return the end of a form and whether the company form differs; None if it does not match."""
    end = start + len(form.words)
    words = [token.text for token in tokens[start:end]]
    if not _are_same(words, form.words, is_first=is_first):
        return None
    if len(words) == 1 and _is_function_word(words[0]) and not joint(tokens, end):
        return None
    end, company = company_forms.company_end(tokens, end)
    if company and form.company and company != form.company:
        return None
    return end, company != form.company


def _are_same(words: Sequence[str], wanted: Sequence[str], *, is_first: bool) -> bool:
    """Return whether words equal those of a name, ignoring the case of the first letter if safe.

    It is safe in a name of several words. For a name of one word, it is safe only
    if the name is in lower case and starts the sentence: "apple" does not match Apple.
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
    """Return the index after a name and its closing quotation marks; None if one is missing."""
    if quotes and at < len(tokens) and tokens[at].text == ",":
        at += 1
    end = at + quotes
    is_closed = len(tokens) >= end and all(token.text in names.QUOTES for token in tokens[at:end])
    return end if is_closed else None


def joint(tokens: list[Token], at: int) -> int:
    """Return the number of tokens of a conjunction: a comma, "and", ", together with"; 0 if none."""
    comma = 1 if company_forms.words_at(tokens, at, 1) == (",",) else 0
    at += comma
    words = (
        n for n in (3, 2, 1) if tuple(map(str.lower, company_forms.words_at(tokens, at, n))) in _JOINTS
    )
    return comma + next(words, 0)
