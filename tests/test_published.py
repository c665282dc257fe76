"""A published folder says what it holds, and what of it was altered since."""

from pathlib import Path

import pytest

from builders import page_text
from privkg import exporting, pipeline, published
from privkg.errors import InputError
from privkg.published import Fault
from privkg.store.graph import open_graph

INCIDENT = "https://w3id.org/privkg/id/incident"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files of a graph of two incidents, sealed."""
    for name in ("letters", "cameras"):
        (tmp_path / f"{name}.txt").write_text(page_text(name.capitalize()), encoding="utf-8")
    pipeline.build(sorted(tmp_path.glob("*.txt")), tmp_path / "graph")
    graph = open_graph(tmp_path / "graph")
    made = tmp_path / "published"
    (made / "dumps").mkdir(parents=True)
    for name in ("privkg.nq", "privkg.ttl"):
        with (made / "dumps" / name).open("wb") as file:
            exporting.export(graph, made / "dumps" / name, None, file)
    published.seal(made, graph)
    return made


class TestVerify:
    def test_what_was_published_is_as_it_was(self, folder: Path) -> None:
        """
        An untouched folder has no fault.
        """
        assert [] == list(published.verify(folder))

    def test_the_incident_that_was_altered_is_named(self, folder: Path) -> None:
        """
        Where a word of one incident was changed, that incident is named, and the file.
        """
        dump = folder / "dumps" / "privkg.nq"
        text = dump.read_text(encoding="utf-8")
        dump.write_text(text.replace('"Letters"', '"Lettres"', 1), encoding="utf-8")

        assert [
            Fault(f"{INCIDENT}/letters", "was altered"),
            Fault("dumps/privkg.nq", "is not what was published"),
        ] == list(published.verify(folder))

    def test_an_incident_that_was_taken_out_is_named(self, folder: Path) -> None:
        """
        Where all quads of an incident are gone, that is told.
        """
        dump = folder / "dumps" / "privkg.nq"
        lines = dump.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if "/graph/cameras" not in line]
        dump.write_text("".join(kept), encoding="utf-8")

        assert Fault(f"{INCIDENT}/cameras", "was taken out") == next(published.verify(folder))

    def test_files_are_compared(self, folder: Path) -> None:
        """
        A file that is missing, changed or new is told.
        """
        (folder / "dumps" / "privkg.ttl").unlink()
        (folder / "note.txt").write_text("new", encoding="utf-8")

        assert [
            Fault("dumps/privkg.ttl", "is missing"),
            Fault("note.txt", "was not published"),
        ] == list(published.verify(folder))

    @pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"format": 2}', "\x00"])
    def test_no_manifest_is_told(self, folder: Path, text: str | None) -> None:
        """
        A folder without a readable manifest cannot be verified.
        """
        (folder / "manifest.json").unlink()
        if text is not None:
            (folder / "manifest.json").write_text(text, encoding="utf-8")

        with pytest.raises(InputError, match=r"manifest.json: no"):
            list(published.verify(folder))
