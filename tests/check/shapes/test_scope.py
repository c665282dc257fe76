"""A shape of incidents has the same results for an incident alone as for the whole graph."""

import logging
import os
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

import shacl_engines
from privkg.check.shapes import scope, shapes, validate
from privkg.check.shapes.shapes import Shapes
from privkg.rdf.iris import DEFAULT
from privkg.rdf.parts import ACROSS, OUTWARD, WITHIN
from privkg.rdf.terms import A, Term, Triple, term
from privkg.store.graph import in_memory
from shacl_engines import ResultKey

EXAMPLES = int(os.environ.get("PRIVKG_EXAMPLES", "250"))
OWN = [DEFAULT.incident("a"), DEFAULT.row("a", 1), DEFAULT.decision("a", 1), DEFAULT.page("a")]
OTHER = [DEFAULT.incident("b"), DEFAULT.row("b", 1), DEFAULT.page("b")]
SHARED = [DEFAULT.actor("X"), DEFAULT.actor("Y"), DEFAULT.source("s"), term("solove:Exposure")]
CLASSES = [term(f"pk:{name}") for name in ("Incident", "Violation", "Actor", "RegisterRecord")]
WITHIN_ONE = [term(f"pk:{name}") for name in ("violationOf", "hasViolation", "decidesOn")]
ANYWHERE = [term("pk:followsFrom"), term("schema:subjectOf")]
TO_SHARED = [term("pk:actor"), *sorted(OUTWARD)]
AMONG_SHARED = [term("org:unitOf")]
PREDICATES = [*WITHIN_ONE, *ANYWHERE, *TO_SHARED, *AMONG_SHARED, A]


def triples(
    subjects: list[Term], predicates: list[Term], values: list[Term]
) -> st.SearchStrategy[Triple]:
    return st.tuples(*(map(st.sampled_from, (subjects, predicates, values))))


# What a dataset can contain: lifting, records and accepted links state no other connections.
TRIPLES = st.one_of(
    triples(OWN, WITHIN_ONE, OWN),
    triples(OTHER, WITHIN_ONE, OTHER),
    triples([*OWN, *OTHER], ANYWHERE, [*OWN, *OTHER]),
    triples([*OWN, *OTHER], TO_SHARED, SHARED),
    triples(SHARED, AMONG_SHARED, SHARED),
    triples([*OWN, *OTHER, *SHARED], [A], CLASSES),
)
TYPES = {
    *((node, A, CLASSES[number % 2]) for number, node in enumerate([*OWN, *OTHER])),
    *((node, A, CLASSES[2]) for node in SHARED),
}
GRAPHS = st.sets(TRIPLES, min_size=15, max_size=30).map(TYPES.union)
NAMES = st.sampled_from(PREDICATES).map(str)
PATHS = st.recursive(
    NAMES,
    lambda path: st.one_of(
        path.map("[ sh:inversePath {} ]".format),
        path.map("[ sh:zeroOrMorePath {} ]".format),
        st.tuples(path, path).map("( {0[0]} {0[1]} )".format),
        st.tuples(path, path).map("[ sh:alternativePath ( {0[0]} {0[1]} ) ]".format),
    ),
    max_leaves=3,
)
TARGETS = st.one_of(
    st.sampled_from(CLASSES).map("sh:targetClass {}".format),
    NAMES.map("sh:targetSubjectsOf {}".format),
    NAMES.map("sh:targetObjectsOf {}".format),
)
PATTERNS = st.tuples(
    st.sampled_from(["$this", "?x", "?y"]),
    st.tuples(st.sampled_from(["{}", "^{}", "{}*", "({}|^{})"]), NAMES).map(
        lambda one: one[0].format(one[1], one[1])
    ),
    st.sampled_from(["$this", "?x", "?y", *CLASSES]),
).map(" ".join)
GROUPS = st.recursive(
    st.lists(PATTERNS, min_size=1, max_size=2).map(" . ".join),
    lambda group: st.tuples(
        group,
        st.sampled_from(["FILTER NOT EXISTS {{ {} }}", "OPTIONAL {{ {} }}", "{{ {} }}"]),
        group,
    ).map(lambda one: f"{one[0]} . {one[1].format(one[2])}"),
    max_leaves=3,
)
CONSTRAINTS = st.one_of(
    st.integers(1, 3).map("sh:minCount {}".format),
    st.integers(0, 2).map("sh:maxCount {}".format),
    st.sampled_from(CLASSES).map("sh:class {}".format),
    NAMES.map("sh:equals {}".format),
    NAMES.map("sh:disjoint {}".format),
)
PROPERTIES = st.tuples(PATHS, CONSTRAINTS).map("sh:property [ sh:path {0[0]} ; {0[1]} ]".format)
QUERIES = GROUPS.map(
    lambda group: f'sh:sparql [ sh:select "SELECT $this WHERE {{ $this {A} ?type . {group} }}" ]'
)
SHAPES = st.tuples(TARGETS, st.one_of(PROPERTIES, QUERIES)).map(
    lambda one: f"PREFIX sh: {term('sh:')}\n<http://example.org/s> {one[0]} ; {one[1]} ."
)


def shapes_of(text: str) -> Shapes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shapes.ttl"
        path.write_text(text, encoding="utf-8")
        return shacl_engines.shapes_of(path)


def part(stated: Iterable[Triple], nodes: Collection[Term]) -> set[Triple]:
    """Return the triples about nodes, and about the shared resources that are reached from these."""
    reached = set(nodes)
    while True:
        found = {triple for triple in stated if triple[0] in reached}
        more = {o for _, _, o in found if o in SHARED} - reached
        if not more:
            return found
        reached |= more


def results(given: Shapes, stated: Iterable[Triple], nodes: Collection[Term]) -> list[ResultKey]:
    """Return the results for some nodes, without the messages of pySHACL, which differ by run."""
    quads = in_memory(f"{s} {p} {o} .\n" for s, p, o in stated)
    return shacl_engines.by_privkg(validate(given, quads, is_wanted=nodes.__contains__))


@pytest.mark.filterwarnings("ignore")
class TestOfIncidents:
    @settings(max_examples=EXAMPLES)
    @given(SHAPES, GRAPHS)
    def test_other_incidents_do_not_matter(self, text: str, stated: set[Triple]) -> None:
        """
        The results for parts of an incident are those of its own triples and descriptions.
        """
        logging.disable(logging.CRITICAL)
        given = shapes_of(text)
        assume(Term("<http://example.org/s>") in scope.of_incidents(given.triples))
        expected = results(given, stated, OWN)
        event("results" if expected else "no results")

        assert expected == results(given, part(stated, OWN), OWN)

    @settings(max_examples=EXAMPLES)
    @given(SHAPES, GRAPHS)
    def test_incidents_do_not_matter_to_shared_resources(self, text: str, stated: set[Triple]) -> None:
        """
        The results for shared resources are those of descriptions, and of triples that target them.
        """
        logging.disable(logging.CRITICAL)
        given = shapes_of(text)
        assume(Term("<http://example.org/s>") in scope.of_incidents(given.triples))
        targeting = {triple for triple in stated if triple[1] in OUTWARD}
        expected = results(given, stated, SHARED)
        event("results" if expected else "no results")

        assert expected == results(given, part(stated, SHARED) | targeting, SHARED)

    def test_are_most_packaged_shapes(self) -> None:
        """
        All packaged shapes are of incidents, except those that need other incidents, or may do so.
        """
        packaged = shapes.load_packaged().triples
        found = set(packaged.subjects(A, term("sh:NodeShape"))) - scope.of_incidents(packaged)

        assert {
            "actor-has-type",
            "authority-has-jurisdiction",
            "decider-is-authority",
            "follow-up-of-is-incident",
            "follows-from-has-no-cycle",
            "graph-has-page",
            "harm-scheme-is-complete",
            "mapping-is-not-both",
            "register-actor-has-type",
            "wikidata-link-is-entity",
        } == {shape.removesuffix(">").partition("#")[2] for shape in found}

    @pytest.mark.parametrize(
        "constraint",
        [
            "sh:property [ sh:path [ sh:inversePath pk:actor ] ; sh:minCount 1 ]",
            "sh:property [ sh:path ( pk:followsFrom pk:harm ) ; sh:minCount 1 ]",
            "sh:or ( [ sh:property [ sh:path pk:followsFrom ; sh:class pk:Violation ] ] )",
            "sh:property [ sh:path pk:actor ; sh:equals pk:followsFrom ]",
            'sh:sparql [ sh:select "SELECT $this WHERE { ?other <http://example.org/p> $this }" ]',
            'sh:sparql [ sh:select "SELECT $this WHERE { $this ?p ?other }" ]',
            'sh:sparql [ sh:select "SELECT $this (COUNT(?x) AS ?n) WHERE { $this a ?x }" ]',
            'sh:js [ sh:jsFunctionName "f" ]',
            'sh:unknown "x"',
        ],
    )
    def test_are_not_those_that_may_need_others(self, constraint: str) -> None:
        """
        A shape that may depend on another incident, or is not understood, is not of incidents.
        """
        prefixes = f"PREFIX sh: {term('sh:')}\nPREFIX pk: {term('pk:')}\n"
        given = shapes_of(
            f"{prefixes}<http://example.org/s> sh:targetClass pk:Violation ; {constraint} ."
        )

        assert frozenset[Term]() == scope.of_incidents(given.triples) & {Term("<http://example.org/s>")}

    def test_the_sets_of_properties_are_disjoint(self) -> None:
        """
        A property connects parts of one incident, leads to shared resources, or leads to others.
        """
        assert len(WITHIN | OUTWARD | ACROSS) == len(WITHIN) + len(OUTWARD) + len(ACROSS)
