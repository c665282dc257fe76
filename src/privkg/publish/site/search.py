"""The search page, its script, and the index that it reads: files that are fetched when needed.

search/words-HASH.json    words in order, each with pairs of numbers: steps to the next incident that has
                          it, and its weight there
search/texts-HASH.json    incidents in the order of their slugs: address, title, date, names and texts
search/facets-HASH.json   values of facets, each with steps to the next incident that has it
search/orders-HASH.json   numbers of all incidents, in each order
search/index-HASH.json    the hashes of these files, with the first word of each

A file's name has the hash of its content, so that a browser never combines files of two publications.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice, pairwise
from pathlib import Path
from urllib.parse import quote

from privkg.core import bounded
from privkg.publish.site import paths, rendering, times
from privkg.publish.site.facets import Lists, Order
from privkg.publish.site.files import File
from privkg.publish.site.site import Site
from privkg.rdf.iris import Base
from privkg.search.entries import Entry
from privkg.search.index import Index

PATH = "search.html"
_FOLDER = "search"
_SCRIPT = Path(__file__).parent / "templates" / "search.js"
_MOST_OF_SCRIPT = 100_000
_INCIDENTS_OF_A_FILE = 4
_CHARACTERS_OF_A_FILE = 50_000


def files(index: Index, lists: Lists, base: Base, site: Site) -> Iterator[File]:
    """Yield the files of the index, the script and the search page.

    Args:
        index: the index of the graph.
        lists: the lists that the search page links to.
        base: the base of the IRIs.
        site: the metadata of the dataset.

    Raises:
        StoreError: the index is damaged.
    """
    texts, words = list[str](), list[tuple[str, str]]()
    entries = index.entries()
    while some := list(islice(entries, _INCIDENTS_OF_A_FILE)):
        text = _json([_shown(entry, base) for entry in some])
        texts.append(_hash(text))
        yield File.of(_path("texts", text), text)
    for part in _files_of_words(index):
        text = _json(part)
        words.append((next(iter(part)), _hash(text)))
        yield File.of(_path("words", text), text)
    numbers = {
        facet: [(key, _steps(some)) for key, some in found] for facet, found in lists.numbers().items()
    }
    facets = _json(numbers)
    yield File.of(_path("facets", facets), facets)
    orders = _json(lists.orders())
    yield File.of(_path("orders", orders), orders)
    content = _json(
        {
            "count": lists.count,
            "each": _INCIDENTS_OF_A_FILE,
            "texts": texts,
            "words": words,
            "facets": _hash(facets),
            "orders": _hash(orders),
        }
    )
    yield File.of(_path("index", content), content)
    yield from _page(lists, _path("index", content), site)


def _page(lists: Lists, index: str, site: Site) -> Iterator[File]:
    """Yield the script, and the page that names it and the index."""
    script = bounded.content(_SCRIPT, _MOST_OF_SCRIPT).decode()
    path = f"assets/search-{_hash(script)}.js"
    yield File.of(path, script)
    shown = {"facets": lists.facets(), "orders": [(order, order.words) for order in Order]}
    yield File(
        PATH,
        partial(rendering.render, "search", PATH, site=site, index=index, script=path, **shown),
    )


def _shown(entry: Entry, base: Base) -> tuple[str, str, str, tuple[str, ...], tuple[str, ...]]:
    """Return what a hit shows of an incident."""
    address = quote(f"{paths.stem(base.incident(entry.slug), base)}.html")
    return address, entry.title, times.shown(entry.date).text, entry.names, entry.texts


def _files_of_words(index: Index) -> Iterator[dict[str, list[int]]]:
    """Yield words, each with steps and weights, in parts of about equal size."""
    part, size = dict[str, list[int]](), 0
    for word, weights in index.postings():
        steps = _steps(weights)
        pairs = [number for pair in zip(steps, weights.values(), strict=True) for number in pair]
        part[word] = pairs
        size += len(word) + 3 * len(pairs)
        if size > _CHARACTERS_OF_A_FILE:
            yield part
            part, size = {}, 0
    if part:
        yield part


def _steps(numbers: Iterable[int]) -> list[int]:
    """Return the first of rising numbers, and the differences of the others."""
    return [after - before for before, after in pairwise((0, *numbers))]


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _path(kind: str, text: str) -> str:
    """Return the path of a file of the index, which has the hash of its content."""
    return f"{_FOLDER}/{kind}-{_hash(text)}.json"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
