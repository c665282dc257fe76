"""Countries by the names that lists have for them: the gazetteer's and DPV's, which are the UN's."""

import functools
import re
from collections.abc import Iterator

from privkg.core import names
from privkg.rdf.terms import PREF_LABEL, PREFIXES, Term, iri_text, term
from privkg.reference import concepts, places
from privkg.store.rdf import literal_text

_LOC = f"<{PREFIXES['loc']}"
_BROADER = term("skos:broader")
_TWO_CONGOS = "CG"
"""DPV calls it Congo, which people also call its neighbour."""

_NOT_SOVEREIGN = frozenset(
    (
        "AI", "AQ", "BM", "BV", "CC", "CK", "CX", "EH", "FK", "FO", "GG", "GI", "GL", "GS", "HM", "IM",
        "IO", "JE", "KY", "MS", "NF", "NU", "PN", "PS", "SH", "TC", "TK", "TW", "VG", "XK",
    )
)  # fmt: skip
"""Dependent territories beside those that DPV has below a country, and lands that another claims."""
_NAMESAKES = frozenset(
    (
        ("AZ", "IR"), ("CY", "TR"), ("GE", "US"), ("IE", "GB"), ("LU", "BE"), ("ML", "GN"),
        ("MN", "CN"), ("NE", "NG"), ("WS", "US"),
    )
)  # fmt: skip
"""Countries that share their name, or most of it, with a part of another: Niger State in Nigeria."""


def code(name: str) -> str | None:
    """Return the ISO 3166-1 code of a country by its name in English."""
    return places.country_code(name) or _by_label().get(names.key(name))


def is_part(code: str | None, other: str) -> bool:
    """Return whether DPV has one country below another, as Puerto Rico below the United States."""
    return (code, other) in _below()


def may_lie_in(code: str, other: str) -> bool:
    """Return whether "A, B" may mean a place A in B, though both are countries of their own."""
    return is_part(code, other) or code in _NOT_SOVEREIGN or (code, other) in _NAMESAKES


def has_part_called(name: str) -> bool:
    """Return whether DPV has a part of a country of this name, such as Newfoundland and Labrador."""
    return names.key(name) in _parts()


@functools.cache
def _by_label() -> dict[str, str]:
    found = {names.key(label): _local(node) for node, label in _labels()}
    return {key: code for key, code in found.items() if places.country(code) and code != _TWO_CONGOS}


@functools.cache
def _parts() -> frozenset[str]:
    return frozenset(names.key(label) for node, label in _labels() if "-" in _local(node))


@functools.cache
def _below() -> frozenset[tuple[str | None, str]]:
    found = ((s, o) for s, p, o in concepts.foreign_labels() if p == _BROADER and s.startswith(_LOC))
    return frozenset((_local(s), _local(o)) for s, o in found)


def _labels() -> Iterator[tuple[Term, str]]:
    for node, predicate, label in concepts.foreign_labels():
        if predicate == PREF_LABEL and node.startswith(_LOC):
            yield node, literal_text(label)


def _local(node: Term) -> str:
    return re.split("[#/]", iri_text(node))[-1]
