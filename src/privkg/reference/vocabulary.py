"""Vocabularies: concepts of one kind, found by label; an ambiguous label finds no concept."""

import functools
import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from privkg.core import names, spelling
from privkg.rdf import order
from privkg.rdf.terms import ALT_LABEL, PREF_LABEL, Term, Triple, iri_text, term
from privkg.store.rdf import literal_text

_LABELS = (PREF_LABEL, ALT_LABEL, term("skos:hiddenLabel"))

_PLURALS_IN_ES = ("ches", "shes", "sses", "xes", "zes")
_PLURAL_OF_ACRONYM = re.compile(r"[A-Z]s\W*$")  # "AIs"; "AIS" is another acronym


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a scheme, with its preferred English label."""

    iri: Term
    label: str


class Vocabulary:
    """Concepts of one kind, found by any label or by the local name of their IRI."""

    def __init__(self, kind: str, concepts: dict[str, Concept]) -> None:
        self.kind = kind
        self._by_label = {_folded(label): concept for label, concept in concepts.items()}
        self._by_key = {_key(label): concept for label, concept in concepts.items()}
        self._acronyms = frozenset(_key(label) for label in concepts if label.isupper())

    def find(self, text: str) -> Concept | None:
        """Return the concept of a label or its plural, ignoring case, spacing and most punctuation."""
        return self.find_exactly(text) or next(self._by_plural(text), None)

    def find_exactly(self, text: str) -> Concept | None:
        """Return the concept of a label; plurals do not match: "NAS" is not the plural of "n/a"."""
        return self._by_key.get(_key(text))

    def _by_plural(self, text: str) -> Iterator[Concept]:
        closed = set() if _PLURAL_OF_ACRONYM.search(text) else self._acronyms
        for key in _singulars(_key(text)):
            if key in self._by_key and key not in closed:
                yield self._by_key[key]

    def suggest(self, text: str) -> str | None:
        """Return the label that `text` most likely misspells, or None."""
        near = spelling.nearest(_folded(text), self._by_label)
        return self._by_label[near].label if near else None

    def __iter__(self) -> Iterator[Concept]:
        return iter(sorted(set(self._by_key.values()), key=lambda concept: concept.iri))

    def labels(self) -> list[str]:
        """Return the preferred labels, sorted."""
        return sorted({concept.label for concept in self._by_key.values()})


def from_triples(
    kind: str, members: Set[Term], triples: Iterable[Triple], *, are_parts_names: bool = True
) -> Vocabulary:
    """Return the vocabulary of some concepts with their labels in triples.

    Args:
        kind: the noun for a concept in messages.
        members: the IRIs of the concepts.
        triples: triples with their labels.
        are_parts_names: whether a concept with the label "A (B)" is also found by "A" and by "B".
    """
    labels: dict[Term, list[tuple[int, str]]] = {}
    for subject, predicate, value in triples:
        if subject in members and predicate in _LABELS:
            rank = _LABELS.index(predicate) + (0 if order.is_english(value) else len(_LABELS))
            labels.setdefault(subject, []).append((rank, literal_text(value)))
    ranked = [
        (rank, text, Concept(subject, min(found)[1]))
        for subject, found in labels.items()
        for rank, text in (*found, *_other_forms(subject, found if are_parts_names else ()))
    ]
    return Vocabulary(kind, _unambiguous(ranked))


def _other_forms(subject: Term, labels: Iterable[tuple[int, str]]) -> Iterable[tuple[int, str]]:
    """Yield the local name of an IRI, and both parts of a label such as "Data Protection Act (DPA)"."""
    yield 2 * len(_LABELS), re.split("[#/]", iri_text(subject))[-1]
    for _, text in labels:
        if match := re.fullmatch(r"(.+) \((.+)\)", text):
            yield from ((2 * len(_LABELS) + 1, part) for part in match.groups())


def _unambiguous(ranked: list[tuple[int, str, Concept]]) -> dict[str, Concept]:
    """Return the best-ranked concept of each label, except for labels with two such concepts."""
    best: dict[str, tuple[int, str, set[Concept]]] = {}
    for rank, text, concept in sorted(ranked, key=lambda each: each[:2]):
        best_rank, _, concepts = best.setdefault(_key(text), (rank, text, set()))
        if rank == best_rank:
            concepts.add(concept)
    return {label: found.pop() for _, label, found in best.values() if len(found) == 1}


def _folded(text: str) -> str:
    return " ".join(word.folded for word in names.words(text.replace("&", " and ")))


@functools.lru_cache(maxsize=4096)
def _key(text: str) -> str:
    """Return the letters and digits of a label, with a final "?" if it has one.

    The question mark is kept, because "Disclosure?" in a page expresses doubt about the harm. A label of
    punctuation only ("-") is its own key.
    """
    letters = _folded(text).replace(" ", "")
    folded = names.fold(text)
    if not letters:
        return folded
    return f"{letters}?" if "?" in folded else letters


def _singulars(key: str) -> Iterator[str]:
    """Yield the possible singulars of a key, such as those of histories, addresses and cookies."""
    if key.endswith("ies"):
        yield f"{key[:-3]}y"
    if key.endswith(_PLURALS_IN_ES):
        yield key[:-2]
    if key.endswith("s"):
        yield key[:-1]
