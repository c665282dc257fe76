"""The parser as a whole: a page with everything, compared with its expected result."""

import json
from pathlib import Path

import pytest

from privkg import sources
from privkg.core import documents
from privkg.core.model import Finding, Passage, Span

SAMPLE = Path(__file__).parent / "privacywiki_text"


def as_json(value: object) -> object:
    """Return a value of the parser in the form of JSON: spans as pairs, findings by code."""
    match value:
        case Span():
            return [value.start, value.end]
        case Passage():
            return [value.span.start, value.span.end, value.text]
        case Finding():
            return [value.rule.code, value.span.start, value.span.end]
        case tuple():
            return [as_json(one) for one in value]
        case _ if hasattr(value, "__dataclass_fields__"):
            fields = ((name, getattr(value, name)) for name in value.__dataclass_fields__)
            return {name: as_json(one) for name, one in fields if one not in ((), None)}
        case dict():
            return {name: as_json(one) for name, one in value.items()}
        case _:
            return value


class TestSample:
    @pytest.fixture
    def expected(self) -> dict[str, object]:
        found: dict[str, object] = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
        return found

    def test_reads_a_page_with_everything(self, expected: dict[str, object]) -> None:
        """
        Everything on a page is parsed with its span, and the rest is listed.
        """
        reader = sources.formats()["privacywiki_text"]
        (incident,) = reader.read(documents.read(SAMPLE / "input.txt"))
        found = as_json(incident)
        assert isinstance(found, dict)
        del found["page"]

        assert expected == found
