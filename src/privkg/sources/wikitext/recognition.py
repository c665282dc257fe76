"""Recognises wikitext of incident pages without parsing it, fast enough for a whole export."""

import re

from privkg.sources._grammar.page_fields import INFOBOX, SECTIONS
from privkg.sources.wikitext import fields

_MARKUP = re.compile(r"\{\{|\{\||\[\[|'''|^={1,6}[^=\n]|^[;*#]", re.MULTILINE)
_NAMES = re.compile(
    r"\|[ \t]*([A-Za-z][A-Za-z _-]{2,30}?)[ \t]*="
    r"|^[*#:;|! \t]*(?:'{3})?[ \t]*([A-Za-z][A-Za-z -]{2,25}?)[ \t]*(?:[:\n]|'{3}|!!|\|\|)",
    re.MULTILINE,
)
_HEADING = re.compile(r"\n={1,6}[ \t']*([A-Za-z &]{4,25}?)[ \t']*={1,6}[ \t]*$", re.MULTILINE)
_SECTIONS = {heading.casefold(): name for name, every in SECTIONS.items() for heading in every}
_OWN = frozenset({"harms", "actors", "high_risk", "tangible_harms"})
"""Fields that other infoboxes hardly have: that of a battle has a place, a date and an outcome."""
_OWN_WORDS = (
    *(field.label.split()[0].lower() for field in INFOBOX if field.attribute in _OWN),
    *("threat", "breakdown", "regulations", "{{incident"),
)
"""Of these, each text that `is_page` accepts has one in lower case; to search them is fast."""
_OWN_OF_ROW = frozenset({"threat", "harms"})
_OWN_SECTION = re.compile(
    r"^={1,6}[ \t']*laws[ \t]+(?:and|&)[ \t]+regulations[ \t']*=", re.IGNORECASE | re.MULTILINE
)
_OWN_TEMPLATE = re.compile(r"\{\{incident\s*\|", re.IGNORECASE)
_SURE = 2
"""Number of different names of fields and sections that make a file one to be read."""


def is_page(text: str) -> bool:
    """Return whether a text has fields or sections of an incident that other pages hardly have."""
    lower = text.lower()
    if not any(words in lower for words in _OWN_WORDS):
        return False
    sections = _sections(text)
    if "breakdown" in sections or (_OWN_SECTION.search(text) and len(sections - {"sources"}) > 1):
        return True
    names = _names(text)
    if _attributes(names, fields.ROW) >= _OWN_OF_ROW:
        return True
    known = _attributes(names, fields.INFOBOX)
    return len(known) >= fields.INFOBOX.least and bool(known & _OWN or _OWN_TEMPLATE.search(text))


def may_be_page(text: str) -> bool:
    """Return whether the beginning of a file has wiki markup, and two names of fields or sections."""
    if not _MARKUP.search(text):
        return False
    known = {name for name in _names(text) if fields.is_label(name)}
    return len(known | _sections(text)) >= _SURE


def _sections(text: str) -> set[str]:
    names = (" ".join(found[1].casefold().split()) for found in _HEADING.finditer(f"\n{text}"))
    return {_SECTIONS[name] for name in names if name in _SECTIONS}


def _names(text: str) -> set[str]:
    return {fields.key(found[1] or found[2]) for found in _NAMES.finditer(text)}


def _attributes(names: set[str], kind: fields.Kind) -> set[str]:
    found = (fields.field_of(name, kind) for name in names)
    return {field.attribute for field in found if field}
