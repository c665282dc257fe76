"""Files of records for tests, and short forms of what their readers return."""

from pathlib import Path

import pytest

from privkg.core.errors import InputError
from privkg.sources import Excluded, Refused
from privkg.sources._records import Layout, Record, Value, read

CSV, JSON, JSONL = (Layout(format=name) for name in ("csv", "json", "jsonl"))


def write(folder: Path, content: str | bytes) -> Path:
    """Return a new file with some content, the text as UTF-8."""
    path = folder / "records"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def shown(found: Record | Excluded | Refused) -> tuple[str, ...] | str:
    """Return the values of a record, or why it is none; an error without the folder of its file."""
    if isinstance(found, Record):
        return tuple(value.text for value in found.values)
    return found.why if isinstance(found, Excluded) else placed(found.error)


def placed(error: Exception) -> str:
    """Return the message of an error, with the place in the file but without the file."""
    return str(error).partition("/records")[2].lstrip(":")


def failure(path: Path, layout: Layout) -> str:
    """Return the message of the error that ends the reading of a file."""
    with pytest.raises(InputError) as caught:
        list(read(path, layout))
    return placed(caught.value)


def contents(path: Path, layout: Layout) -> list[tuple[str, ...] | str]:
    """Return what a file has, in short."""
    return [shown(found) for found in read(path, layout)]


def records(path: Path, layout: Layout) -> list[Record]:
    """Return the records of a file, which has nothing else."""
    found = list(read(path, layout))
    assert [] == [shown(each) for each in found if not isinstance(each, Record)]
    return [each for each in found if isinstance(each, Record)]


def part(record: Record, value: Value, index: int) -> str:
    """Return what is in the text of a record where the character of a value begins."""
    offset = value.start + index if value.kept is None else value.kept[index]
    return record.text[offset : value.end]
