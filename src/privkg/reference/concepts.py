"""Words to concepts: the schemes of `ontology/`, found by label and never guessed."""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from privkg.core import names, resources, spelling
from privkg.rdf import order
from privkg.rdf.terms import ALT_LABEL, PREF_LABEL, PREFIXES, A, Term, Triple, iri_text, term
from privkg.store import rdf

_BROADER = term("skos:broader")
_LABELS = (PREF_LABEL, ALT_LABEL, term("skos:hiddenLabel"))
_DEPRECATED = term("owl:deprecated")
_PLURALS_IN_ES = ("ches", "shes", "sses", "xes", "zes")
_PLURAL_OF_ACRONYM = re.compile(r"[A-Z]s\W*$")  # "AIs"; "AIS" is another acronym

# Names that countries share; DPV has one of them by chance ("Data Protection Act 2018" is Irish there).
_NAMES_OF_MANY_LAWS = re.compile(
    r"data protection act(?: \d{4})?(?: dpa)?|state data protection act(?: ldsg)?|ldsg|bw"
    r"|personal (?:data|information) protection act(?: pdpa| pipa)?|pipa|cia|lia|cpa"
)


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a scheme, with its preferred English label."""

    iri: Term
    label: str
    is_deprecated: bool = False


class Vocabulary:
    """Concepts of one kind, found by any of their labels or by the local name of their IRI."""

    def __init__(self, kind: str, concepts: dict[str, Concept]) -> None:
        self.kind = kind
        self._concepts = concepts
        self._by_label = {_folded(label): concept for label, concept in concepts.items()}
        self._by_key = {_key(label): concept for label, concept in concepts.items()}
        self._acronyms = frozenset(_key(label) for label in concepts if label.isupper())

    def find(self, text: str) -> Concept | None:
        """Return the concept of a label, or of its plural; case, spacing and most marks are ignored."""
        return self.find_exactly(text) or next(self._by_plural(text), None)

    def find_exactly(self, text: str) -> Concept | None:
        """Return the concept of a label that is no plural of it: "NAS" is not "n/a"."""
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

    def without(self, names_of_many: re.Pattern[str]) -> "Vocabulary":
        """Return the vocabulary without the labels that match a pattern."""
        kept = (label for label in self._concepts if not names_of_many.fullmatch(_folded(label)))
        return Vocabulary(self.kind, {label: self._concepts[label] for label in kept})

    def __iter__(self) -> Iterator[Concept]:
        return iter(sorted(set(self._by_key.values()), key=lambda concept: concept.iri))

    def labels(self) -> list[str]:
        """Return the preferred labels, sorted."""
        return sorted({concept.label for concept in self._by_key.values()})


@functools.cache
def triples() -> tuple[Triple, ...]:
    """Return what `ontology/` asserts, label extracts of foreign vocabularies left out."""
    extracts = resources.folder("ontology/labels")
    files = [file for file in resources.files("ontology", ".ttl") if extracts not in file.parents]
    return tuple(triple for file in files for triple in rdf.read_turtle(file))


@functools.cache
def foreign_labels() -> tuple[Triple, ...]:
    """Return preferred labels and hierarchy of the foreign terms that pages may use."""
    files = resources.files("ontology/labels", ".ttl")
    return tuple(triple for file in files for triple in rdf.read_turtle(file))


def labels_in_use(used: Iterable[Term]) -> list[Triple]:
    """Return labels and hierarchy of the foreign terms in `used` and of all that is broader."""
    about: dict[Term, list[Triple]] = {}
    for triple in foreign_labels():
        about.setdefault(triple[0], []).append(triple)
    open_terms, closed = set(used) & about.keys(), set[Term]()
    while open_terms:
        closed |= open_terms
        broader = {o for s in open_terms for _, p, o in about[s] if p == _BROADER}
        open_terms = (broader & about.keys()) - closed
    return [triple for subject in sorted(closed) for triple in about[subject]]


def with_narrower(concept: Term) -> tuple[Term, ...]:
    """Return a concept or class, and after it all that is narrower, sorted."""
    found, todo = set[Term](), {concept}
    while todo:
        found |= todo
        todo = {child for parent in todo for child in _narrower().get(parent, ())} - found
    return concept, *sorted(found - {concept})


@functools.cache
def matched() -> frozenset[Term]:
    """Return the concepts of other vocabularies that harms, consequences and group types match."""
    kinds = ("broadMatch", "closeMatch", "exactMatch", "narrowMatch", "relatedMatch")
    properties = {term(f"skos:{kind}") for kind in kinds}
    return frozenset(o for _, p, o in triples() if p in properties)


@functools.cache
def harms() -> Vocabulary:
    """Return the sixteen harms; their four groups are no harms of a row."""
    return _of_type("harm", "pk:Harm")


@functools.cache
def harms_and_groups() -> Vocabulary:
    """Return harms and the groups they fall under, as a question may name either."""
    return _of_type("harm", "pk:Harm", "pk:HarmGroup")


@functools.cache
def consequences() -> Vocabulary:
    """Return the tangible consequences."""
    return _of_type("consequence", "pk:Consequence")


@functools.cache
def group_types() -> Vocabulary:
    """Return the kinds of population."""
    return _of_type("group type", "pk:GroupType")


@functools.cache
def claim_statuses() -> Vocabulary:
    """Return how firmly a row can be claimed."""
    return _of_type("claim status", "pk:ClaimStatus")


@functools.cache
def knowledge_statuses() -> Vocabulary:
    """Return what a page can say instead of a consequence."""
    return _of_type("knowledge status", "pk:KnowledgeStatus")


@functools.cache
def information() -> Vocabulary:
    """Return the categories of personal data, by DPV's labels and those of wikis."""
    return _of_namespace("information type", PREFIXES["pd"])


@functools.cache
def technologies() -> Vocabulary:
    """Return the technologies and capabilities that DPV names."""
    return _of_namespace("technology", PREFIXES["ai"], PREFIXES["tech"])


@functools.cache
def laws() -> Vocabulary:
    """Return the laws that DPV names."""
    found = _of_namespace("law", "https://w3id.org/dpv/legal/")
    return found.without(_NAMES_OF_MANY_LAWS)


@functools.cache
def countries() -> Vocabulary:
    """Return the countries, by DPV's labels and their two letters."""
    named = {s for s, p, o in foreign_labels() if p == _BROADER and o == term("dpv:Country")}
    return _vocabulary("country", named)


@functools.cache
def actor_types() -> Vocabulary:
    """Return the tree of actor types, `pk:Actor` at its root."""
    return _vocabulary("actor type", set(with_narrower(term("pk:Actor"))))


@functools.cache
def _narrower() -> dict[Term, set[Term]]:
    narrower: dict[Term, set[Term]] = {}
    for subject, predicate, parent in (*triples(), *foreign_labels()):
        if predicate in (_BROADER, term("rdfs:subClassOf")):
            narrower.setdefault(parent, set()).add(subject)
    return narrower


def _of_type(kind: str, *classes: str) -> Vocabulary:
    wanted = {term(name) for name in classes}
    return _vocabulary(kind, {s for s, p, o in triples() if p == A and o in wanted})


def _of_namespace(kind: str, *namespaces: str) -> Vocabulary:
    prefixes = tuple(f"<{namespace}" for namespace in namespaces)
    return _vocabulary(kind, {s for s, _, _ in foreign_labels() if s.startswith(prefixes)})


def _vocabulary(kind: str, members: set[Term]) -> Vocabulary:
    labels: dict[Term, list[tuple[int, str]]] = {}
    deprecated = set()
    for subject, predicate, value in (*triples(), *foreign_labels()):
        if subject in members and predicate in _LABELS:
            rank = _LABELS.index(predicate) + (0 if order.is_english(value) else len(_LABELS))
            labels.setdefault(subject, []).append((rank, rdf.literal_text(value)))
        elif subject in members and predicate == _DEPRECATED:
            deprecated.add(subject)
    ranked = [
        (rank, text, Concept(subject, min(found)[1], subject in deprecated))
        for subject, found in labels.items()
        for rank, text in (*found, *_other_forms(subject, found))
    ]
    return Vocabulary(kind, _unambiguous(ranked))


def _other_forms(subject: Term, labels: list[tuple[int, str]]) -> Iterable[tuple[int, str]]:
    """Yield the local name, and both parts of a label like "Data Protection Act (DPA)"."""
    yield 2 * len(_LABELS), re.split("[#/]", iri_text(subject))[-1]
    for _, text in labels:
        if match := re.fullmatch(r"(.+) \((.+)\)", text):
            yield from ((2 * len(_LABELS) + 1, part) for part in match.groups())


def _unambiguous(ranked: list[tuple[int, str, Concept]]) -> dict[str, Concept]:
    """Return concepts by label: the best rank decides, and where two concepts share it, none does."""
    best: dict[str, tuple[int, str, set[Concept]]] = {}
    for rank, text, concept in sorted(ranked, key=lambda each: each[:2]):
        best_rank, _, concepts = best.setdefault(_key(text), (rank, text, set()))
        if rank == best_rank:
            concepts.add(concept)
    return {label: found.pop() for _, label, found in best.values() if len(found) == 1}


def _folded(text: str) -> str:
    return " ".join(word.folded for word in names.words(text.replace("&", " and ")))


def _key(text: str) -> str:
    """Return the letters and digits of a label, and "?" if it is doubted; marks alone are a key too."""
    letters = _folded(text).replace(" ", "")
    folded = names.fold(text)
    return letters + "?" * ("?" in folded) if letters else folded


def _singulars(key: str) -> Iterator[str]:
    """Yield what a key may be the plural of: histories, addresses, cookies."""
    if key.endswith("ies"):
        yield f"{key[:-3]}y"
    if key.endswith(_PLURALS_IN_ES):
        yield key[:-2]
    if key.endswith("s"):
        yield key[:-1]
