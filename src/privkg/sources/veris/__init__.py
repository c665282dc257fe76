"""Reader of records in VERIS, the vocabulary for security incidents of the VERIS Community Database.

A file has one record, a list of them, or one a line; plain, gzip or bzip2. Codes are concepts of VERIS;
rules of `data/sources/veris` infer rows from them, each of which names its rule.
"""

import functools
import re
from collections.abc import Iterator

from privkg.core import compressed, documents
from privkg.core.errors import InvalidValueError, PageError, in_file
from privkg.core.model import Document, Incident
from privkg.core.objects import Readable
from privkg.sources import HEAD_BYTES, Member, Refused, Text, _records
from privkg.sources._records import Layout, Record
from privkg.sources.veris import record

TITLE = "records in VERIS, as JSON or a record a line"
SUFFIXES = (".bz2", ".gz", ".json", ".jsonl")

_NAME = "veris"
_NEEDED = tuple(
    re.compile(rf'"{name}"\s*:') for name in ("schema_version", "incident_id", "action", "actor")
)
_LINES = re.compile(r"\s*\{.*\}[ \t]*\r?\n\s*\{")


def sniff(head: bytes) -> bool:
    """Return whether a file, decompressed, begins with JSON that has the names of a record."""
    text = _opening(head)
    return text.lstrip().startswith(("{", "[")) and all(name.search(text) for name in _NEEDED)


def texts(path: Readable) -> Iterator[Member]:
    """Yield each record, or why it cannot be read.

    Raises:
        FileError, PageError: the file, or the rest of it, cannot be read.
    """
    is_lines = bool(_LINES.match(_opening(documents.head(path, HEAD_BYTES))))
    for one in _records.read(path, Layout(format="jsonl" if is_lines else "json")):
        yield _member(path, one) if isinstance(one, Record) else one


def _opening(head: bytes) -> str:
    return documents.decoded_head(compressed.opening(head, HEAD_BYTES))


def _member(path: Readable, one: Record) -> Member:
    named = {value.name.partition(".")[0] for value in one.values}
    missing = [name for name in ("action", "actor", "timeline", "victim") if name not in named]
    if missing:
        return _refused(path, one, f"not a record in VERIS, as it has no {' and no '.join(missing)}")
    try:
        key = record.key_of(one)
    except InvalidValueError as error:
        return _refused(path, one, error.message)
    document = documents.member(str(path), key, one.text, at=one.at, last_line=one.last_line)
    return Text(document, _NAME, functools.partial(_read, one, key))


def _refused(path: Readable, one: Record, why: str) -> Refused:
    key = f"record {one.number}"
    return Refused(key, PageError(why, in_file(f"{path}#{key}", *one.at)))


def _read(one: Record, key: str, document: Document) -> Iterator[Incident]:
    yield record.read(one, key, document)
