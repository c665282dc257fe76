"""Pages of version 1 of the model are parsed to the same records as before."""

import json
from pathlib import Path

import pytest

from privkg import sources
from privkg.core import documents
from privkg.core.model import Finding, Mark, Passage, Row, Source, Span

FOLDER = Path(__file__).parent / "version-1"
PAGES = sorted(FOLDER.glob("*.txt"))
_LATER = {"left_empty", "page"}
"""What records of before did not have, and what is of the file."""


def recorded(value: object) -> object:
    """Return a record in the form of JSON: passages and spans as offsets, findings by code."""
    match value:
        case Span():
            return f"{value.start}-{value.end}"
        case Passage():
            return recorded(value.span)
        case Finding():
            return f"{value.rule.code} {recorded(value.span)}"
        case Row() | Source() | Mark():
            return fields(value)
        case tuple():
            return [recorded(one) for one in value]
        case dict():
            return {name: recorded(one) for name, one in value.items()}
        case _:
            return value


def fields(record: object) -> dict[str, object]:
    """Return the fields of a record that have a value."""
    names = [name for name in type(record).__dataclass_fields__ if name not in _LATER]  # type: ignore[attr-defined]
    values = {name: getattr(record, name) for name in names}
    return {name: recorded(value) for name, value in values.items() if value not in ((), None, "")}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_of_before_gives_the_same_records(path: Path) -> None:
    """
    The six pages of version 1 have the same values, findings and stretches as before.
    """
    (incident,) = sources.formats()["privacywiki_text"].read(documents.read(path))
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))

    assert expected == fields(incident)
