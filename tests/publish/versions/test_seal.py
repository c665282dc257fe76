"""A published folder says what it holds, and what of it was altered since."""

import hashlib
import json
import os
import re
import sys
from pathlib import Path

import pytest

from builders import page_text
from exports import SUFFIXES
from privkg import build
from privkg.core.errors import InputError
from privkg.export import write
from privkg.publish.versions import seal
from privkg.publish.versions.seal import Fault
from privkg.store.graph import open_graph

_ENTITIES = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "{"a" * 100}">{_ENTITIES}]>'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://example.org/">'
    '<rdf:Description rdf:about="https://example.org/a"><e:p>&e9;</e:p></rdf:Description></rdf:RDF>'
)
"""RDF/XML whose entities stand for a hundred gigabytes."""
INCIDENT = "https://w3id.org/privkg/id/incident"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files of a graph of two incidents, sealed."""
    for name in ("letters", "cameras"):
        (tmp_path / f"{name}.txt").write_text(page_text(name.capitalize()), encoding="utf-8")
    build.build(sorted(tmp_path.glob("*.txt")), tmp_path / "graph")
    graph = open_graph(tmp_path / "graph")
    made = tmp_path / "published"
    (made / "data").mkdir(parents=True)
    for name in (f"privkg.{suffix}" for suffix in SUFFIXES):
        with (made / "data" / name).open("wb") as file:
            write.export(graph, made / "data" / name, None, file)
    seal.seal(made, graph)
    return made


class TestVerify:
    def test_what_was_published_is_as_it_was(self, folder: Path) -> None:
        """
        An untouched folder has no fault.
        """
        assert [] == list(seal.verify(folder))

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
        ] == list(seal.verify(folder))

    @pytest.mark.parametrize("suffix", ["jsonld", "nq", "rdf", "ttl"])
    def test_a_dump_that_is_broken(self, folder: Path, suffix: str) -> None:
        """
        A dump that cannot be read any more is told with its place, and is no crash.
        """
        dump = folder / "data" / f"privkg.{suffix}"
        dump.write_bytes(b"<{" + dump.read_bytes()[100:])

        faults = list(seal.verify(folder))

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
        seal.seal(folder, open_graph(folder.parent / "graph"))
        file.write_text("other", encoding="utf-8")

        assert Fault(f"{INCIDENT}/letters", "was altered") == next(seal.verify(folder))

    def test_an_incident_that_was_taken_out_is_named(self, folder: Path) -> None:
        """
        Where all quads of an incident are gone, that is told.
        """
        dump = folder / "data" / "privkg.nq"
        lines = dump.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if "/graph/cameras" not in line]
        dump.write_text("".join(kept), encoding="utf-8")

        assert Fault(f"{INCIDENT}/cameras", "was taken out") == next(seal.verify(folder))

    def test_files_are_compared(self, folder: Path) -> None:
        """
        A file that is missing, changed or new is told.
        """
        (folder / "data" / "privkg.ttl").unlink()
        (folder / "note.txt").write_text("new", encoding="utf-8")

        assert [
            Fault("data/privkg.ttl", "is missing"),
            Fault("note.txt", "was not published"),
        ] == list(seal.verify(folder))

    @pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"format": 1}', "\x00"])
    def test_no_manifest_is_told(self, folder: Path, text: str | None) -> None:
        """
        A folder without a readable manifest cannot be verified.
        """
        (folder / "manifest.json").unlink()
        if text is not None:
            (folder / "manifest.json").write_text(text, encoding="utf-8")

        with pytest.raises(InputError, match=r"manifest.json: no"):
            list(seal.verify(folder))


def entry(path: Path) -> dict[str, object]:
    """Return what a manifest says of a file of another size, so that the file is looked into."""
    return {"bytes": path.stat().st_size + 1, "sha256": "0" * 64}


def forge(folder: Path, **parts: object) -> Path:
    """Write a manifest with some parts of its own; return its path."""
    incidents = {f"{INCIDENT}/a": {"facts": "x", "quads": "y"}}
    content = {"format": 2, "dataset": {}, "incidents": incidents, "files": {}} | parts
    path = folder / "manifest.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


class TestKept:
    def test_a_manifest_of_before_names_nothing(self, folder: Path) -> None:
        """
        A manifest without names of what was kept is read as before.
        """
        path = folder / "manifest.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        del content["kept"]
        path.write_text(json.dumps(content), encoding="utf-8")

        assert ([], []) == (list(seal.verify(folder)), seal.kept(folder))

    @pytest.mark.parametrize("name", ["data/", "", "/", "./", "data/privkg.nq", "../"])
    def test_a_name_that_holds_what_was_published_keeps_nothing(self, folder: Path, name: str) -> None:
        """
        What was kept is beside what was published: no name of it covers a file that came later.
        """
        path = folder / "manifest.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(content | {"kept": [name]}), encoding="utf-8")
        (folder / "data" / "note.txt").write_text("new", encoding="utf-8")
        (folder / "data" / "privkg.nq").unlink()

        assert [
            Fault("data/privkg.nq", "is missing"),
            Fault("data/note.txt", "was not published"),
        ] == list(seal.verify(folder))

    @pytest.mark.parametrize("kept", [{}, 7, "x", [1], [None], [["x"]]])
    def test_names_that_are_none(self, folder: Path, kept: object) -> None:
        """
        A manifest in which what was kept is no list of names is not readable.
        """
        path = folder / "manifest.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(content | {"kept": kept}), encoding="utf-8")

        with pytest.raises(InputError, match="kept is no list of names"):
            list(seal.verify(folder))


class TestHostileFolder:
    @pytest.mark.parametrize(
        "text",
        [
            "[" * 100_000,
            '{"a":' * 100_000,
            "[]",
            "7",
            "null",
            "9" * 5_000,
            "{}",
            '{"format": NaN}',
            '{"format": 2, "dataset": {}, "incidents": {}, "files": []}',
            '{"format": 2, "dataset": {}, "incidents": [], "files": {}}',
            '{"format": 2, "dataset": 1, "incidents": {}, "files": {}}',
            '{"format": 2, "files": {}}',
            '{"format": [[2]], "dataset": {}, "incidents": {}, "files": {}}',
        ],
        ids=range(13),
    )
    def test_a_manifest_of_another_shape(self, tmp_path: Path, text: str) -> None:
        """
        A manifest that is none is one error with its path.
        """
        (tmp_path / "manifest.json").write_text(text, encoding="utf-8")

        with pytest.raises(InputError, match=f"^{tmp_path / 'manifest.json'}: "):
            list(seal.verify(tmp_path))
        assert seal.marks(tmp_path) is None

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no FIFO")
    def test_a_fifo_as_manifest(self, tmp_path: Path) -> None:
        """
        A FIFO in place of the manifest does not block.
        """
        os.mkfifo(tmp_path / "manifest.json")

        with pytest.raises(InputError, match="not a regular file"):
            list(seal.verify(tmp_path))

    @pytest.mark.parametrize(
        "known", [{}, [], None, 7, "x", {"bytes": 1}, {"bytes": "1", "sha256": "0"}]
    )
    def test_a_file_without_size_and_hash(self, tmp_path: Path, known: object) -> None:
        """
        An entry that gives no size and hash is a finding of that file.
        """
        (tmp_path / "a.txt").write_text("a", encoding="utf-8")
        forge(tmp_path, files={"a.txt": known})

        (fault,) = seal.verify(tmp_path)

        assert ("a.txt", True) == (fault.of, "a size and a SHA-256" in fault.words)

    @pytest.mark.parametrize("known", [{}, [], None, 7, "x", {"facts": "x"}])
    def test_an_incident_without_hashes(self, tmp_path: Path, known: object) -> None:
        """
        An incident without its two hashes is a finding of that incident, whatever dump has changed.
        """
        (tmp_path / "data").mkdir()
        dump = tmp_path / "data" / "a.nt"
        dump.write_text("", encoding="utf-8")
        forge(tmp_path, incidents={f"{INCIDENT}/a": known}, files={"data/a.nt": entry(dump)})

        assert Fault(f"{INCIDENT}/a", "has no hashes in the manifest") in list(seal.verify(tmp_path))

    @pytest.mark.parametrize(
        "name", ["../a.txt", "/etc/passwd", "b/../../a.txt", "a\0b", "\ud800", "", "."]
    )
    def test_a_path_that_leaves_the_folder(self, tmp_path: Path, name: str) -> None:
        """
        Nothing outside the folder is read, and no name is taken that no file has.
        """
        (tmp_path / "a.txt").write_text("a", encoding="utf-8")
        folder = tmp_path / "folder"
        folder.mkdir()
        known = {"bytes": 1, "sha256": hashlib.sha256(b"a").hexdigest()}
        forge(folder, files={name: known})

        (fault,) = seal.verify(folder)

        assert "is not a file of the folder" in fault.words or "not a regular file" in fault.words
        assert fault.of.encode() is not None

    @pytest.mark.parametrize("is_folder", [True, False])
    def test_a_link_that_leaves_the_folder(self, tmp_path: Path, *, is_folder: bool) -> None:
        """
        A file that a link leads to elsewhere is not read.
        """
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "a.txt").write_text("a", encoding="utf-8")
        folder = tmp_path / "folder"
        folder.mkdir()
        target = tmp_path / "out" if is_folder else tmp_path / "out" / "a.txt"
        (folder / "b").symlink_to(target)
        name = "b/a.txt" if is_folder else "b"
        forge(folder, files={name: {"bytes": 1, "sha256": hashlib.sha256(b"a").hexdigest()}})

        assert Fault(name, "leads out of the folder, and was not read") in list(seal.verify(folder))

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            (
                "deep.jsonld",
                '{"@id":"https://example.org/a","https://example.org/p":' * 10_000 + "1" + "}" * 10_000,
            ),
            ("bomb.rdf", BOMB),
            ("nul.nq", "\0"),
            ("half.ttl", "<https://example.org/a> <"),
        ],
        ids=["deep", "bomb", "nul", "half"],
    )
    def test_a_dump_that_hurts_parsers(self, tmp_path: Path, name: str, text: str) -> None:
        """
        A dump that ends its parser, or fills the memory, is a finding; this process goes on.
        """
        (tmp_path / "data").mkdir()
        dump = tmp_path / "data" / name
        dump.write_text(text, encoding="utf-8")
        forge(tmp_path, files={f"data/{name}": entry(dump)})

        faults = list(seal.verify(tmp_path))

        assert (f"data/{name}", True) == (faults[0].of, "cannot be read as it stands" in faults[0].words)
        assert Fault(f"data/{name}", "is not what was published") == faults[-1]

    def test_a_dump_without_end(self, tmp_path: Path) -> None:
        """
        A file of gigabytes without content is not read, be its size as it should or not.
        """
        (tmp_path / "data").mkdir()
        dump = tmp_path / "data" / "a.nq"
        with dump.open("wb") as file:
            file.truncate(20_000_000_000)
        sizes = {"bytes": 20_000_000_000, "sha256": "0" * 64}
        forge(tmp_path, files={"data/a.nq": sizes})

        assert [Fault("data/a.nq", "is larger than 10000 MB, and was not read")] == list(
            seal.verify(tmp_path)
        )

    def test_a_large_dump_that_was_altered(self, tmp_path: Path) -> None:
        """
        A dump that is larger than a process may parse is told so.
        """
        (tmp_path / "data").mkdir()
        dump = tmp_path / "data" / "a.nq"
        with dump.open("wb") as file:
            file.truncate(2_000_000_000)
        forge(tmp_path, files={"data/a.nq": entry(dump)})

        faults = list(seal.verify(tmp_path))

        assert Fault("data/a.nq", "cannot be read as it stands: larger than 1000 MB") == faults[0]
