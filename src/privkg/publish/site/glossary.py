"""Page models of the terms of a vocabulary, read from its triples."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from privkg.publish.site import paths
from privkg.publish.site.pages import Link
from privkg.rdf import order
from privkg.rdf.terms import PREF_LABEL, A, Term, Triple, iri_text, shorten, term
from privkg.reference import concepts, properties
from privkg.store.rdf import literal_parts

_DEFINITION, _BROADER = term("skos:definition"), term("skos:broader")
_SUPER, _DEPRECATED = term("rdfs:subClassOf"), term("owl:deprecated")
_RDFS_LABEL = term("rdfs:label")
_MATCHES = tuple(term(f"skos:{kind}Match") for kind in ("exact", "close", "broad", "narrow", "related"))
_SOURCE, _PROPERTY, _TARGET = map(
    term, ("owl:annotatedSource", "owl:annotatedProperty", "owl:annotatedTarget")
)
_COMMENT = term("rdfs:comment")
_NOTE, _EXAMPLE = term("skos:scopeNote"), term("skos:example")
_CALLED = tuple(map(term, ("skos:altLabel", "skos:hiddenLabel")))
_IN_SCHEME = term("skos:inScheme")
_VOCABULARIES = {"https://w3id.org/dpv": "DPV", "https://veriscommunity.net/": "VERIS"}
"""The names of vocabularies that are not described here, by what the IRIs of their terms begin with."""
_LEFT_OUT = {
    *_MATCHES, A, PREF_LABEL, _RDFS_LABEL, _DEFINITION, _DEPRECATED,
    _IN_SCHEME, *map(term, ("rdfs:isDefinedBy", "skos:topConceptOf", "skos:hiddenLabel")),
}  # fmt: skip
"""Predicates that have their own section on a page, or the same value for all terms on it."""
_INVERSE = {
    _BROADER: "narrower",
    _SUPER: "subclasses",
    term("rdfs:subPropertyOf"): "subproperties",
    term("rdfs:domain"): "has properties",
    term("rdfs:range"): "is the value of",
    A: "members",
}
"""Labels of predicates read from object to subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A mapping to a term of another vocabulary: the SKOS relation, the term, and the reason.

    `scheme` is the name of that vocabulary, if it is known.
    """

    relation: str
    link: Link
    scheme: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A term: labels in all languages, definitions, other statements in both directions, mappings.

    `page` is the path of its own page, if it is a harm.
    """

    local: str
    iri: str
    curie: str
    label: str
    labels: tuple[Link, ...]
    definitions: tuple[Link, ...]
    is_deprecated: bool
    page: str
    types: tuple[Link, ...]
    statements: tuple[tuple[str, tuple[Link, ...]], ...]
    inverse: tuple[tuple[str, tuple[Link, ...]], ...]
    matches: tuple[Match, ...]


class Glossary:
    """The triples of `ontology/`, grouped by term."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._about: dict[Term, list[tuple[Term, Term]]] = {}
        self._incoming: dict[Term, list[tuple[Term, Term]]] = {}
        for subject, predicate, value in sorted(set(triples)):
            self._about.setdefault(subject, []).append((predicate, value))
            self._incoming.setdefault(value, []).append((predicate, subject))
        self._reasons = dict(self._axioms())
        foreign = (*concepts.foreign_labels(), *concepts.matched_labels())
        self._labels = {s: o for s, p, o in foreign if p == PREF_LABEL}

    def terms(self, namespace: str) -> list[Term]:
        """Return the defined terms of a namespace, sorted."""
        own = [node for node in self._about if node.startswith(f"<{namespace}")]
        return sorted(node for node in own if self.values(node, A))

    def values(self, node: Term, predicate: Term) -> list[Term]:
        """Return the objects of a term's statements with a predicate, sorted."""
        return [value for name, value in self._about.get(node, ()) if name == predicate]

    def below(self, node: Term) -> list[Term]:
        """Return the direct children of a term: its subclasses, or its narrower concepts."""
        return [s for p, s in self._incoming.get(node, ()) if p in (_SUPER, _BROADER)]

    def entry(self, node: Term) -> Entry:
        """Return the labels, definitions, statements and mappings of a term."""
        address = iri_text(node)
        return Entry(
            local=address.rpartition("#")[2],
            iri=address,
            curie=shorten(address),
            label=self.label(node),
            labels=tuple(map(self.link, self.values(node, PREF_LABEL))),
            definitions=tuple(map(self.link, self.values(node, _DEFINITION))),
            page=paths.harm_page(node) or "",
            is_deprecated=bool(self.values(node, _DEPRECATED)),
            types=tuple(map(self.link, self.values(node, A))),
            statements=tuple(self._statements(node)),
            inverse=tuple(self._inverse(node)),
            matches=tuple(self._matches(node)),
        )

    def label(self, node: Term) -> str:
        """Return the label of a term, in English if there is one, or else its prefixed name."""
        own = self.values(node, PREF_LABEL) or self.values(node, _RDFS_LABEL)
        names = own or [label for label in (self._labels.get(node),) if label]
        named = sorted(names, key=order.english_first)
        return literal_parts(named[0])[0] if named else shorten(iri_text(node))

    def definition(self, node: Term) -> str:
        """Return what a term means, "" if nothing is stated."""
        return " ".join(self._texts(node, _DEFINITION))

    def note(self, node: Term) -> str:
        """Return when to choose a term and when a neighbour, "" if nothing is stated."""
        return " ".join(self._texts(node, _NOTE))

    def example(self, node: Term) -> str:
        """Return an example of a term, "" if there is none."""
        return " ".join(self._texts(node, _EXAMPLE))

    def called(self, node: Term) -> tuple[str, ...]:
        """Return what a term is also called: its other labels, then those that are only searched."""
        return tuple(text for predicate in _CALLED for text in self._texts(node, predicate))

    def link(self, value: Term) -> Link:
        """Return a value as text; an IRI links to the page that defines it, or else to the web."""
        if not value.startswith("<"):
            text, language, _ = literal_parts(value)
            return Link(text=text, language=language or "")
        page = paths.term_page(value) if value in self._about else None
        text = self.label(value)
        return Link(text=text, target=page) if page else Link(text=text, web=iri_text(value))

    def _texts(self, node: Term, predicate: Term) -> Iterator[str]:
        return (literal_parts(value)[0] for value in self.values(node, predicate))

    def _statements(self, node: Term) -> Iterator[tuple[str, tuple[Link, ...]]]:
        grouped: dict[Term, list[Term]] = {}
        for predicate, value in self._about[node]:
            grouped.setdefault(predicate, []).append(value)
        for predicate, values in grouped.items():
            if predicate not in _LEFT_OUT:
                yield properties.words(predicate), tuple(map(self.link, values))

    def _inverse(self, node: Term) -> Iterator[tuple[str, tuple[Link, ...]]]:
        for predicate, words in _INVERSE.items():
            found = [subject for name, subject in self._incoming.get(node, ()) if name == predicate]
            if found:
                yield words, tuple(map(self.link, found))

    def _matches(self, node: Term) -> Iterator[Match]:
        for predicate in _MATCHES:
            for value in self.values(node, predicate):
                yield Match(
                    relation=properties.words(predicate).removesuffix(" match"),
                    link=Link(text=self.label(value), web=iri_text(value)),
                    scheme=self._scheme(value),
                    why=self._reasons.get((node, predicate, value), ""),
                )

    def _scheme(self, node: Term) -> str:
        """Return the name of the vocabulary that a term is of, or "" if it is not known."""
        own = [self.label(scheme) for scheme in self.values(node, _IN_SCHEME)]
        named = (name for start, name in _VOCABULARIES.items() if iri_text(node).startswith(start))
        return next(iter((*own, *named)), "")

    def _axioms(self) -> Iterator[tuple[Triple, str]]:
        """Yield each mapping that an `owl:Axiom` annotates, with the axiom's comment as the reason."""
        for found in self._about.values():
            about: Mapping[Term, Term] = dict(found)
            if _SOURCE in about and _COMMENT in about:
                match = about[_SOURCE], about[_PROPERTY], about[_TARGET]
                yield match, literal_parts(about[_COMMENT])[0]
