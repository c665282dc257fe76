"""Each format has the statements of the graph, is parsed alike elsewhere, and is byte-stable."""

import csv
import json
import re
import subprocess
from pathlib import Path

import pytest
import rdflib
from rdflib.compare import isomorphic

import programs
from blocks import blocks, objects, repeated
from builders import page_text, row_text
from exports import OF_FACTS, OF_QUADS, OF_STATEMENTS, exported, statements
from privkg import build
from privkg.export.formats import FORMATS
from privkg.export.target import Place
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import Triple, iri, iri_text, literal, term
from privkg.store import contents, generations, quads_text
from privkg.store.graph import Graph, open_graph
from privkg.store.rdf import Statement

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    'says "quoted" \\ and \\n',
    "</rdf:Description><evil/>",
    "\u202eright to left\u202c",
    "e\u0301 \U0001f600 \u4e2d\u6587",
    "a > b/v1> .",
)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A graph of pages whose words would be something else in one format or another."""
    folder = tmp_path_factory.mktemp("exported")
    rows = tuple(row_text(Threat=f"Example Agency doing {text}") for text in HOSTILE * 2)
    (folder / "1.txt").write_text(page_text("Many rows", rows=rows), encoding="utf-8")
    for number, title in enumerate(HOSTILE, start=2):
        page = page_text(f"{title} of an example", lead=title)
        (folder / f"{number}.txt").write_text(page, encoding="utf-8")
    build.build([folder], folder / "graph")
    return open_graph(folder / "graph")


def quads(graph: Graph) -> set[Statement]:
    return set(graph.triples())


def facts(graph: Graph) -> set[Statement]:
    left_out = ("/prov>", "/labels>", "/ontology>")
    return {(triple, None) for triple, name in graph.triples() if not name.endswith(left_out)}


class TestContent:
    @pytest.mark.parametrize("name", OF_QUADS)
    def test_formats_of_quads_carry_everything(self, graph: Graph, name: str) -> None:
        """
        A format of quads is parsed to the quads of the graph.
        """
        assert quads(graph) == statements(exported(graph, name), name)

    @pytest.mark.parametrize("name", OF_FACTS)
    def test_formats_of_triples_carry_facts(self, graph: Graph, name: str) -> None:
        """
        A format of triples is parsed to the facts of the graph, without evidence.
        """
        assert facts(graph) == statements(exported(graph, name), name)

    @pytest.mark.parametrize("name", OF_STATEMENTS)
    def test_the_corpus_comes_back(self, corpus: Graph, name: str) -> None:
        """
        The graph of the corpus is parsed back from each format.
        """
        wanted = quads(corpus) if name in OF_QUADS else facts(corpus)

        assert wanted == statements(exported(corpus, name), name)

    @pytest.mark.parametrize("name", OF_STATEMENTS)
    def test_equal_graphs_give_equal_bytes(self, graph: Graph, name: str, tmp_path: Path) -> None:
        """
        A graph that is built again from the same pages is exported byte for byte alike.
        """
        first, again = (exported(graph, name) for _ in range(2))

        assert first == again
        assert first.endswith(b"\n")


class TestOneBlock:
    def test_the_corpus_describes_things_in_several_graphs(self, corpus: Graph) -> None:
        """
        A place has a record and coordinates, an incident has links: each in a graph of its own.
        """
        graphs = [name.rpartition("/")[2] for name in contents.graphs_of_shared(corpus)]
        things = dict(zip(graphs, contents.read(corpus, contents.graphs_of_shared(corpus)), strict=True))

        assert things["shared"].keys() & things["authority"].keys()
        assert {node for node in things["links"] if DEFAULT.slug_of(node)}

    @pytest.mark.parametrize("which", ["graph", "corpus"])
    def test_turtle_has_a_block_for_each_subject(
        self, which: str, request: pytest.FixtureRequest
    ) -> None:
        """
        No subject has two blocks, whichever graphs describe it.
        """
        assert [] == repeated(blocks(exported(request.getfixturevalue(which), "turtle")))

    @pytest.mark.parametrize("which", ["graph", "corpus"])
    def test_json_ld_has_an_object_for_each_subject_of_a_graph(
        self, which: str, request: pytest.FixtureRequest
    ) -> None:
        """
        In each named graph a subject is one object.
        """
        document = json.loads(exported(request.getfixturevalue(which), "jsonld"))

        assert [] == [
            node for graph in document["@graph"] for node in repeated(objects(graph["@graph"]))
        ]

    @pytest.mark.parametrize("which", ["graph", "corpus"])
    def test_graphs_of_incidents_share_no_subject(
        self, which: str, request: pytest.FixtureRequest
    ) -> None:
        """
        Each named graph describes one incident and its page, so that incidents can be streamed.
        """
        graph = request.getfixturevalue(which)
        names = contents.graphs_of_incidents(graph)
        for name, described in zip(names, contents.read(graph, names), strict=True):
            slug = name.rpartition("/")[2]
            wholes = {iri(re.sub(r"/[vd]\d+$", "", iri_text(node))) for node in described}

            assert {DEFAULT.incident(slug)} == wholes - {DEFAULT.page(slug)}


class TestJudges:
    @pytest.mark.parametrize(("name", "format_name"), [("turtle", "turtle"), ("rdfxml", "xml")])
    def test_rdflib_reads_the_same(self, graph: Graph, name: str, format_name: str) -> None:
        """
        rdflib reads from a format of triples what it reads from N-Triples.
        """
        wanted = rdflib.Graph().parse(data=exported(graph, "ntriples"), format="nt")
        read = rdflib.Graph().parse(data=exported(graph, name), format=format_name)

        assert isomorphic(wanted, read)

    def test_pyld_reads_the_same(self, graph: Graph) -> None:
        """
        PyLD, an independent parser of JSON-LD, yields the same quads.
        """
        jsonld = pytest.importorskip("pyld").jsonld
        read = jsonld.to_rdf(json.loads(exported(graph, "jsonld")), {"format": "application/n-quads"})

        assert quads(graph) == statements(read.encode(), "nquads")

    @pytest.mark.parametrize(("name", "reader"), [("turtle", "turtle"), ("rdfxml", "rdfxml")])
    def test_raptor_reads_the_same(self, graph: Graph, name: str, reader: str, tmp_path: Path) -> None:
        """
        Raptor, an independent parser, yields the same triples.
        """
        rapper = programs.program("rapper", "install raptor2-utils")
        file = tmp_path / "exported"
        file.write_bytes(exported(graph, name))
        command = [rapper, "-q", "-i", reader, "-o", "ntriples", str(file)]
        done = subprocess.run(command, capture_output=True, check=True)

        assert facts(graph) == statements(done.stdout, "ntriples")


class TestTurtle:
    def test_a_person_enjoys_it(self, graph: Graph) -> None:
        """
        The type comes first, then the name; numbers have no quotes; an incident precedes its rows.
        """
        text = exported(graph, "turtle").decode()
        block = text[text.index("<incident/many-rows>") :].split("\n.\n")

        assert block[0].splitlines()[1:3] == ["    a pk:Incident ;", '    dcterms:title "Many rows" ;']
        assert [f"<incident/many-rows/v{number}>" for number in range(1, 19)] == [
            each.split()[0] for each in block[1:19]
        ]
        assert "    pk:rowIndex 1 ;" in block[1]

    def test_declarations_are_those_that_are_used(self, graph: Graph) -> None:
        """
        A prefix is declared if the file uses it, in order.
        """
        text = exported(graph, "turtle").decode()
        declared = [line.split()[1] for line in text.splitlines() if line.startswith("PREFIX")]
        body = text.split("\n\n", 1)[1]

        assert sorted(prefix for prefix in declared if f" {prefix}" in body or f"^{prefix}" in body) == (
            declared
        )


FORMULAS = [
    *("=1+1", " =1+1", "\u00a0=1+1", "\u3000=1+1", "\ufeff=1+1", "\t=1+1", "\r=1+1", "\n=1+1"),
    *("\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(A1)", "+1", "-1", "@SUM(A1)", "  -1", "\ttext"),
]


class TestTables:
    @pytest.mark.parametrize("text", FORMULAS, ids=ascii)
    def test_a_formula_is_a_text(self, text: str, tmp_path: Path) -> None:
        """
        A cell that may be evaluated as a formula is prefixed with an apostrophe, else unchanged.
        """
        assert f"'{text}" in read_title(text, tmp_path)

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("\x1b[31mred", "\\x1b[31mred"),
            ("a\x07\x9b", "a\\x07\\x9b"),
            ("\u202egpj", "\\u202egpj"),
            ("a\u2066b\u2069", "a\\u2066b\\u2069"),
            ("a\tb\nc\u200d\u00ad\U0001f512", "a\tb\nc\u200d\u00ad\U0001f512"),
        ],
        ids=ascii,
    )
    def test_nothing_steers_who_reads_it(self, text: str, shown: str, tmp_path: Path) -> None:
        """
        Control characters and bidirectional controls are escaped; other characters are unchanged.
        """
        assert shown in read_title(text, tmp_path)

    def test_a_spreadsheet_runs_nothing(self, graph: Graph, tmp_path: Path) -> None:
        """
        No cell begins as a formula does; what does begins with an apostrophe.
        """
        tables = read_tables(graph, tmp_path)
        cells = [cell for rows in tables.values() for row in rows for cell in row]

        assert [] == [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert "'=cmd|' /C calc'!A0" in cells

    def test_each_thing_has_its_row(self, graph: Graph, tmp_path: Path) -> None:
        """
        Each incident, row, actor, group and source has one line.
        """
        tables = read_tables(graph, tmp_path)
        counts = {name: len(rows) - 1 for name, rows in tables.items()}

        assert (1 + len(HOSTILE), 3 * len(HOSTILE), 1) == (
            counts["incidents"],
            counts["rows"],
            counts["sources"],
        )
        assert [len({row[0] for row in rows}) == len(rows) for rows in tables.values()] == [True] * len(
            tables
        )

    def test_harms_and_actors_have_their_statuses(self, tmp_path: Path) -> None:
        """
        A row has its status, and an incident's line those of its rows; one without is never reported.
        """
        rows = (
            row_text(Status="Alleged", According_to="A neighbour"),
            row_text(Harm="Disclosure", Status="Kind of so"),
        )
        (tmp_path / "page.txt").write_text(page_text("Letters", rows=rows), encoding="utf-8")
        build.build([tmp_path / "page.txt"], tmp_path / "graph")

        tables = read_tables(open_graph(tmp_path / "graph"), tmp_path)

        incident = ["Example Agency, surveillance: alleged | Example Agency, disclosure: not understood"]
        assert [[*incident, "A neighbour"]] == columns(tables["incidents"], "status", "attributedTo")
        assert [["alleged", "A neighbour"], ["not understood", ""]] == columns(
            tables["rows"], "claimStatus", "attributedTo"
        )

    def test_decisions_have_a_table_of_their_own(self, tmp_path: Path) -> None:
        """
        A decision is a line of its table, and not of those of incidents or rows.
        """
        of = DEFAULT.incident("any")
        decision = iri(f"{iri_text(of)}/d1")
        things = [
            (decision, term("pk:decisionOf"), of),
            (decision, term("pk:decisionKind"), term("dec:Fine")),
            (decision, term("dcterms:date"), literal("2018-10-24")),
        ]

        tables = read_tables(written(things, tmp_path), tmp_path)

        assert [["fine", "2018-10-24"]] == columns(tables["decisions"], "kind", "date")
        assert [1, 1] == [len(tables[name]) for name in ("incidents", "rows")]

    def test_things_have_their_names(self, corpus: Graph, tmp_path: Path) -> None:
        """
        A cell has the labels of its values, separated by a bar.
        """
        tables = read_tables(corpus, tmp_path)
        header, *rows = tables["rows"]
        harms = {dict(zip(header, row, strict=True))["harm"] for row in rows}

        assert "secondary use" in harms
        assert any(" | " in cell for row in tables["incidents"] for cell in row)


def read_title(text: str, folder: Path) -> list[str]:
    """Return the line of an incident with a title in the exported table."""
    graph = written([(DEFAULT.incident("any"), term("dcterms:title"), literal(text))], folder)
    return read_tables(graph, folder)["incidents"][1]


def written(triples: list[Triple], folder: Path) -> Graph:
    """Return a graph of an incident that triples describe."""
    name = DEFAULT.graph("any")
    with generations.building(folder / "graph"):
        generations.write(folder / "graph", [quads_text.pack(name, triples)], (), DEFAULT)
    return open_graph(folder / "graph")


def read_tables(graph: Graph, folder: Path) -> dict[str, list[list[str]]]:
    FORMATS.load("csv").write(graph, Place(folder / "tables"))
    found = {}
    for path in sorted((folder / "tables").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.reader(file))
    return found


def columns(table: list[list[str]], *names: str) -> list[list[str]]:
    """Return some columns of a table, by their names."""
    header, *rows = table
    return [[row[header.index(name)] for name in names] for row in rows]
