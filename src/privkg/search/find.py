"""Searches in the index of a graph."""

import functools
import heapq
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import and_, or_

from privkg.core import names
from privkg.core.errors import UnknownNameError
from privkg.search import words
from privkg.search.facets import Facet, Value
from privkg.search.index import WEIGHTS, Index
from privkg.search.words import BEGIN, END, Passage

_RANKED = "SELECT rowid, bm25(words, ?, ?, ?) FROM words WHERE words MATCH ?"
_MARKED = """
SELECT id, date, highlight(words, 0, ?1, ?2), highlight(words, 1, ?1, ?2), highlight(words, 2, ?1, ?2)
FROM words JOIN incidents ON id = words.rowid
WHERE words MATCH ?3 AND +words.rowid IN (SELECT value FROM json_each(?4))
"""
_UNMARKED = """
SELECT id, date, titles, names, texts FROM incidents WHERE id IN (SELECT value FROM json_each(?))
"""
_SLUG = "SELECT slug FROM incidents WHERE id = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An incident that was found.

    Attributes:
        slug: its slug.
        date: its earliest date; empty if it is not known.
        title: its title, with the found words.
        sentence: the sentence with the found words; if they are only in its names, these; the first
            sentence if no words were given.
    """

    slug: str
    date: str
    title: Passage
    sentence: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The outcome of a search.

    Attributes:
        hits: the first incidents, best first.
        total: the number of all incidents that were found.
        counts: for each facet, the number of incidents with each value that would be found if this facet
            were not restricted.
        note: a sentence about words that were not searched for; empty if there are none.
    """

    hits: tuple[Hit, ...]
    total: int
    counts: Mapping[Facet, Mapping[Value, int]]
    note: str = ""


def find(
    index: Index,
    text: str = "",
    chosen: Mapping[Facet, Iterable[str | Value]] | None = None,
    limit: int = 20,
) -> Found:
    """Return the incidents with all words of a text and with chosen values.

    Without words, all incidents with the values are found, the newest first.

    Args:
        index: the index.
        text: the words, in which no character is an operator.
        chosen: values by facet, or their labels or the last parts of their IRIs; an incident has one of
            those of each facet.
        limit: the number of hits to return.

    Raises:
        UnknownNameError: no incident has a value of this name.
        StoreError: the index is damaged.
    """
    query = words.read(text)
    members = index.members
    wanted = _wanted(chosen or {}, members)
    ranked = _ranked(index, query.expression, is_by_words=bool(text.strip()))
    matching = _bits(ranked)
    best = _best(index, _among(ranked, functools.reduce(and_, wanted.values(), matching)), limit)
    return Found(
        hits=tuple(_hits(index, query.expression, best)),
        total=functools.reduce(and_, wanted.values(), matching).bit_count(),
        counts={
            facet: _counts(values, functools.reduce(and_, _others(wanted, facet), matching))
            for facet, values in members.items()
        },
        note=query.note(),
    )


def _wanted(
    chosen: Mapping[Facet, Iterable[str | Value]], members: Mapping[Facet, Mapping[Value, int]]
) -> dict[Facet, int]:
    """Return, for each facet with chosen values, the incidents that have one of them."""
    return {
        facet: functools.reduce(or_, [_member(facet, name, members[facet]) for name in given])
        for facet, given in ((facet, tuple(given)) for facet, given in chosen.items())
        if given
    }


def _member(facet: Facet, wanted: str | Value, values: Mapping[Value, int]) -> int:
    """Return the incidents with a value, or with the value of a name."""
    if isinstance(wanted, Value) and wanted in values:
        return values[wanted]
    name = wanted.label if isinstance(wanted, Value) else wanted
    for value, incidents in values.items():
        if names.slug(name) in map(names.slug, (value.label, re.split("[/#]", value.key)[-1])):
            return incidents
    raise UnknownNameError(facet.noun, name, {value.label for value in values})


def _others(wanted: Mapping[Facet, int], facet: Facet) -> list[int]:
    return [incidents for other, incidents in wanted.items() if other is not facet]


def _counts(values: Mapping[Value, int], matching: int) -> dict[Value, int]:
    counts = {value: (incidents & matching).bit_count() for value, incidents in values.items()}
    return {value: count for value, count in counts.items() if count}


def _ranked(index: Index, expression: str, *, is_by_words: bool) -> dict[int, float]:
    """Return the matching incidents, each with a number by which the best is first.

    Without words, all match, and the newest is first. Characters that form no word match nothing.
    """
    if expression:
        return dict(index.rows(_RANKED, *WEIGHTS.values(), expression))
    if is_by_words:
        return {}
    ordered = index.rows("SELECT id FROM incidents ORDER BY date DESC, slug")
    return {identifier: number for number, (identifier,) in enumerate(ordered)}


def _bits(identifiers: Iterable[int]) -> int:
    found = bytearray()
    for one in identifiers:
        found.extend(bytes(max(0, one // 8 + 1 - len(found))))
        found[one // 8] |= 1 << one % 8
    return int.from_bytes(found, "little")


def _among(ranked: dict[int, float], wanted: int) -> dict[int, float]:
    """Return those of the ranked incidents that are in a bitmap."""
    if wanted.bit_count() == len(ranked):
        return ranked
    content = wanted.to_bytes(wanted.bit_length() // 8 + 1, "little") + bytes(1)
    end = 8 * len(content)
    return {one: rank for one, rank in ranked.items() if one < end and content[one // 8] >> one % 8 & 1}


def _best(index: Index, ranked: dict[int, float], limit: int) -> dict[int, str]:
    """Return the slugs of the first incidents; of equal rank, in the order of slugs."""
    worst = max(heapq.nsmallest(limit, ranked.values()), default=0)
    near = [one for one, rank in ranked.items() if rank <= worst]
    slugs = {one: slug for one in near for (slug,) in index.rows(_SLUG, one)}
    ordered = sorted(near, key=lambda one: (ranked[one], slugs[one]))
    return {one: slugs[one] for one in ordered[:limit]}


def _hits(index: Index, expression: str, best: Mapping[int, str]) -> Iterator[Hit]:
    wanted = json.dumps([*best])
    found = (
        index.rows(_MARKED, BEGIN, END, expression, wanted)
        if expression
        else index.rows(_UNMARKED, wanted)
    )
    texts = {identifier: texts for identifier, *texts in found}
    for identifier, slug in best.items():
        date, titles, named, paragraphs = texts[identifier]
        yield Hit(
            slug=slug,
            date=date,
            title=words.passage(titles.partition("\n")[0] or slug),
            sentence=_sentence(paragraphs, named, is_by_words=bool(expression)),
        )


def _sentence(texts: str, named: str, *, is_by_words: bool) -> Passage:
    if not is_by_words:
        return words.first_sentence(texts)
    found = words.sentence(texts)
    return found if found.pieces else words.lines_found(named)
