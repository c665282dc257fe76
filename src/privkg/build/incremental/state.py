"""The state of a build: what it read from each file, and what the next build can use again.

GENERATION/build.sqlite   a database: files with the outcomes of reading them, the bodies of their pages,
                          mentions of shared resources, and the findings of shapes

It is written with its generation, and the seal covers it. A body is kept without its graphs if these are
in the dataset as they were read.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import itemgetter
from pathlib import Path

from privkg.build import packing, signatures
from privkg.build.collect import CollectedPage
from privkg.build.database import Database
from privkg.build.find import File
from privkg.build.incremental import records
from privkg.build.incremental.records import Other
from privkg.build.packing import Body, Key, PageHead
from privkg.core.errors import StoreError
from privkg.core.findings import PlacedFinding
from privkg.rdf.terms import Term
from privkg.store import quads_text, seal
from privkg.store.graph_table import GraphTable

_ALL = "all files are read and all graphs written, since"
_OUTDATED = f"{_ALL} records, links, the mapping, the base or the version of privkg changed"
_FILES = "SELECT path, is_named, signature, others FROM files"
_DAMAGED = f"{_ALL} the former graph is damaged"


class State:
    """The state of a build, in a database.

    Args:
        database: the database.
        generation: the generation that it is the state of, whose text has graphs of pages.
        unused: why nothing of the former build is used; empty if it is, or if there was none.

    Attributes:
        database: the database.
        generation: that generation; None if nothing of a former build is used.
        unused: the same reason.
    """

    def __init__(
        self, database: Database | None = None, generation: Path | None = None, unused: str = ""
    ) -> None:
        self.database = database or Database()
        self.generation = generation
        self.unused = unused

    @classmethod
    def of(cls, generation: Path | None, version: str) -> "State":
        """Return the state of a generation, read-only; an empty one if it cannot be used.

        Its files must be as they were built, as far as sizes and times of change show.

        Args:
            generation: the generation; None if there is none.
            version: what the state must depend on besides the files.
        """
        if generation is None or not (generation / seal.STATE).exists():
            return cls()
        try:
            seal.check_changes(generation)
            found = cls(Database(generation / seal.STATE, is_writable=False), generation)
            return found if found.version == version else cls(unused=_OUTDATED)
        except (StoreError, sqlite3.Error):
            return cls(unused=_DAMAGED)

    def copy(self, folder: Path, version: str) -> "State":
        """Return a copy in the folder of a new generation, to be brought up to date.

        Raises:
            WriteError: the disk is full.
        """
        found = State(Database(folder / seal.STATE))
        if self.generation:
            self.database.copy_to(found.database)
        found.database.write("DELETE FROM build", [()])
        found.database.write("INSERT INTO build VALUES (?)", [(version,)])
        return found

    @property
    def is_new(self) -> bool:
        """Whether there is nothing of a former build in it."""
        return not self.database.first("SELECT 1 FROM pages WHERE dataset IS NOT NULL LIMIT 1")

    @property
    def version(self) -> str:
        """What its content depends on besides the files."""
        return "".join(self.database.first("SELECT version FROM build"))

    def outcomes(self, files: Iterable[File]) -> dict[File, list[PageHead | Other]]:
        """Return the outcomes of those of some files that have not changed, in order.

        A file that is new, or may have changed, is not in it.
        """
        known = {path: values for path, *values in self.database.rows(_FILES)}
        unchanged = dict[bytes, tuple[File, list[tuple[int, PageHead | Other]]]]()
        for file in files:
            is_named, signature, others = known.get(file.key, (False, "", ""))
            if signature and (is_named, signature) == (file.is_named, signatures.of(file.path)):
                unchanged[file.key] = file, [*records.others_from_json(others)]
        for path, number, head in self.database.rows("SELECT path, number, head FROM pages"):
            if path in unchanged:
                unchanged[path][1].append((number, records.head_from_json(head, (path, number))))
        return {
            file: [outcome for _, outcome in sorted(found, key=itemgetter(0))]
            for file, found in unchanged.values()
        }

    def forget(self, file: File) -> None:
        """Remove a file with its pages."""
        self._forget([file.key])

    def forget_others(self, files: Iterable[File]) -> None:
        """Remove all files but some."""
        kept = {file.key for file in files}
        known = self.database.rows("SELECT path FROM files")
        self._forget([path for (path,) in known if path not in kept])

    def put_page(self, file: File, number: int, head: PageHead) -> PageHead:
        """Add a page, and return its head with its key."""
        path = file.key
        values = path, number, records.head_to_json(head)
        self.database.write("INSERT INTO pages VALUES (?, ?, ?, NULL, NULL)", [values])
        return replace(head, at=(path, number))

    def put_file(self, file: File, found: str, others: list[tuple[int, Other]]) -> None:
        """Add a file with its signature, once its pages are added."""
        values = file.key, file.is_named, found, records.others_to_json(others)
        self.database.write("INSERT INTO files VALUES (?, ?, ?, ?)", [values])

    def put_page_of_dataset(self, page: CollectedPage, entry: bytes) -> None:
        """Set the packed body of a page, as it was read, and how the page is in the dataset."""
        body = packing.without_graphs(entry) if page.is_as_read else entry
        self._set(page.head, body, page.in_dataset)

    def put_unused_page(self, head: PageHead, entry: bytes) -> None:
        """Set the packed body of a page that is not in the dataset, since another replaces it."""
        self._set(head, entry, None)

    def in_dataset(self) -> dict[Key, str]:
        """Return how each page is in the dataset, as `CollectedPage.in_dataset`."""
        found = self.database.rows("SELECT path, number, dataset FROM pages WHERE dataset IS NOT NULL")
        return {(path, number): dataset for path, number, dataset in found}

    def page(self, key: Key) -> CollectedPage:
        """Return a page of the dataset."""
        head, dataset = self.database.first(
            "SELECT head, dataset FROM pages WHERE path = ? AND number = ?", *key
        )
        return CollectedPage.of(records.head_from_json(head, key), dataset)

    def body(self, key: Key) -> Body:
        """Return the body of a page, as it was read.

        Raises:
            StoreError: the text of the generation is damaged.
        """
        (entry,) = self.database.first("SELECT body FROM pages WHERE path = ? AND number = ?", *key)
        left_out = packing.graphs_left_out(entry)
        if not left_out or self.generation is None:
            return packing.unpack(entry)
        found = quads_text.members(self.generation, left_out)
        return packing.unpack(entry, [packed.member for packed in found])

    def put_findings_in(self, slug: str, found: Iterable[PlacedFinding]) -> None:
        """Set the findings of the shapes of incidents in an incident, by its slug."""
        self._put_findings(slug, slug, found)

    def put_findings_at(self, node: Term, slug: str, found: Iterable[PlacedFinding]) -> None:
        """Set the findings of other shapes at a node; `slug` is that of its incident, or empty."""
        self._put_findings(node, slug, found)

    def forget_findings(self, nodes: Iterable[Term], slugs: Iterable[str]) -> None:
        """Remove the findings of shapes at some nodes, and all findings of some incidents."""
        self.database.write("DELETE FROM findings WHERE of = ?", ((node,) for node in nodes))
        self.database.write("DELETE FROM findings WHERE slug = ?", ((slug,) for slug in slugs))

    def findings(self) -> Iterator[PlacedFinding]:
        """Yield the findings of shapes."""
        for (found,) in self.database.rows("SELECT found FROM findings"):
            yield from records.findings_of_shapes(found)

    def texts(self, graphs: Iterable[str]) -> dict[str, bytes]:
        """Return the N-Quads of graphs of the generation; a graph that it does not have is empty.

        Raises:
            StoreError: the text of the generation is damaged.
        """
        texts = dict.fromkeys(graphs, b"")
        if self.generation:
            known = GraphTable(self.generation)
            found = quads_text.read(self.generation, [graph for graph in texts if graph in known])
            texts |= {entry.graph: text for entry, text in found}
        return texts

    def _put_findings(self, of: str, slug: str, found: Iterable[PlacedFinding]) -> None:
        if written := tuple(found):
            values = of, slug, records.findings_to_json(written)
            self.database.write("INSERT OR REPLACE INTO findings VALUES (?, ?, ?)", [values])

    def _set(self, head: PageHead, body: bytes, dataset: str | None) -> None:
        statement = "UPDATE pages SET body = ?, dataset = ? WHERE path = ? AND number = ?"
        self.database.write(statement, [(body, dataset, *(head.at or ()))])

    def _forget(self, paths: Iterable[bytes]) -> None:
        keys = [(path,) for path in paths]
        self.database.write("DELETE FROM files WHERE path = ?", keys)
        self.database.write("DELETE FROM pages WHERE path = ?", keys)
