"""A published folder says what it holds, and what of it was altered since."""

import re
from pathlib import Path

import pytest

from builders import page_text
from privkg import exporting, pipeline, published
from privkg.errors import InputError
from privkg.published import Fault
from privkg.store.graph import open_graph

SUFFIXES = ("jsonld", "nq", "nt", "rdf", "trig", "ttl")
INCIDENT = "https://w3id.org/privkg/id/incident"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files of a graph of two incidents, sealed."""
    for name in ("letters", "cameras"):
        (tmp_path / f"{name}.txt").write_text(page_text(name.capitalize()), encoding="utf-8")
    pipeline.build(sorted(tmp_path.glob("*.txt")), tmp_path / "graph")
    graph = open_graph(tmp_path / "graph")
    made = tmp_path / "published"
    (made / "data").mkdir(parents=True)
    for name in (f"privkg.{suffix}" for suffix in SUFFIXES):
        with (made / "data" / name).open("wb") as file:
            exporting.export(graph, made / "data" / name, None, file)
    published.seal(made, graph)
    return made


class TestVerify:
    def test_what_was_published_is_as_it_was(self, folder: Path) -> None:
        """
        An untouched folder has no fault.
        """
        assert [] == list(published.verify(folder))

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_the_incident_that_was_altered_is_named(self, folder: Path, suffix: str) -> None:
        """
        Where a word of one incident was changed, in whatever format, it is named, and the file.
        """
        dump = folder / "data" / f"privkg.{suffix}"
        text = dump.read_text(encoding="utf-8")
        altered = re.sub('(["&quot;>])Letters(["&quot;<])', r"\1Lettres\2", text, count=1)
        dump.write_text(altered, encoding="utf-8")

        assert text != altered
        assert [
            Fault(f"{INCIDENT}/letters", "was altered"),
            Fault(f"data/privkg.{suffix}", "is not what was published"),
        ] == list(published.verify(folder))

    @pytest.mark.parametrize("suffix", ["jsonld", "nq", "rdf", "ttl"])
    def test_a_dump_that_is_broken(self, folder: Path, suffix: str) -> None:
        """
        A dump that cannot be read any more is told with its place, and is no crash.
        """
        dump = folder / "data" / f"privkg.{suffix}"
        dump.write_bytes(b"<{" + dump.read_bytes()[100:])

        faults = list(published.verify(folder))

        assert "cannot be read as it stands: " in faults[0].words
        assert f"privkg.{suffix}:1:" in faults[0].words
        assert Fault(f"data/privkg.{suffix}", "is not what was published") == faults[-1]

    @pytest.mark.parametrize(
        "name", ["incident/letters.html", "incident/letters/v1.ttl", "page/letters.ttl"]
    )
    def test_a_page_of_an_incident_names_it(self, folder: Path, name: str) -> None:
        """
        Where a file about one incident was changed, that incident is named.
        """
        file = folder / "id" / name
        file.parent.mkdir(parents=True)
        file.write_text("one", encoding="utf-8")
        published.seal(folder, open_graph(folder.parent / "graph"))
        file.write_text("other", encoding="utf-8")

        assert Fault(f"{INCIDENT}/letters", "was altered") == next(published.verify(folder))

    def test_an_incident_that_was_taken_out_is_named(self, folder: Path) -> None:
        """
        Where all quads of an incident are gone, that is told.
        """
        dump = folder / "data" / "privkg.nq"
        lines = dump.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if "/graph/cameras" not in line]
        dump.write_text("".join(kept), encoding="utf-8")

        assert Fault(f"{INCIDENT}/cameras", "was taken out") == next(published.verify(folder))

    def test_files_are_compared(self, folder: Path) -> None:
        """
        A file that is missing, changed or new is told.
        """
        (folder / "data" / "privkg.ttl").unlink()
        (folder / "note.txt").write_text("new", encoding="utf-8")

        assert [
            Fault("data/privkg.ttl", "is missing"),
            Fault("note.txt", "was not published"),
        ] == list(published.verify(folder))

    @pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"format": 1}', "\x00"])
    def test_no_manifest_is_told(self, folder: Path, text: str | None) -> None:
        """
        A folder without a readable manifest cannot be verified.
        """
        (folder / "manifest.json").unlink()
        if text is not None:
            (folder / "manifest.json").write_text(text, encoding="utf-8")

        with pytest.raises(InputError, match=r"manifest.json: no"):
            list(published.verify(folder))
