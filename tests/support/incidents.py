"""Generated incidents with all fields of version 2 of the model; all is invented."""

import functools

from hypothesis import strategies as st

from builders import document
from privkg.core import content, documents
from privkg.core.content import Content
from privkg.core.model import Decision, EmptyField, Incident, Mark, Passage, Row, Source, Span
from privkg.sources._grammar import page_fields
from privkg.sources._grammar.page_fields import PageField

NOWHERE = Span(0, 0)
WORDS = (
    *("Law", "of", "and", "the", "Example", "Agency", "(first, last)", "1,300", "Date", "2019"),
    *("Source", "Köln", "東京", "C#", "a_b", "100%", "R&D", "O’Neil", "“quoted”", "~", "3 < 4", "x=y"),
)
SECTIONS = ("descriptions", "laws", "sources")
"""The attributes of sections that may be left empty."""
HARMS = ("Surveillance", "Secondary Use", "Disclosure", "Identification")
HOSTS = st.sampled_from(("example.org", "example.com", "news.example.net"))
PATHS = st.sampled_from(("story", "a_b", "x~y", "a?b=c&d"))
DETAILS = {
    "publisher": st.sampled_from((None, "The Example", "Example & Sons", "東京 News")),
    "published": st.sampled_from((None, "9 November 2020", "May 2019")),
    "accessed": st.sampled_from((None, "2 May 2021")),
}
ADDRESSES = st.sampled_from((None, "https://privacy.wiki/Example_(2019)", "https://example.org/a?b=c&d"))
ONE_IN_TEN, SOURCE_NUMBERS = st.integers(0, 9), st.integers(1, 999)


def passage(words: str) -> Passage:
    """Return words as a passage of no page."""
    return Passage(words, NOWHERE)


def model(incident: Incident) -> Content:
    """Return an incident without spans, labels and document, for comparison."""
    return content.content(incident)


@functools.cache  # a strategy takes longer to make than to draw from
def phrases(separators: str = "") -> st.SearchStrategy[Passage]:
    """Return values of a field, with separators only if the field has none."""
    word = st.sampled_from((*WORDS, "…", "x; y", "a, b") if not separators else (*WORDS, "Ltd."))
    several = st.lists(word, min_size=1, max_size=5).map(" ".join)
    return several.map(lambda words: passage(f"A {words} z"))


NUMBERS = st.integers(1, 99).map(lambda number: passage(str(number)))
STATES = st.sampled_from(("value", "empty", "absent"))
LIKELY_STATES = st.sampled_from(("value", "value", "empty", "absent"))
DATES = st.sampled_from(("2019", "May 2020", "24 October 2018", "Spring 2021", "c. 2012")).map(passage)


@functools.cache
def value_of(field: PageField) -> st.SearchStrategy[object]:
    """Return values of a field in the type of its attribute."""
    if field.has_numbers:
        return st.lists(NUMBERS, min_size=1, max_size=3).map(tuple)
    if field.opens_with_date:
        return DATES.map(lambda one: (one,))
    if field.separators or field.is_repeatable:
        separators = "" if field.is_repeatable or field.has_whole_items else field.separators
        return st.lists(phrases(separators), min_size=1, max_size=3).map(tuple)
    return phrases()


@st.composite
def records(
    draw: st.DrawFn, kind: type[Row | Decision], fields: tuple[PageField, ...]
) -> Row | Decision:
    """Return a row or decision with each field filled, left empty, or absent; the first is filled."""
    values: dict[str, object] = {}
    empty = list[EmptyField]()
    for number, field in enumerate(fields):
        state = draw(STATES) if number else "value"
        if state == "value":
            values[field.attribute] = draw(value_of(field))
        elif state == "empty":
            empty.append(EmptyField(field.attribute, passage(field.name)))
    return kind(span=NOWHERE, left_empty=tuple(empty), **values)  # type: ignore[arg-type]


SENTENCES = st.lists(st.sampled_from(WORDS), min_size=3, max_size=8).map(
    lambda words: f"They wrote {' '.join(words)} in the end."
)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=3).map(" ".join)
SEVERAL_PARAGRAPHS = st.lists(PARAGRAPHS, min_size=1, max_size=3)
MARKED_HARMS = st.sampled_from(("", *HARMS))


@st.composite
def described(draw: st.DrawFn) -> tuple[str, tuple[Mark, ...]]:
    """Return a description of several paragraphs, and the harms that it marks."""
    paragraphs, marks = list[str](), list[Mark]()
    for words in draw(SEVERAL_PARAGRAPHS):
        harm = draw(MARKED_HARMS)
        paragraphs.append(f"{words} {harm}".rstrip())
        if harm:
            marks.append(Mark(passage(harm), passage(paragraphs[-1])))
    return "\n\n".join(paragraphs), tuple(marks)


@st.composite
def sources(draw: st.DrawFn) -> Source:
    """Return a source with an address and, of each detail, possibly one; or a citation."""
    if draw(ONE_IN_TEN) == 0:
        return Source(passage=passage("The Example, page 3"))
    number = draw(SOURCE_NUMBERS)
    url = f"https://{draw(HOSTS)}/{draw(PATHS)}-{number}"
    known = {name: draw(details) for name, details in DETAILS.items()}
    known["archived_url"] = f"https://archive.example.org/{number}" if draw(st.booleans()) else None
    before = {"accessed": "accessed ", "archived_url": "archived "}
    parts = [f"{before.get(name, '')}{value}" for name, value in known.items() if value]
    return Source(passage=passage(" | ".join((url, *parts))), url=url, **known)


def _one(text: str) -> list[str]:
    return [text] if text else []


LEADS = st.lists(PARAGRAPHS, max_size=2).map("\n\n".join).map(_one)
ROWS = st.lists(records(Row, page_fields.ROW), min_size=1, max_size=3)
DECISIONS = st.lists(records(Decision, page_fields.DECISION), max_size=2)
LAWS = st.lists(phrases(";"), min_size=1, max_size=3)
SOURCES = st.lists(sources(), min_size=1, max_size=3)


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    """Return an incident: each field and section filled, left empty, or absent."""
    values: dict[str, object] = {}
    empty = list[str]()
    fields = [one for one in page_fields.INFOBOX if one.attribute not in ("", "addresses")]
    for field in fields:
        state = draw(LIKELY_STATES)
        if state == "value":
            value = draw(value_of(field))
            values[field.attribute] = value if isinstance(value, tuple) else (value,)
        elif state == "empty":
            empty.append(field.attribute)
    in_sections, of_sections = draw(_in_sections())
    has_address = any(one.attribute == "addresses" for one in page_fields.INFOBOX)
    return Incident(
        page=documents.whole(document("")),
        title=f"On {draw(phrases('')).text}",
        address=draw(ADDRESSES) if has_address else None,
        left_empty=tuple(EmptyField(name, passage(name)) for name in (*empty, *of_sections)),
        **values,  # type: ignore[arg-type]
        **in_sections,  # type: ignore[arg-type]
    )


@st.composite
def _in_sections(draw: st.DrawFn) -> tuple[dict[str, object], list[str]]:
    """Return the values in sections by attribute, and the attributes of sections without content."""
    text, marks = draw(described())
    values: dict[str, object] = {
        "leads": tuple(map(passage, draw(LEADS))),
        "rows": tuple(draw(ROWS)),
        "decisions": tuple(draw(DECISIONS)),
    }
    contents = {
        "descriptions": ((passage(text),), marks),
        "laws": (tuple(draw(LAWS)), ()),
        "sources": (tuple(draw(SOURCES)), ()),
    }
    empty = list[str]()
    for name in SECTIONS:
        state = draw(LIKELY_STATES)
        if state == "value":
            values[name], marked = contents[name]
            values |= {"marks": marked} if marked else {}
        elif state == "empty":
            empty.append(name)
    return values, empty
