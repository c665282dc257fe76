"""The content of an incident: its records without places, to compare the forms of one page."""

from collections.abc import Iterator

from privkg.core.model import Decision, EmptyField, Incident, Mark, Passage, Row, Source

_PLACES = frozenset(
    {
        *("page", "rendering", "span", "labels", "boilerplate", "not_understood", "findings"),
        *("addresses", "markup_findings", "title_passages", "is_title_derived"),
    }
)
"""Attributes of records that depend on the form of a page."""

Content = tuple[tuple[str, object], ...]
"""Pairs of an attribute and its value: words, or the content of records."""


def content(incident: Incident) -> Content:
    """Return the words of an incident by attribute, without spans, labels and document.

    Incidents with equal content are one page in two forms, or in two layouts of one form.
    """
    titles = tuple(passage.text for passage in incident.title_passages[1:])
    unusable = (passage.text for passage in incident.addresses)
    addresses = tuple(words for words in unusable if words != incident.address)
    return (("further_titles", titles), ("other_addresses", addresses), *_fields(incident))


def differences(one: Incident, other: Incident) -> Iterator[str]:
    """Yield the attributes in which the content of two incidents differs."""
    pairs = zip(content(one), content(other), strict=True)
    yield from (name for (name, value), (_, other_value) in pairs if value != other_value)


def _fields(record: object) -> Content:
    names = (name for name in getattr(record, "__dataclass_fields__", ()) if name not in _PLACES)
    return tuple((name, _words(getattr(record, name))) for name in names)


def _words(value: object) -> object:
    match value:
        case Passage():
            return value.text
        case Row() | Decision() | Source() | Mark():
            return _fields(value)
        case tuple() if value and isinstance(value[0], EmptyField):
            return tuple(sorted(field.attribute for field in value))
        case tuple():
            return tuple(map(_words, value))
        case _:
            return value
