"""Processes that share the work of publishing write what one process writes."""

import dataclasses
from pathlib import Path

import pytest

from builders import page_text
from privkg import build
from privkg.core.errors import StoreError
from privkg.publish.metadata import dataset
from privkg.publish.site import folder
from privkg.publish.site.folder import publish
from privkg.store.graph import Graph, open_graph
from publish.metadata.test_dataset import LEAST


@pytest.fixture(autouse=True)
def _several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "_WORTH_PROCESSES", 1)


@pytest.fixture
def described(tmp_path: Path) -> dataset.Dataset:
    """A described dataset."""
    (tmp_path / "privkg.toml").write_text(LEAST, encoding="utf-8")
    return dataset.read(tmp_path / "privkg.toml")


def contents(published: Path) -> dict[str, bytes]:
    """Return the bytes of each file of a folder, by path."""
    files = (path for path in published.rglob("*") if path.is_file())
    return {path.relative_to(published).as_posix(): path.read_bytes() for path in files}


def inodes(pages: Path) -> dict[str, int]:
    """Return the number by which the file system knows each file of data, which a new file has not."""
    return {path.name: path.stat().st_ino for path in pages.rglob("*.ttl")}


def test_files_do_not_depend_on_processes(
    corpus: Graph, described: dataset.Dataset, tmp_path: Path
) -> None:
    """
    One process and two write the same files with the same content.
    """
    published = [publish(corpus, described, tmp_path / str(jobs), jobs=jobs) for jobs in (1, 2)]

    assert contents(tmp_path / "1") == contents(tmp_path / "2")
    assert published[0] == published[1]


def test_files_of_an_earlier_publication_stay(
    corpus: Graph, described: dataset.Dataset, tmp_path: Path
) -> None:
    """
    Processes do not write a file again whose content is the same, and count the others.
    """
    publish(corpus, described, tmp_path / "out", jobs=2)
    before = inodes(tmp_path / "out/id")
    later = dataclasses.replace(described, version="9.9.9")
    again = publish(corpus, later, tmp_path / "out", jobs=2)

    assert before == inodes(tmp_path / "out/id")
    assert 0 < again.written < again.files


def test_an_error_of_a_process_is_raised(described: dataset.Dataset, tmp_path: Path) -> None:
    """
    If a process cannot open the graph, that is the error, and nothing is published.
    """
    page = tmp_path / "page.txt"
    page.write_text(page_text("Letters opened"), encoding="utf-8")
    build.build([page], tmp_path / "graph")
    graph = open_graph(tmp_path / "graph")
    (graph.generation / "seal.json").write_text("{}", encoding="utf-8")

    with pytest.raises(StoreError):
        publish(graph, described, tmp_path / "out", jobs=2)

    assert ["graph", "page.txt", "privkg.toml"] == sorted(path.name for path in tmp_path.iterdir())
