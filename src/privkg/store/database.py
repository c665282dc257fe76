"""Databases in the folder of a generation, written by one build and then only read."""

import os
import sqlite3
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from privkg.core.errors import StoreError, WriteError, in_file
from privkg.core.paths import real

_UNSAFE = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -64000;
"""


class Database:
    """A database in a file, which is not safe from crashes: a build that is killed leaves nothing.

    Args:
        schema: the statements that create its tables, unless they exist.
        path: the file; None for a private temporary file, which the system removes.
        is_writable: whether it may be written; a new file has empty tables.

    Raises:
        WriteError: the disk is full.
    """

    def __init__(self, schema: str, path: Path | None = None, *, is_writable: bool = True) -> None:
        mode = "" if is_writable else "?mode=ro&immutable=1"
        name = f"{real(path).as_uri()}{mode}" if path else ""
        self._path = path or Path(tempfile.gettempdir())
        self._is_writable = is_writable
        self._name = name
        self._open()
        if is_writable:
            with self._errors():
                self._held.executescript(_UNSAFE + schema)
                self._held.execute("BEGIN")

    def rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a result.

        Raises:
            StoreError: the file is damaged.
        """
        with self._errors():  # the results of sorting may be written too
            yield from self._held.execute(query, values)

    def first(self, query: str, *values: object) -> tuple[Any, ...]:
        """Return the first row of a result; empty if there is none.

        Raises:
            StoreError: the file is damaged.
        """
        with self._errors():
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

    def _open(self) -> None:
        # The garbage collector may close it in any thread.
        self._held = sqlite3.connect(self._name, isolation_level=None, check_same_thread=False, uri=True)
        self._process = os.getpid()
        weakref.finalize(self, self._held.close)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            if not self._is_writable and self._process != os.getpid():
                self._open()  # processes that share a connection would share a position in the file
            yield
        except sqlite3.DatabaseError as error:
            if self._is_writable:
                raise WriteError(f"cannot be written: {error}", in_file(self._path)) from error
            raise StoreError(f"damaged ({error}); build again", in_file(self._path)) from error
