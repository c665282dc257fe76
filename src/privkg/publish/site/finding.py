"""The page of a search that a server evaluates: hits with the found words marked, and facets."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from privkg.core.errors import UnknownNameError
from privkg.core.lettering import typeset
from privkg.publish.site import facets, paths, rendering, times
from privkg.publish.site.pages import Link
from privkg.publish.site.site import Site
from privkg.rdf.iris import Base
from privkg.search.facets import Facet, Value
from privkg.search.find import Hit, find
from privkg.search.index import Index
from privkg.search.words import Passage

PATH = "search.html"
WORDS, NUMBER = "q", "page"
"""The parameters of words, and of the number of a page of hits, counted from 1."""
MOST_PAGES = 50
_HITS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHit:
    """An incident that was found: the link to it, its date, title, and the sentence with the words."""

    target: str
    date: Link
    title: Passage
    sentence: Passage


def page(
    index: Index, base: Base, site: Site, words: str, chosen: Sequence[tuple[str, str]], number: int
) -> str:
    """Return the page of a search.

    Args:
        index: the index of the graph.
        base: the base of its IRIs.
        site: the metadata of the dataset.
        words: the words that an incident must have.
        chosen: pairs of a facet and the key of a value; an incident has one of those of each facet.
        number: the number of the page of hits, from 1 to `MOST_PAGES`.

    Raises:
        UnknownNameError: there is no such facet, or no incident has such a value.
        StoreError: the index is damaged.
    """
    by_key = {
        (facet.value, facets.key(value)): (facet, value)
        for facet, values in index.members.items()
        for value in values
    }
    wanted: dict[Facet, list[Value]] = {}
    for pair in chosen:
        if pair not in by_key:
            known = {value for facet, value in by_key if facet == pair[0]}
            raise UnknownNameError(f"value of {pair[0]}", pair[1], known)
        facet, value = by_key[pair]
        wanted.setdefault(facet, []).append(value)
    found = find(index, words, wanted, limit=_HITS * number)
    last = min(-(-found.total // _HITS), MOST_PAGES)
    return rendering.render(
        "found",
        PATH,
        site=site,
        words=words,
        total=found.total,
        note=found.note,
        hits=[_hit(each, base) for each in found.hits[_HITS * (number - 1) :]],
        first=_HITS * (number - 1) + 1,
        facets=facets.listed(found.counts),
        chosen=set(chosen),
        previous=_address(words, chosen, min(number - 1, max(last, 1))) if number > 1 else "",
        following=_address(words, chosen, number + 1) if number < last else "",
    )


def _hit(found: Hit, base: Base) -> ShownHit:
    return ShownHit(
        target=f"{paths.stem(base.incident(found.slug), base)}.html",
        date=times.shown(found.date),
        title=_typeset(found.title),
        sentence=found.sentence,
    )


def _typeset(title: Passage) -> Passage:
    """Return a title with typographic apostrophes, which are as long as others."""
    words, at, pieces = typeset(str(title)), 0, list[tuple[str, bool]]()
    for text, is_found in title.pieces:
        pieces.append((words[at : at + len(text)], is_found))
        at += len(text)
    return Passage(tuple(pieces))


def _address(words: str, chosen: Sequence[tuple[str, str]], number: int) -> str:
    return f"?{urlencode([(WORDS, words), *chosen, (NUMBER, str(number))])}"
