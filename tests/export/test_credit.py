"""Credit: no format of an export has a record of a register without its licence and credit."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph
import pytest

from credited import AIAAIC, ATTRIBUTION, HIBP, RECORD, SHARE_ALIKE, graph_of
from exports import exported
from privkg.export.formats import FORMATS, Carries
from privkg.export.resource import Describer
from privkg.export.target import Place
from privkg.rdf.terms import Term, iri_text, term
from privkg.store import rdf
from privkg.store.graph import Graph

EXPECTED = {"aiaaic": (SHARE_ALIKE, AIAAIC), "hibp": (ATTRIBUTION, HIBP), "letters": None}
"""The licence and the credit of the incidents of the graph, by the start of their slugs."""
Found = tuple[str, tuple[str, str] | None]
"""The IRI of a resource, and its licence and credit, if any."""
CREDIT = iri_text(term("schema:creditText"))


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The graph of records of two registers and of a page."""
    return graph_of(tmp_path_factory.mktemp("credited"))


def of_triples(content: bytes, name: str, folder: Path) -> Iterator[Found]:
    """Yield each subject that is an incident, and the licence and credit that its triples lead to."""
    path = folder / name
    path.write_bytes(content)
    found: dict[tuple[Term, Term], list[Term]] = {}
    for (subject, predicate, value), _ in rdf.read_quads(path, FORMATS.load(name).FORMAT.media_type):
        found.setdefault((subject, predicate), []).append(value)
    for subject, predicate in [*found]:
        if predicate == term("dcterms:title") and "/id/incident/" in subject:
            yield iri_text(subject), _credit_of(found, subject)


def _credit_of(found: Mapping[tuple[Term, Term], list[Term]], subject: Term) -> tuple[str, str] | None:
    registers = found.get((subject, term("dcterms:isPartOf")), [])
    if not registers:
        return None
    (licence,) = found[(registers[0], term("dcterms:license"))]
    (credit,) = found[(registers[0], term("schema:creditText"))]
    return iri_text(licence), credit.strip('"')


def of_tables(graph: Graph, folder: Path) -> Iterator[Found]:
    """Yield each line of the tables of incidents, rows and decisions, and its licence and credit."""
    FORMATS.load("csv").write(graph, Place(folder))
    for name in ("incidents", "rows", "decisions"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                credit = line["licence"], line["credit"]
                yield line["iri"], credit if any(credit) else None


def of_annotations(content: bytes) -> Iterator[Found]:
    """Yield each annotation, and its licence and credit."""
    for each in json.loads(content)["first"]["items"]:
        yield each["id"], (each["rights"], each[CREDIT]) if "rights" in each else None


def credits_in(graph: Graph, name: str, folder: Path) -> list[Found]:
    """Return the licence and credit of each incident, row or claim of an export in a format."""
    match FORMATS.load(name).FORMAT.carries:
        case Carries.TABLES:
            return [*of_tables(graph, folder)]
        case Carries.EVIDENCE:
            return [*of_annotations(exported(graph, name))]
        case _:
            return [*of_triples(exported(graph, name), name, folder)]


def expected(address: str) -> tuple[str, str] | None:
    """Return the licence and credit of an incident or a part of it."""
    slug = address.partition("/id/incident/")[2]
    (found,) = (credit for start, credit in EXPECTED.items() if slug.startswith(start))
    return found


class TestEachFormat:
    @pytest.mark.parametrize("name", FORMATS.names())
    def test_has_the_licence_and_credit_of_each_incident(
        self, graph: Graph, tmp_path: Path, name: str
    ) -> None:
        """
        Each incident, row and claim in a format has the licence and credit of its register.
        """
        found = credits_in(graph, name, tmp_path)
        slugs = {address.partition("/id/incident/")[2].partition("/")[0] for address, _ in found}

        assert {page.incident for page in graph.manifest.pages} == slugs
        assert [] == [each for each in found if each[1] != expected(each[0])]

    def test_tables_have_a_table_of_registers(self, graph: Graph, tmp_path: Path) -> None:
        """
        The table of registers has the name, licence, credit and address of each.
        """
        FORMATS.load("csv").write(graph, Place(tmp_path))
        with (tmp_path / "registers.csv").open(encoding="utf-8", newline="") as file:
            found = {line["label"]: (line["licence"], line["credit"]) for line in csv.DictReader(file)}

        assert {AIAAIC: EXPECTED["aiaaic"], HIBP: EXPECTED["hibp"]} == found


class TestDocuments:
    def test_of_an_incident_embeds_its_register(self, graph: Graph) -> None:
        """
        The JSON-LD of an incident has its register with name, licence and credit.
        """
        document = json.loads(Describer(graph).jsonld(graph.base.incident(RECORD)))
        found = document["isPartOf"]

        assert (AIAAIC, SHARE_ALIKE, AIAAIC) == (found["label"], found["license"], found["creditText"])

    def test_of_all_kinds_have_licence_and_credit(self, graph: Graph) -> None:
        """
        The JSON-LD and Turtle of an incident, a row and a page of a register state licence and credit.
        """
        (slug,) = (p.incident for p in graph.manifest.pages if p.incident.startswith("hibp"))
        nodes = (graph.base.incident(slug), graph.base.row(slug, 1), graph.base.page(slug))
        describer = Describer(graph)
        texts = [text for node in nodes for text in (describer.jsonld(node), describer.turtle(node))]

        assert 6 * [True] == [ATTRIBUTION in text and HIBP in text for text in texts]

    def test_of_a_page_that_is_no_record_have_none(self, graph: Graph) -> None:
        """
        The documents of an incident of a page have no register.
        """
        node, describer = graph.base.incident("letters-opened"), Describer(graph)

        assert "isPartOf" not in json.loads(describer.jsonld(node))
        assert "creditText" not in describer.turtle(node)

    def test_turtle_is_valid(self, graph: Graph) -> None:
        """
        The Turtle of a row parses, and leads from the row to the licence.
        """
        (slug,) = (p.incident for p in graph.manifest.pages if p.incident.startswith("hibp"))
        text = Describer(graph).turtle(graph.base.row(slug, 1))
        store = pyoxigraph.Store()
        store.load(text.encode(), format=pyoxigraph.RdfFormat.TURTLE)
        query = f"""PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX pk: <{term("pk:x")[1:-2]}>
            ASK {{ ?row pk:violationOf/dcterms:isPartOf/dcterms:license <{ATTRIBUTION}> }}"""

        assert store.query(query)
