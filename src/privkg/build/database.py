"""The database of a build: what it knows of all pages, whose size grows with the dataset."""

from pathlib import Path

from privkg.store import database

_SCHEMA = """
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


class Database(database.Database):
    """The database of a build, in a file or a private temporary file; see `store.database`."""

    def __init__(self, path: Path | None = None, *, is_writable: bool = True) -> None:
        super().__init__(_SCHEMA, path, is_writable=is_writable)
