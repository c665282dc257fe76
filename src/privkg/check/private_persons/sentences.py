"""Sentences of free text, and the parts of a passage without the sentences that name private persons."""

import re
from collections.abc import Iterator, Sequence

from privkg.check.private_persons.words_of_persons import ABBREVIATIONS
from privkg.core.model import Passage, Span

_END = re.compile(r"[.!?…]{1,8}[\"”’')\]]{0,4}(?=\s)|[。！？]|[\n\r\x85\u2028\u2029]")
_REACH = 12


def sentences(text: str) -> Iterator[Span]:
    """Yield the sentences of a text in order, without the white space around them."""
    start = 0
    for match in _END.finditer(text):
        if _ends_sentence(text, match):
            yield from _trimmed(text, start, match.end())
            start = match.end()
    yield from _trimmed(text, start, len(text))


def public_parts(passage: Passage, private: Sequence[Span]) -> tuple[Passage, ...]:
    """Return the parts of a passage between sentences with a private span, verbatim and in order.

    Args:
        passage: free text of a register.
        private: spans in the text of the passage, as `spans` returns them, in text order.
    """
    if not private:
        return (passage,)
    parts: list[Span] = []
    is_open, at = False, 0
    for sentence in sentences(passage.text):
        while at < len(private) and private[at].end <= sentence.start:
            is_open, at = False, at + 1
        is_public = at == len(private) or private[at].start >= sentence.end
        if is_public and is_open:
            parts[-1] = Span(parts[-1].start, sentence.end)
        elif is_public:
            parts.append(sentence)
        is_open = is_public
    return tuple(passage.part(part.start, part.end) for part in parts)


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    """Return whether a mark ends a sentence: not after an abbreviation or before a small letter."""
    if not match[0].startswith("."):
        return True
    following = text[match.end() : match.end() + _REACH].lstrip().lstrip("\"“‘'([")
    if following[:1].islower():
        return False
    word = text[max(0, match.start() - _REACH) : match.start()].rpartition(" ")[2].lstrip("\"“‘'([")
    is_initial = len(word) == 1 and word.isupper()
    return not is_initial and "." not in word and word.lower() not in ABBREVIATIONS


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    part = text[start:end]
    first, last = start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())
    if first < last:
        yield Span(first, last)
