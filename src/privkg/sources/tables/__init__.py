"""Reader of the tables of registers, by mapping: CSV, TSV, XLSX and JSON.

A mapping is a `mapping.toml` that states what the columns of a table mean; those of `data/sources` ship
with privkg and are recognised by the columns of a file. A record is one incident.
"""

import functools
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from privkg.core import documents, spelling
from privkg.core.errors import PageError, in_file
from privkg.core.model import Document, Incident
from privkg.core.objects import Readable
from privkg.core.text import quoted, shortened
from privkg.sources import HEAD_BYTES, Excluded, Member, ProposedMapping, Refused, Remark, Text, _records
from privkg.sources._records import Record
from privkg.sources.tables import mapping_file, proposal, record
from privkg.sources.tables.mapping import TableMapping

TITLE = "table of a register, by a mapping: CSV, TSV, XLSX or JSON"
SUFFIXES = (".csv", ".json", ".jsonl", ".tsv", ".xlsx")
_NAME = "tables"
_MOST_KEY = 200
"""The length of the value that identifies a record, which is in the messages about it and in its IRI."""


def sniff(head: bytes) -> bool:
    """Return whether the first bytes of a file have the columns of a shipped mapping."""
    return _mapping_of(head) is not None


def texts(path: Readable) -> Iterator[Member]:
    """Yield each record of a file by the mapping whose columns it has, or why it is not read.

    Raises:
        FileError, PageError: the file, or the rest of it, cannot be read, or has the columns of no
            mapping.
    """
    found = _mapping_of(documents.head(path, HEAD_BYTES))
    if not found:
        known = ", ".join(mapping_file.shipped())
        message = f"has the columns of no mapping (known are {known}); name one with --mapping"
        raise PageError(message, in_file(path, 1, 1))
    yield from _members(path, found)


def mapped_texts(path: Readable, name: str) -> Iterator[Member]:
    """Yield each record of a file by the mapping of a name or in a file, or why it is not read.

    Raises:
        FileError, PageError: the file, or the rest of it, cannot be read, or lacks a column.
        InputError: the mapping is not valid.
        UnknownNameError: there is no such mapping.
    """
    found = mapping_file.named(name)
    columns = _records.names(path, found.layout)
    missing = sorted(found.columns.difference(columns)) if columns is not None else []
    if missing:
        raise PageError(
            f"no column {_of_mapping(found, missing[:1], columns or ())}",
            in_file(path, found.layout.header[-1], 1),
        )
    yield from _members(path, found)


def proposed_mapping(path: Path) -> ProposedMapping:
    """Return a proposed mapping of a file; the facts that only a person knows are empty.

    Raises:
        UsageError, FileError, PageError: as for `proposal.of`.
    """
    return proposal.of(path)


def _of_mapping(found: TableMapping, names: Sequence[str], known: Sequence[str]) -> str:
    """Return the words about names of the mapping that a file does not have."""
    near = spelling.nearest(names[0], known)
    shown = shortened(", ".join(filter(None, known)))
    advice = f"did you mean {quoted(near)}?" if near else f"its columns are {shown}"
    return f"{shortened(', '.join(map(quoted, names)))}, which {found.path} names; {advice}"


def _mapping_of(head: bytes) -> TableMapping | None:
    """Return the shipped mapping that a file with these first bytes has the columns of, or None."""
    for found in mapping_file.shipped().values():
        if found.columns.issubset(_records.columns(head, found.layout)):
            return found
    return None


def _members(path: Readable, found: TableMapping) -> Iterator[Member]:
    keys = dict[str, tuple[int, bytes]]()
    # A record of JSON may lack a name; one that no record has is probably misspelt in the mapping.
    first, missing = tuple[str, ...](), set(found.columns)
    for one in _records.read(path, found.layout):
        if isinstance(one, Record):
            if missing:
                first = first or tuple(dict.fromkeys(value.name for value in one.values))
                missing.difference_update(value.name for value in one.values)
            yield _member(path, found, one, keys)
        else:
            yield one
    if missing and first:
        yield Remark(f"no record has {_of_mapping(found, sorted(missing), first)}")


def _member(
    path: Readable, found: TableMapping, one: Record, keys: dict[str, tuple[int, bytes]]
) -> Member:
    key = record.key_of(found, one)
    if not key:
        return _refused(path, one, f"record {one.number}", f"no {found.key}, which identifies a record")
    if len(key) > _MOST_KEY:
        why = f"{found.key} has {len(key)} characters; what identifies a record has at most {_MOST_KEY}"
        return _refused(path, one, f"record {one.number}", why)
    why = record.reason_to_leave_out(found, one)
    if why:
        return Excluded(key, why)
    here = hashlib.sha256(one.text.encode()).digest()
    number, there = keys.setdefault(key, (one.number, here))
    if there != here:
        return _refused(path, one, key, f"{found.key} {quoted(key)} is that of record {number} too")
    document = documents.member(str(path), key, one.text, at=one.at, last_line=one.last_line)
    reader = functools.partial(_read, found, one)
    return Text(document, _NAME, reader, found.digest)


def _read(found: TableMapping, one: Record, document: Document) -> Iterator[Incident]:
    yield record.read(found, one, document)


def _refused(path: Readable, one: Record, key: str, why: str) -> Refused:
    return Refused(key, PageError(why, in_file(f"{path}#{key}", *one.at)))
