"""Records of registers: their own catalogue, links that a catalogue lists, and links that ship."""

import json
from pathlib import Path

import pytest

from commands import run
from privkg import build
from privkg.core.errors import FileError
from privkg.link import listed, table
from privkg.rdf.terms import Term, iri_text, term
from privkg.reference.links import sssom, tables
from privkg.reference.links.mapping import Mapping, State
from privkg.reference.links.tables import LinkTables
from privkg.store.graph import open_graph

HEADER = (
    "_id,incident_id,date,reports,Alleged deployer of AI system,Alleged developer of AI system,"
    "Alleged harmed or nearly harmed parties,description,title"
)
ROWS = (
    'a,9001,2019-11-04,[1],"[""example-library""]","[""example-library""]","[""readers""]",'
    "Readers of a library were profiled.,Example Library profiles its readers",
    'b,9002,2019-11-05,[2],"[""example-library""]","[""example-library""]","[""readers""]",'
    "Readers of a library were profiled.,Example Library profiles its readers again",
)
RECORD = "https://incidentdatabase.ai/cite/"
OTHER = "https://oecd.ai/en/incidents/2019-11-04-aaaa"
LATER = "https://www.example.org/in-the-order-of-addresses"


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A table of two records of the AI Incident Database."""
    path = tmp_path / "aiid.csv"
    path.write_text("\n".join((HEADER, *ROWS)) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def graph(records: Path, tmp_path: Path) -> Path:
    """The folder of the graph of these records."""
    build.build([records], tmp_path / "graph")
    return tmp_path / "graph"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A list of links of three records, one of which is not in the graph."""
    links = [{"incident_id": number, "sameAs": OTHER} for number in (9001, 9002, 9003)]
    path = tmp_path / "links.json"
    path.write_text(json.dumps(links), encoding="utf-8")
    return path


def subjects(folder: Path, state: State) -> list[str]:
    """Return the last part of the subjects of links in a state."""
    found = LinkTables(folder).mappings(state)
    return [iri_text(each.subject).rpartition("/")[2] for each in found]


class TestOwnRecords:
    def test_are_not_proposed(self, graph: Path, records: Path) -> None:
        """
        The record that an incident was read from is not proposed for it, the other one is.
        """
        found, _ = table.find(graph, ["incident"], [records], None)

        assert {("aiid-9001", f"{RECORD}9002"), ("aiid-9002", f"{RECORD}9001")} == {
            (iri_text(each.subject).rpartition("/")[2], iri_text(each.object)) for each in found
        }


class TestAcceptList:
    def test_links_of_the_graph_are_accepted(self, graph: Path, published: Path, tmp_path: Path) -> None:
        """
        Each link of a record in the graph is accepted, with the catalogue and its licence.
        """
        folder = tmp_path / "links"

        done = run("link", "--links", folder, "--accept-list", published, graph=graph)
        found = sssom.read(tables.path(folder, State.ACCEPTED))

        assert 0 == done.code
        assert (
            "2 links accepted, 0 decided before, 1 of incidents that are not in the graph" in done.stderr
        )
        assert ["aiid-9001", "aiid-9002"] == sorted(subjects(folder, State.ACCEPTED))
        assert {(term("schema:subjectOf"), "semapv:UnspecifiedMatching", "")} == {
            (each.predicate, each.justification, each.tool) for each in found
        }
        assert {
            ("license", "https://creativecommons.org/licenses/by-sa/4.0/"),
            ("mapping_provider", "https://incidentdatabase.ai/"),
        } == {cell for each in found for cell in each.more}

    def test_enter_the_graph(self, graph: Path, records: Path, published: Path, tmp_path: Path) -> None:
        """
        A build with the table states that the incidents are described by the other record.
        """
        folder, later = tmp_path / "links", tmp_path / "later"
        run("link", "--links", folder, "--accept-list", published, graph=graph)

        build.build([records], later, link_folders=[folder])
        linked = open_graph(later).triples(None, term("schema:subjectOf"), Term(f"<{OTHER}>"))

        assert ["aiid-9001", "aiid-9002"] == sorted(
            iri_text(s).rpartition("/")[2] for (s, _, _), _ in linked
        )

    def test_a_rejected_link_stays_rejected(self, graph: Path, published: Path, tmp_path: Path) -> None:
        """
        A link that a person rejected is not accepted by the list.
        """
        folder = tmp_path / "links"
        because = ("--because", "another library")
        run(
            "link",
            "--links",
            folder,
            "--reject",
            "pkid:incident/aiid-9001",
            OTHER,
            *because,
            graph=graph,
        )

        done = run("link", "--links", folder, "--accept-list", published, graph=graph)

        assert "1 links accepted, 1 decided before" in done.stderr
        assert (["aiid-9001"], ["aiid-9002"]) == (
            subjects(folder, State.REJECTED),
            subjects(folder, State.ACCEPTED),
        )

    def test_a_table_of_incidents_is_no_list(self, graph: Path, records: Path, tmp_path: Path) -> None:
        """
        A table of incidents is an error that names what the list is.
        """
        with pytest.raises(FileError, match="not a list of links between catalogues"):
            listed.accept(graph, records, LinkTables(tmp_path / "links"))

    def test_is_used_alone(self, graph: Path, published: Path) -> None:
        """
        The option cannot be combined with one that proposes links.
        """
        done = run("link", "--accept-list", published, "--duplicates", graph=graph)

        assert (2, True) == (done.code, "--accept-list is used alone" in done.stderr)


class TestShipped:
    def test_a_pair_that_privkg_rejects_is_not_proposed(self, tmp_path: Path) -> None:
        """
        Of two records of the same words, the one that the shipped table rejects is not proposed.
        """
        incident, rejected = min(p for p in tables.rejected_pairs() if "/incident/aiid-" in p[0])
        number = iri_text(incident).rpartition("-")[2]
        records, catalogue = tmp_path / "aiid.csv", tmp_path / "catalogue.json"
        records.write_text(f"{HEADER}\n{ROWS[0].replace('9001', number)}\n", encoding="utf-8")
        title, date = "Example Library profiles its readers", "2019-11-04"
        addresses = (iri_text(rejected), LATER)
        entries = [{"iri": each, "title": title, "date": date} for each in addresses]
        catalogue.write_text(json.dumps(entries), encoding="utf-8")
        build.build([records], tmp_path / "graph")

        every, _ = table.find(tmp_path / "graph", ["incident"], [catalogue], None)
        alone, _ = table.find(tmp_path / "graph", ["incident"], [_first(catalogue)], None)

        assert ([LATER], []) == (_objects(every), _objects(alone))


def _first(catalogue: Path) -> Path:
    path = catalogue.with_name("first.json")
    path.write_text(json.dumps(json.loads(catalogue.read_text(encoding="utf-8"))[:1]), encoding="utf-8")
    return path


def _objects(found: list[Mapping]) -> list[str]:
    return [iri_text(each.object) for each in found]
