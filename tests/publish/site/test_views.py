"""Page models of resources."""

import re
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import example_site
from builders import decision_text, page_text, row_text
from privkg import build
from privkg.publish.site import transcript
from privkg.publish.site.lists import Lister
from privkg.publish.site.pages import Mention, Page, Piece, Statement, statuses
from privkg.publish.site.viewer import Viewer, harm_uses
from privkg.query.evidence import Evidence, Fact, Reader
from privkg.rdf.iris import DEFAULT
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import iri, term
from privkg.store.graph import Graph, open_graph
from site_files import made

SLUG = "letters-opened"
CITED = "https://example.org/van"
ACT, HARM, STATED = term("pk:act"), term("pk:harm"), term("pk:statedHarm")
SURVEILLANCE, EXPOSURE = term("solove:Surveillance"), term("solove:Exposure")
SITE = example_site.site("Example incidents")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A graph of an incident with two rows, and of another incident."""
    folder = tmp_path_factory.mktemp("views")
    rows = (
        row_text(
            Threat="Example Agency doing act 1", Status="Alleged", According_to="A neighbour", Source="2"
        ),
        row_text(Threat="Example Agency doing act 2", Status="Kind of so", Role="Seller"),
    )
    fine = decision_text(Amount="500 EUR", About="1", Source="2")
    marked = page_text(
        "Letters opened",
        rows=rows,
        description="They were watched. Surveillance",
        decisions=f"{fine}\n\n{decision_text(Decision='Annulment', Reverses='1')}",
        sources=f"https://example.org/story\n\n{CITED}",
    )
    (folder / "letters.txt").write_text(marked, encoding="utf-8")
    (folder / "decoy.txt").write_text(page_text("Zebras counted"), encoding="utf-8")
    build.build([folder], folder / "graph")
    return open_graph(folder / "graph")


@pytest.fixture(scope="module")
def viewer(graph: Graph) -> Viewer:
    """A viewer of that graph."""
    return Viewer(graph, Reader(graph))


def texts(statements: tuple[Statement, ...], name: str) -> list[str]:
    """Return the values of the statements with a label."""
    return [v.link.text for s in statements if s.name.text == name for v in s.values]


def incident(viewer: Viewer) -> Page:
    """Return the page of the incident."""
    return viewer.page(DEFAULT.incident(SLUG))


class TestIncident:
    def test_rows_are_in_page_order(self, viewer: Viewer) -> None:
        """
        The rows of an incident are shown in the order of its page, each with its anchor.
        """
        rows = [(row.anchor, row.name, row.act.link.text) for row in incident(viewer).rows]

        assert [
            ("v1", "Row 1", "Example Agency doing act 1"),
            ("v2", "Row 2", "Example Agency doing act 2"),
        ] == rows

    def test_a_value_leads_to_its_passage(self, viewer: Viewer) -> None:
        """
        Each value of the infobox links to the claim that it was read from, on the same page.
        """
        page = incident(viewer)
        values = [*page.harms, *page.values("dcterms:spatial", "pk:statedActor")]
        targets = {p.target for value in values for p in value.passages}

        assert targets
        assert targets <= {f"{page.stem}.html#{anchor}" for anchor in anchors(page)}

    def test_an_act_leads_to_its_passages(self, viewer: Viewer) -> None:
        """
        The words of a row link to the line that states them, and to the paragraph marked with its harm.
        """
        row = incident(viewer).rows[0]

        assert ["act", "marked harm"] == [passage.property for passage in row.act.passages]

    def test_a_row_names_its_sources_on_the_page(self, viewer: Viewer) -> None:
        """
        A row has the numbers and names of its own sources, in the order of the page, and of no other.
        """
        page = incident(viewer)
        cited = [[(n, source.value.link.web) for n, source in page.cited(row)] for row in page.rows]

        assert [[(2, CITED)], []] == cited
        assert ["example.org", "example.org"] == [source.name for source in page.sources]

    def test_a_source_links_to_the_web_and_to_the_list(self, viewer: Viewer) -> None:
        """
        A source of an incident links to its address and to its entry in the list of sources.
        """
        _, cited = sorted(incident(viewer).sources, key=lambda source: source.value.link.text)
        path, _, anchor = cited.entry.target.partition("#")

        assert (CITED, CITED) == (cited.value.link.text, cited.value.link.web)
        assert ("sources.html", DEFAULT.source(CITED)) == (path, DEFAULT.thing(Kind.SOURCE, anchor))
        assert ["source"] == [passage.property for passage in cited.value.passages]

    def test_a_property_with_its_own_section_is_shown_once(self, viewer: Viewer) -> None:
        """
        Title, lead, description, sources and rows are not repeated in the list of facts.
        """
        names = {statement.name.text for statement in incident(viewer).statements}

        assert set() == names & {"title", "lead", "description", "source", "has violation"}

    def test_the_text_that_it_was_read_from(self, viewer: Viewer) -> None:
        """
        The page of an incident names the file that it was read from, with its hash.
        """
        text = incident(viewer).text

        assert ["letters.txt"] == texts(text, "file name")
        assert [64] == [len(value) for value in texts(text, "SHA-256")]


class TestNames:
    @pytest.mark.parametrize(
        ("name", "shown"),
        [("schema:AdministrativeArea", "Administrative area"), ("dcterms:date", "date")],
    )
    def test_terms_without_a_label_are_words(self, viewer: Viewer, name: str, shown: str) -> None:
        """
        A term of schema.org or Dublin Core is shown in words, and not with its prefix.
        """
        assert shown == viewer.title(term(name))


class TestRow:
    def test_status_and_claimant_follow_the_harm(self, viewer: Viewer) -> None:
        """
        Actor, harm, status of the claim and claimant are shown next to each other.
        """
        row, *_ = incident(viewer).rows

        assert ["actor", "harm", "claim status", "attributed to"] == [
            statement.name.text for statement in row.statements[:4]
        ]
        assert (["alleged"], ["A neighbour"]) == (
            texts(row.statements, "claim status"),
            texts(row.statements, "attributed to"),
        )

    def test_an_unknown_status_is_shown(self, viewer: Viewer) -> None:
        """
        A status that was not understood is shown as such.
        """
        assert ["not understood"] == texts(incident(viewer).rows[1].statements, "claim status")

    def test_a_row_shows_its_own_values_and_sources(self, viewer: Viewer) -> None:
        """
        A row shows the values and the sources of its own act.
        """
        first, second = incident(viewer).rows

        assert ["seller"] == texts(second.statements, "actor role")
        assert ([CITED], []) == (texts(first.statements, "source"), texts(second.statements, "source"))

    def test_a_row_is_linked_by_its_anchor(self, viewer: Viewer) -> None:
        """
        A link to a row leads to its anchor on the page of the incident, whose title it has.
        """
        link = viewer.link(DEFAULT.row(SLUG, 2))

        assert (f"id/incident/{SLUG}.html#v2", "Letters opened, row 2") == (link.target, link.text)


class TestDecision:
    def test_decisions_are_in_page_order(self, viewer: Viewer) -> None:
        """
        The decisions of an incident are shown in the order of its page, each with its values.
        """
        fine, annulment = incident(viewer).decisions

        assert ("d1", "Decision 1", "fine, Example Court, 2021-10-24") == (
            fine.anchor,
            fine.name,
            fine.act.link.text,
        )
        assert (["500"], ["Euro"]) == (
            texts(fine.statements, "amount"),
            texts(fine.statements, "currency"),
        )
        assert [CITED] == texts(fine.statements, "source")
        assert ["row 1"] == texts(fine.statements, "decides on")
        assert ["decision 1"] == texts(annulment.statements, "reverses")

    def test_a_decision_shows_what_became_of_it(self, viewer: Viewer) -> None:
        """
        A decision has the later decisions that reversed, amended or appealed it, with links to them.
        """
        fine, annulment = incident(viewer).decisions

        assert [("reversed by", "decision 2", f"id/incident/{SLUG}.html#d2")] == [
            (words, link.text, link.target) for words, link in fine.later
        ]
        assert () == annulment.later

    def test_a_decision_leads_to_its_block(self, viewer: Viewer) -> None:
        """
        A decision links to the block of the page that states it.
        """
        page = incident(viewer)
        (passage,) = page.decisions[0].act.passages

        assert passage.target.rpartition("#")[2] in anchors(page)

    def test_an_incident_is_not_mentioned_by_its_own_parts(self, viewer: Viewer) -> None:
        """
        The rows and decisions of an incident are its parts, and not mentions.
        """
        assert () == incident(viewer).mentioned_by
        assert {} == viewer.mentions.in_incidents(DEFAULT.incident(SLUG))


class TestLists:
    def test_harms_and_actors_have_their_statuses(self, graph: Graph, viewer: Viewer) -> None:
        """
        The list of incidents has, next to harms and actors, the number of rows of each status.
        """
        lister = Lister(Reader(graph), viewer, SITE)
        ((path, page),) = made(lister.pages(Kind.INCIDENT, [DEFAULT.incident(SLUG)])).items()

        assert "incidents.html" == path
        assert ["1 alleged", "1 not understood"] == re.findall('class="st [^"]*">([^<]*)<', page)


class TestActor:
    def test_an_actor_is_shown_with_the_rows_that_name_it(self, viewer: Viewer) -> None:
        """
        The page of an actor has each row that names it, under the title of the row's incident.
        """
        letters, zebras = mentions(viewer, "Example Agency")

        assert ["Letters opened", "Zebras counted"] == [letters.link.text, zebras.link.text]
        assert ("stated actor",) == letters.properties
        assert [("Row 1", ("actor",)), ("Row 2", ("actor",))] == [
            (part.link.text, part.properties) for part in letters.parts
        ]

    def test_a_row_is_shown_with_its_status(self, viewer: Viewer) -> None:
        """
        A row on the page of an actor has its harm, its status and who claims it.
        """
        letters, _ = mentions(viewer, "Example Agency")
        rows = [part.row for part in letters.parts if part.row]

        assert [("surveillance", "alleged", "A neighbour"), ("surveillance", "not understood", "")] == [
            (row.first("pk:harm"), row.first("pk:claimStatus"), row.first("pk:attributedTo"))
            for row in rows
        ]
        assert ["st st-alleged", "st st-unknown"] == [
            value.link.mark for row in rows for value in row.values("pk:claimStatus")
        ]

    def test_a_body_is_shown_with_its_decisions(self, viewer: Viewer) -> None:
        """
        The page of a body has the decisions that it made.
        """
        ((incident,),) = [mentions(viewer, "Example Court")]

        assert [("Decision 1", "fine, Example Court, 2021-10-24")] == [
            (part.link.text, part.note) for part in incident.parts
        ][:1]


class TestHarms:
    def test_harms_are_listed_once(self, viewer: Viewer) -> None:
        """
        A harm that infobox, marks and rows name is one entry, with the mark of its group and no note.
        """
        page = incident(viewer)

        assert [("surveillance", "chip g-col")] == [(h.link.text, h.link.mark) for h in page.harms]
        assert () == page.differences

    def test_a_harm_that_is_not_named_everywhere_is_noted(self, graph: Graph) -> None:
        """
        A harm of the infobox that no row has is noted as such; a place that names none is left out.
        """
        stated, row = Fact(STATED, SURVEILLANCE, "surveillance"), Fact(HARM, EXPOSURE, "exposure")

        assert {SURVEILLANCE: {"the infobox"}, EXPOSURE: {"the rows"}} == harm_uses([stated], [[row]])


class TestTranscript:
    def test_the_text_is_shown_once(self, viewer: Viewer) -> None:
        """
        Each line of the page is shown once, in its order, from its title on.
        """
        (text,) = incident(viewer).transcripts
        numbers = [line.number for line in text.lines]

        assert "letters.txt" == text.file
        assert "Letters opened" == words(text.lines[0].pieces)
        assert numbers == sorted(set(numbers))

    def test_what_is_marked_are_the_words_of_the_claim(self, viewer: Viewer, graph: Graph) -> None:
        """
        The marked words of a row are those that its claims of an act quote.
        """
        page = incident(viewer)
        found = Reader(graph).evidence_of_page(DEFAULT.incident(SLUG))
        quoted = {
            claim.quote
            for claim in found
            if claim.subject == DEFAULT.row(SLUG, 2) and claim.predicate == ACT
        }
        marked = words(
            piece
            for text in page.transcripts
            for line in text.lines
            for piece in line.pieces
            if [2] == [row.number for row in piece.rows]
        )

        assert {marked} == quoted

    def test_a_marked_paragraph_has_a_tag(self, viewer: Viewer) -> None:
        """
        The name of a harm at the end of a paragraph is a tag and not a loose word of its text.
        """
        ((line,),) = [
            [line for line in text.lines if line.tags] for text in incident(viewer).transcripts
        ]

        assert "They were watched." == words(line.pieces)
        assert ["surveillance"] == [tag.text for tag in line.tags]

    def test_each_claim_has_its_anchor(self, viewer: Viewer, graph: Graph) -> None:
        """
        Every claim of an incident is an anchor on its page, once: in the text or at a source.
        """
        claims = graph.claims.of_incident(DEFAULT.incident(SLUG))
        found = anchors(incident(viewer))

        assert sorted(claim.rpartition("/")[2][:-1] for claim in claims) == sorted(found)

    @given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), min_size=1, max_size=8))
    def test_words_are_where_they_are_quoted(self, spans: list[tuple[int, int]]) -> None:
        """
        Whatever passages are quoted, each has its characters at its place in the text.
        """
        text = "".join(chr(ord("a") + number % 26) for number in range(90))
        quoted = [evidence(number, text, start, size) for number, (start, size) in enumerate(spans)]
        (shown,) = transcript.texts(quoted, {}, {})
        (line,) = shown.lines
        origin = min(start for start, _ in spans)
        covered = {i for start, size in spans for i in range(start, start + size)}
        expected = "".join(text[i] if i in covered else "\0" for i in range(origin, max(covered) + 1))

        assert re.sub("\0{3,}", " … ", expected).replace("\0\0", "\0").replace("\0", ", ") == words(
            line.pieces
        )
        assert {f"e{n}" for n in range(len(spans))} == {a for p in line.pieces for a in p.anchors}


def words(pieces: Iterable[Piece]) -> str:
    """Return the text of some pieces."""
    return "".join(piece.text for piece in pieces)


def evidence(number: int, text: str, start: int, size: int) -> Evidence:
    """Return a claim that quotes a part of a line."""
    return Evidence(
        claim=iri(f"https://example.org/incident/a/e{number}"),
        quote=text[start : start + size],
        file="a.txt",
        line=1,
        column=start + 1,
        end_line=1,
        end_column=start + size + 1,
        subject=iri("https://example.org/incident/a"),
        predicate=ACT,
        object=None,
    )


def anchors(page: Page) -> list[str]:
    """Return the anchors of the claims on a page."""
    pieces = (piece for text in page.transcripts for line in text.lines for piece in line.pieces)
    of_text = [anchor for piece in pieces for anchor in piece.anchors]
    return [*of_text, *(anchor for source in page.sources for anchor in source.anchors)]


def mentions(viewer: Viewer, name: str) -> list[Mention]:
    """Return the incidents that name an actor."""
    found = viewer.mentions.in_incidents(DEFAULT.actor(name))
    return viewer.named_in(found, found)


class TestStatuses:
    def test_are_counted_by_row(self, viewer: Viewer) -> None:
        """
        An incident has the number of its rows of each status, also of those not understood.
        """
        found = statuses(viewer.rows.of_incident(DEFAULT.incident(SLUG)))

        assert [("alleged", 1), ("not understood", 1)] == [(s.text, n) for s, n in found.items()]
        assert incident(viewer).statuses() == found
