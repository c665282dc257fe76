"""Evidence and graphs: every claim quotes its page, and every triple is in exactly one graph."""

import random
import re
import tempfile
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import FIELDS, ROW, converted, decision_text, document, incident, page_text, row_text
from conversions import every, short
from lifted import shared
from privkg import build
from privkg.build.lifting import evidence
from privkg.core import documents
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import PREF_LABEL, literal, term
from privkg.reference.authority import Authority
from privkg.store.graph import open_graph

WORDS = (
    *(
        "",
        "Surveillance",
        "Disclosure, Surveillance",
        "Surveilance",
        "People in Moscow",
        "Women in Moscow",
    ),
    *("Example Agency", "Example Agency watching", "Moscow, Russia", "November 2020", "c. 2012-2015"),
    *(
        "not known",
        "anxiety",
        "Location and Contact",
        "Germany, France and Spain",
        "Example Agency and Alpha Corp",
        "GDPR",
        "Alleged",
        *(
            "1",
            "2 and 3",
            "1, 9",
            "letters-opened/v1",
            "shared/v2",
            "500,000 GBP",
            "$5",
            "Fine",
            "Seller",
        ),
        "é 漢 \U0001f600",
        "a “b” <c> \\",
        "'''Example Agency''' watching[1]\npeople",
        "[[Location]] and\n''Contact''[2]",
        "Women in [[Oslo, Norway|Moscow]]",
        "Name (first, last), {{x}} Location",
    ),
)
VALUES = st.one_of(st.sampled_from(WORDS), st.text(alphabet='aZ é,;:/&\u00a0’"\\漢', max_size=12))
MARKUP = r"(?:\s|\[\d\]|[\[\]']{2,})*"
JOINT = rf"{MARKUP}(?:and|&|/|,|;|together with|along with|as well as)?{MARKUP}"
LABELS = [*FIELDS, "Technology", "People affected", "Outcome", "Reported", "Last checked"]
ROW_LABELS = [
    *(*ROW, "Status", "According to", "Original purpose", "Information", "Law", "Technology", "Source"),
    *("Recipient", "Role", "People affected", "Date", "Follows from", "Passage"),
]
DECISION_LABELS = [
    *("Decision", "Body", "Date", "Amount", "About", "Law", "Reverses", "Amends", "Appeal of"),
    *("Result", "Source"),
]


def fields(labels: list[str]) -> st.SearchStrategy[dict[str, str | None]]:
    names = [label.replace(" ", "_").replace("-", "_") for label in labels]
    return st.dictionaries(st.sampled_from(names), st.none() | VALUES, max_size=5)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Draw a page some of whose fields are replaced or left out, with up to three rows."""
    rows = tuple(row_text(**each) for each in draw(st.lists(fields(ROW_LABELS), max_size=3)))
    texts = {name: draw(VALUES) for name in ("lead", "description", "laws", "sources")}
    texts["decisions"] = "\n\n".join(
        decision_text(**each) for each in draw(st.lists(fields(DECISION_LABELS), max_size=2))
    )
    title = draw(st.sampled_from(["Cameras sold", "Letters opened", "漢字", "Shared"]))
    return page_text(title, rows=rows, **texts, **draw(fields(LABELS)))  # type: ignore[arg-type]


def built(texts: list[str]) -> tuple[str, tuple[int, int, int]]:
    """Return the hash of the graph of some pages, and the counts of quads and of distinct triples."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [folder / f"{document(text).sha256}.txt" for text in texts]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text, encoding="utf-8", newline="")
        manifest = build.build(files, folder / "graph").manifest
        assert manifest
        with_doubles, distinct = counts(folder / "graph")
        return manifest.sha256, (manifest.quads, with_doubles, distinct)


def counts(directory: Path) -> tuple[int, int]:
    graph = open_graph(directory)
    queries = (
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }",
    )
    found = [int(short(next(iter(graph.select(query)))["n"])) for query in queries]
    return found[0], found[1]


class TestClaims:
    @given(pages())
    def test_quote_the_text_of_their_spans(self, text: str) -> None:
        """
        The quote of each claim is the page from its start to its end.
        """
        claims = converted(text).claims

        assert [c.passage.quote for c in claims] == [
            text[c.passage.span.start : c.passage.span.end] for c in claims
        ]

    @pytest.mark.parametrize("joint", [" and ", "/", " & "])
    def test_quote_each_part_of_a_joined_value(self, joint: str) -> None:
        """
        Two categories joined in one item are quoted each at its own span.
        """
        text = page_text(Information=f"Location{joint}Contact")
        claims = [c for c in converted(text).claims if c.predicate == term("pk:information")]

        assert ["Location", "Contact"] == [
            text[c.passage.span.start : c.passage.span.end] for c in claims
        ]

    @given(pages())
    def test_cover_every_value(self, text: str) -> None:
        """
        Each row and each passage that was read is quoted by a claim.
        """
        page = incident(text)
        quoted = {claim.passage.span for claim in converted(text).claims}
        rows = [passage for row in page.rows for passage in (row.threat, *row.groups) if passage]
        whole = (*page.dates, *page.locations, *page.actors, *page.affected, *page.leads, *rows)

        assert {passage.span for passage in whole} <= quoted
        assert {row.span for row in page.rows} <= quoted

    @given(pages())
    def test_leave_no_word_of_a_value_out(self, text: str) -> None:
        """
        Each value that the reader returns is covered by a claim, except words that join parts.
        """
        page, found = incident(text), converted(text)
        unread = {*page.boilerplate, *page.not_understood}
        read = [*(claim.passage.span for claim in found.claims), *unread]
        between = [text[gap.start : gap.end] for gap in documents.complement(page.page.text, read)]

        assert [] == [words for words in between if not re.fullmatch(JOINT, words)]

    def test_list_what_joins_the_parts_of_a_value_as_boilerplate(self) -> None:
        """
        The "and" between two kinds of information belongs to no value.
        """
        text = page_text(Information="Location and Contact")
        triples = evidence.page_to_triples(DEFAULT, "example", incident(text), converted(text).claims)
        pairs = next(o for _, p, o in triples if short(p) == "pk:boilerplate")
        start = text.index(" and Contact")

        assert f"{start},{start + len(' and ')}" in short(pairs).split()

    @given(pages())
    def test_stand_behind_each_fact_of_the_page(self, text: str) -> None:
        """
        Each fact has a claim, except types, indexes and defaults of absent fields.
        """
        found = converted(text)
        claimed = {(claim.subject, claim.predicate, claim.object) for claim in found.claims}
        silent = {"rdf:type", "schema:subjectOf", "pk:violationOf", "pk:rowIndex", "dcterms:title"}
        silent |= {"pk:claimStatus", "pk:consequenceStatus", "pk:decisionOf"}

        assert set() == {short(p) for s, p, o in found.facts if (s, p, o) not in claimed} - silent

    def test_are_numbered_in_page_order(self) -> None:
        """
        Claims are numbered from 1 in page order, a passage before those within it.
        """
        claims = evidence.in_page_order(reversed(converted().claims))
        triples = list(evidence.claims_to_triples(DEFAULT, "example", claims))
        spans = [short(o).partition("=")[2] for _, p, o in triples if p == term("oa:hasTarget")]
        places = [tuple(map(int, span.split(","))) for span in spans]

        assert places == sorted(places, key=lambda place: (place[0], -place[1]))
        assert claims == evidence.in_page_order(converted().claims)

    @given(pages(), st.randoms(use_true_random=False))
    def test_are_in_one_order_however_they_are_recorded(self, text: str, chance: random.Random) -> None:
        """
        Claims that are recorded twice and in any order are numbered as if each was recorded once.
        """
        claims = evidence.in_page_order(converted(text).claims)
        recorded = [*claims, *claims]
        chance.shuffle(recorded)

        assert len(set(claims)) == len(claims)
        assert claims == evidence.in_page_order(recorded)


class TestTriples:
    @given(pages())
    def test_are_accepted_by_pyoxigraph(self, text: str) -> None:
        """
        Every triple of a page is well-formed, and none has a blank node.
        """
        found = converted(text)
        triples = {*every(found), *evidence.claims_to_triples(DEFAULT, "example", found.claims)}
        lines = "\n".join(f"{s} {p} {o} ." for s, p, o in sorted(triples))
        parsed = list(pyoxigraph.parse(lines.encode(), pyoxigraph.RdfFormat.N_TRIPLES))

        assert sorted(lines.splitlines()) == sorted(f"{quad.triple} ." for quad in parsed)
        assert "_:" not in {node[:2] for triple in triples for node in triple}


class TestShared:
    def test_first_form_is_preferred_and_others_are_kept(self) -> None:
        """
        The first form of a name is the preferred label, the second an alternative one.
        """
        mentions = converted(Threat_Actors="Example Agency; the EXAMPLE agency").mentions
        labels = [(short(p), short(o)) for _, p, o in shared(mentions, Authority(()))]

        assert {
            ("skos:prefLabel", "Example Agency"),
            ("skos:altLabel", "the EXAMPLE agency"),
        } == {label for label in labels if "agency" in label[1].casefold()}

    def test_what_a_record_states_is_not_stated_again(self) -> None:
        """
        A label that a record has is in the graph of records only.
        """
        found = converted()
        node = next(o for _, p, o in found.facts if p == term("pk:statedActor"))
        known = Authority([(node, PREF_LABEL, literal("Example Agency"))])

        assert not [t for t in shared(found.mentions, known) if t[:2] == (node, PREF_LABEL)]


class TestBuild:
    @settings(max_examples=12)
    @given(st.lists(pages(), min_size=1, max_size=4, unique=True), st.integers())
    def test_is_one_graph_whatever_the_order(self, texts: list[str], seed: int) -> None:
        """
        Pages in another order give the same bytes, and the union counts each triple once.
        """
        first, sizes = built(texts)
        second, _ = built(random.Random(seed).sample(texts, len(texts)))

        assert first == second
        assert 1 == len(set(sizes))

    @pytest.mark.parametrize("name", ["Example Agency", "Moscow authorities"])
    def test_a_name_that_two_pages_share_is_one_node(self, name: str) -> None:
        """
        An actor of two pages is stated once, with a record or without.
        """
        row = row_text(Threat=f"{name} watching")
        texts = [page_text(title, Threat_Actors=name, rows=(row,)) for title in ("Cameras", "Letters")]

        assert 1 == len(Counter(built(texts)[1]))
