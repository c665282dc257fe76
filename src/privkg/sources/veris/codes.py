"""The codes of a record: its kinds of actors, actions and attributes, their values, and its industry.

Each is a term of the field that has it, named as verisr names fields (https://github.com/vz-risk/verisr):
`action` has the kinds of actions, `action.hacking.variety` a kind's values, and `victim.industry2` the
first two digits of an industry's code, which are its sector.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator

from privkg.core.model import Passage
from privkg.core.registers import Coded
from privkg.rdf import iris
from privkg.rdf.iris import DEFAULT

Passages = Callable[[str], Iterable[Passage]]
"""A function from a dotted name to the values that a record has there."""

_KIND = re.compile(r"(action|actor|attribute)\.([^.]+)")
_LISTS_OF_KIND = (".motive", ".variety", ".vector")
_LISTS = (
    "asset.assets.variety",
    "attribute.confidentiality.data.variety",
    "attribute.confidentiality.data_disclosure",
    "attribute.confidentiality.data_victim",
    "security_incident",
    "victim.government",
)
"""The other fields whose values are of a list."""
_INDUSTRY, _SECTOR = "victim.industry", "victim.industry2"
_UNSTATED_INDUSTRY = re.compile("0*")
_SECTOR_DIGITS = 2


def codes(
    names: Iterable[str], passages: Passages, register: str, namespace: str
) -> Iterator[tuple[Coded, Passage]]:
    """Yield the codes of a record, each with its passage.

    Args:
        names: the dotted names of the record's values.
        passages: its values.
        register: the short name of the register; the terms of industries, which VERIS takes from NAICS,
            are below its IRI.
        namespace: the namespace of the other terms.
    """
    yield from _kinds(names, passages, namespace)
    for name in _LISTS:
        for passage in passages(name):
            yield _coded(namespace, name, passage.text), passage
    for passage in passages(_INDUSTRY):
        if not _UNSTATED_INDUSTRY.fullmatch(passage.text):
            sector = passage.part(0, _SECTOR_DIGITS)
            above = _industry(register, _SECTOR, sector.text)
            yield above, sector
            yield _industry(register, _INDUSTRY, passage.text, above), passage


def _kinds(names: Iterable[str], passages: Passages, namespace: str) -> Iterator[tuple[Coded, Passage]]:
    """Yield each kind at its first value, and the values of its lists, which are below it."""
    seen = set[str]()
    for name in names:
        found = _KIND.match(name)
        if not found:
            continue
        kind = _coded(namespace, found[1], found[2])
        first = next(iter(passages(name)), None)
        if first and kind.iri not in seen:
            seen.add(kind.iri)
            yield kind, first
        if name.removeprefix(kind.label) in _LISTS_OF_KIND:
            for passage in passages(name):
                yield _coded(namespace, name, passage.text, kind), passage


@functools.lru_cache(maxsize=4096)
def _coded(namespace: str, field: str, word: str, *broader: Coded) -> Coded:
    iri = iris.coded(namespace, field, word)
    return Coded(iri=iri, label=f"{field}.{word}", field=field, broader=broader)


def _industry(register: str, field: str, code: str, *broader: Coded) -> Coded:
    iri = iris.coded(f"{DEFAULT.address}register/{register}#", field, code)
    return Coded(iri=iri, label=f"NAICS {code}", field=field, broader=broader)
