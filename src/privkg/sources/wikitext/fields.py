"""Templates with the fields of a page: the infobox, rows and decisions, by the names of parameters."""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from privkg.sources._grammar import labels
from privkg.sources._grammar.labels import Labels
from privkg.sources._grammar.page_fields import SECTIONS, PageField

TITLE = "title"
"""The parameter of the infobox that is not a line of it."""
_JOINTS = re.compile(r"[\s_\-‐‑–]+")
_NUMBER = re.compile(r" ?\d{1,3}$")
_FIELDS_OF_INFOBOX, _FIELDS_OF_BLOCK = 3, 2


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of template.

    Attributes:
        labels: the fields that its parameters may be.
        section: the section that it belongs to; empty for the infobox.
        needed: attributes of which it has one at least.
        least: the least number of known fields.
    """

    labels: Labels
    section: str
    needed: frozenset[str]
    least: int


INFOBOX = Kind(labels.OF_INFOBOX, "", frozenset(), _FIELDS_OF_INFOBOX)
ROW = Kind(labels.OF_ROW, "breakdown", frozenset({"threat", "harms"}), _FIELDS_OF_BLOCK)
DECISION = Kind(labels.OF_DECISION, "decisions", frozenset({"kind"}), _FIELDS_OF_BLOCK)
_KINDS = (ROW, DECISION, INFOBOX)


_NAMED = {"incident": INFOBOX, "row": ROW, "decision": DECISION}
"""The templates that are written; a few fields are enough in them."""


def kind_of(names: Iterable[str], template: str = "") -> Kind | None:
    """Return the kind of a template, given the names of its parameters and its own.

    It is that with most known fields and sections.
    """
    keys = {key(name) for name in names}
    own = _NAMED.get(key(template))
    if own and any(field_of(one, own) or one == TITLE or section_of(one, own) for one in keys):
        return own
    best, most = None, 0
    for kind in _KINDS:
        known = {field.attribute for one in keys if (field := field_of(one, kind))}
        count = len(known) + sum(section_of(one, kind) is not None for one in keys)
        if len(known) >= kind.least and count > most and (not kind.needed or known & kind.needed):
            best, most = kind, count
    return best


@functools.lru_cache(4096)
def key(name: str) -> str:
    """Return the name of a parameter for comparison: case, `_`, hyphen and white space set aside."""
    return _JOINTS.sub(" ", name).strip().casefold()


_SECTIONS = {key(heading): name for name, headings in SECTIONS.items() for heading in headings}
"""The parameters of the infobox that are whole sections."""


def field_of(name: str, kind: Kind) -> PageField | None:
    """Return the field that a parameter is, given its key, or None.

    The name of a field that is repeated has a number, since MediaWiki drops all but the last of
    parameters of one name: `passage`, `passage 2`.
    """
    return _field(name, kind.labels)


def section_of(name: str, kind: Kind) -> str | None:
    """Return the section that a parameter of the infobox is, given its key, or None."""
    return _SECTIONS.get(name) if kind is INFOBOX else None


@functools.lru_cache(4096)
def _field(name: str, known: Labels) -> PageField | None:
    found = _named(name, known)
    if found or not _NUMBER.search(name):
        return found
    return _named(_NUMBER.sub("", name), known)


def _named(name: str, known: Labels) -> PageField | None:
    label = known.column(name)
    is_whole = label and label.start == 0 and label.stop == label.end == len(name)
    return label.field if label and is_whole and label.field.attribute else None


def is_label(words: str) -> bool:
    """Return whether a text is the name of any field, with or without a colon."""
    bare = words.strip().rstrip(":：").strip()
    return any(_named(key(bare), kind.labels) for kind in _KINDS) if bare else False
