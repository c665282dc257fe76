"""The form of names in a written page: a line each, or all in one line.

A line of a bulleted list is one name. "A and B" within a line may be two: it is written as it was read.
"""

import re
from collections.abc import Sequence

from privkg.core import list_lines
from privkg.core.model import Incident, Passage
from privkg.sources._grammar import lists, markup
from privkg.sources._grammar.page_fields import PageField

_JOINED = re.compile(r"(?:^|\s)(?:and|n?or|with|as)\s|[/&]")
"""What may join several names in one item; on a line of a list they are one name."""


def needs_lines(
    incident: Incident, field: PageField, values: Sequence[Passage], shown: Sequence[str]
) -> bool:
    """Return whether the values of a field need a line each; only names can have one.

    Args:
        incident: the incident.
        field: the field.
        values: its values.
        shown: the words of each value as a reader of the written page sees them.
    """
    if not field.has_whole_items or is_kept_in_line(incident, field, values, shown):
        return False
    return len(shown) > 1 or any("," in one or ";" in one or _JOINED.search(one) for one in shown)


def is_kept_in_line(
    incident: Incident, field: PageField, values: Sequence[Passage], shown: Sequence[str]
) -> bool:
    """Return whether a name such as "A and B" was in a line with others, and can be again."""
    is_joined = any(_JOINED.search(value.text) and not _is_item(incident, value) for value in values)
    return is_joined and is_same(field, values, f" {'; '.join(shown)}")


def is_same(field: PageField, values: Sequence[Passage], text: str) -> bool:
    """Return whether the values of a field are read back from the text behind its name."""
    found = lists.read(text, 0, len(text), field.separators, keeps_items=field.has_whole_items)
    return [one.text for one in found.items] == [one.text for one in values]


def words(passage: Passage) -> str:
    """Return the quote of a value, or its text if markup that is open in the quote closed behind it."""
    value = markup.value(passage.quote, 0, len(passage.quote))
    return passage.quote if value and value.text == passage.text else passage.text


def _is_item(incident: Incident, value: Passage) -> bool:
    """Return whether a value is a line of a list in its page; a value of no page counts as one."""
    text, span = incident.text, value.span
    return text[span.start : span.end] != value.quote or list_lines.is_whole_line(text, span.start)
