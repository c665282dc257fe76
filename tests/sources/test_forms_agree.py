"""All forms of one page have the same facts and the same content."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

import forms
from builders import document
from checkout import SAMPLE_PAGES
from converting import FORMATS, PHASES, facts, read
from incidents import incidents, model
from privkg import sources
from privkg.core import documents
from privkg.core.content import Content
from privkg.core.model import Document, Incident
from privkg.sources import Text
from wiki_files import as_api, as_export, as_parse, page, write

SUFFIX = {"mediawiki_export": "xml", "mediawiki_api": "json"}
SAVED = [("vector", "old", "bold"), ("vector-2022", "new", "definitions")]
"""Skin, kind of heading and layout of rows of each saved page."""


def written(incident: Incident) -> Iterator[tuple[str, Document]]:
    """Yield each form of an incident: the names of the format, and the page."""
    for name, source in FORMATS.items():
        yield name, document(source.write(incident), f"page{source.SUFFIXES[0]}")
    for skin, heads, rows in SAVED:
        text = forms.as_html(incident, skin, heads, rows)  # type: ignore[arg-type]
        yield f"{skin} {heads}", document(text, "page.html")


def reading(page: Document) -> Incident:
    """Return the incident of a page, in the format that recognises it."""
    suffix = Path(page.name).suffix
    name = sources.recognise(suffix, page.text.encode()[: sources.HEAD_BYTES], is_named=False)
    assert name, page.text
    (found,) = sources.formats()[name].read(page)
    return found


def in_archive(folder: Path, name: str, text: str) -> Incident:
    """Return the incident of an archive that has one page."""
    (found,) = sources.archives()[name].texts(write(folder, text, f"page.{SUFFIX[name]}"))
    assert isinstance(found, Text), found
    (incident,) = sources.formats()[found.source].read(found.document)
    return incident


def content(incident: Incident) -> Content:
    """Return the content of an incident without the address, which a saved page states elsewhere."""
    return tuple(pair for pair in model(incident) if pair[0] not in ("address", "other_addresses"))


def assert_agree(incident: Incident) -> None:
    """Assert that all forms of an incident have the content and facts of its text."""
    text = read(FORMATS["text"].write(incident), "text")
    expected: Mapping[str, object] = dict(content(text))
    stated = facts(text)
    for name, shown in written(incident):
        found = reading(shown)
        assert expected == dict(content(found)), name
        assert stated == facts(found), name


@settings(max_examples=30, phases=PHASES)
@given(incidents())
def test_of_generated_incidents(incident: Incident) -> None:
    """
    A generated incident has the same facts and content in each form.
    """
    assert_agree(incident)


def test_of_the_corpus() -> None:
    """
    Each page of the corpus has the same facts and content in each form.
    """
    for path in SAMPLE_PAGES:
        (incident,) = FORMATS["text"].read(documents.read(path))

        assert facts(incident) == facts(reading(documents.read(path)))
        assert_agree(incident)


def archived(incident: Incident) -> Iterator[tuple[str, str]]:
    """Yield each archive of the page of an incident: the name of its format, and its content."""
    wikitext = page(incident.title, FORMATS["wikitext"].write(incident))
    yield "mediawiki_export", as_export([wikitext])
    for version in (1, 2):
        yield "mediawiki_api", as_api([wikitext], version)
        yield "mediawiki_api", as_parse(wikitext, forms.content(incident), version)


def assert_archives_agree(folder: Path, incident: Incident) -> None:
    """Assert that a page has the facts and content of its text in each archive."""
    expected, stated = content(incident), facts(incident)
    for name, text in archived(incident):
        found = in_archive(folder, name, text)
        assert expected == content(found), name
        assert stated == facts(found), name


@settings(max_examples=10, phases=PHASES)
@given(incidents())
def test_of_generated_archives(tmp_path_factory: pytest.TempPathFactory, incident: Incident) -> None:
    """
    A generated incident has the same facts and content in an export and in answers of the API.
    """
    # A wiki has no underscores in titles.
    titled = replace(incident, title=incident.title.replace("_", " "))

    text = read(FORMATS["text"].write(titled), "text")

    assert_archives_agree(tmp_path_factory.mktemp("archive"), text)


def test_of_archives(tmp_path: Path) -> None:
    """
    Each page of the corpus has the same facts and content in an export and in answers of the API.
    """
    for path in SAMPLE_PAGES:
        (incident,) = FORMATS["text"].read(documents.read(path))

        assert_archives_agree(tmp_path, incident)
