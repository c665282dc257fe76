"""`privkg export` writes a graph whole or not at all, in the format that is asked for."""

from pathlib import Path

import pytest

from commands import process, run


class TestExport:
    @pytest.mark.parametrize(
        ("name", "beginning"),
        [
            ("graph.ttl", "BASE <https://w3id.org/privkg/id/>"),
            ("graph.trig", "BASE <https://w3id.org/privkg/id/>"),
            ("graph.nt", "<https://w3id.org/privkg/id/"),
            ("graph.nq", "<https://w3id.org/privkg/id/"),
            ("graph.jsonld", "{\n"),
            ("graph.rdf", "<?xml"),
        ],
    )
    def test_a_name_tells_the_format(
        self, graph: Path, tmp_path: Path, name: str, beginning: str
    ) -> None:
        """
        A file's name says what it is to be.
        """
        said = run("export", tmp_path / name, graph=graph)

        assert (0, "", "") == (said.code, said.stdout, said.stderr)
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(beginning)

    def test_a_format_can_be_asked_for(self, graph: Path, tmp_path: Path) -> None:
        """
        What is asked for comes before what a name says.
        """
        run("export", tmp_path / "graph.txt", "--format", "turtle", graph=graph)

        assert (tmp_path / "graph.txt").read_text(encoding="utf-8").startswith("BASE")

    def test_to_standard_output(self, graph: Path, tmp_path: Path) -> None:
        """
        A dash is standard output, byte for byte as the file.
        """
        run("export", tmp_path / "graph.nq", graph=graph)

        said = process("export", "-", "--format", "nquads", graph=graph)

        assert (tmp_path / "graph.nq").read_text(encoding="utf-8") == said.stdout

    def test_tables_go_to_a_folder(self, graph: Path, tmp_path: Path) -> None:
        """
        For csv the target is a folder, with a file for each kind of thing.
        """
        run("export", tmp_path / "tables", "--format", "csv", graph=graph)

        assert ["actors", "groups", "incidents", "places", "rows", "sources"] == sorted(
            path.stem for path in (tmp_path / "tables").iterdir()
        )

    def test_what_was_there_is_replaced(self, graph: Path, tmp_path: Path) -> None:
        """
        An export takes the place of an earlier one, and leaves nothing beside it.
        """
        file = tmp_path / "graph.nt"
        file.write_text("before", encoding="utf-8")

        run("export", file, graph=graph)

        assert [file] == list(tmp_path.iterdir())
        assert "before" != file.read_text(encoding="utf-8")


class TestMistakes:
    @pytest.mark.parametrize(
        ("arguments", "code", "words"),
        [
            (["graph.docx"], 2, "its name ends in no format (.jsonld, .nq, .nt"),
            (["graph"], 2, "name one with --format"),
            (["-", "--format", "csv"], 2, "csv is several files; name a folder"),
            (["x.ttl", "--format", "pdf"], 2, "'pdf' is not one of"),
        ],
    )
    def test_a_mistake_is_told(
        self, graph: Path, tmp_path: Path, arguments: list[str], code: int, words: str
    ) -> None:
        """
        What cannot be written is told, with what can be.
        """
        target = arguments[0] if arguments[0] == "-" else str(tmp_path / arguments[0])
        said = run("export", target, *arguments[1:], graph=graph)

        assert code == said.code
        assert words in said.stderr

    def test_no_such_folder(self, graph: Path, tmp_path: Path) -> None:
        """
        A folder that is not there is told, with code 3.
        """
        said = process("export", tmp_path / "nowhere" / "graph.ttl", graph=graph)

        assert 3 == said.code
        assert "No such file or directory" in said.stderr

    def test_a_failure_leaves_what_was_there(self, tmp_path: Path) -> None:
        """
        Where there is no graph, the file that was there stays.
        """
        file = tmp_path / "graph.nt"
        file.write_text("before", encoding="utf-8")

        assert 3 == run("export", file, graph=tmp_path / "none").code
        assert "before" == file.read_text(encoding="utf-8")
