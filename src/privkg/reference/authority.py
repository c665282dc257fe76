"""Authority records: hand-written descriptions of actors, groups and places, found by their names."""

import graphlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from privkg.core import names, resources
from privkg.rdf.iris import DEFAULT, Base
from privkg.rdf.kinds import RECORDED, Kind
from privkg.rdf.terms import ALT_LABEL, PREF_LABEL, A, Term, Triple, iri_text, shorten, term
from privkg.reference import concepts
from privkg.reference.links.identities import Decisions
from privkg.store import rdf, turtle_places

_LABELS = (PREF_LABEL, ALT_LABEL)
_SUBGROUP = term("pk:subgroupOf")
_PLACE_TYPES = ("AdministrativeArea", "City", "Country", "Place", "State")


class Authority:
    """Authority records, indexed by each of their labels.

    Attributes:
        base: the base of the IRIs that are minted for resources without a record.
        triples: all triples of the records, sorted.
    """

    def __init__(
        self,
        triples: Iterable[Triple],
        base: Base = DEFAULT,
        linked: Iterable[Term] = (),
        same: Mapping[Term, Term] | None = None,
    ) -> None:
        self._same = same or {}
        self.base, self._linked = base, frozenset(linked)
        self.triples = tuple(sorted(set(triples)))
        self._by_form: dict[tuple[Kind | None, str], Term] = {}
        self._by_key: dict[tuple[Kind | None, str], Term] = {}
        self._about: dict[Term, list[Triple]] = {}
        for triple in self.triples:
            self._about.setdefault(triple[0], []).append(triple)
        # setdefault: a label of two records finds the one with the first IRI, so the result is stable.
        for record, triples in self._about.items():
            for label in _labels(triples):
                self._by_form.setdefault((base.kind(record), names.form(label)), record)
                if _is_found_folded(base.kind(record), label):
                    self._by_key.setdefault((base.kind(record), names.key(label)), record)

    def find(self, kind: Kind, name: str) -> Term | None:
        """Return the record with a name, or None; case, articles, possessives and spacing are ignored.

        An actor's name of one short or lower-case word ("WHO", "apple") matches only in its exact
        spelling: in another case it is another word (`names.is_distinctive`).
        """
        exact = self._by_form.get((kind, names.form(name)))
        is_folded = _is_found_folded(kind, name) and not exact
        return self._by_key.get((kind, names.key(name))) if is_folded else exact

    def iri_of(self, node: Term) -> Term:
        """Return the IRI of a resource; a resource of a shipped record or link keeps its shipped IRI.

        In a dataset with its own base, a minted IRI would be a second IRI of the same resource.
        """
        shipped = self.base.moved(node, DEFAULT)
        return shipped if shipped in self._about or shipped in self._linked else node

    def decided(self, node: Term) -> Term:
        """Return the resource that an actor is by recorded decisions; the node itself without one."""
        return self._same.get(node, node)

    def is_decided(self, node: Term) -> bool:
        """Return whether a resource is several actors that were decided to be one."""
        return node in self._same

    def labels(self, record: Term) -> list[str]:
        """Return the labels of a record, the preferred one first; empty if there is no such record."""
        return [rdf.literal_text(value) for p in _LABELS for value in self.values(record, p)]

    def values(self, record: Term, predicate: Term) -> list[Term]:
        """Return the values of a record's predicate, sorted; empty if there is no such record."""
        return [o for _, p, o in self._about.get(record, ()) if p == predicate]

    def groups_above(self, group: Term) -> set[Term]:
        """Return the direct and indirect supergroups of a group, by `pk:subgroupOf`."""
        found, todo = set[Term](), {group}
        while todo:
            todo = {above for each in todo for above in self.values(each, _SUBGROUP)} - found
            found |= todo
        return found

    def described_from(self, nodes: Iterable[Term]) -> tuple[Triple, ...]:
        """Return the triples of some records and of the records they refer to, such as a parent body."""
        found, todo = set[Term](), set(nodes)
        while todo:
            found |= todo
            todo = {value for node in todo for _, _, value in self._about.get(node, ())} - found
        return tuple(triple for triple in self.triples if triple[0] in found)

    def __contains__(self, record: Term) -> bool:
        return record in self._about


@dataclass(frozen=True, slots=True)
class _Record:
    file: Path
    triples: tuple[Triple, ...]


def load(
    folders: Iterable[Path] = (),
    base: Base = DEFAULT,
    linked: Iterable[Term] = (),
    decisions: Decisions | None = None,
) -> Authority:
    """Return the records that ship with privkg and those in the user's folders.

    A record in a later folder replaces an earlier one of the same IRI.

    Args:
        folders: the user's folders.
        base: the base of the IRIs that are minted for resources without a record.
        linked: the subjects of accepted links, which keep their IRIs.
        decisions: which actors are one, and which are not.

    Raises:
        RdfError: a file is not Turtle, or a record in it lacks a known type, does not have exactly
            one preferred label, is in two files of a folder, shares a name with another record, or is
            a subgroup of itself; or a decision contradicts a record or another decision. The
            message begins with `file:line:col`.
    """
    records = _read(resources.files("data/authority", ".ttl"), DEFAULT)
    for folder in folders:
        records |= _read(sorted(folder.rglob("*.ttl")), base)
    triples = (triple for record in records.values() for triple in record.triples)
    same = decisions.same(records) if decisions else {}
    found = Authority(triples, base, linked, same)
    _check_names(records, base)
    _check_groups(records, found)
    return found


def _read(files: Iterable[Path], base: Base) -> dict[Term, _Record]:
    records: dict[Term, _Record] = {}
    for file in files:
        by_subject: dict[Term, list[Triple]] = {}
        for triple in rdf.read_turtle(file):
            by_subject.setdefault(triple[0], []).append(triple)
        for node, triples in by_subject.items():
            if node in records:
                other = records[node].file
                raise turtle_places.fault(file, node, f"is described in {other} too; keep one")
            records[node] = _Record(file, tuple(triples))
            for wrong in _faults(node, triples, base):
                raise turtle_places.fault(file, node, wrong)
    return records


def _faults(node: Term, triples: Iterable[Triple], base: Base) -> Iterator[str]:
    kind = base.kind(node)
    if kind not in RECORDED:
        begin = f"{base.things}{RECORDED[0]}/"
        yield (
            "is not the IRI of an actor, group or place;"
            f" write one that begins with {begin}, …/group/ or …/place/"
        )
        return
    labels = sum(predicate == PREF_LABEL for _, predicate, _ in triples)
    if labels != 1:
        yield f"has {labels} skos:prefLabel; give it exactly one, other names as skos:altLabel"
    types, known = {value for _, predicate, value in triples if predicate == A}, _types(kind)
    if not types:
        yield f"has no type; give it {' or '.join(_shown(known))}"
    for unknown in _shown(types - known):
        yield f"has the unknown {kind} type {unknown}; write one of {', '.join(_shown(known))}"


def _types(kind: Kind) -> set[Term]:
    if kind is Kind.ACTOR:
        return {concept.iri for concept in concepts.actor_types()}
    if kind is Kind.GROUP:
        return {term("pk:AtRiskGroup")}
    return {term(f"schema:{name}") for name in _PLACE_TYPES}


def _shown(types: Iterable[Term]) -> list[str]:
    return sorted(shorten(iri_text(each)) for each in types)


def _check_names(records: dict[Term, _Record], base: Base) -> None:
    by_key: dict[tuple[Kind | None, str], Term] = {}
    for node, record in records.items():
        for label in _labels(record.triples):
            other = by_key.setdefault((base.kind(node), names.key(label)), node)
            if other != node:
                where = turtle_places.place(records[other].file, other)
                shared = f'has the name "{label}" of <{iri_text(other)}> ({where}); rename one of them'
                raise turtle_places.fault(record.file, node, shared)


def _check_groups(records: dict[Term, _Record], found: Authority) -> None:
    """Raise an error if a group is its own subgroup; a topological sort finds a cycle in linear time."""
    above = {node: found.values(node, _SUBGROUP) for node in records}
    try:
        graphlib.TopologicalSorter(above).prepare()
    except graphlib.CycleError as error:
        node = min(error.args[1])
        raise turtle_places.fault(
            records[node].file, node, "is a subgroup of itself; remove one pk:subgroupOf of the cycle"
        ) from error


def _labels(triples: Iterable[Triple]) -> list[str]:
    return [rdf.literal_text(value) for _, predicate, value in triples if predicate in _LABELS]


def _is_found_folded(kind: Kind | None, name: str) -> bool:
    return kind is not Kind.ACTOR or names.is_distinctive(name)
