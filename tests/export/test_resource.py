"""The document of a resource has the description in the graph, and is self-contained."""

import io
import json
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest

from builders import decision_text, page_text, row_text
from credited import RECORD, graph_of
from privkg import build
from privkg.core.errors import UsageError
from privkg.export.formats import jsonld
from privkg.export.jsonld import context, frame
from privkg.export.resource import Describer
from privkg.export.target import Stream
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import Term, term
from privkg.store.graph import Graph, open_graph

pyld = pytest.importorskip("pyld")
ADDRESS = "../../context.jsonld"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A graph of two pages, one of eleven rows with words that JSON and Turtle escape."""
    folder = tmp_path_factory.mktemp("described")
    rows = tuple(row_text(Threat=f'Example Agency "doing" \\n no. {number}') for number in range(11))
    (folder / "1.txt").write_text(page_text("Letters", rows=rows), encoding="utf-8")
    rows = (row_text(Follows_from="letters/v2", Recipient="Broker Ltd"), row_text(Follows_from="1"))
    decisions = "\n\n".join(
        (
            decision_text(About="1, 2", Amount="500 EUR", Source="1"),
            decision_text(Decision="Annulment", Reverses="1", Appeal_of="1"),
        )
    )
    page = page_text("Cameras", rows=rows, decisions=decisions, Technology="Biometrics")
    (folder / "2.txt").write_text(page, encoding="utf-8")
    build.build([folder], folder / "graph")
    return open_graph(folder / "graph")


def incidents(graph: Graph) -> list[Term]:
    return [DEFAULT.incident(page.incident) for page in graph.manifest.pages]


def read(document: str) -> set[pyoxigraph.Quad]:
    """Return the quads that PyLD reads, the context fetched from where it is published."""

    def load(address: str, _: object) -> dict[str, object]:
        return {"contextUrl": None, "documentUrl": address, "document": json.loads(context.to_json())}

    options = {
        "format": "application/n-quads",
        "documentLoader": load,
        "base": "https://example.org/a/b/c",
    }
    return quads(pyld.jsonld.to_rdf(json.loads(document), options))


def quads(text: str) -> set[pyoxigraph.Quad]:
    return set(pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.N_QUADS))


def facts(graph: Graph, *subjects: Term) -> str:
    return "".join(
        f"{s} {p} {o} .\n"
        for (s, p, o), name in graph.triples()
        if not name.endswith("/prov>") and (not subjects or s in subjects)
    )


def exported_facts(graph: Graph) -> dict[str, Any]:
    """Return the export in JSON-LD without the graphs of evidence."""
    target = io.BytesIO()
    jsonld.write(graph, Stream(target))
    document: dict[str, Any] = json.loads(target.getvalue())
    return document | {
        "@graph": [each for each in document["@graph"] if not each["id"].endswith("/prov")]
    }


def with_parts(graph: Graph, incident: Term) -> list[Term]:
    parts = (f"{incident[:-1]}/v", f"{incident[:-1]}/d")
    return [s for (s, _, _), _ in graph.triples() if s == incident or s.startswith(parts)]


def alike(value: object) -> object:
    """Return JSON with each list sorted, since their order has no meaning, and `@type` by one name."""
    if isinstance(value, dict):
        is_literal = "@value" in value
        named = {"@type" if is_literal and key == "type" else key: value[key] for key in value}
        return {key: alike(named[key]) for key in sorted(named)}
    if isinstance(value, list):
        return sorted(map(alike, value), key=json.dumps)
    return value


class TestDocument:
    @pytest.mark.parametrize("which", [0, 1])
    def test_is_what_the_frame_makes_of_the_facts(self, graph: Graph, which: int) -> None:
        """
        PyLD, given the published frame and the exported facts, makes the same document of an incident.
        """
        incident = incidents(graph)[which]
        wanted_frame = json.loads(frame.to_json()) | {"id": incident[1:-1]}
        framed = pyld.jsonld.frame(exported_facts(graph), wanted_frame)

        assert alike(framed) == alike(json.loads(Describer(graph).jsonld(incident)))

    def test_of_a_record_is_what_the_frame_makes(self, tmp_path: Path) -> None:
        """
        The frame embeds the register of a record with its licence and credit too.
        """
        graph = graph_of(tmp_path)
        incident = graph.base.incident(RECORD)
        wanted_frame = json.loads(frame.to_json()) | {"id": incident[1:-1]}
        framed = pyld.jsonld.frame(exported_facts(graph), wanted_frame)

        assert alike(framed) == alike(json.loads(Describer(graph).jsonld(incident)))

    def test_has_all_of_an_incident_and_its_rows(self, graph: Graph) -> None:
        """
        PyLD parses an incident's document to facts of the graph, among them all of its own.
        """
        incident = incidents(graph)[0]
        found = read(Describer(graph).jsonld(incident, ADDRESS))

        assert quads(facts(graph, *with_parts(graph, incident))) <= found <= quads(facts(graph))

    def test_rows_stand_in_page_order(self, graph: Graph) -> None:
        """
        The rows of an incident are nested in it in numeric order, the tenth after the ninth.
        """
        document = json.loads(Describer(graph).jsonld(DEFAULT.incident("letters"), ADDRESS))

        assert list(range(1, 12)) == [row["rowIndex"] for row in document["hasViolation"]]

    def test_what_it_names_can_be_read(self, graph: Graph) -> None:
        """
        A referenced actor has type and label, a source its URL.
        """
        document = json.loads(Describer(graph).jsonld(DEFAULT.incident("cameras"), ADDRESS))

        assert {
            "id": "https://w3id.org/privkg/id/actor/example-agency",
            "type": ["pk:Actor"],
            "label": "Example Agency",
        } in document["statedActor"]
        assert ["https://example.org/story"] == [source["url"] for source in document["source"]]

    @pytest.mark.parametrize(
        "node",
        [
            DEFAULT.row("letters", 2),
            DEFAULT.actor("Example Agency"),
            DEFAULT.group("People in Moscow"),
        ],
    )
    def test_has_all_of_another_resource(self, graph: Graph, node: Term) -> None:
        """
        The document of a row, an actor or a group has its description in the graph.
        """
        found = read(Describer(graph).jsonld(node, ADDRESS))

        assert quads(facts(graph, node)) <= found <= quads(facts(graph))

    def test_a_row_of_several_actors_has_a_list(self, tmp_path: Path) -> None:
        """
        Actors of a row and places of an incident are lists, as there may be several.
        """
        page = page_text(
            "Doors",
            rows=(row_text(Threat="Example Agency and Sample Office watching people"),),
            Threat_Actors="Example Agency, Sample Office",
            Location="Moscow, Russia; Oslo, Norway",
        )
        (tmp_path / "page.txt").write_text(page, encoding="utf-8")
        build.build([tmp_path / "page.txt"], tmp_path / "graph")
        graph = open_graph(tmp_path / "graph")

        document = json.loads(Describer(graph).jsonld(DEFAULT.incident("doors"), ADDRESS))

        labels = [actor["label"] for actor in document["hasViolation"][0]["actor"]]
        assert (["Example Agency", "Sample Office"], 2) == (labels, len(document["place"]))

    def test_one_actor_is_a_list_too(self, graph: Graph) -> None:
        """
        A property is a list in all documents or in none.
        """
        document = json.loads(Describer(graph).jsonld(DEFAULT.incident("cameras"), ADDRESS))

        assert (1, 1) == (len(document["hasViolation"][0]["actor"]), len(document["place"]))

    def test_decisions_stand_in_it_as_rows_do(self, graph: Graph) -> None:
        """
        A decision is nested in its incident, in page order, and refers to rows and decisions by IRI.
        """
        document = json.loads(Describer(graph).jsonld(DEFAULT.incident("cameras"), ADDRESS))
        fine, annulment = document["hasDecision"]

        assert ("500", "xsd:decimal") == tuple(fine["amount"].values())
        assert [f"{DEFAULT.incident('cameras')[1:-1]}/v{n}" for n in (1, 2)] == fine["decidesOn"]
        assert [fine["id"]] == annulment["reverses"] == annulment["appealOf"]
        assert fine["decidedBy"][0]["label"] == "Example Court"

    def test_a_row_has_its_status_with_actor_and_harm(self, tmp_path: Path) -> None:
        """
        The object of a row has status and claimant; one whose status was not understood has none.
        """
        rows = (row_text(Status="Alleged", According_to="A neighbour"), row_text(Status="Kind of so"))
        (tmp_path / "page.txt").write_text(page_text("Doors", rows=rows), encoding="utf-8")
        build.build([tmp_path / "page.txt"], tmp_path / "graph")
        graph = open_graph(tmp_path / "graph")

        document = json.loads(Describer(graph).jsonld(DEFAULT.incident("doors"), ADDRESS))

        found = [
            (row.get("claimStatus", {}).get("id"), row.get("attributedTo"))
            for row in document["hasViolation"]
        ]
        assert [("pk:Alleged", ["A neighbour"]), (None, None)] == found

    def test_a_page_has_its_claims(self, graph: Graph) -> None:
        """
        The document of a page has exactly the evidence of its incident.
        """
        prov = DEFAULT.prov_graph("letters")
        wanted = "".join(f"{s} {p} {o} .\n" for (s, p, o), name in graph.triples() if name == prov)

        assert quads(wanted) == read(Describer(graph).jsonld(DEFAULT.page("letters"), ADDRESS))

    def test_of_nothing_there_is_none(self, graph: Graph) -> None:
        """
        A resource without a description has no document; the error names it.
        """
        with pytest.raises(UsageError, match="id/actor/nobody"):
            Describer(graph).jsonld(DEFAULT.actor("Nobody"), ADDRESS)

    def test_only_what_repeats_is_a_list(self, corpus: Graph) -> None:
        """
        A property has a list in all documents or in none, whatever incident they are of.
        """
        describer = Describer(corpus)
        documents = [json.loads(describer.jsonld(node, ADDRESS)) for node in incidents(corpus)]
        members = [item for each in documents for thing in things_in(each) for item in thing.items()]
        lists = {key for key, value in members if isinstance(value, list)}

        assert set() == lists & {key for key, value in members if not isinstance(value, list)}


def things_in(document: dict[str, object]) -> list[dict[str, object]]:
    rows, decisions = document.get("hasViolation", []), document.get("hasDecision", [])
    assert isinstance(rows, list) and isinstance(decisions, list)
    return [document, *rows, *decisions]


class TestTurtle:
    @pytest.mark.parametrize("slug", ["letters", "cameras"])
    def test_has_all_of_an_incident_and_its_rows(self, graph: Graph, slug: str) -> None:
        """
        The Turtle of an incident is its facts and those of its rows, decisions and sources.
        """
        incident = DEFAULT.incident(slug)
        text = Describer(graph).turtle(incident).encode()
        read = set(pyoxigraph.parse(text, pyoxigraph.RdfFormat.TURTLE))
        wanted = with_parts(graph, incident)
        sources = [o for (s, p, o), _ in graph.triples(None, term("dcterms:source")) if s in wanted]

        assert sources
        assert quads(facts(graph, *wanted, *sources)) == read

    def test_has_the_description_of_a_resource(self, graph: Graph) -> None:
        """
        The Turtle of a group is its facts, with what the file needs declared.
        """
        text = Describer(graph).turtle(DEFAULT.group("People in Moscow"))

        assert text.endswith(
            "<group/people-in-moscow>\n    a pk:AtRiskGroup ;\n"
            '    skos:prefLabel "People in Moscow" ;\n    pk:groupType grp:Residents ;\n.\n'
        )


class TestContext:
    def test_a_strange_address_stays(self) -> None:
        """
        The context has no `@base`, which processors ignore in a remote context.
        """
        assert "@base" not in json.loads(context.to_json())["@context"]
