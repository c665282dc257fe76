"""`privkg export` writes a graph completely or not at all, in the chosen format."""

from pathlib import Path

import pytest

from builders import page_text
from commands import process, run
from privkg import build
from privkg.rdf.terms import term
from privkg.store.graph import open_graph


@pytest.fixture
def page_graph(tmp_path: Path) -> Path:
    """The folder of a graph that a test may spoil."""
    (tmp_path / "page.txt").write_text(page_text(), encoding="utf-8")
    build.build([tmp_path / "page.txt"], tmp_path / "graph")
    return tmp_path / "graph"


class TestExport:
    @pytest.mark.parametrize(
        ("name", "beginning"),
        [
            ("graph.ttl", "BASE <https://w3id.org/privkg/id/>"),
            ("graph.trig", "BASE <https://w3id.org/privkg/id/>"),
            ("graph.nt", "<https://w3id.org/privkg/id/"),
            ("graph.nq", "<https://w3id.org/privkg/id/"),
            ("graph.jsonld", "{\n"),
            ("graph.annotations.jsonld", '{"@context": "http://www.w3.org/ns/anno.jsonld", '),
            ("graph.rdf", "<?xml"),
        ],
    )
    def test_the_ending_of_a_name_selects_the_format(
        self, graph: Path, tmp_path: Path, name: str, beginning: str
    ) -> None:
        """
        The ending of a file's name selects the format.
        """
        result = run("export", tmp_path / name, graph=graph)

        assert (0, "") == (result.code, result.stdout)
        assert result.stderr.startswith("exported ")
        assert result.stderr.endswith(f" to {tmp_path / name}\n")
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(beginning)

    def test_the_option_overrides_the_name(self, graph: Path, tmp_path: Path) -> None:
        """
        --format takes precedence over the ending of the name.
        """
        run("export", tmp_path / "graph.txt", "--format", "turtle", graph=graph)

        assert (tmp_path / "graph.txt").read_text(encoding="utf-8").startswith("BASE")

    def test_to_standard_output(self, graph: Path, tmp_path: Path) -> None:
        """
        A dash is standard output, byte for byte as the file.
        """
        run("export", tmp_path / "graph.nq", graph=graph)

        result = process("export", "-", "--format", "nquads", graph=graph)

        assert (tmp_path / "graph.nq").read_text(encoding="utf-8") == result.stdout

    def test_tables_go_to_a_folder(self, graph: Path, tmp_path: Path) -> None:
        """
        For csv the target is a folder, with a file for each kind of thing.
        """
        run("export", tmp_path / "tables", "--format", "csv", graph=graph)

        kinds = ["actors", "decisions", "groups", "incidents", "parties", "places"]
        kinds += ["registers", "rows", "sources"]

        assert kinds == sorted(path.stem for path in (tmp_path / "tables").iterdir())

    def test_what_was_there_is_replaced(self, graph: Path, tmp_path: Path) -> None:
        """
        An export replaces an earlier one, and leaves no other file.
        """
        file = tmp_path / "graph.nt"
        file.write_text("before", encoding="utf-8")

        run("export", file, graph=graph)

        assert [file] == list(tmp_path.iterdir())
        assert "before" != file.read_text(encoding="utf-8")


class TestTables:
    def test_are_replaced_by_later_ones(self, graph: Path, tmp_path: Path) -> None:
        """
        Tables that privkg exported are replaced; other files in the folder stay.
        """
        run("export", tmp_path, "--format", "csv", graph=graph)
        (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
        (tmp_path / "rows.csv").write_text("iri,harm\n", encoding="utf-8")
        result = run("export", tmp_path, "--format", "csv", graph=graph)

        assert (0, "mine") == (result.code, (tmp_path / "notes.txt").read_text(encoding="utf-8"))
        assert 1 < len((tmp_path / "rows.csv").read_text(encoding="utf-8").splitlines())

    def test_have_a_line_for_each_incident_only(self, tmp_path: Path) -> None:
        """
        A page that mentions a technology, which is a fact about the page, has no line of its own.
        """
        text = page_text("Letters opened", lead="A camera with facial recognition saw it.")
        (tmp_path / "page.txt").write_text(text, encoding="utf-8")
        build.build([tmp_path / "page.txt"], tmp_path / "graph")
        graph = open_graph(tmp_path / "graph")
        run("export", tmp_path / "tables", "--format", "csv", graph=tmp_path / "graph")
        lines = (tmp_path / "tables" / "incidents.csv").read_text(encoding="utf-8").splitlines()

        assert [*graph.triples(graph.base.page("letters-opened"), term("schema:mentions"))]
        assert ["iri", "https://w3id.org/privkg/id/incident/letters-opened"] == [
            line.partition(",")[0] for line in lines
        ]

    def test_of_others_are_not_overwritten(self, graph: Path, tmp_path: Path) -> None:
        """
        A foreign table of the same name is refused, and no table is written.
        """
        (tmp_path / "incidents.csv").write_text("date,what\n2020,theft\n", encoding="utf-8")
        result = run("export", tmp_path, "--format", "csv", graph=graph)

        assert (2, [tmp_path / "incidents.csv"]) == (result.code, list(tmp_path.iterdir()))
        assert "incidents.csv: not a table that privkg exported" in result.stderr
        assert (tmp_path / "incidents.csv").read_text(encoding="utf-8").endswith("theft\n")

    def test_are_not_written_through_links(self, graph: Path, tmp_path: Path) -> None:
        """
        A link of a table's name is refused, what it leads to stays, and no table is written.
        """
        (tmp_path / "victim").write_text("precious", encoding="utf-8")
        (tmp_path / "actors.csv").symlink_to("victim")
        result = run("export", tmp_path, "--format", "csv", graph=graph)

        assert (2, "precious") == (result.code, (tmp_path / "victim").read_text(encoding="utf-8"))
        assert ["actors.csv", "victim"] == sorted(path.name for path in tmp_path.iterdir())

    @pytest.mark.parametrize("name", ["a.nq", "gen-000001/a.nq", "tables"])
    def test_a_graph_is_no_place_for_exports(self, page_graph: Path, name: str) -> None:
        """
        Nothing is exported into the folder of a graph, which could not be built again then.
        """
        before = sorted(page_graph.rglob("*"))
        chosen = "csv" if name == "tables" else "nquads"
        result = run("export", page_graph / name, "--format", chosen, graph=page_graph)

        assert (2, before) == (result.code, sorted(page_graph.rglob("*")))


class TestMistakes:
    @pytest.mark.parametrize(
        ("arguments", "code", "words"),
        [
            (
                ["graph.docx"],
                2,
                "is not that of a format (.annotations.jsonld, .jsonld, .nq, .nt",
            ),
            (["graph"], 2, "name a format with --format"),
            (["-", "--format", "csv"], 2, "csv is several files; name a folder"),
            (["x.ttl", "--format", "pdf"], 2, '"pdf" is not one of'),
        ],
    )
    def test_a_mistake_is_reported(
        self, graph: Path, tmp_path: Path, arguments: list[str], code: int, words: str
    ) -> None:
        """
        An unknown format is an error that lists the formats.
        """
        target = arguments[0] if arguments[0] == "-" else str(tmp_path / arguments[0])
        result = run("export", target, *arguments[1:], graph=graph)

        assert code == result.code
        assert words in result.stderr

    def test_no_such_folder(self, graph: Path, tmp_path: Path) -> None:
        """
        A target in a folder that does not exist is an error with code 3.
        """
        result = process("export", tmp_path / "nowhere" / "graph.ttl", graph=graph)

        assert 3 == result.code
        assert f"the folder {tmp_path / 'nowhere'} does not exist; make it first" in result.stderr

    def test_a_failure_leaves_what_was_there(self, tmp_path: Path) -> None:
        """
        Where there is no graph, the file that was there stays.
        """
        file = tmp_path / "graph.nt"
        file.write_text("before", encoding="utf-8")

        assert 3 == run("export", file, graph=tmp_path / "none").code
        assert "before" == file.read_text(encoding="utf-8")
