"""The table of mentions: which pages name which shared resources, by which names, and what they state.

It is a temporary database, which the system removes: its size grows with the dataset.
"""

import itertools
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from privkg.build.lifting import shared_nodes
from privkg.build.lifting.shared_nodes import Mention
from privkg.rdf.terms import Term, Triple
from privkg.reference.authority import Authority

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA cache_size = -64000;
CREATE TABLE pages (node TEXT, page INTEGER, PRIMARY KEY (node, page)) WITHOUT ROWID;
CREATE TABLE names (node TEXT, name TEXT, number INTEGER, PRIMARY KEY (node, name)) WITHOUT ROWID;
CREATE TABLE triples (triple TEXT PRIMARY KEY) WITHOUT ROWID;
"""


class MentionTable:
    """The mentions of all pages, which are added in the order of the pages' SHA-256."""

    def __init__(self, records: Authority) -> None:
        self._records = records
        self._recorded = frozenset(records.triples)
        # "" is a private temporary file; the garbage collector may close it in any thread.
        self._table = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._table.close)
        self._table.executescript(_SCHEMA)
        self._count = itertools.count()

    def add(self, page: int, mentions: Iterable[Mention]) -> None:
        """Add the mentions of a page, given its number."""
        mentions = tuple(mentions)
        named = [(one.node, one.name, next(self._count)) for one in mentions if one.name is not None]
        self._many("INSERT OR IGNORE INTO pages VALUES (?, ?)", [(one.node, page) for one in mentions])
        self._many("INSERT OR IGNORE INTO names VALUES (?, ?, ?)", named)
        self._add(triple for one in mentions for triple in one.triples)

    def finish(self) -> None:
        """Add the labels, once all pages are added."""
        names = self._table.execute("SELECT node, name FROM names ORDER BY node, number")
        for node, rows in itertools.groupby(names, key=itemgetter(0)):
            self._add(shared_nodes.labels(Term(node), [name for _, name in rows], self._records))

    def triples(self) -> Iterator[Triple]:
        """Yield what pages state about shared resources and no record does, sorted."""
        for (line,) in self._table.execute("SELECT triple FROM triples ORDER BY triple"):
            subject, predicate, value = line.split(" ", 2)
            yield Term(subject), Term(predicate), Term(value)

    def __contains__(self, triple: Triple) -> bool:
        """Return whether pages state a triple."""
        found = self._table.execute("SELECT 1 FROM triples WHERE triple = ?", [" ".join(triple)])
        return found.fetchone() is not None

    def describes(self, node: Term) -> bool:
        """Return whether pages state a triple about a resource."""
        within = "SELECT 1 FROM triples WHERE triple > ? AND triple < ? LIMIT 1"
        return self._table.execute(within, [f"{node} ", f"{node}!"]).fetchone() is not None

    def pages_naming(self, node: Term, most: int) -> list[int]:
        """Return the numbers of the first pages that name a resource, `most` at most."""
        found = self._table.execute(
            "SELECT page FROM pages WHERE node = ? ORDER BY page LIMIT ?", [node, most]
        )
        return [page for (page,) in found]

    def _add(self, triples: Iterable[Triple]) -> None:
        fresh = [(" ".join(triple),) for triple in triples if triple not in self._recorded]
        self._many("INSERT OR IGNORE INTO triples VALUES (?)", fresh)

    def _many(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        self._table.executemany(statement, rows)
