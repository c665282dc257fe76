"""Page models of resources."""

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
    """A reader of a graph of an incident with two rows, and of another incident."""
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
    """Return the values of the statements with a label."""
    return [v.link.text for s in statements if s.name.text == name for v in s.values]


def incident(viewer: Viewer) -> Page:
    """Return the page of the incident."""
    return viewer.page(DEFAULT.incident(SLUG))


class TestIncident:
    def test_rows_are_in_page_order(self, viewer: Viewer) -> None:
        """
        The rows of an incident are shown in the order of its page.
        """
        acts = [row.act for row in incident(viewer).rows]

        assert ["Example Agency doing act 1", "Example Agency doing act 2"] == acts

    def test_a_value_leads_to_its_passage(self, viewer: Viewer) -> None:
        """
        Each value of the infobox links to the claim that it was read from.
        """
        stated = [s for s in incident(viewer).statements if s.name.text == "stated harm"]
        passages = [p for value in stated[0].values for p in value.passages]

        assert passages
        assert {f"id/page/{SLUG}.html"} == {p.target.partition("#")[0] for p in passages}

    def test_a_value_of_a_row_links_to_the_sources_of_the_row(self, viewer: Viewer) -> None:
        """
        Each value of a row, and the row's page, has the sources of this row and of no other.
        """
        rows = [viewer.page(DEFAULT.row(SLUG, number)) for number in (1, 2)]
        sources = [
            {
                source.text
                for s in page.statements
                if s.name.text == "harm"
                for v in s.values
                for source in v.sources
            }
            for page in rows
        ]

        assert [{CITED}, set()] == sources
        assert [1, 2] == [len(page.sources) for page in rows]

    def test_a_property_with_its_own_section_is_shown_once(self, viewer: Viewer) -> None:
        """
        Title, lead, description, sources and rows are not repeated in the list of facts.
        """
        names = {statement.name.text for statement in incident(viewer).statements}

        assert set() == names & {"title", "lead", "description", "source", "has violation"}


class TestRow:
    def test_a_row_names_its_incident(self, viewer: Viewer) -> None:
        """
        The page of a row links to its incident, and has the incident's title in its own.
        """
        page = viewer.page(DEFAULT.row(SLUG, 2))

        assert page.incident is not None
        assert ("Letters opened, row 2", "Letters opened") == (page.title, page.incident.text)

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
        A status that was not understood is shown as such on the incident's page and on the row's.
        """
        shown = (incident(viewer).rows[1], viewer.page(DEFAULT.row(SLUG, 2)))

        assert [["not understood"]] * 2 == [texts(each.statements, "claim status") for each in shown]

    def test_a_row_shows_its_own_values_and_sources(self, viewer: Viewer) -> None:
        """
        A row shows the values of its own act; a row without sources has its incident's.
        """
        first, second = incident(viewer).rows
        pages = [viewer.page(DEFAULT.row(SLUG, number)) for number in (1, 2)]

        assert ["seller"] == texts(second.statements, "actor role")
        assert ([CITED], []) == (texts(first.statements, "source"), texts(second.statements, "source"))
        assert [1, 2] == [len(page.sources) for page in pages]


class TestDecision:
    def test_decisions_are_in_page_order(self, viewer: Viewer) -> None:
        """
        The decisions of an incident are shown in the order of its page, each with its values.
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
        The page of a decision links to its incident, its rows, and the decision that reversed it.
        """
        page = viewer.page(DEFAULT.decision(SLUG, 1))

        assert page.incident is not None
        assert ("decision", "Letters opened") == (page.kind, page.incident.text)
        assert ["Letters opened, row 1"] == texts(page.statements, "decides on")
        assert ["Letters opened, decision 2"] == texts(page.mentioned_by, "reverses")
        assert page.passages

    def test_an_incident_is_not_mentioned_by_its_own_decisions(self, viewer: Viewer) -> None:
        """
        The decisions of an incident are its parts, and not mentions.
        """
        assert () == incident(viewer).mentioned_by


class TestLists:
    def test_harms_and_actors_have_their_statuses(self, reader: Reader, viewer: Viewer) -> None:
        """
        The list of incidents has, next to harms and actors, the claim of each row, linked to the row.
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
        The page of an actor has each row that names it, under the title of the row's incident.
        """
        page = viewer.page(actor(viewer))

        rows = [(row.incident.text, row.link.text) for row in page.rows_elsewhere]
        assert [("Letters opened", "Row 1"), ("Letters opened", "Row 2")] == rows[:2]
        assert "Zebras counted" in {title for title, _ in rows}

    def test_an_actor_has_the_passages_that_name_it(self, viewer: Viewer) -> None:
        """
        The evidence of an actor is the passages with its name.
        """
        assert {"Example Agency"} == {p.quote for p in viewer.page(actor(viewer)).passages}


class TestEvidence:
    def test_claims_are_in_page_order(self, viewer: Viewer) -> None:
        """
        The claims of a source text begin with its title, and each is shown once.
        """
        claims = viewer.page(DEFAULT.page(SLUG)).claims

        assert "Letters opened" == claims[0].quote
        assert len(claims) == len({claim.target for claim in claims})


def actor(viewer: Viewer) -> Term:
    """Return the actor that the rows name."""
    stated = [s for s in incident(viewer).rows[0].statements if s.name.text == "actor"]
    target = stated[0].values[0].link.target
    return DEFAULT.thing(Kind.ACTOR, target.removeprefix("id/actor/").removesuffix(".html"))
