"""Each term of privkg has one label and a definition of one sentence.

A law has its official title, year, jurisdiction and source instead: see `test_laws.py`.
"""

import functools
import itertools
import re
from collections.abc import Iterator

from privkg.core import names
from privkg.rdf.schemes import schemes
from privkg.rdf.terms import ALT_LABEL, PREF_LABEL, PREFIXES, Term, iri_text, shorten, term
from privkg.reference import concepts
from privkg.store.rdf import literal_text

DEFINITION, HIDDEN = term("skos:definition"), term("skos:hiddenLabel")
OURS = tuple(f"<{PREFIXES[prefix]}" for prefix in ("pk", *(scheme.prefix for scheme in schemes())))
TERMS = sorted({s for s, _, _ in concepts.triples() if s.startswith(OURS)})
IRREGULAR = {("child", "children"), ("fined", "fine"), ("man", "men"), ("woman", "women")}
SPELLINGS = {
    ("default judgement", "default judgment"),
    ("judgement", "judgment"),
    ("protestors", "protesters"),
    ("traveler", "traveller"),
}


@functools.cache
def described() -> dict[Term, list[tuple[Term, Term]]]:
    """Return the predicates and values of each subject of the ontology."""
    found: dict[Term, list[tuple[Term, Term]]] = {}
    for s, p, o in concepts.triples():
        found.setdefault(s, []).append((p, o))
    return found


def texts(node: Term, *predicates: Term) -> list[str]:
    return [literal_text(o) for p, o in described()[node] if p in predicates]


def definitions() -> Iterator[tuple[str, str, str]]:
    """Yield each term as a prefixed name, with its label and its definition."""
    for node in TERMS:
        yield shorten(iri_text(node)), texts(node, PREF_LABEL)[0], texts(node, DEFINITION)[0]


def folded(text: str) -> str:
    return " ".join(word.folded for word in names.words(text))


def letters(text: str) -> str:
    return re.sub(r"\W", "", text)


def is_plural(first: str, second: str) -> bool:
    return f"{first}s" == second or f"{second}s" == first


def is_one_letter_off(first: str, second: str) -> bool:
    """Return whether two words differ by one letter inserted, removed or replaced."""
    short, long = sorted((first, second), key=len)
    without_one = (long[:at] + long[at + 1 :] for at in range(len(long)))
    swaps = sum(left != right for left, right in zip(short, long, strict=False))
    return short in without_one or (len(short) == len(long) and swaps == 1)


class TestTerms:
    def test_have_one_label_and_one_definition(self) -> None:
        """
        A term has exactly one preferred label and one definition in English.
        """
        counts = {
            shorten(iri_text(node)): [
                [(p, o[-3:]) for p, o in described()[node]].count((predicate, "@en"))
                for predicate in (PREF_LABEL, DEFINITION)
            ]
            for node in TERMS
        }

        assert {} == {name: count for name, count in counts.items() if count != [1, 1]}

    def test_are_defined_in_a_sentence(self) -> None:
        """
        A definition begins with a capital letter, ends with a dot, and is more than its label.
        """
        assert [] == [
            (name, definition)
            for name, label, definition in definitions()
            if not re.fullmatch(r"[A-Z][^\n]{15,}\.", definition)
            or names.fold(definition).startswith(names.fold(label))
        ]

    def test_are_not_defined_by_their_own_name(self) -> None:
        """
        The definition of a term does not contain its label.
        """
        assert [] == [
            (name, definition)
            for name, label, definition in definitions()
            if f" {folded(label)} " in f" {folded(definition)} "
        ]

    def test_have_no_label_twice(self) -> None:
        """
        No two terms of a namespace share a preferred label, and no two terms share a definition.
        """
        kinds = {prefix: [t for t in TERMS if t.startswith(prefix)] for prefix in OURS}
        labels = [(prefix, texts(t, PREF_LABEL)[0]) for prefix, found in kinds.items() for t in found]
        sentences = [definition for _, _, definition in definitions()]

        assert sorted(set(labels)) == sorted(labels)
        assert sorted(set(sentences)) == sorted(sentences)


class TestCase:
    def test_classes_are_in_title_case_and_the_rest_is_not(self) -> None:
        """
        The label of a class is in title case; labels of concepts and properties are in lower case.
        """
        classes = {
            s for s, p, o in concepts.triples() if p == term("rdf:type") and o == term("owl:Class")
        }
        labelled = {t: texts(t, PREF_LABEL)[0] for t in TERMS}
        proper = {term("solove:scheme")}

        assert all(all(w[0].isupper() for w in labelled[t].split()) for t in classes & set(TERMS))
        assert [] == [
            label
            for node, label in labelled.items()
            if node not in classes | proper and label[0].isupper() and not label.split()[0].isupper()
        ]


class TestHiddenLabels:
    def test_are_forms_and_not_mistakes(self) -> None:
        """
        A hidden label that differs from a label by one letter is a plural or a correct variant spelling.
        """
        near = [
            (hidden, shown)
            for node in TERMS
            for hidden, shown in itertools.product(
                texts(node, HIDDEN), texts(node, PREF_LABEL, ALT_LABEL)
            )
            if is_one_letter_off(letters(hidden), letters(shown)) and not is_plural(hidden, shown)
        ]

        assert set() == set(near) - IRREGULAR - SPELLINGS
