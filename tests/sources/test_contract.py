"""Every page format meets the protocol, and a written page is parsed to the same incident."""

import inspect
import re
from pathlib import Path

import pytest

from builders import page_text
from checkout import INCIDENTS, ROOT
from privkg import sources
from privkg.core import documents
from privkg.core.model import Decision, Incident, Passage, Row

SRC = ROOT / "src" / "privkg"
PAGES = sorted(INCIDENTS.glob("*.txt"))


def values(record: Incident | Row | Decision) -> dict[str, object]:
    """Return the texts of a record by attribute, without its empty fields."""
    names = (name for name in record.__dataclass_fields__ if name != "left_empty")
    named = {name: getattr(record, name) for name in names}
    return {name: words for name, value in named.items() if (words := _words(value)) is not None}


def _words(value: object) -> object:
    if isinstance(value, Passage):
        return value.text
    if isinstance(value, Row | Decision):
        return values(value)
    if isinstance(value, tuple) and value and hasattr(value[0], "__dataclass_fields__"):
        return [_words(one) for one in value]
    return None


@pytest.mark.parametrize("name", sources.SOURCES.names())
def test_each_has_its_facts(name: str) -> None:
    """
    A format has a title, and suffixes in lower case that begin with a dot.
    """
    source = sources.SOURCES.load(name)

    assert source.TITLE
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in source.SUFFIXES)


@pytest.mark.parametrize("name", sources.SOURCES.names())
def test_no_submodule_is_taken_for_a_function(name: str) -> None:
    """
    No module of a format has the name of a function of the protocols, such as `texts` of archives.
    """
    source = sources.SOURCES.load(name)
    protocols = (sources.Source, sources.Doubtful, sources.Archive, sources.WritableSource)
    functions = {name for one in protocols for name, _ in inspect.getmembers(one, inspect.isfunction)}

    assert "texts" in functions
    assert [] == [one for one in functions if inspect.ismodule(getattr(source, one, None))]


@pytest.mark.parametrize("name", sources.SOURCES.names())
def test_none_is_named_elsewhere(name: str) -> None:
    """
    No other module contains the name of a format; "tables" is also a word of other things.
    """
    own = SRC / "sources"
    others = [path for path in SRC.rglob("*.py") if own not in path.parents]
    literal = rf"""["']{name}["']|""" if name != "tables" else ""
    named = re.compile(rf"""{literal}sources(?:\.| import .*){name}\b""")

    assert [] == [path for path in others if named.search(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_what_is_written_is_read_back(path: Path) -> None:
    """
    A page that is parsed, written and parsed again has the same texts in every field and row.
    """
    source = sources.writable(path.suffix)
    (incident,) = source.read(documents.read(path))
    (again,) = source.read(documents.decode(source.write(incident).encode(), path.name))

    assert values(incident) == values(again)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_a_page_is_recognised_in_any_encoding(encoding: str) -> None:
    """
    A page in a wrong encoding is recognised by its fields, so that it is rejected instead of skipped.
    """
    head = page_text("Café").encode(encoding)

    assert sources.recognise(".txt", head, is_named=False)


def test_a_head_may_end_within_a_character() -> None:
    """
    A file is recognised even if its first bytes end within a character.
    """
    assert sources.recognise(".TXT", page_text("Café").encode()[:200] + b"\xc3", is_named=False)


def test_a_file_that_was_named_may_have_any_suffix() -> None:
    """
    A file with an unknown suffix is skipped in a folder, but recognised if it is named.
    """
    head = page_text().encode()

    assert sources.recognise(".page", head, is_named=True)
    assert sources.recognise(".page", head, is_named=False) is None
