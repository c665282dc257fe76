"""A page is converted from each writable format to each other one and back without loss."""

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings

from builders import incident
from checkout import ROOT, TESTS
from converting import FORMATS, PHASES, assert_converted, read
from incidents import incidents, model
from privkg.build import convert
from privkg.build.convert import Converted
from privkg.core import documents
from privkg.core.model import Incident

PAGES = [
    *sorted((ROOT / "data" / "incidents").glob("*.txt")),
    *sorted((TESTS / "sources" / "version-1").glob("*.txt")),
]
NOT_COMPARED = {
    *("page", "rendering", "title_passages", "is_title_derived", "addresses", "labels"),
    *("boilerplate", "not_understood", "findings", "markup_findings"),
}
"""What depends on the form of a page."""


def test_each_field_of_an_incident_is_compared() -> None:
    """
    The model of an incident leaves out only what depends on the form of its page.
    """
    names = {field.name for field in fields(Incident)} - NOT_COMPARED

    assert names | {"further_titles", "other_addresses"} == {name for name, _ in model(incident())}


@settings(max_examples=30, phases=PHASES)
@given(incidents())
def test_generated_incidents(written: Incident) -> None:
    """
    A generated incident is read back the same from each format, and from each to each other and back.
    """
    assert_converted(written)


@pytest.mark.parametrize("other", FORMATS)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_pages_of_the_repository(path: Path, other: str) -> None:
    """
    Each page of the corpus, and each page of version 1, is converted to each format and back.
    """
    (first,) = FORMATS["text"].read(documents.read(path))
    there = read(FORMATS[other].write(first), other)
    back = read(FORMATS["text"].write(there), "text")

    assert model(first) == model(there)
    assert model(first) == model(back)


@pytest.mark.parametrize("other", FORMATS)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_command_converts_pages_of_the_repository(path: Path, other: str) -> None:
    """
    None of these pages is rejected.
    """
    outcomes = list(convert.convert([path], FORMATS[other]))

    assert [Converted] == [type(one) for one in outcomes], outcomes
