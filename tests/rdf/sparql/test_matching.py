"""A query that cannot match claims has the same answer on a dataset without them."""

import re

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from privkg.query import questions
from privkg.rdf import iris
from privkg.rdf.iris import DEFAULT
from privkg.rdf.sparql.matching import may_match
from privkg.rdf.terms import A, Term, Triple, literal, term
from privkg.store.graph import Quads, in_memory
from privkg.store.manifest import lines_of

INCIDENT, ROW, OTHER = DEFAULT.incident("a"), DEFAULT.row("a", 1), DEFAULT.incident("b")
CLAIM, ACTOR, HARM = (
    iris.claim_of(INCIDENT, 1),
    DEFAULT.actor("Example Agency"),
    term("solove:Disclosure"),
)
SOURCE, PAGE = DEFAULT.source("https://example.org/"), DEFAULT.page("a")


def facts() -> list[str]:
    """Return lines with each predicate that both facts and claims have, and two that only facts have."""
    own: list[Triple] = [
        (INCIDENT, A, term("pk:Incident")),
        (INCIDENT, term("pk:hasViolation"), ROW),
        (INCIDENT, term("dcterms:source"), SOURCE),
        (ROW, A, term("pk:Violation")),
        (ROW, term("pk:actor"), ACTOR),
        (ROW, term("pk:harm"), HARM),
        (ROW, term("pk:derivedBy"), term("pk:ActorByThreatPrefix")),
        (ROW, term("dcterms:source"), SOURCE),
    ]
    shared: list[Triple] = [
        (ACTOR, A, term("pk:Actor")),
        (HARM, term("skos:broader"), term("solove:InformationDissemination")),
        (SOURCE, term("schema:url"), Term("<https://example.org/>")),
    ]
    page: list[Triple] = [(PAGE, A, term("schema:WebPage")), (PAGE, term("pk:sha256"), literal("0"))]
    return [
        *lines_of(DEFAULT.graph("a"), own),
        *lines_of(DEFAULT.graph("b"), [(OTHER, A, term("pk:Incident"))]),
        *lines_of(DEFAULT.graph("shared"), shared),
        *lines_of(DEFAULT.prov_graph("a"), page),
    ]


def claims() -> list[str]:
    """Return the lines of three claims, which have all predicates of claims."""
    found = list[Triple]()
    statements = [(ROW, "pk:actor", ACTOR), (ROW, "pk:harm", HARM), (INCIDENT, "pk:hasViolation", ROW)]
    for number, (subject, predicate, object_) in enumerate(statements, start=1):
        claim = iris.claim_of(INCIDENT, number)
        found += [
            (claim, A, term("pk:Claim")),
            (claim, term("rdf:subject"), subject),
            (claim, term("rdf:predicate"), term(predicate)),
            (claim, term("rdf:object"), object_),
            (claim, term("pk:derivedBy"), term("pk:ActorByThreatPrefix")),
            (claim, term("pk:quote"), literal("word")),
            (claim, term("oa:hasTarget"), iris.span_of(PAGE, 0, number)),
            (claim, term("dcterms:source"), SOURCE),
        ]
    return lines_of(DEFAULT.prov_graph("a"), found)


WITHOUT, WHOLE = in_memory(facts()), in_memory([*facts(), *claims()])

VARIABLES = st.sampled_from(["?x", "?y", "?z", "$x"])
TERMS = st.sampled_from(
    [INCIDENT, ROW, CLAIM, ACTOR, HARM, SOURCE, term("pk:Claim"), term("pk:Violation"), '"word"']
)
SAFE = st.sampled_from(["pk:harm", "pk:actor", "pk:hasViolation", "schema:url", "skos:broader"])
SHARED = st.sampled_from(["a", "rdf:type", "dcterms:source", "pk:derivedBy"])
OF_CLAIMS = st.sampled_from(["rdf:subject", "rdf:object", "pk:quote", "<urn:none>"])
STEPS = SAFE | SAFE | SHARED | OF_CLAIMS


@st.composite
def paths(draw: st.DrawFn) -> str:
    """Return a property path of one or two steps, each perhaps inverse or repeated."""
    steps = draw(st.lists(STEPS, min_size=1, max_size=2))
    written = [
        draw(st.sampled_from(["{}", "{}", "{}", "^{}", "{}*", "{}+", "{}?", "({})"])).format(step)
        for step in steps
    ]
    return draw(st.sampled_from(["/", "|"])).join(written)


@st.composite
def triples(draw: st.DrawFn) -> str:
    """Return the triples of one subject."""
    subject = draw(VARIABLES | VARIABLES | TERMS.filter(lambda each: each[0] == "<"))
    verbs = draw(st.lists(STEPS | STEPS | paths() | VARIABLES, min_size=1, max_size=2))
    pairs = [f"{verb} {', '.join(draw(objects()))}" for verb in verbs]
    return f"{subject} {' ; '.join(pairs)} ."


def objects() -> st.SearchStrategy[list[str]]:
    """Return a strategy for one object, seldom two."""
    return st.lists(VARIABLES | VARIABLES | TERMS, min_size=1, max_size=1) | st.just(["?y", "?z"])


def groups(depth: int = 2) -> st.SearchStrategy[str]:
    """Return a strategy for groups with parts of all kinds."""
    parts = triples()
    if depth:
        inner = groups(depth - 1)
        graph = st.sampled_from(["?g", DEFAULT.graph("a"), DEFAULT.prov_graph("a")])
        parts = (
            triples()
            | triples()
            | st.builds("OPTIONAL {}".format, inner)
            | st.builds("MINUS {}".format, inner)
            | st.builds("{} UNION {}".format, inner, inner)
            | inner
            | st.builds("FILTER NOT EXISTS {}".format, inner)
            | st.builds("FILTER (BOUND(?x) && EXISTS {})".format, inner)
            | st.builds("BIND (EXISTS {} AS ?e)".format, inner)
            | st.builds("GRAPH {} {}".format, graph, inner)
            | st.builds("{{ SELECT ?x {} }}".format, inner)
            | st.builds("{{ SELECT ?x (COUNT(?y) AS ?n) {} GROUP BY ?x }}".format, inner)
            | st.just(f"VALUES ?x {{ {ROW} {CLAIM} }}")
        )
    return st.lists(parts, min_size=1, max_size=3).map(lambda each: f"{{ {' '.join(each)} }}")


def solutions(quads: Quads, query: str) -> list[str]:
    """Return the rows of a query in a fixed order, or the reason why the engine refuses it."""
    try:
        _, answer = quads.answer(query, "tsv", "application/n-triples")
    except Exception as error:
        return [type(error).__name__]
    return sorted(answer.decode().splitlines())


class TestAnswers:
    @settings(max_examples=200)
    @given(
        st.sampled_from(["SELECT *", "SELECT (COUNT(*) AS ?n)", "ASK", "SELECT DISTINCT ?x"]), groups()
    )
    def test_are_equal_without_claims(self, form: str, group: str) -> None:
        """
        Any query that cannot match claims has the same solutions with and without claims.
        """
        query = f"{form} {group}"
        event(f"may match: {may_match(query)}")

        assert may_match(query) or solutions(WHOLE, query) == solutions(WITHOUT, query)

    @pytest.mark.parametrize("name", questions.names())
    def test_questions_match_claims_for_evidence_only(self, name: str) -> None:
        """
        No question matches claims, with whichever parameters, except to select its evidence.
        """
        text = re.sub("^BASE .*", "", questions.load(name).text, flags=re.MULTILINE)
        text = re.sub("<(?=[a-z]+/)", f"<{DEFAULT.things}", text)
        lines = [line for line in text.splitlines() if not line.lstrip().startswith("#? evidence:")]
        every = re.sub(r"#\? [a-z -]+: ", "", "\n".join(lines))

        assert [False, False] == [may_match(query) for query in ("\n".join(lines), every)]


class TestPatterns:
    @pytest.mark.parametrize(
        "group",
        [
            "?x pk:harm ?y",
            "?x a pk:Violation",
            "?x a pk:Actor , pk:Claim",
            "?x pk:derivedBy ?y ; pk:harm ?z",
            "?x pk:derivedBy ?y . OPTIONAL { ?z a pk:Actor } ?x pk:harm ?z",
            "?x pk:harm ?y OPTIONAL { ?x pk:derivedBy ?z }",
            "?x pk:harm ?y FILTER NOT EXISTS { ?x dcterms:source ?z }",
            "?x pk:actor/a ?y",
            "?x pk:actor ?y . ?y a ?z",
            "?y ^pk:actor ?x . ?y a ?z",
            "?x pk:harm/skos:broader* ?y",
            "?x skos:broader* ?y . ?z pk:harm ?x",
            "{ ?x pk:harm ?y } UNION { ?x pk:actor ?y } ?x a ?z",
            "{ SELECT ?x { ?x pk:harm ?y } } ?x dcterms:source ?y",
            f"{INCIDENT} ?x ?y",
            "?x ?y ?z FILTER EXISTS { ?x pk:harm ?y } ?x a pk:Actor",
            f"GRAPH {DEFAULT.graph('a')} {{ ?x ?y ?z }}",
            "GRAPH ?g { ?x pk:harm ?y }",
            "?x pk:harm 'a \\' string { ?x ?y ?z' # { ?x ?y ?z",
        ],
    )
    def test_of_facts(self, group: str) -> None:
        """
        Patterns that match facts only are recognised, however they are joined.
        """
        assert not may_match(f"SELECT * {{ {group}\n}}")

    @pytest.mark.parametrize(
        "group",
        [
            "?x ?y ?z",
            "?x a ?y",
            "?x a pk:Claim",
            f"{CLAIM} ?x ?y",
            "?x dcterms:source ?y",
            "?x pk:harm ?y . ?z pk:derivedBy ?x",
            "?x pk:harm ?y . ?z ^pk:derivedBy ?x . ?y pk:quote ?z",
            "?x pk:derivedBy ?y OPTIONAL { ?x pk:harm ?z }",
            "OPTIONAL { ?x pk:derivedBy ?z } ?x pk:harm ?y",
            "{ OPTIONAL { ?x pk:derivedBy ?z } } ?x pk:harm ?y",
            "?x pk:harm ?y { ?z a pk:Actor MINUS { ?x pk:derivedBy ?z } }",
            "{ ?x pk:harm ?y } UNION { ?y pk:harm ?x } ?x a ?z",
            "{ SELECT ?y { ?x pk:harm ?y } } ?x dcterms:source ?y",
            "{ SELECT (COUNT(*) AS ?n) { ?x dcterms:source ?y } } ?x pk:harm ?y",
            "?x skos:broader* ?y",
            f"{HARM} skos:broader? ?y",
            "?x pk:harm/dcterms:source ?y",
            "?x !pk:harm ?y",
            "?x (pk:harm|dcterms:source) ?y",
            "GRAPH ?g {}",
            f"GRAPH {DEFAULT.graph('a')} {{ GRAPH ?g {{ ?x ?y ?z }} }}",
            f"GRAPH {DEFAULT.prov_graph('a')} {{ ?x ?y ?z }}",
            "SERVICE <urn:x> { ?x pk:harm ?y }",
            "FILTER (?x <1) . ?x ?y ?z . FILTER(2> 1)",
            "?x pk:harm ?y FILTER(?x<1).?x?y?z.FILTER(2>1)",
        ],
    )
    def test_of_claims(self, group: str) -> None:
        """
        A pattern that may match a claim is recognised unless another one excludes it.
        """
        assert may_match(f"SELECT * {{ {group} }}")

    @pytest.mark.parametrize(
        "query",
        [
            "DESCRIBE ?x { ?x pk:harm ?y }",
            "SELECT (EXISTS { ?x pk:quote ?y } AS ?z) { ?x pk:actor ?z }",
            "SELECT * { ?x pk:harm ?y } HAVING (EXISTS { ?x ?y ?z })",
            "BASE <https://w3id.org/privkg/> SELECT * { ?x <harm> ?y }",
            "PREFIX pk: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> SELECT * { ?x pk:subject ?y }",
            "SELECT * { ?x pk:harm ?y } }",
            "SELECT * { ?x pk:harm 'not terminated }",
            "PREFIX x",
            "PREFIX x: SELECT * { ?x pk:harm ?y }",
            "",
            f"SELECT * {{ {'?x pk:harm ?y . ' * 2000} }}",
            f"SELECT * {'{' * 5000} ?x pk:harm ?y {'}' * 5000}",
        ],
    )
    def test_of_other_queries(self, query: str) -> None:
        """
        Other forms, clauses with patterns, long queries and invalid ones count as matching claims.
        """
        assert may_match(query)
