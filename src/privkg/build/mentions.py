"""The table of mentions: which pages name which shared resources, by which names, and what they state.

Each statement has the number of mentions that state it, so that pages can be removed again. The table is
in a database: its size grows with the dataset.
"""

import itertools
from collections.abc import Iterable, Iterator
from operator import itemgetter

from privkg.build.database import Database
from privkg.build.lifting import shared_nodes
from privkg.build.lifting.shared_nodes import Mention
from privkg.rdf.terms import Term, Triple
from privkg.reference.authority import Authority

_COUNT = """
INSERT INTO triples VALUES (?, ?, 0)
ON CONFLICT DO UPDATE SET mentions = mentions + excluded.mentions
"""
_LABEL = "INSERT INTO triples VALUES (?, 0, 1) ON CONFLICT DO UPDATE SET is_label = 1"
_NAMES = "SELECT node, name FROM mentions WHERE name IS NOT NULL{} ORDER BY node, page, number"
_NODES = """
SELECT node FROM mentions UNION SELECT substr(triple, 1, instr(triple, ' ') - 1) FROM triples ORDER BY 1
"""
_OF_NODE = "SELECT triple FROM triples WHERE triple > ? AND triple < ?"


class MentionTable:
    """The mentions of all pages; names are compared in the order of the SHA-256 of pages.

    Args:
        database: the database.
        records: the authority records, which state what the table leaves out.
        is_tracked: whether `changed` will be called.
    """

    def __init__(self, database: Database, records: Authority, *, is_tracked: bool = False) -> None:
        self._table, self._records = database, records
        self._recorded = frozenset(records.triples)
        self._touched: set[str] | None = set() if is_tracked else None
        self._before: dict[str, bool] = {}

    def add(self, sha256: str, mentions: Iterable[Mention]) -> None:
        """Add the mentions of a page, given its SHA-256."""
        mentions, page = tuple(mentions), bytes.fromhex(sha256)
        rows = [(one.node, page, number, one.name) for number, one in enumerate(mentions)]
        self._touch(mentions)
        self._table.write("INSERT INTO mentions VALUES (?, ?, ?, ?)", rows)
        self._count(mentions, 1)

    def remove(self, sha256: str, mentions: Iterable[Mention]) -> None:
        """Remove the mentions of a page, which are those that were added."""
        mentions, page = tuple(mentions), bytes.fromhex(sha256)
        rows = [(one.node, page) for one in mentions]
        self._touch(mentions)
        self._table.write("DELETE FROM mentions WHERE node = ? AND page = ?", rows)
        self._count(mentions, -1)

    def finish(self) -> None:
        """Set the labels of resources, once all pages are added or removed."""
        if self._touched is None:
            names = self._table.rows(_NAMES.format(""))
            for node, rows in itertools.groupby(names, key=itemgetter(0)):
                self._label(node, (name for _, name in rows))
            return
        for node in sorted(self._touched):
            former = self._of(node, " AND is_label")
            self._remember(former)
            self._many("UPDATE triples SET is_label = 0 WHERE triple = ?", former)
            names = self._table.rows(_NAMES.format(" AND node = ?"), node)
            self._label(node, (name for _, name in names))
        self._many(
            "DELETE FROM triples WHERE triple = ? AND NOT mentions AND NOT is_label", self._before
        )

    def changed(self) -> set[Term]:
        """Return the resources with triples that the table has and had not, or had and has not."""
        differing = (line for line, was_stated in self._before.items() if self._has(line) != was_stated)
        return {Term(line.partition(" ")[0]) for line in differing}

    def touched(self) -> frozenset[Term]:
        """Return the resources that the pages added or removed name."""
        return frozenset(map(Term, self._touched or ()))

    def triples(self) -> Iterator[Triple]:
        """Yield what pages state about shared resources and no record does, sorted."""
        for (line,) in self._table.rows("SELECT triple FROM triples ORDER BY triple"):
            yield _triple(line)

    def about(self, node: Term) -> list[Triple]:
        """Return what pages state about a resource, sorted."""
        return [_triple(line) for line in self._of(node)]

    def nodes(self) -> Iterator[Term]:
        """Yield the resources that pages name or describe, sorted."""
        yield from (Term(node) for (node,) in self._table.rows(_NODES))

    def __contains__(self, triple: Triple) -> bool:
        """Return whether pages state a triple."""
        return self._has(" ".join(triple))

    def describes(self, node: Term) -> bool:
        """Return whether pages state a triple about a resource."""
        return bool(self._of(node, " LIMIT 1"))

    def pages_naming(self, node: Term, most: int = -1) -> list[str]:
        """Return the SHA-256 of the first pages that name a resource; `most` at most, or all."""
        query = "SELECT DISTINCT page FROM mentions WHERE node = ? ORDER BY page LIMIT ?"
        found = self._table.rows(query, node, most)
        return [page.hex() for (page,) in found]

    def _count(self, mentions: Iterable[Mention], by: int) -> None:
        lines = [
            " ".join(triple)
            for one in mentions
            for triple in one.triples
            if triple not in self._recorded
        ]
        self._remember(lines)
        self._table.write(_COUNT, [(line, by) for line in lines])

    def _label(self, node: str, names: Iterable[str]) -> None:
        triples = shared_nodes.labels(Term(node), names, self._records)
        lines = [" ".join(triple) for triple in triples if triple not in self._recorded]
        self._remember(lines)
        self._many(_LABEL, lines)

    def _touch(self, mentions: Iterable[Mention]) -> None:
        if self._touched is not None:
            self._touched.update(one.node for one in mentions)

    def _remember(self, lines: Iterable[str]) -> None:
        """Remember which triples the table had before the first change of each."""
        if self._touched is not None:
            for line in lines:
                if line not in self._before:
                    self._before[line] = self._has(line)

    def _has(self, line: str) -> bool:
        return bool(self._table.first("SELECT 1 FROM triples WHERE triple = ?", line))

    def _of(self, node: str, more: str = "") -> list[str]:
        found = self._table.rows(f"{_OF_NODE}{more}", f"{node} ", f"{node}!")
        return [line for (line,) in found]

    def _many(self, statement: str, lines: Iterable[str]) -> None:
        self._table.write(statement, [(line,) for line in lines])


def _triple(line: str) -> Triple:
    subject, predicate, value = line.split(" ", 2)
    return Term(subject), Term(predicate), Term(value)
