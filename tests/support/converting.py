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


def assert_converted(written: Incident, *, has_facts: bool = True) -> None:
    """Assert that an incident is the same in each format, and from each to each other one and back.

    Args:
        written: the incident.
        has_facts: whether the facts are compared too, which takes most of the time.
    """
    pages = _Pages(written, has_facts=has_facts)
    first = {name: pages.converted(written, name) for name in FORMATS}
    for name in FORMATS:
        again = pages.converted(first[name], name)
        assert again is first[name], f"{name} is written differently a second time"
    for one, other in PAIRS:
        pages.converted(pages.converted(first[one], other), one)


class _Pages:
    """The pages of an incident: each text is read and compared once, however it came to be written."""

    def __init__(self, written: Incident, *, has_facts: bool) -> None:
        self._has_facts = has_facts
        self._expected = model(written)
        self._facts: set[Triple] | None = None
        self._read = dict[tuple[str, str], Incident]()
        self._written = dict[tuple[int, str], tuple[Incident, str]]()

    def converted(self, incident: Incident, name: str) -> Incident:
        """Return an incident as its page in a format is read."""
        key = (id(incident), name)
        if key not in self._written:  # the incident is kept, so that no other has its id
            self._written[key] = incident, FORMATS[name].write(incident)
        text = self._written[key][1]
        if (name, text) not in self._read:
            self._read[name, text] = self._compared(read(text, name), text)
        return self._read[name, text]

    def _compared(self, found: Incident, text: str) -> Incident:
        assert self._expected == model(found), text
        if self._has_facts:
            stated = facts(found)
            self._facts = self._facts or stated
            assert self._facts == stated, text
        return found
