"""What a page shows of a thing."""

import pytest

from builders import decision_text, page_text, row_text
from privkg import build
from privkg.publish.site.lists import Lister
from privkg.publish.site.pages import Link, Page, Statement
from privkg.publish.site.site import Site
from privkg.publish.site.viewer import Viewer
from privkg.query.evidence import Reader
from privkg.rdf.iris import DEFAULT
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term
from privkg.store.graph import open_graph

SLUG = "letters-opened"
CITED = "https://example.org/van"
SITE = Site(
    title="Example incidents",
    description="",
    homepage="https://example.org/",
    creators="",
    year=2026,
    version="1",
    licence=Link(text="CC0"),
    contact=None,
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A reader of a graph of one incident of two rows and another beside it."""
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
    return Reader(open_graph(folder / "graph"))


@pytest.fixture(scope="module")
def viewer(reader: Reader) -> Viewer:
    """A viewer of that graph."""
    return Viewer(reader)


def texts(statements: tuple[Statement, ...], name: str) -> list[str]:
    """Return the values of a statement by what it is called."""
    return [v.link.text for s in statements if s.name.text == name for v in s.values]


def incident(viewer: Viewer) -> Page:
    """Return the page of the incident."""
    return viewer.page(DEFAULT.incident(SLUG))


class TestIncident:
    def test_rows_stand_in_page_order(self, viewer: Viewer) -> None:
        """
        What was done is told row by row.
        """
        acts = [row.act for row in incident(viewer).rows]

        assert ["Example Agency doing act 1", "Example Agency doing act 2"] == acts

    def test_a_value_leads_to_its_passage(self, viewer: Viewer) -> None:
        """
        Each value of the infobox has the claim it was read from.
        """
        stated = [s for s in incident(viewer).statements if s.name.text == "stated harm"]
        passages = [p for value in stated[0].values for p in value.passages]

        assert passages
        assert {f"id/page/{SLUG}.html"} == {p.target.partition("#")[0] for p in passages}

    def test_a_fact_of_a_row_leads_to_the_sources_that_the_row_names(self, viewer: Viewer) -> None:
        """
        Beside each value of a row, and on its page, are its own sources, and of another row none.
        """
        rows = [viewer.page(DEFAULT.row(SLUG, number)) for number in (1, 2)]
        beside = [
            {
                source.text
                for s in page.statements
                if s.name.text == "harm"
                for v in s.values
                for source in v.sources
            }
            for page in rows
        ]

        assert [{CITED}, set()] == beside
        assert [1, 2] == [len(page.sources) for page in rows]

    def test_what_has_its_own_place_is_told_once(self, viewer: Viewer) -> None:
        """
        Title, lead, description, sources and rows are no facts in a list beside.
        """
        names = {statement.name.text for statement in incident(viewer).statements}

        assert set() == names & {"title", "lead", "description", "source", "has violation"}


class TestRow:
    def test_a_row_names_its_incident(self, viewer: Viewer) -> None:
        """
        The page of a row leads back to what it is a row of, and is called by it.
        """
        page = viewer.page(DEFAULT.row(SLUG, 2))

        assert page.incident is not None
        assert ("Letters opened, row 2", "Letters opened") == (page.title, page.incident.text)

    def test_status_and_claimant_follow_the_harm(self, viewer: Viewer) -> None:
        """
        Who acts, which harm, how firmly that stands and on whose word are next to each other.
        """
        row, *_ = incident(viewer).rows

        assert ["actor", "harm", "claim status", "attributed to"] == [
            statement.name.text for statement in row.statements[:4]
        ]
        assert (["alleged"], ["A neighbour"]) == (
            texts(row.statements, "claim status"),
            texts(row.statements, "attributed to"),
        )

    def test_a_row_without_a_status_says_so(self, viewer: Viewer) -> None:
        """
        No status is shown as what it is, on the incident's page and the row's own.
        """
        shown = (incident(viewer).rows[1], viewer.page(DEFAULT.row(SLUG, 2)))

        assert [["not understood"]] * 2 == [texts(each.statements, "claim status") for each in shown]

    def test_a_row_shows_its_own_values_and_sources(self, viewer: Viewer) -> None:
        """
        What a row states of its act alone is shown; a row that names no source has its incident's.
        """
        first, second = incident(viewer).rows
        pages = [viewer.page(DEFAULT.row(SLUG, number)) for number in (1, 2)]

        assert ["seller"] == texts(second.statements, "actor role")
        assert ([CITED], []) == (texts(first.statements, "source"), texts(second.statements, "source"))
        assert [1, 2] == [len(page.sources) for page in pages]


class TestDecision:
    def test_decisions_stand_in_page_order(self, viewer: Viewer) -> None:
        """
        What was decided is shown after what was done, each decision with what it states.
        """
        fine, annulment = incident(viewer).decisions

        assert ("Decision 1", "fine, Example Court, 2021-10-24") == (fine.link.text, fine.act)
        assert (["500"], ["Euro"]) == (
            texts(fine.statements, "amount"),
            texts(fine.statements, "currency"),
        )
        assert [CITED] == texts(fine.statements, "source")
        assert ["Letters opened, decision 1"] == texts(annulment.statements, "reverses")

    def test_a_decision_has_a_page(self, viewer: Viewer) -> None:
        """
        The page of a decision leads to its incident, its rows, and what changed it.
        """
        page = viewer.page(DEFAULT.decision(SLUG, 1))

        assert page.incident is not None
        assert ("decision", "Letters opened") == (page.kind, page.incident.text)
        assert ["Letters opened, row 1"] == texts(page.statements, "decides on")
        assert ["Letters opened, decision 2"] == texts(page.named_by, "reverses")
        assert page.passages

    def test_an_incident_is_not_named_by_its_own_decisions(self, viewer: Viewer) -> None:
        """
        Decisions are parts of the incident, and no links from elsewhere.
        """
        assert () == incident(viewer).named_by


class TestLists:
    def test_harms_and_actors_have_their_statuses(self, reader: Reader, viewer: Viewer) -> None:
        """
        The list of incidents has, beside harms and actors, what each row claims, leading to the row.
        """
        path, page = Lister(reader, viewer, SITE).page(Kind.INCIDENT, [DEFAULT.incident(SLUG)])

        assert "incidents.html" == path
        assert (
            f'<a href="id/incident/{SLUG}/v1.html">'
            "Example Agency: surveillance (alleged, attributed to A neighbour)</a>, "
            f'<a href="id/incident/{SLUG}/v2.html">'
            "Example Agency: surveillance (status not understood)</a>"
        ) in page


class TestActor:
    def test_an_actor_is_shown_with_the_rows_that_name_it(self, viewer: Viewer) -> None:
        """
        Who links here: each row of each incident, incidents by their names.
        """
        page = viewer.page(actor(viewer))

        named = [(row.incident.text, row.link.text) for row in page.named_in]
        assert [("Letters opened", "Row 1"), ("Letters opened", "Row 2")] == named[:2]
        assert "Zebras counted" in {name for name, _ in named}

    def test_an_actor_has_the_passages_that_name_it(self, viewer: Viewer) -> None:
        """
        The evidence of an actor is what pages call it.
        """
        assert {"Example Agency"} == {p.quote for p in viewer.page(actor(viewer)).passages}


class TestEvidence:
    def test_claims_stand_in_the_order_of_the_page(self, viewer: Viewer) -> None:
        """
        The page of the evidence begins with the title and has each claim once.
        """
        claims = viewer.page(DEFAULT.page(SLUG)).claims

        assert "Letters opened" == claims[0].quote
        assert len(claims) == len({claim.target for claim in claims})


def actor(viewer: Viewer) -> Term:
    """Return the actor that the rows name."""
    stated = [s for s in incident(viewer).rows[0].statements if s.name.text == "actor"]
    target = stated[0].values[0].link.target
    return DEFAULT.thing(Kind.ACTOR, target.removeprefix("id/actor/").removesuffix(".html"))
