"""An incident of version 2 of the model is parsed unchanged from the page that is written of it."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from builders import document, incident
from privkg import sources
from privkg.core.model import Decision, EmptyField, Incident, Passage, Row, Source, Span
from privkg.sources._grammar import page_fields
from privkg.sources._grammar.page_fields import PageField

READER = sources.writable(".txt")
NOWHERE = Span(0, 0)
OLD_ROW = [field for field in page_fields.ROW if not field.is_optional]
WORDS = (
    "Law",
    "of",
    "and",
    "the",
    "Example",
    "Agency",
    "(first, last)",
    "1,300",
    "Date",
    "2019",
    "Source",
)


def phrases(separators: str = "") -> st.SearchStrategy[Passage]:
    """Return values of a field, with separators only if the field has none."""
    word = st.sampled_from((*WORDS, "…", "x; y", "a, b") if not separators else (*WORDS, "Ltd."))
    several = st.lists(word, min_size=1, max_size=5).map(" ".join)
    return several.map(lambda words: Passage(f"A {words} z", NOWHERE))


NUMBERS = st.integers(1, 99).map(lambda number: Passage(str(number), NOWHERE))
DATES = st.sampled_from(("2019", "May 2020", "24 October 2018", "Spring 2021")).map(
    lambda words: Passage(words, NOWHERE)
)


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
    """Return a row or decision with each field filled, left empty, or, if optional, absent."""
    values: dict[str, object] = {}
    empty = list[EmptyField]()
    for number, field in enumerate(fields):
        state = draw(st.sampled_from(("value", "empty", "absent"))) if number else "value"
        if state == "value":
            values[field.attribute] = draw(value_of(field))
        elif state == "empty" or not field.is_optional:
            empty.append(EmptyField(field.attribute, Passage(field.name, NOWHERE)))
    return kind(span=NOWHERE, left_empty=tuple(empty), **values)  # type: ignore[arg-type]


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    """Return a page with invented rows, decisions and dates."""
    page = incident(laws="Example Act", Outcome="It paid", Technology="Camera", High_Risk_Groups="Women")
    dated = [field for field in page_fields.INFOBOX if field.opens_with_date]
    values = {field.attribute: draw(st.just(()) | value_of(field)) for field in dated}
    changed = {
        **{name: getattr(page, name) for name in Incident.__dataclass_fields__},
        **values,
        "rows": tuple(draw(st.lists(records(Row, page_fields.ROW), min_size=1, max_size=3))),
        "decisions": tuple(draw(st.lists(records(Decision, page_fields.DECISION), max_size=3))),
    }
    return Incident(**changed)


def values(record: Incident | Row | Decision) -> dict[str, object]:
    """Return the values of the fields of version 2, and the names of empty fields."""
    names = [name for name in type(record).__dataclass_fields__ if name in _COMPARED]
    return {name: _words(getattr(record, name)) for name in names}


_COMPARED = {
    *(field.attribute for field in (*page_fields.INFOBOX, *page_fields.ROW, *page_fields.DECISION)),
    *("rows", "decisions", "left_empty"),
}


def _words(value: object) -> object:
    match value:
        case Passage():
            return value.text
        case EmptyField():
            return value.attribute
        case Source():
            return value.passage.text
        case Row() | Decision():
            return values(value)
        case tuple():
            return [_words(one) for one in value]
        case _:
            return value


def read(text: str) -> Incident:
    (found,) = READER.read(document(text))
    return found


@settings(max_examples=60)
@given(incidents())
def test_what_is_written_is_read_back(written: Incident) -> None:
    """
    Rows, decisions, dates and empty fields have the same texts after writing and parsing.
    """
    found = read(READER.write(written))
    expected, again = values(written), values(found)

    empty = {field.attribute for field in page_fields.INFOBOX if not field.is_optional}
    for one in (expected, again):  # other fields are always written
        one["left_empty"] = [name for name in one["left_empty"] if name not in empty]  # type: ignore[attr-defined]
    assert expected == again


@settings(max_examples=60)
@given(incidents())
@example(incident())
def test_what_was_read_is_written_the_same(written: Incident) -> None:
    """
    A page that was written once is written the same again.
    """
    text = READER.write(written)

    assert text == READER.write(read(text))
