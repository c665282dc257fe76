"""Publishing again keeps the files of resources that are made from the same, and makes the others."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builders import page_text
from checkout import ROOT
from privkg import build
from privkg.publish.metadata import dataset
from privkg.publish.site import folder, inputs
from privkg.publish.site.contents import Contents
from privkg.publish.site.files import File
from privkg.publish.site.folder import Published, publish
from privkg.rdf.terms import Term
from privkg.store import published
from privkg.store.graph import open_graph


class Place:
    """A folder with pages, their graph, and what was published of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.graph, self.out = folder, folder / "graph", folder / "out"

    def write(self, name: str, text: str) -> None:
        """Write a page and build the graph."""
        (self.folder / "pages").mkdir(exist_ok=True)
        (self.folder / "pages" / f"{name}.txt").write_text(text, encoding="utf-8")
        build.build([self.folder / "pages"], self.graph, is_incremental=False)

    def publish(self, name: str = "out", jobs: int = 1) -> Published:
        """Publish the graph into a folder."""
        described = dataset.read(ROOT / "privkg.toml")
        return publish(open_graph(self.graph), described, self.folder / name, jobs=jobs)

    def files(self, name: str = "out") -> dict[str, bytes]:
        """Return the files of a folder."""
        top = self.folder / name
        files = (path for path in top.rglob("*") if path.is_file())
        return {path.relative_to(top).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a graph was published."""
    there = Place(tmp_path_factory.mktemp("published"))
    there.write("letters", page_text("Letters opened", Location="Oslo, Norway"))
    there.write("cameras", page_text("Cameras for sale"))
    there.publish()
    return there.folder


@pytest.fixture
def place(first: Path, tmp_path: Path) -> Place:
    """A copy of that folder, with which a test does what it likes."""
    shutil.copytree(first, tmp_path / "place")
    return Place(tmp_path / "place")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The last parts of the IRIs of the resources whose files are made from now on."""
    found, of = list[str](), Contents.of

    def noted(self: Contents, thing: Term, **options: Any) -> Iterator[File]:
        found.append(thing.rpartition("/")[2][:-1])
        return of(self, thing, **options)

    monkeypatch.setattr(Contents, "of", noted)
    return found


def test_nothing_is_made_of_the_same_graph(place: Place, made: list[str]) -> None:
    """
    Publishing the same graph again makes no page of a resource, and changes no file.
    """
    before = place.files()
    again = place.publish()

    assert ([], 0) == (made, again.written)
    assert before == place.files()


def test_what_a_change_concerns_is_made(place: Place, made: list[str]) -> None:
    """
    After a change of an incident its pages are made, and not those of another incident.
    """
    place.write("letters", page_text("Letters opened", Location="Oslo, Norway", lead="It changed."))
    place.publish()

    assert "letters-opened" in made
    assert "cameras-for-sale" not in made


@pytest.mark.parametrize("jobs", [1, 2])
def test_files_are_those_of_a_new_folder(
    place: Place, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    After a change, one process and two write what they write into a new folder.
    """
    monkeypatch.setattr(folder, "_WORTH_PROCESSES", 1)
    place.write("letters", page_text("Letters opened", Date="May 2021", Threat_Actors="Example Club"))
    place.write("drones", page_text("Drones over schools"))
    place.publish(jobs=jobs)
    place.publish("new", jobs=jobs)

    assert place.files("new") == place.files()


def test_words_in_angle_brackets_are_no_resources(place: Place) -> None:
    """
    Tags, addresses of e-mail and relations in the words of a page are published, and again.
    """
    words = "It was <b>sold</b> to Jo <jo@example.org>, as x < 5 and y > 3."
    place.write("letters", page_text("Letters opened", lead=words, description=words))
    place.publish()

    assert 0 == place.publish().written
    assert "&lt;b&gt;sold" in (place.out / "id/incident/letters-opened.html").read_text(encoding="utf-8")


def test_a_removed_resource_has_no_files(place: Place) -> None:
    """
    The files of a resource that the graph no longer has are not kept.
    """
    (place.folder / "pages" / "cameras.txt").unlink()
    place.write("letters", page_text("Letters opened", Location="Oslo, Norway"))
    place.publish()

    assert not (place.out / "id/incident/cameras-for-sale.html").exists()


def test_a_missing_file_is_made(place: Place, made: list[str]) -> None:
    """
    A file that was removed from the folder since is made again, with the others of its resource.
    """
    before = place.files()
    (place.out / "id/incident/letters-opened.ttl").unlink()
    place.publish()

    assert ["letters-opened"] == made
    assert before == place.files()


def test_a_folder_of_another_content_is_made_as_a_whole(place: Place, made: list[str]) -> None:
    """
    Of a folder that does not have what was published last, nothing is known, and all of it is made.
    """
    place.write("drones", page_text("Drones over schools"))
    place.publish("new")
    made.clear()
    place.publish()

    assert {"letters-opened", "cameras-for-sale"} <= set(made)
    assert place.files("new") == place.files()


def test_other_code_makes_all(place: Place, made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What other code of privkg published is made again.
    """
    monkeypatch.setattr(inputs, "_installed", lambda: "another version")
    place.publish()

    assert {"letters-opened", "cameras-for-sale"} <= set(made)


@pytest.mark.parametrize(
    "lines", ["", "\n", "another\n", "{}\n{}\n", "{}\n{}\t\n", "{}\n{}\tabc\t../../graph/CURRENT\n"]
)
def test_a_damaged_record_is_not_used(place: Place, lines: str, made: list[str]) -> None:
    """
    What a record has no files of, or only files outside of the folder, is made again.
    """
    record = place.graph / published.NAME
    manifest, first, *_ = record.read_text(encoding="utf-8").splitlines()
    record.write_text(lines.format(manifest, first.partition("\t")[0]), encoding="utf-8")
    before = place.files()
    place.publish()

    assert {"letters-opened", "cameras-for-sale"} <= set(made)
    assert before == place.files()


def test_a_record_that_is_not_text_is_not_used(place: Place, made: list[str]) -> None:
    """
    A record that is not UTF-8 is ignored.
    """
    (place.graph / published.NAME).write_bytes(b"\xff\n")
    place.publish()

    assert {"letters-opened", "cameras-for-sale"} <= set(made)


def test_a_record_that_cannot_be_written_is_left_out(place: Place, made: list[str]) -> None:
    """
    If the folder of the graph cannot be written, the graph is published all the same.
    """
    (place.graph / published.NAME).unlink()
    (place.graph / published.NAME).mkdir()
    place.publish()

    assert {"letters-opened", "cameras-for-sale"} <= set(made)


def test_a_build_keeps_the_record(place: Place) -> None:
    """
    A new build of the graph leaves the record, with which its publication is begun.
    """
    record = (place.graph / published.NAME).read_bytes()
    place.write("drones", page_text("Drones over schools"))

    assert record == (place.graph / published.NAME).read_bytes()
