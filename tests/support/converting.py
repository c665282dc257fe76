"""Converts generated incidents between all pairs of formats that can be written."""

from collections.abc import Mapping

from hypothesis import Phase

from builders import document
from incidents import model
from privkg import sources
from privkg.build import lifting
from privkg.core.model import Incident
from privkg.rdf.terms import Triple
from privkg.reference.authority import Authority
from privkg.sources import WritableSource

FORMATS: Mapping[str, WritableSource] = sources.writable_formats()
PAIRS = [(one, other) for one in FORMATS for other in FORMATS if one != other]
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""The phases of Hypothesis without shrinking, which takes many minutes for records of this size."""


def read(text: str, name: str) -> Incident:
    """Return the incident of a page in a format."""
    (found,) = FORMATS[name].read(document(text, f"page{FORMATS[name].SUFFIXES[0]}"))
    return found


def facts(incident: Incident) -> set[Triple]:
    """Return the facts of an incident."""
    return set(lifting.lift(incident, "example", Authority(())).facts)


def assert_converted(written: Incident) -> None:
    """Assert that an incident is the same in each format, and from each to each other one and back."""
    expected, stated = model(written), None
    first = dict[str, Incident]()
    for name, source in FORMATS.items():
        text = source.write(written)
        first[name] = read(text, name)
        stated = stated or facts(first[name])
        assert expected == model(first[name]), text
        assert stated == facts(first[name]), text
        assert text == source.write(first[name]), f"{name} is written differently a second time"
    for one, other in PAIRS:
        there = read(FORMATS[other].write(first[one]), other)
        back = read(FORMATS[one].write(there), one)
        assert expected == model(there) == model(back), (one, other)
        assert stated == facts(there) == facts(back), (one, other)
