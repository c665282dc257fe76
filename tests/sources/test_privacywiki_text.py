"""The parser as a whole: a page with everything, compared with its expected result."""

import json
from pathlib import Path

import pytest

from json_records import as_json
from privkg import sources
from privkg.core import documents

SAMPLE = Path(__file__).parent / "privacywiki_text"


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
