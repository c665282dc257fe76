"""Terms in use: own ones are defined, foreign ones are in the pinned version of their vocabulary."""

import functools
import re
from collections.abc import Iterator
from pathlib import Path

from checkout import ROOT
from privkg.rdf.schemes import schemes
from privkg.rdf.terms import PREFIXES, Term, Triple, iri_text, term
from privkg.reference import concepts
from privkg.store import rdf
from turtle_files import FILES, OWN, kept_iris

KEPT = frozenset(kept_iris())
NAMESPACES = tuple(sorted({re.sub(r"[^#/]*$", "", iri) for iri in KEPT}))
ABOUT = {
    *map(term, ("dcterms:license", "dcterms:source", "dcterms:creator", "dcterms:publisher")),
    *map(term, ("owl:sameAs", "rdfs:seeAlso", "schema:url")),
}
OURS = ("pk", *(scheme.prefix for scheme in schemes()))
CODE = sorted(
    path
    for folder, suffix in (("src", "py"), ("queries", "rq"), ("shapes", "ttl"), ("data", "ttl"))
    for path in (ROOT / folder).rglob(f"*.{suffix}")
)


def iris_of(node: Term) -> Iterator[str]:
    """Yield the IRI of a term, or of its datatype."""
    if node.startswith("<"):
        yield iri_text(node)
    elif typed := re.search(r'"\^\^<([^>]+)>$', node):
        yield typed[1]


def is_free(triple: Triple, iri: str) -> bool:
    """Return whether an IRI need not be in a list: it is privkg's, or that of a document or record."""
    return iri.startswith(f"{OWN}/") or iri == OWN or (triple[1] in ABOUT and iri == iri_text(triple[2]))


def names_in(path: Path, prefixes: str) -> set[str]:
    """Return the prefixed names in a source file, such as `pk:harm`, comments included."""
    text = path.read_text(encoding="utf-8")
    return set(re.findall(rf"(?<![\w:/-])(?:{prefixes}):[A-Za-z]\w*(?:-\w+)*", text))


@functools.cache
def triples_in(path: Path) -> tuple[Triple, ...]:
    """Return the triples of a file of the ontology, the shapes or the data."""
    return tuple(rdf.read_with_blank_nodes(path))


class TestOwnTerms:
    def test_in_use_are_defined(self) -> None:
        """
        Each own term in code, questions, shapes or records has a definition or is a law.
        """
        defined = {s for s, p, _ in concepts.triples() if p == term("skos:definition")}
        defined |= {s for s, _, _ in concepts.law_records()}

        assert [] == [
            f"{path.relative_to(ROOT)}: {name}"
            for path in CODE
            for name in sorted(names_in(path, "|".join(OURS)))
            if term(name) not in defined
        ]

    def test_named_by_the_ontology_are_defined(self) -> None:
        """
        No triple uses an own term without a definition.
        """
        spaces = tuple(PREFIXES[prefix] for prefix in OURS)
        known = {iri_text(s) for s, _, _ in (*concepts.triples(), *concepts.law_records())} | {*spaces}

        assert [] == [
            f"{path.relative_to(ROOT)}: {iri}"
            for path in FILES
            for triple in triples_in(path)
            for node in triple
            for iri in iris_of(node)
            if iri.startswith(spaces) and iri not in known
        ]


class TestForeignTerms:
    def test_are_in_a_kept_list(self) -> None:
        """
        Each foreign IRI is a term of its pinned version, or the address of a document or record.
        """
        assert [] == [
            f"{path.relative_to(ROOT)}: {iri}"
            for path in FILES
            for triple in triples_in(path)
            for node in triple
            for iri in iris_of(node)
            if iri not in KEPT and not is_free(triple, iri)
        ]

    def test_named_in_code_are_in_a_kept_list(self) -> None:
        """
        Each prefixed name of a foreign vocabulary in code, questions and shapes is a term of it.
        """
        foreign = "|".join(sorted(PREFIXES.keys() - set(OURS)))

        assert [] == [
            f"{path.relative_to(ROOT)}: {name}"
            for path in CODE
            for name in sorted(names_in(path, foreign))
            if iri_text(term(name)) not in KEPT
        ]

    def test_have_the_namespace_of_their_list(self) -> None:
        """
        Each foreign namespace of the prefix table is that of terms in a kept list.
        """
        foreign = {prefix: iri for prefix, iri in PREFIXES.items() if prefix not in OURS}

        assert {} == {prefix: iri for prefix, iri in foreign.items() if iri not in NAMESPACES}

    def test_of_pages_have_labels_in_the_extract(self) -> None:
        """
        Each term of DPV that an authority record names has its label, to be shown to people.
        """
        labelled = {s for s, _, _ in concepts.foreign_labels()}
        records = [path for path in FILES if "authority" in path.parts]
        values = {o for path in records for _, _, o in rdf.read_with_blank_nodes(path)}

        assert set() == {o for o in values if o.startswith("<https://w3id.org/dpv/")} - labelled
