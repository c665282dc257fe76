"""Facts about a resource come in a fixed order, with labels and the passages that support them."""

import re

import pytest

from builders import page_text, row_text
from privkg import build
from privkg.core.errors import FailureError, UnknownNameError, UsageError
from privkg.query import fetch
from privkg.query.evidence import Reader
from privkg.query.lookups import find
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import Term, iri, term
from privkg.store.graph import Graph, in_memory, open_graph
from privkg.store.rdf import literal_text

MANY = "zebras-counted"
SURVEILLANCE = term("solove:Surveillance")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A graph with an incident of twelve rows and one mark, and two incidents with similar titles."""
    folder = tmp_path_factory.mktemp("evidence")
    rows = tuple(row_text(Threat=f"Example Agency doing act {number}") for number in range(1, 13))
    marked = page_text("Zebras counted", rows=rows, description="They were watched. Surveillance")
    (folder / "zebras.txt").write_text(marked, encoding="utf-8")
    (folder / "1.txt").write_text(page_text("Letters opened in Ærø"), encoding="utf-8")
    (folder / "2.txt").write_text(page_text("Letters opened twice"), encoding="utf-8")
    build.build([folder], folder / "graph")
    return open_graph(folder / "graph")


@pytest.fixture(scope="module")
def reader(graph: Graph) -> Reader:
    """The evidence of that graph."""
    return Reader(graph)


@pytest.fixture(scope="module")
def claimed(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A graph of one incident with an attributed alleged row, a reported row, and an unknown status."""
    folder = tmp_path_factory.mktemp("claimed")
    rows = (
        row_text(Status="Alleged", According_to="A neighbour"),
        row_text(Harm="Disclosure"),
        row_text(Harm="Exposure", Status="Kind of so"),
    )
    (folder / "page.txt").write_text(page_text("Letters", rows=rows), encoding="utf-8")
    build.build([folder], folder / "graph")
    return open_graph(folder / "graph")


SENTENCE, OTHER = "A van stood in the square.", "It filmed who passed."


@pytest.fixture(scope="module")
def sourced(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A graph of one incident: a row with a passage and a source, one without, and a decision."""
    folder = tmp_path_factory.mktemp("sourced")
    rows = (
        row_text(Source="2", Passage=f"{SENTENCE[:-1]} … {OTHER}"),
        row_text(Threat="Example Agency keeping it all"),
    )
    text = page_text(
        "Square",
        rows=rows,
        description=f"Nobody knew. {SENTENCE} It was white. {OTHER} Surveillance",
        sources=(
            "https://example.org/story\n\nExample Times, The van, 3 May 2019. https://example.org/van"
        ),
    )
    decisions = "Decisions\n\nDecision: Fine\nBody: Example Court\nDate: 2020\nAbout: 1\nSource: 1\n\n"
    text = text.replace("Laws and Regulations", f"{decisions}Laws and Regulations")
    (folder / "page.txt").write_text(text, encoding="utf-8")
    build.build([folder], folder / "graph")
    return open_graph(folder / "graph")


CLAIMS = [
    "Example Agency: surveillance (alleged, attributed to A neighbour)",
    "Example Agency: disclosure (reported)",
    "Example Agency: exposure (status not understood)",
]


class QueryOnly:
    """A graph that can only be queried, as an endpoint."""

    def __init__(self, graph: Graph) -> None:
        self.select = graph.select


class TestClaims:
    def test_a_row_is_labelled_by_its_claim(self, claimed: Graph) -> None:
        """
        The label of a row has its actor, harm, claim status and claimant.
        """
        assert CLAIMS == [Reader(claimed).label(DEFAULT.row("letters", n)) for n in (1, 2, 3)]

    @pytest.mark.parametrize(
        "node", [DEFAULT.actor("Example Agency"), DEFAULT.group("People in Moscow")]
    )
    def test_incoming_facts_of_an_endpoint_are_labelled(self, claimed: Graph, node: Term) -> None:
        """
        A description from an endpoint includes the claims and statuses of rows that refer to a node.
        """
        links = Reader(fetch.fetch(QueryOnly(claimed), [node])).incoming_facts(node)

        assert CLAIMS == [link.label for link in links if link.value.startswith(row_of("letters"))]

    def test_a_row_without_a_status_is_not_understood(self, claimed: Graph) -> None:
        """
        The facts of a row without a claim status have the status "not understood".
        """
        labels = [
            fact.label
            for number in (1, 2, 3)
            for fact in Reader(claimed).facts(DEFAULT.row("letters", number))
            if fact.predicate == term("pk:claimStatus")
        ]

        assert ["alleged", "reported", "not understood"] == labels


def row_of(slug: str) -> str:
    return DEFAULT.incident(slug).removesuffix(">") + "/v"


class TestFind:
    @pytest.mark.parametrize("name", [MANY, "zebras", "ZEBRAS", "Zebras c", "s-c"])
    def test_a_unique_part_is_enough(self, graph: Graph, name: str) -> None:
        """
        An incident is found by its slug, or by a unique part of its slug or title, in any case.
        """
        assert DEFAULT.incident(MANY) == find(name, graph)

    def test_letters_of_any_alphabet(self, graph: Graph) -> None:
        """
        An incident is found by letters beyond ASCII.
        """
        assert "Letters opened in Ærø" == Reader(graph).label(find("Ærø", graph))

    @pytest.mark.parametrize("node", [SURVEILLANCE, DEFAULT.incident(MANY), DEFAULT.row(MANY, 12)])
    def test_an_iri_means_itself(self, graph: Graph, node: Term) -> None:
        """
        Any node of the graph is found by its IRI.
        """
        assert node == find(node[1:-1], graph)

    def test_an_ambiguous_part_is_rejected(self, graph: Graph) -> None:
        """
        A part of the titles of several incidents is rejected with a list of them.
        """
        words = 'is ambiguous; write one of: "Letters opened in Ærø" (letters-opened-in-ærø), "'
        with pytest.raises(UsageError, match=re.escape(words)):
            find("letters", graph)

    @pytest.mark.parametrize("name", ["zebras-conted", "https://example.org/", "https://a b", "\x00"])
    def test_an_unknown_name_is_an_error(self, graph: Graph, name: str) -> None:
        """
        A misspelt slug, an unknown or invalid IRI and a control character are unknown names.
        """
        with pytest.raises(UnknownNameError):
            find(name, graph)


class TestFacts:
    def test_facts_come_in_order(self, reader: Reader) -> None:
        """
        The facts of an incident are sorted, and have no statement of its evidence.
        """
        facts = reader.facts(DEFAULT.incident(MANY))
        order = [(fact.predicate, fact.value) for fact in facts]

        assert sorted(order) == order
        assert [] == [fact for fact in facts if fact.predicate == term("rdf:subject")]

    @pytest.mark.parametrize("node", [DEFAULT.incident(MANY), DEFAULT.row(MANY, 12), SURVEILLANCE])
    def test_values_are_those_of_the_facts(self, reader: Reader, node: Term) -> None:
        """
        The values of a property are those of the facts with it, of an incident as of any resource.
        """
        facts = reader.facts(node)

        assert facts
        for predicate in {fact.predicate for fact in facts}:
            expected = [fact.value for fact in facts if fact.predicate == predicate]
            assert expected == reader.values(node, predicate)

    def test_facts_of_some_properties_are_among_all(self, reader: Reader) -> None:
        """
        Of given properties, the facts are the same ones.
        """
        wanted = {term("pk:harm"), term("pk:claimStatus")}
        every = reader.facts(DEFAULT.row(MANY, 12))
        some = reader.facts(DEFAULT.row(MANY, 12), wanted)

        assert wanted == {fact.predicate for fact in some}
        assert [fact for fact in every if fact.predicate in wanted] == some

    def test_rows_come_in_page_order(self, reader: Reader) -> None:
        """
        The tenth row comes after the ninth.
        """
        assert [DEFAULT.row(MANY, n) for n in range(1, 13)] == reader.rows(DEFAULT.incident(MANY))

    def test_incoming_facts(self, reader: Reader) -> None:
        """
        The incoming facts of a harm are from each row with it, and from each incident that states it.
        """
        links = reader.incoming_facts(SURVEILLANCE)
        by = [link.predicate for link in links]

        assert (14, 3) == (by.count(term("pk:harm")), by.count(term("pk:statedHarm")))

    @pytest.mark.parametrize(
        ("node", "label"),
        [
            (SURVEILLANCE, "surveillance"),
            (DEFAULT.incident(MANY), "Zebras counted"),
            (Term('"a \\"word\\""@en'), 'a "word"'),
            (iri("https://example.org/nobody"), ""),
        ],
    )
    def test_a_thing_has_its_label(self, reader: Reader, node: Term, label: str) -> None:
        """
        A label is a resource's English label or title, or a literal's text, or else empty.
        """
        assert label == reader.label(node)


class TestEvidence:
    def test_a_row_is_supported_by_its_act_and_its_mark(self, reader: Reader) -> None:
        """
        The passages of a row are its act, and the paragraphs marked with its harm.
        """
        found = reader.evidence_of_row(DEFAULT.row(MANY, 2))

        assert [
            ("Example Agency doing act 2", "zebras.txt", 27, 9),
            ("They were watched. Surveillance", "zebras.txt", 18, 1),
        ] == [(each.quote, each.file, each.line, each.column) for each in found]

    def test_passages_of_a_row_come_before_its_own_words(self, sourced: Graph) -> None:
        """
        Passages that a row names come first, and the marked paragraph with them is left out.
        """
        found = Reader(sourced).evidence_of_row(DEFAULT.row("square", 1))

        assert [SENTENCE[:-1], OTHER, "Example Agency watching people"] == [e.quote for e in found]

    def test_a_row_without_passages_has_the_marked_paragraph(self, sourced: Graph) -> None:
        """
        A row that names no passage has the paragraph that is marked with its harm.
        """
        own, marked = Reader(sourced).evidence_of_row(DEFAULT.row("square", 2))

        assert ("Example Agency keeping it all", True) == (own.quote, OTHER in marked.quote)

    def test_a_claim_has_the_sources_that_its_row_names(self, sourced: Graph) -> None:
        """
        The passages of a row have the sources of that row, and not those of another row.
        """
        reader = Reader(sourced)
        found = [
            {reader.citation(source) for each in reader.evidence_of_row(row) for source in each.sources}
            for row in (DEFAULT.row("square", 1), DEFAULT.row("square", 2))
        ]

        assert [1, 0] == [len(each) for each in found]
        assert found[0].pop().endswith("https://example.org/van")

    def test_a_decision_is_supported_by_its_block(self, sourced: Graph) -> None:
        """
        A decision is labelled by kind, body and date, and its passage is its whole block.
        """
        reader, decision = Reader(sourced), DEFAULT.decision("square", 1)
        (found,) = reader.evidence_of_decision(decision)

        assert "fine, Example Court, 2020" == reader.label(decision)
        assert found.quote.startswith("Decision: Fine\nBody: Example Court")
        assert ["https://example.org/story"] == reader.addresses(found.sources)

    def test_a_fact_has_the_passages_of_its_value(self, reader: Reader) -> None:
        """
        A fact has the passages that state its value; without a value, those of all its values.
        """
        incident, stated = DEFAULT.incident(MANY), term("pk:statedHarm")

        (found,) = reader.evidence_of_fact(incident, stated, SURVEILLANCE)

        assert "Surveillance" == found.quote
        assert [found] == reader.evidence_of_fact(incident, stated)
        assert [] == reader.evidence_of_fact(incident, stated, term("solove:Exposure"))

    def test_evidence_comes_in_page_order(self, reader: Reader) -> None:
        """
        The passages of an incident are in page order.
        """
        places = [(each.line, each.column) for each in reader.evidence(DEFAULT.incident(MANY))]

        assert sorted(places) == places

    def test_a_passage_has_its_fact(self, reader: Reader) -> None:
        """
        A passage has the predicate and object of the fact that it supports.
        """
        shown = {(each.predicate, each.object) for each in reader.evidence(DEFAULT.row(MANY, 1))}

        assert (term("pk:harm"), SURVEILLANCE) in shown

    @pytest.mark.parametrize("left_out", ["oa:hasTarget", "pk:quote", "rdf:predicate"])
    def test_an_incomplete_claim_is_an_error(self, claimed: Graph, left_out: str) -> None:
        """
        A claim without a required property is an error that names the claim and the property.
        """
        kept = (f"{s} {p} {o} {g} .\n" for (s, p, o), g in claimed.triples() if p != term(left_out))

        with pytest.raises(FailureError, match=rf"/e\d+ has no {left_out}; build the graph again"):
            Reader(in_memory(kept)).evidence(DEFAULT.incident("letters"))

    def test_an_invalid_target_is_an_error(self, claimed: Graph) -> None:
        """
        A claim whose target is not the IRI of a page is an error that names the claim.
        """
        quads = [
            f"{s} {p} {o if p != term('oa:hasTarget') else '_:b'} {g} .\n"
            for (s, p, o), g in claimed.triples()
        ]

        with pytest.raises(FailureError, match="which is not the IRI of a page"):
            Reader(in_memory(quads)).evidence(DEFAULT.incident("letters"))

    def test_a_thing_without_evidence_has_none(self, reader: Reader) -> None:
        """
        A concept of the vocabulary, which no page states, has no passages.
        """
        assert [] == reader.evidence(SURVEILLANCE)
        assert "" == literal_text(Term('""'))
