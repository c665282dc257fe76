"""Acceptance tests of the first version: from the real page to the answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from checkout import INCIDENTS, SAMPLE_PAGES
from privkg import build
from privkg.core import documents
from privkg.query import ask, questions, results
from privkg.rdf.terms import PREFIXES, Term, iri_text, shorten
from privkg.store.graph import Graph
from privkg.store.rdf import literal_text

HEADLINE = {"actor-type": ["MunicipalITDepartment"], "harm": ["SecondaryUse", "Disclosure"]}


def select(graph: Graph, query: str) -> list[list[str]]:
    """Return the rows of a query as short text, columns in the order of their names."""
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    rows = graph.select(prefixes + query)
    return [[short(row[name]) for name in sorted(row)] for row in rows]


def short(node: Term) -> str:
    return shorten(iri_text(node)) if node.startswith("<") else literal_text(node)


@pytest.fixture
def text(moscow_page: Path) -> str:
    return documents.read(moscow_page).text


class TestRows:
    def test_three_rows_by_two_actors(self, moscow: Graph) -> None:
        """
        The page's three rows have their actor and their harm.
        """
        query = (
            "SELECT ?a_index ?b_actor ?c_harm { ?row pk:rowIndex ?a_index ; pk:harm ?c_harm ;"
            " pk:actor/skos:prefLabel ?b_actor } ORDER BY ?a_index"
        )

        assert [
            ["1", "Moscow authorities", "solove:Surveillance"],
            ["2", "Moscow's Department of Technology", "solove:SecondaryUse"],
            ["3", "Moscow's Department of Technology", "solove:Disclosure"],
        ] == select(moscow, query)

    def test_rows_share_group_consequence_and_status(self, moscow: Graph) -> None:
        """
        All rows put people in Moscow at risk, with consequences not known, as the page reports.
        """
        query = (
            "SELECT DISTINCT ?a ?b ?c { ?row a pk:Violation ; pk:atRisk/skos:prefLabel ?a ;"
            " pk:consequenceStatus ?b ; pk:claimStatus ?c }"
        )

        assert [["People in Moscow", "pk:NotKnown", "pk:Reported"]] == select(moscow, query)


class TestIncident:
    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [
            ("?i dcterms:date ?x", ["2020-11"]),
            ("?i pk:highRisk/pk:groupType ?x", ["grp:Women"]),
            ("?i dcterms:source/schema:url ?x", ["https://news.trust.org/item/20201109090922-3k4a5/"]),
            ("?i dcterms:spatial/schema:sameAs ?x", ["https://sws.geonames.org/524901/"]),
            ("?i pk:information ?x", ["pd:Behavioural", "pd:Contact", "pd:Identifying", "pd:Location"]),
        ],
    )
    def test_has_the_values_of_the_infobox(
        self, moscow: Graph, pattern: str, expected: list[str]
    ) -> None:
        """
        Date, groups, source, place and information are those of the page.
        """
        rows = select(moscow, f"SELECT DISTINCT ?x {{ ?i a pk:Incident . {pattern} }} ORDER BY ?x")

        assert expected == [row[0] for row in rows]

    def test_date_is_a_month(self, moscow: Graph) -> None:
        """
        A month stays a month.
        """
        query = "SELECT ?type { ?i a pk:Incident ; dcterms:date ?d BIND (DATATYPE(?d) AS ?type) }"

        assert [["xsd:gYearMonth"]] == select(moscow, query)


class TestHeadline:
    def test_returns_the_department_alone(self, moscow: Graph) -> None:
        """
        The question about IT departments finds the department, by two rows, and nobody else.
        """
        answer = ask.ask(moscow, questions.load("actors-linked-to-harms"), HEADLINE)

        assert [
            ("Moscow's Department of Technology", "2"),
            ("Moscow's Department of Technology", "3"),
        ] == [(literal_text(row["actorLabel"]), literal_text(row["rowIndex"])) for row in answer.rows]

    def test_rests_on_sentences_of_the_page(self, moscow: Graph, text: str) -> None:
        """
        Each row of the answer is an act as the page words it.
        """
        answer = ask.ask(moscow, questions.load("actors-linked-to-harms"), HEADLINE)

        assert [True, True] == [literal_text(row["act"]) in text for row in answer.rows]

    def test_leaves_the_decoy_out(self, corpus: Graph) -> None:
        """
        A second IT department in the corpus, linked to disclosure, is not returned.
        """
        question = questions.load("actors-linked-to-harms")
        disclosing = ask.ask(corpus, question, {**HEADLINE, "harm": ["Disclosure"]})
        both = ask.ask(corpus, question, HEADLINE)

        assert {"Seattle Information Technology"} == actors(disclosing) - actors(both)


class TestCorpus:
    def test_the_sale_is_attributed_to_the_officers(self, corpus: Graph) -> None:
        """
        What a court found, in a case that went on, is two officers' act, and not the department's.
        """
        query = """
            SELECT ?a_index ?b_actor ?c_harm ?d_status ?e_according {
              ?row pk:rowIndex ?a_index ; pk:actor/skos:prefLabel ?b_actor ; pk:harm ?c_harm ;
                pk:claimStatus ?d_status ; pk:attributedTo ?e_according .
              FILTER (CONTAINS(STR(?row), "moscow"))
            } ORDER BY ?a_index
        """
        department, officers = "Moscow's Department of Technology", "Two Moscow police officers"
        court = "Babushkinsky District Court of Moscow"

        assert [
            ["2", department, "solove:SecondaryUse", "pk:Alleged", "Rights activists"],
            ["3", department, "solove:Disclosure", "pk:Disputed", "A volunteer of Roskomsvoboda"],
            ["4", officers, "solove:BreachOfConfidentiality", "pk:Disputed", court],
            ["5", officers, "solove:SecondaryUse", "pk:Reported", "Roskomsvoboda"],
        ] == select(corpus, query)

    def test_a_status_names_its_source(self, corpus: Graph) -> None:
        """
        A row whose status is not "reported" names the source of the status.
        """
        query = (
            "SELECT ?row { ?row a pk:Violation ; pk:claimStatus ?status FILTER (?status != pk:Reported)"
            " FILTER NOT EXISTS { ?row pk:attributedTo ?who } }"
        )

        assert [] == select(corpus, query)

    def test_one_default_gives_one_status(self, corpus: Graph) -> None:
        """
        The rows that rest on the Federal Trade Commission's order by default are all uncontested.
        """
        query = """
            SELECT ?a_index ?b_status {
              ?order pk:decidedBy/skos:prefLabel "Federal Trade Commission"@en ;
                pk:decisionKind <https://w3id.org/privkg/decision#Order> ; pk:decidesOn ?row .
              ?row pk:rowIndex ?a_index ; pk:claimStatus ?b_status .
            } ORDER BY ?a_index
        """

        assert [[index, "pk:Uncontested"] for index in ("2", "3", "8")] == select(corpus, query)

    def test_has_each_harm(self, corpus: Graph) -> None:
        """
        The sample pages show all sixteen harms in rows.
        """
        rows = select(corpus, "SELECT DISTINCT ?harm { ?row a pk:Violation ; pk:harm ?harm }")

        assert 16 == len(rows)

    def test_is_read_without_a_warning(self, tmp_path: Path) -> None:
        """
        All pages are read with notes only; those of sample pages are about blackmail.
        """
        found = build.build([INCIDENTS], tmp_path / "graph").findings
        of_samples = {
            placed.rule.code
            for placed in found
            if any(placed.place.path.endswith(page.name) for page in SAMPLE_PAGES)
        }

        assert {"note"} == {placed.rule.severity.value for placed in found}
        assert {"PK069"} == of_samples


def actors(answer: results.Answer) -> set[str]:
    return {literal_text(row["actorLabel"]) for row in answer.rows}


def claims(graph: Graph) -> Iterator[tuple[str, int, int]]:
    query = "SELECT ?quote ?target { ?c a pk:Claim ; pk:quote ?quote ; oa:hasTarget ?target }"
    for quote, target in select(graph, query):
        start, end = target.partition("#char=")[2].split(",")
        yield quote, int(start), int(end)


class TestEvidence:
    def test_quotes_match_the_page(self, moscow: Graph, text: str) -> None:
        """
        The quote of each claim is the page's text from its start to its end.
        """
        assert [] == [quote for quote, start, end in claims(moscow) if text[start:end] != quote]

    def test_three_marks_in_their_lines(self, moscow: Graph, moscow_page: Path) -> None:
        """
        The Description's marks are in lines 23, 29 and 33.
        """
        starts = documents.read(moscow_page).line_starts
        query = "SELECT ?t { ?c rdf:predicate pk:markedHarm ; oa:hasTarget ?t }"
        offsets = [int(row[0].partition("=")[2].split(",")[0]) for row in select(moscow, query)]

        assert [23, 29, 33] == sorted(documents.position(starts, offset)[0] for offset in offsets)

    def test_claims_and_boilerplate_cover_the_page(self, moscow: Graph, text: str) -> None:
        """
        Each character of the page is in a claim or in the boilerplate, but not in both.
        """
        listed = select(moscow, "SELECT ?b { ?page pk:boilerplate ?b }")[0][0].split()
        plain = {n for pair in listed for n in range(*map(int, pair.split(",")))}
        claimed = {n for _, start, end in claims(moscow) for n in range(start, end)}

        assert set() == plain & claimed
        assert set(range(len(text))) == plain | claimed

    @pytest.mark.parametrize(
        ("predicate", "count"),
        [
            ("hasViolation", 3),
            ("act", 3),
            ("actor", 3),
            ("atRisk", 3),
            ("harm", 3),
            ("statedHarm", 3),
            ("consequenceStatus", 3),
            ("information", 4),
            ("statedActor", 2),
            ("affected", 1),
        ],
    )
    def test_everything_stated_has_a_claim(self, moscow: Graph, predicate: str, count: int) -> None:
        """
        Every row, row field and infobox value has a claim of its own.
        """
        rows = select(moscow, f"SELECT ?c {{ ?c rdf:predicate pk:{predicate} }}")

        assert count == len(rows)


class TestGraphs:
    @pytest.mark.parametrize("name", ["moscow", "corpus"])
    def test_a_triple_is_in_one_graph(self, name: str, request: pytest.FixtureRequest) -> None:
        """
        The union counts as many triples as there are quads.
        """
        graph: Graph = request.getfixturevalue(name)
        counted = select(graph, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        distinct = select(graph, "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }")

        assert [[str(graph.manifest.quads)]] == counted == distinct

    @pytest.mark.parametrize("name", ["moscow", "corpus"])
    def test_no_blank_nodes(self, name: str, request: pytest.FixtureRequest) -> None:
        """
        The graph has no blank nodes.
        """
        graph: Graph = request.getfixturevalue(name)

        assert [] == select(graph, "SELECT ?s { ?s ?p ?o FILTER (isBlank(?s) || isBlank(?o)) }")
