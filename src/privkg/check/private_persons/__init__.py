"""Finds names of private persons, handles and contact details in the free text of registers.

A heuristic for English without a model: a run of capitalised words is a name if its first word is a
given name (`data/names`), or if the words around it indicate a person. A name that is found once is
found everywhere in the record, the surname alone too. Who has a public office in the text is left out.
`tests/check/private_persons` measures precision and recall on records of registers.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from privkg.check.private_persons import handles, names_of_persons
from privkg.check.private_persons.sentences import public_parts
from privkg.check.private_persons.words_of_persons import GROUPS, NOT_GIVEN, OTHER_NAMES
from privkg.check.victim_names.words import Words
from privkg.core import names
from privkg.core.model import Span

__all__ = ["may_be_private", "public_parts", "spans", "spans_of_record"]

_MAX_CALLED, _MAX_WORDS = 1_000, 8
_PART = re.compile(r"[A-Z]?[a-z']+|[A-Z]+(?![a-z])")


def spans(text: str) -> tuple[Span, ...]:
    """Return where a text names private persons, in text order; no two spans overlap."""
    return spans_of_record((text,))[0]


def spans_of_record(texts: Sequence[str]) -> tuple[tuple[Span, ...], ...]:
    """Return the spans of each text of a record: a name found in one is found in all of them."""
    read = [Words(text, Span(0, len(text))) for text in texts]
    persons = [person for words in read for person in names_of_persons.find(words)]
    persons += [person for words in read for person in names_of_persons.surnames(words)]
    public = {person.words for person in persons if person.has_office}
    public |= {words[-1:] for words in public}
    private = {person.words for person in persons} - public
    private = {words for words in private if words[-1:] not in public}
    known = private | {part for words in private for part in _short_names(words)} - public
    called = {re.escape(text[one.start : one.end]) for text in texts for one in handles.handles(text)}
    called |= {rf"(?i:{re.escape(' '.join(words))})" for words in private if len(words) > 1}
    return tuple(_merged(_spans(words, known, called)) for words in read)


def may_be_private(name: str, known: Collection[str] = ()) -> bool:
    """Return whether a name of an external actor may be that of a private person, or a handle.

    A name becomes an actor only if it is known or has a word of groups, such as "team", because
    who is behind "Example7" cannot be read from the name.

    Args:
        name: the value of a field of names.
        known: keys of names of organisations and groups, by `names.key`.
    """
    if names.key(name) in known:
        return False
    member, _, _ = name.partition(" from ")
    parts = {part.lower() for part in _PART.findall(member)}
    is_group = not parts.isdisjoint(GROUPS) or not OTHER_NAMES.isdisjoint(member.lower().split())
    return not is_group or bool(spans(name))


def _spans(words: Words, known: set[tuple[str, ...]], called: Collection[str]) -> list[Span]:
    """Return spans of a text, which may overlap; the whole text if there are very many names."""
    text = words.text
    if len(called) > _MAX_CALLED:
        return [Span(0, len(text))] if text else []
    return [*handles.contacts(text), *_again(words, known), *_called(text, called)]


def _short_names(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the surname, the parts of a double surname, and the given name unless it is a word too."""
    yield from ((part,) for part in (words[-1], *words[-1].split("-")) if len(part) > 1)
    if len(words[0]) > 2 and words[0] not in OTHER_NAMES | NOT_GIVEN:
        yield words[:1]


def _again(words: Words, known: set[tuple[str, ...]]) -> Iterator[Span]:
    """Yield each occurrence of known names, the longest first, but not as a part of another name."""
    for first, last in names_of_persons.candidates(words) if known else ():
        start = first
        while start <= last:
            end = _end_of_known(words, start, last, known)
            if end is not None and not _is_part(words, start, end, last):
                yield words.span(start, end)
            start = start + 1 if end is None else end + 1


def _end_of_known(words: Words, start: int, last: int, known: set[tuple[str, ...]]) -> int | None:
    """Return the last word of a known name that begins at a word, also if an apostrophe is missing."""
    folded = tuple(names.fold(words[at]) for at in range(start, min(last + 1, start + _MAX_WORDS)))
    for length in range(len(folded), 0, -1):
        name = folded[:length]
        forms = {(*name[:-1], form) for form in (name[-1], name[-1] + "s", name[-1].removesuffix("s"))}
        if not forms.isdisjoint(known):
            return start + length - 1
    return None


def _is_part(words: Words, start: int, end: int, last: int) -> bool:
    """Return whether a surname is part of the name of something else: "Sample Clinic", "A & Sample"."""
    if start != end:
        return False
    is_firm = start > 0 and words.gap(start) == " & "
    rest = {words[at].lower() for at in range(end + 1, min(last, end + _MAX_WORDS) + 1)}
    return is_firm or not rest.isdisjoint(OTHER_NAMES)


def _called(text: str, called: Collection[str]) -> Iterator[Span]:
    """Yield each occurrence of the patterns of handles and full names, in other places and cases."""
    for name in sorted(called):
        pattern = rf"(?<!\w){name}(?!\w)"
        yield from (Span(*match.span()) for match in re.finditer(pattern, text))


def _merged(found: Sequence[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(found):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
