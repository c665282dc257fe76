"""The database of a build: what it knows of all pages, whose size grows with the dataset."""

import sqlite3
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from privkg.core.errors import WriteError, in_file
from privkg.core.paths import real

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -64000;
CREATE TABLE IF NOT EXISTS build (version TEXT);
CREATE TABLE IF NOT EXISTS files (path BLOB PRIMARY KEY, is_named INTEGER, signature TEXT, others TEXT);
CREATE TABLE IF NOT EXISTS pages (
    path BLOB, number INTEGER, head TEXT, body BLOB, dataset TEXT, PRIMARY KEY (path, number)
);
CREATE TABLE IF NOT EXISTS mentions (
    node TEXT, page BLOB, number INTEGER, name TEXT, PRIMARY KEY (node, page, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS triples (
    triple TEXT PRIMARY KEY, mentions INTEGER, is_label INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reached (kind TEXT, term TEXT, pages INTEGER, PRIMARY KEY (kind, term));
CREATE TABLE IF NOT EXISTS findings (of TEXT PRIMARY KEY, slug TEXT, found TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS findings_by_slug ON findings (slug);
"""


class Database:
    """A database in a file, which is not safe from crashes: a build that is killed leaves nothing.

    Args:
        path: the file; None for a private temporary file, which the system removes.
        is_writable: whether it may be written; a new file has empty tables.

    Raises:
        WriteError: the disk is full.
        sqlite3.Error: a file that is only read is not a database.
    """

    def __init__(self, path: Path | None = None, *, is_writable: bool = True) -> None:
        mode = "" if is_writable else "?mode=ro&immutable=1"
        name = f"{real(path).as_uri()}{mode}" if path else ""
        self._path = path or Path(tempfile.gettempdir())
        # The garbage collector may close it in any thread.
        self._held = sqlite3.connect(name, isolation_level=None, check_same_thread=False, uri=True)
        weakref.finalize(self, self._held.close)
        if is_writable:
            with self._errors():
                self._held.executescript(_SCHEMA)
                self._held.execute("BEGIN")

    def rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a result."""
        with self._errors():  # the results of sorting may be written too
            yield from self._held.execute(query, values)

    def first(self, query: str, *values: object) -> tuple[Any, ...]:
        """Return the first row of a result; empty if there is none."""
        return self._held.execute(query, values).fetchone() or ()

    def write(self, statement: str, rows: Iterable[Iterable[object]]) -> None:
        """Run a statement for each row of values.

        Raises:
            WriteError: the disk is full.
        """
        with self._errors():
            self._held.executemany(statement, map(tuple, rows))

    def copy_to(self, other: "Database") -> None:
        """Replace the content of another database by that of this one.

        Raises:
            WriteError: the disk is full.
        """
        with other._errors():
            other._held.execute("COMMIT")
            self._held.backup(other._held)
            other._held.execute("BEGIN")

    def close(self) -> None:
        """Write what is still in memory, and close the database.

        Raises:
            WriteError: the disk is full.
        """
        with self._errors():
            self._held.execute("COMMIT")
            self._held.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise WriteError(f"cannot be written: {error}", in_file(self._path)) from error
