"""Pages written in wikitext are read back as the same incidents, with markup in them."""

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from builders import document, incident
from privkg import sources
from privkg.core.model import Incident, Passage, Span

READER = sources.writable(".wiki")
NOWHERE = Span(0, 0)
MARKUP = (
    *("{{x|y}}", "[[a|b]]", "'''", "''", "<b>", "</b>", "<ref>", "<!--", "-->", "&amp;", "&#91;", "|"),
    *("=", "==", "~~~~", "__NOTOC__", "{|", "|}", "[https://example.org a]", "https://example.org/a"),
    *("*", "#", ":", ";", "----", "<nowiki>", "</nowiki>", "<br>", "{{!}}", "A", "words", "It was so."),
)


def prose() -> st.SearchStrategy[str]:
    """Return prose with markup that is to be shown as it is, spaces and line ends."""
    joints = st.sampled_from((" ", "  ", "\n", "\n\n", "\n\n\n", "\t", "", "\n "))
    pieces = st.lists(st.tuples(st.sampled_from(MARKUP), joints), min_size=1, max_size=8)
    return pieces.map(lambda found: "".join(word + joint for word, joint in found).strip())


def read(text: str) -> Incident:
    (found,) = READER.read(document(text, "page.wiki"))
    return found


@settings(max_examples=100)
@given(prose(), prose())
def test_what_would_be_markup_is_shown_as_it_is(outcome: str, description: str) -> None:
    """
    A value and prose with wiki markup in them are shown character by character.
    """
    words = Passage(description, NOWHERE)
    value = Passage(" ".join(outcome.split()), NOWHERE)
    written = dataclasses.replace(incident(), outcomes=(value,), descriptions=(words,), marks=())
    text = read(READER.write(written)).text

    assert f"\nOutcome: {value.text}\n" in text
    assert f"\nDescription\n\n{description}\n\nBreakdown\n" in text
