"""The manifest of a published folder, and the verification of the folder."""

import gzip
import hashlib
import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from builders import page_text
from exports import SUFFIXES
from privkg import build
from privkg.core.errors import InputError
from privkg.export import formats, write
from privkg.publish.versions import manifest, seal
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


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a graph of two incidents, and with a sealed folder that has it in each format."""
    place = tmp_path_factory.mktemp("sealed")
    for name in ("letters", "cameras"):
        (place / f"{name}.txt").write_text(page_text(name.capitalize()), encoding="utf-8")
    build.build(sorted(place.glob("*.txt")), place / "graph")
    graph = open_graph(place / "graph")
    made = place / "published"
    (made / "data").mkdir(parents=True)
    for name in (f"privkg.{suffix}" for suffix in SUFFIXES):
        with (made / "data" / name).open("wb") as file:
            write.export(graph, made / "data" / name, None, file)
        (made / "data" / f"{name}.gz").write_bytes(gzip.compress((made / "data" / name).read_bytes()))
    seal.seal(made, graph)
    return place


@pytest.fixture
def folder(sealed: Path, tmp_path: Path) -> Path:
    """A copy of the sealed folder, next to one of its graph."""
    shutil.copytree(sealed, tmp_path, dirs_exist_ok=True)
    return tmp_path / "published"


class TestVerify:
    def test_an_unchanged_folder_has_no_fault(self, folder: Path) -> None:
        """
        An unchanged folder has no fault.
        """
        assert [] == list(seal.verify(folder))

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_the_changed_incident_is_named(self, folder: Path, suffix: str) -> None:
        """
        If a word of an incident was changed in a dump of any format, incident and file are reported.
        """
        dump = folder / "data" / f"privkg.{suffix}"
        text = dump.read_text(encoding="utf-8")
        altered = re.sub('(["&quot;>])Letters(["&quot;<])', r"\1Lettres\2", text, count=1)
        dump.write_text(altered, encoding="utf-8")

        assert text != altered
        assert [
            Fault(f"{INCIDENT}/letters", "changed since publication"),
            Fault(f"data/privkg.{suffix}", "changed since publication"),
        ] == list(seal.verify(folder))

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_compressed_dumps_are_compared_too(self, folder: Path, suffix: str) -> None:
        """
        If an incident was removed from a compressed dump of any format, it is reported.
        """
        dump = folder / "data" / f"privkg.{suffix}.gz"
        build.build([folder.parent / "letters.txt"], folder.parent / "less")
        with dump.open("wb") as file:
            name = formats.of_file(f"privkg.{suffix}")
            write.export(open_graph(folder.parent / "less"), Path("-"), name, file)
        dump.write_bytes(gzip.compress(dump.read_bytes()))

        assert [
            Fault(f"{INCIDENT}/cameras", "removed since publication"),
            Fault(f"data/privkg.{suffix}.gz", "changed since publication"),
        ] == list(seal.verify(folder))

    @pytest.mark.parametrize("cut", [20, 200])
    def test_a_compressed_dump_that_is_cut(self, folder: Path, cut: int) -> None:
        """
        A compressed dump that ends early is reported as one that cannot be parsed.
        """
        dump = folder / "data" / "privkg.nq.gz"
        dump.write_bytes(dump.read_bytes()[:cut])

        faults = list(seal.verify(folder))

        assert "cannot be parsed: " in faults[0].words
        assert "cut: the file ends within the gzip data" in faults[0].words

    @pytest.mark.parametrize("suffix", ["jsonld", "nq", "rdf", "ttl"])
    def test_a_dump_that_is_broken(self, folder: Path, suffix: str) -> None:
        """
        A dump that can no longer be parsed is reported with the line of the syntax error.
        """
        dump = folder / "data" / f"privkg.{suffix}"
        dump.write_bytes(b"<{" + dump.read_bytes()[100:])

        faults = list(seal.verify(folder))

        assert "cannot be parsed: " in faults[0].words
        assert f"privkg.{suffix}:1:" in faults[0].words
        assert Fault(f"data/privkg.{suffix}", "changed since publication") == faults[-1]

    @pytest.mark.parametrize(
        "name", ["incident/letters.html", "incident/letters/v1.ttl", "page/letters.ttl"]
    )
    def test_a_page_of_an_incident_names_it(self, folder: Path, name: str) -> None:
        """
        If a file of one incident was changed, that incident is reported.
        """
        file = folder / "id" / name
        file.parent.mkdir(parents=True)
        file.write_text("one", encoding="utf-8")
        seal.seal(folder, open_graph(folder.parent / "graph"))
        file.write_text("other", encoding="utf-8")

        assert Fault(f"{INCIDENT}/letters", "changed since publication") == next(seal.verify(folder))

    def test_a_removed_incident_is_named(self, folder: Path) -> None:
        """
        If all quads of an incident were removed from a dump, the incident is reported as removed.
        """
        dump = folder / "data" / "privkg.nq"
        lines = dump.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if "/graph/cameras" not in line]
        dump.write_text("".join(kept), encoding="utf-8")

        assert Fault(f"{INCIDENT}/cameras", "removed since publication") == next(seal.verify(folder))

    def test_files_are_compared(self, folder: Path) -> None:
        """
        A missing file and an added file are reported.
        """
        (folder / "data" / "privkg.ttl").unlink()
        (folder / "note.txt").write_text("new", encoding="utf-8")

        assert [
            Fault("data/privkg.ttl", "missing"),
            Fault("note.txt", "added since publication"),
        ] == list(seal.verify(folder))

    @pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"format": 1}', "\x00"])
    def test_without_a_manifest_it_fails(self, folder: Path, text: str | None) -> None:
        """
        A folder without a readable manifest cannot be verified.
        """
        (folder / "manifest.json").unlink()
        if text is not None:
            (folder / "manifest.json").write_text(text, encoding="utf-8")

        with pytest.raises(InputError, match=r"manifest.json: no"):
            list(seal.verify(folder))


def entry(path: Path) -> dict[str, object]:
    """Return a manifest entry for a file with another size, so that the file counts as changed."""
    return {"bytes": path.stat().st_size + 1, "sha256": "0" * 64}


def forge(folder: Path, **parts: object) -> Path:
    """Write a manifest with some keys replaced; return its path."""
    incidents = {f"{INCIDENT}/a": {"facts": "x", "quads": "y"}}
    content = {"format": 2, "dataset": {}, "incidents": incidents, "files": {}} | parts
    path = folder / "manifest.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


class TestKept:
    def test_an_older_manifest_has_no_kept_files(self, folder: Path) -> None:
        """
        A manifest without the key "kept" can be verified.
        """
        path = folder / "manifest.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        del content["kept"]
        path.write_text(json.dumps(content), encoding="utf-8")

        assert ([], []) == (list(seal.verify(folder)), seal.kept(folder))

    @pytest.mark.parametrize("name", ["data/", "", "/", "./", "data/privkg.nq", "../"])
    def test_a_folder_with_published_files_cannot_be_kept(self, folder: Path, name: str) -> None:
        """
        A name in "kept" that is a published file, or a folder of some, hides no file added later.
        """
        path = folder / "manifest.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(content | {"kept": [name]}), encoding="utf-8")
        (folder / "data" / "note.txt").write_text("new", encoding="utf-8")
        (folder / "data" / "privkg.nq").unlink()

        assert [
            Fault("data/privkg.nq", "missing"),
            Fault("data/note.txt", "added since publication"),
        ] == list(seal.verify(folder))

    @pytest.mark.parametrize("kept", [{}, 7, "x", [1], [None], [["x"]]])
    def test_kept_must_be_a_list_of_names(self, folder: Path, kept: object) -> None:
        """
        A manifest whose "kept" is not a list of names is rejected.
        """
        path = folder / "manifest.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(content | {"kept": kept}), encoding="utf-8")

        with pytest.raises(InputError, match='"kept" is not a list of names'):
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
        A malformed manifest is one error with its path.
        """
        (tmp_path / "manifest.json").write_text(text, encoding="utf-8")

        with pytest.raises(InputError, match=f"^{tmp_path / 'manifest.json'}: "):
            list(seal.verify(tmp_path))
        assert manifest.marks(tmp_path) is None

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no FIFO")
    def test_a_fifo_as_manifest(self, tmp_path: Path) -> None:
        """
        A FIFO instead of the manifest does not block.
        """
        os.mkfifo(tmp_path / "manifest.json")

        with pytest.raises(InputError, match="not a regular file"):
            list(seal.verify(tmp_path))

    @pytest.mark.parametrize(
        "known", [{}, [], None, 7, "x", {"bytes": 1}, {"bytes": "1", "sha256": "0"}]
    )
    def test_a_file_without_size_and_hash(self, tmp_path: Path, known: object) -> None:
        """
        A file without size and hash in the manifest is reported.
        """
        (tmp_path / "a.txt").write_text("a", encoding="utf-8")
        forge(tmp_path, files={"a.txt": known})

        (fault,) = seal.verify(tmp_path)

        assert ("a.txt", True) == (fault.of, "no valid size and SHA-256" in fault.words)

    @pytest.mark.parametrize("known", [{}, [], None, 7, "x", {"facts": "x"}])
    def test_an_incident_without_hashes(self, tmp_path: Path, known: object) -> None:
        """
        An incident without its two hashes is reported, even if a dump has changed as well.
        """
        (tmp_path / "data").mkdir()
        dump = tmp_path / "data" / "a.nt"
        dump.write_text("", encoding="utf-8")
        forge(tmp_path, incidents={f"{INCIDENT}/a": known}, files={"data/a.nt": entry(dump)})

        assert Fault(f"{INCIDENT}/a", "no hashes in the manifest") in list(seal.verify(tmp_path))

    @pytest.mark.parametrize(
        "name", ["../a.txt", "/etc/passwd", "b/../../a.txt", "a\0b", "\ud800", "", "."]
    )
    def test_a_path_that_leaves_the_folder(self, tmp_path: Path, name: str) -> None:
        """
        A path outside of the folder, or one that no file can have, is reported and not read.
        """
        (tmp_path / "a.txt").write_text("a", encoding="utf-8")
        folder = tmp_path / "folder"
        folder.mkdir()
        known = {"bytes": 1, "sha256": hashlib.sha256(b"a").hexdigest()}
        forge(folder, files={name: known})

        (fault,) = seal.verify(folder)

        assert "not a file in the folder" in fault.words or "not a regular file" in fault.words
        assert fault.of.encode() is not None

    @pytest.mark.parametrize("is_folder", [True, False])
    def test_a_link_that_leaves_the_folder(self, tmp_path: Path, *, is_folder: bool) -> None:
        """
        A link to a file outside of the folder is reported and not read.
        """
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "a.txt").write_text("a", encoding="utf-8")
        folder = tmp_path / "folder"
        folder.mkdir()
        target = tmp_path / "out" if is_folder else tmp_path / "out" / "a.txt"
        (folder / "b").symlink_to(target)
        name = "b/a.txt" if is_folder else "b"
        forge(folder, files={name: {"bytes": 1, "sha256": hashlib.sha256(b"a").hexdigest()}})

        assert Fault(name, "a link to outside of the folder; not read") in list(seal.verify(folder))

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
    def test_a_dump_that_crashes_parsers(self, tmp_path: Path, name: str, text: str) -> None:
        """
        A dump that crashes its parser, or fills its memory, is reported; this process continues.
        """
        (tmp_path / "data").mkdir()
        dump = tmp_path / "data" / name
        dump.write_text(text, encoding="utf-8")
        forge(tmp_path, files={f"data/{name}": entry(dump)})

        faults = list(seal.verify(tmp_path))

        assert (f"data/{name}", True) == (faults[0].of, "cannot be parsed" in faults[0].words)
        assert Fault(f"data/{name}", "changed since publication") == faults[-1]

    def test_a_huge_dump(self, tmp_path: Path) -> None:
        """
        A dump above the limit is not read, even if its size is that of the manifest.
        """
        (tmp_path / "data").mkdir()
        dump = tmp_path / "data" / "a.nq"
        with dump.open("wb") as file:
            file.truncate(20_000_000_000)
        sizes = {"bytes": 20_000_000_000, "sha256": "0" * 64}
        forge(tmp_path, files={"data/a.nq": sizes})

        assert [Fault("data/a.nq", "larger than 10000 MB; not read")] == list(seal.verify(tmp_path))

    def test_a_large_changed_dump(self, tmp_path: Path) -> None:
        """
        A changed dump that is too large to be parsed is reported with the limit.
        """
        (tmp_path / "data").mkdir()
        dump = tmp_path / "data" / "a.nq"
        with dump.open("wb") as file:
            file.truncate(2_000_000_000)
        forge(tmp_path, files={"data/a.nq": entry(dump)})

        faults = list(seal.verify(tmp_path))

        assert Fault("data/a.nq", "cannot be parsed: larger than 1000 MB") == faults[0]
