"""Countries by English name, as in the GeoNames gazetteer or in DPV, which has the UN's names."""

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
"""DPV's label is "Congo", which is also a name of the Democratic Republic of the Congo (CD)."""

_NOT_SOVEREIGN = frozenset(
    (
        "AI", "AQ", "BM", "BV", "CC", "CK", "CX", "EH", "FK", "FO", "GG", "GI", "GL", "GS", "HM", "IM",
        "IO", "JE", "KY", "MS", "NF", "NU", "PN", "PS", "SH", "TC", "TK", "TW", "VG", "XK",
    )
)  # fmt: skip
"""Dependent territories that are not part of a country in DPV, and territories that a country claims."""
_NAMESAKES = frozenset(
    (
        ("AZ", "IR"), ("CY", "TR"), ("GE", "US"), ("IE", "GB"), ("LU", "BE"), ("ML", "GN"),
        ("MN", "CN"), ("NE", "NG"), ("WS", "US"),
    )
)  # fmt: skip
"""Pairs of countries: the first shares its name with a part of the second (Niger State in Nigeria)."""


def code(name: str) -> str | None:
    """Return the ISO 3166-1 code of a country by its English name, or None."""
    return places.country_code(name) or _by_label().get(names.key(name))


def is_part(code: str | None, other: str) -> bool:
    """Return whether a country is part of another in DPV, as Puerto Rico is of the United States."""
    return (code, other) in _below()


def may_lie_in(code: str, other: str) -> bool:
    """Return whether "A, B", with the codes of two countries, may mean a place A in country B."""
    return is_part(code, other) or code in _NOT_SOVEREIGN or (code, other) in _NAMESAKES


def has_part_called(name: str) -> bool:
    """Return whether DPV has a subdivision of this name, such as Newfoundland and Labrador."""
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
