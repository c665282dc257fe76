"""A page is converted from each writable format to each other one and back without loss."""

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import incident
from checkout import SAMPLE_PAGES, TESTS
from converting import FORMATS, PHASES, assert_converted, facts, read
from incidents import incidents, model
from privkg.build import convert
from privkg.build.convert import Converted
from privkg.core import documents
from privkg.core.model import Incident

PAGES = [
    *SAMPLE_PAGES,
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

    assert model(first) == model(there) == model(back)
    assert facts(first) == facts(there) == facts(back)


def named(names: list[str], *, is_list: bool) -> str:
    """Return a page with names of actors, recipients and bodies, in one line or as a list."""
    words = "".join(f"\n- {name}" for name in names) if is_list else f" {'; '.join(names)}"
    threats = "\n\n".join(f"Threat: {name} sold the records\nRecipient:{words}" for name in NAMES)
    decision = f"Decision: fine\nBody:{words}"
    return f"On names\n\nThreat Actors:{words}\n\nBreakdown\n\n{threats}\n\nDecisions\n\n{decision}\n"


NAMES = ("Acme", "Bolt")
JOINED = (
    "Acme",
    "Acme and Bolt",
    "Acme or Bolt",
    "Acme & Bolt",
    "Bolt",
    "Cole, as well as Bolt",
    "Cole/Dun",
)


@pytest.mark.parametrize("one", FORMATS)
@pytest.mark.parametrize("is_list", [False, True])
@settings(phases=PHASES)
@given(names=st.lists(st.sampled_from(JOINED), min_size=1, max_size=3, unique=True))
def test_names_that_may_be_several(one: str, names: list[str], *, is_list: bool) -> None:
    """
    A line of a list stays one name, and "A and B" within a line stays what it was.
    """
    first = read(named(names, is_list=is_list), "text")
    page = read(FORMATS[one].write(first), one)

    assert facts(first) == facts(page)
    for other, target in FORMATS.items():
        assert facts(first) == facts(read(target.write(page), other)), other


@pytest.mark.parametrize("other", FORMATS)
def test_markup_that_closes_behind_a_value(other: str) -> None:
    """
    What is open in the quote of a value and closed behind it does not become words.
    """
    actors = "Threat Actors: ''[[Acme|Acme Ltd.]]''; the [[Bolt]]"
    page = f"On markup\n\n{actors}\n\nBreakdown\n\nThreat: ''Acme'' sold\n"
    first = read(page, "text")
    there = read(FORMATS[other].write(first), other)

    assert model(first) == model(there) == model(read(FORMATS["text"].write(there), "text"))


@pytest.mark.parametrize("other", FORMATS)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_command_converts_pages_of_the_repository(path: Path, other: str) -> None:
    """
    None of these pages is rejected.
    """
    outcomes = list(convert.convert([path], FORMATS[other]))

    assert [Converted] == [type(one) for one in outcomes], outcomes
