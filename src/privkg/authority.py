"""Names to known actors, groups and places: the hand-kept records that say who is who."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from privkg import assets, names
from privkg.errors import RdfError
from privkg.store import rdf
from privkg.terms import ALT_LABEL, BASE, PREF_LABEL, Term, Triple

Kind = Literal["actor", "group", "place"]
_LABELS = (PREF_LABEL, ALT_LABEL)


class Authority:
    """Authority records, found by any of their labels."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.triples = tuple(sorted(set(triples)))
        self._by_key: dict[tuple[str, str], Term] = {}
        self._about: dict[Term, list[Triple]] = {}
        for triple in self.triples:
            self._about.setdefault(triple[0], []).append(triple)
            self._index(triple)

    def find(self, kind: Kind, name: str) -> Term | None:
        """Return the record of a name; case, articles, possessives and spacing are set aside."""
        return self._by_key.get((kind, names.key(name)))

    def values(self, record: Term, predicate: Term) -> list[Term]:
        """Return what a record states for a predicate, sorted; empty for what is no record."""
        return [o for _, p, o in self._about.get(record, ()) if p == predicate]

    def __contains__(self, record: Term) -> bool:
        return record in self._about

    def _index(self, triple: Triple) -> None:
        subject, predicate, value = triple
        kind = _kind(subject)
        if predicate not in _LABELS:
            return
        label = rdf.literal_text(value)
        known = self._by_key.setdefault((kind, names.key(label)), subject)
        if known != subject:
            raise RdfError(f"two authority records are named {label!r}: {known} and {subject}")


def load(folders: Iterable[Path] = ()) -> Authority:
    """Return the records that ship with privkg and those in a user's own folders.

    Raises:
        RdfError: a file is not Turtle, describes something that is no actor, group or place of
            privkg, or two records share a name.
    """
    files = assets.files("data/authority", ".ttl")
    for folder in folders:
        files += sorted(folder.rglob("*.ttl"))
    return Authority(triple for file in files for triple in rdf.read_turtle(file))


def _kind(subject: Term) -> str:
    for kind in ("actor", "group", "place"):
        if subject.startswith(f"<{BASE}id/{kind}/"):
            return kind
    raise RdfError(f"{subject} is no actor, group or place; its IRI begins with {BASE}id/actor/, …")
