"""The index of words and facets: written by each build, and read by searches.

GENERATION/search.sqlite   the incidents with their texts, the words in them, and for each value of a
                           facet the incidents that have it, as a bitmap

What it answers depends on the graph alone, its bytes also on former builds and on SQLite: it is not
part of the manifest.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from privkg.core.errors import StoreError, in_file
from privkg.search import words
from privkg.search.entries import Entry
from privkg.search.facets import Facet, Value
from privkg.store import seal
from privkg.store.database import Database

_SCHEMA = """
CREATE TABLE IF NOT EXISTS incidents (
    id INTEGER PRIMARY KEY, slug TEXT UNIQUE, date TEXT, facets TEXT, titles TEXT, names TEXT, texts TEXT
);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
    titles, names, texts, content = 'incidents', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE IF NOT EXISTS facets (
    facet TEXT, key TEXT, label TEXT, incidents BLOB, PRIMARY KEY (facet, key)
);
"""
_OCCURRENCES = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.occurrences USING fts5vocab(main, words, instance)"
)
WEIGHTS = {"titles": 8, "names": 3, "texts": 1}
"""What a word counts for in the ranking of hits, by where it is."""
_OF = "SELECT id, facets, titles, names, texts, date FROM incidents WHERE slug = ?"
_PUT = "INSERT INTO incidents VALUES (?, ?, ?, ?, ?, ?, ?)"
_PUT_WORDS = "INSERT INTO words (rowid, titles, names, texts) VALUES (?, ?, ?, ?)"
_REMOVE_WORDS = "INSERT INTO words (words, rowid, titles, names, texts) VALUES ('delete', ?, ?, ?, ?)"


class Writer:
    """Writes the index of a new generation; only what differs from the former one is written.

    Args:
        folder: the folder of the generation.
        former: the generation that it is made from; None if all incidents are written.

    Raises:
        WriteError: the disk is full.
    """

    def __init__(self, folder: Path, former: Path | None = None) -> None:
        self._database = Database(_SCHEMA, folder / seal.SEARCH)
        if former:
            Index(former).copy_to(self._database)
        self._free = list[int]()
        self._next = 1 + (self._database.first("SELECT MAX(id) FROM incidents")[0] or 0)
        self._bitmaps: dict[tuple[str, str], _Bitmap] = {}

    def put(self, entry: Entry) -> None:
        """Write the entry of an incident, in place of any former one."""
        self.remove(entry.slug)
        identifier = self._free.pop() if self._free else self._next
        self._next = max(self._next, identifier + 1)
        values = {
            facet.value: [[one.key, one.label] for one in found] for facet, found in entry.values.items()
        }
        texts = [words.without_marks(one) for one in (entry.titles, entry.names, entry.texts)]
        row = (identifier, entry.slug, entry.date, json.dumps(values), *texts)
        self._database.write(_PUT, [row])
        self._database.write(_PUT_WORDS, [(identifier, *texts)])
        for facet, (key, label) in _each(values):
            self._bitmap(facet, key, label).add(identifier)

    def remove(self, slug: str) -> None:
        """Remove an incident, if the index has it."""
        found = self._database.first(_OF, slug)
        if not found:
            return
        identifier, values, *texts, _ = found
        self._database.write(_REMOVE_WORDS, [(identifier, *texts)])
        self._database.write("DELETE FROM incidents WHERE id = ?", [(identifier,)])
        for facet, (key, label) in _each(json.loads(values)):
            self._bitmap(facet, key, label).remove(identifier)
        self._free.append(identifier)

    def finish(self) -> None:
        """Write what is still in memory; call it once, at the end.

        Raises:
            WriteError: the disk is full.
        """
        for (facet, key), bitmap in self._bitmaps.items():
            self._database.write("DELETE FROM facets WHERE facet = ? AND key = ?", [(facet, key)])
            if content := bitmap.content():
                row = facet, key, bitmap.label, content
                self._database.write("INSERT INTO facets VALUES (?, ?, ?, ?)", [row])
        self._database.close()

    def _bitmap(self, facet: str, key: str, label: str) -> "_Bitmap":
        if (facet, key) not in self._bitmaps:
            query = "SELECT incidents FROM facets WHERE facet = ? AND key = ?"
            (content,) = self._database.first(query, facet, key) or (b"",)
            self._bitmaps[facet, key] = _Bitmap(label, content)
        return self._bitmaps[facet, key]


class _Bitmap:
    """The incidents with a value of a facet, while an index is written."""

    def __init__(self, label: str, content: bytes) -> None:
        self.label = label
        self._bytes = bytearray(content)

    def add(self, identifier: int) -> None:
        place, bit = divmod(identifier, 8)
        self._bytes.extend(bytes(max(0, place + 1 - len(self._bytes))))
        self._bytes[place] |= 1 << bit

    def remove(self, identifier: int) -> None:
        place, bit = divmod(identifier, 8)
        self._bytes[place] &= ~(1 << bit)

    def content(self) -> bytes:
        return bytes(self._bytes.rstrip(b"\0"))


class Index:
    """The index of a generation, opened for searches.

    Args:
        generation: the folder of the generation.

    Raises:
        StoreError: it has no index, or the index is damaged.
    """

    def __init__(self, generation: Path) -> None:
        if not (generation / seal.SEARCH).exists():
            raise StoreError("no index of words; build the graph again", in_file(generation))
        self._database = Database(_SCHEMA, generation / seal.SEARCH, is_writable=False)

    def rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Return an iterator on the rows of a query on the tables of the index.

        Raises:
            StoreError: the index is damaged.
        """
        return self._database.rows(query, *values)

    def copy_to(self, other: Database) -> None:
        """Replace the content of a database by that of the index."""
        self._database.copy_to(other)

    @cached_property
    def members(self) -> Mapping[Facet, Mapping[Value, int]]:
        """For each facet and each of its values, the incidents that have it as bits."""
        found: dict[Facet, dict[Value, int]] = {facet: {} for facet in Facet}
        for facet, key, label, content in self.rows("SELECT facet, key, label, incidents FROM facets"):
            found[Facet(facet)][Value(label, key)] = int.from_bytes(content, "little")
        return {facet: dict(sorted(values.items())) for facet, values in found.items()}

    def entries(self) -> Iterator[Entry]:
        """Yield all entries, in the order of their slugs."""
        query = "SELECT slug, titles, names, texts, date, facets FROM incidents ORDER BY slug"
        for slug, titles, names, texts, date, values in self.rows(query):
            yield Entry(
                slug=slug,
                titles=_split(titles),
                names=_split(names),
                texts=_split(texts),
                date=date,
                values={
                    Facet(facet): tuple(Value(label, key) for key, label in found)
                    for facet, found in json.loads(values).items()
                },
            )

    def postings(self) -> Iterator[tuple[str, dict[int, int]]]:
        """Yield each word, in order, with its weight in each incident that has it.

        Words are as the tokenizer returns them: in small letters, Latin letters without diacritics. An
        incident is its number in the order of slugs, from 0.
        """
        ordered = self.rows("SELECT id FROM incidents ORDER BY slug")
        numbers = {identifier: number for number, (identifier,) in enumerate(ordered)}
        self._database.write(_OCCURRENCES, [()])
        found = self.rows("SELECT term, doc, col FROM temp.occurrences")
        for word, rows in groupby(found, itemgetter(0)):
            weights: dict[int, int] = {}
            for _, identifier, column in rows:
                number = numbers[identifier]
                weights[number] = weights.get(number, 0) + WEIGHTS[column]
            yield word, dict(sorted(weights.items()))


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def _each(values: Mapping[str, list[list[str]]]) -> Iterator[tuple[str, list[str]]]:
    for facet, found in values.items():
        for one in found:
            yield facet, one
