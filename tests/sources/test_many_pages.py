"""A file may have several pages: each is an incident, with its key and its place in the file."""

from pathlib import Path

import pytest

import copies
from builders import page_text
from commands import Result
from privkg.store.graph import open_graph

ONE_BELOW_THE_OTHER = '''\
"""Pages one below the other, each below a line with its key."""

import re
from dataclasses import replace

from privkg.core import documents
from privkg.core.model import Span
from privkg.sources import privacywiki_text

TITLE, SUFFIXES, RANK = "pages one below the other", (".pages",), 9


def sniff(head):
    """Return whether a file begins with a key."""
    return head.startswith(b"--- ")


def read(document):
    """Yield the incident of each page."""
    keys = [*re.finditer("^--- (.*)\\\\n", document.text, re.MULTILINE)]
    ends = [key.start() for key in keys[1:]] + [len(document.text)]
    for key, end in zip(keys, ends):
        page = documents.record(document, key[1], Span(key.end(), end))
        (incident,) = privacywiki_text.read(documents.decode(page.text.encode(), document.path))
        yield replace(incident, page=page)
'''
LETTERS = page_text("Letters opened")
CAMERAS = page_text("Cameras sold", Date="soon", lead="")


def line_of(text: str, words: str) -> int:
    """Return the number of the line with some words."""
    return text[: text.index(words)].count("\n") + 1


def file_of(**pages: str) -> str:
    """Return a file with pages, given by key."""
    return "".join(f"--- {key}\n{text}" for key, text in pages.items())


TEXT = file_of(one=LETTERS, two=CAMERAS, three=LETTERS)
DATE_LINE = line_of(TEXT, "Date soon")


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of privkg with a format of several pages per file."""
    folder = tmp_path_factory.mktemp("copy")
    return copies.copy(folder, {"src/privkg/sources/one_below_the_other.py": ONE_BELOW_THE_OTHER})


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with two pages, and the first of them again."""
    file = tmp_path_factory.mktemp("pages") / "all.pages"
    file.write_text(TEXT, encoding="utf-8", newline="")
    return file


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the graph that `built` writes."""
    return tmp_path_factory.mktemp("built") / "graph"


@pytest.fixture(scope="module")
def built(copied: Path, file: Path, graph: Path) -> Result:
    """The output of building the file."""
    return copies.run(copied, "build", file, "--cache", graph.parent / "cache", "--graph", graph)


def test_each_page_is_counted_and_a_duplicate_named(built: Result, file: Path) -> None:
    """
    Pages are counted, not files; a duplicate page is listed by its key.
    """
    assert "read 3 = 2 accepted + 1 duplicate + 0 left out + 0 rejected\n" in built.stderr
    assert f"{file}#three: duplicate of {file}#one; read once\n" in built.stderr


def test_a_finding_of_the_reader_is_at_its_line_of_the_file(built: Result, file: Path) -> None:
    """
    A finding about the second page has its line in the file.
    """
    assert f"{file}:{DATE_LINE}:6 error PK012 incident-has-date" in built.stderr


def test_a_finding_of_a_shape_is_at_its_line_of_the_file(copied: Path, file: Path) -> None:
    """
    A shape's finding about the second page has a line of that page, not the first line of the file.
    """
    result = copies.run(copied, "check", file, "--no-cache")
    (found,) = (line for line in result.stdout.splitlines() if " PK057 " in line)

    assert found.startswith(f"{file}:{line_of(TEXT, 'Cameras sold')}:1 ")


def test_the_cache_has_both(built: Result, copied: Path, file: Path, graph: Path) -> None:
    """
    A second build takes both pages from the cache, with the same graph and findings.
    """
    again = copies.run(
        copied, "build", file, "-v", "--cache", graph.parent / "cache", "--graph", graph.parent / "again"
    )

    assert again.stderr.splitlines()[0] == "cache: 3 hits, 0 misses"
    here = again.stderr.replace(f"{graph.parent / 'again'}", f"{graph}")
    assert built.stderr.splitlines() == here.splitlines()[1:]


def test_evidence_is_at_its_line_of_the_file(built: Result, copied: Path, graph: Path) -> None:
    """
    The line of a passage in the file is stored in the graph.
    """
    result = copies.run(copied, "show", "cameras-sold", "--graph", graph)

    assert f"all.pages:{DATE_LINE}:" in result.stdout
    assert f"all.pages:{line_of(LETTERS, 'Date ') + 1}:" not in result.stdout


def test_a_built_graph_is_checked_at_the_lines_of_the_file(
    built: Result, copied: Path, graph: Path
) -> None:
    """
    A check of the graph reports findings about the second page at its lines.
    """
    result = copies.run(copied, "check", "--graph", graph)
    (found,) = (line for line in result.stdout.splitlines() if " PK057 " in line)

    assert found.startswith(f"all.pages:{line_of(TEXT, 'Cameras sold')}:1 ")


def test_the_manifest_has_the_keys(built: Result, graph: Path) -> None:
    """
    The manifest has the file and the key of each page.
    """
    pages = open_graph(graph).manifest.pages

    assert {("cameras-sold", "two"), ("letters-opened", "one")} == {
        (page.incident, page.key) for page in pages
    }
    assert {("all.pages",)} == {page.files for page in pages}


def test_the_graph_verifies(built: Result, copied: Path, graph: Path) -> None:
    """
    The built graph verifies.
    """
    assert 0 == copies.run(copied, "verify", "--graph", graph).code


def test_one_page_changed_is_one_incident_changed(
    built: Result, copied: Path, graph: Path, tmp_path: Path
) -> None:
    """
    A diff of two builds lists only the incident whose page has changed.
    """
    changed = tmp_path / "all.pages"
    text = file_of(one=LETTERS, two=CAMERAS.replace("Date soon", "Date May 2020"), three=LETTERS)
    changed.write_text(text, encoding="utf-8", newline="")
    copies.run(copied, "build", changed, "--no-cache", "--graph", tmp_path / "new")
    result = copies.run(copied, "diff", graph, tmp_path / "new")

    assert "cameras-sold" in result.stdout
    assert "letters-opened" not in result.stdout


def test_pages_before_a_broken_one_are_kept(copied: Path, tmp_path: Path) -> None:
    """
    A page that cannot be parsed is rejected; the pages before it are in the graph.
    """
    (tmp_path / "all.pages").write_text(file_of(one=LETTERS, two="\n"), encoding="utf-8")
    result = copies.run(copied, "build", tmp_path, "--no-cache", "--graph", tmp_path / "graph")

    assert 1 == result.code
    assert "read 2 = 1 accepted + 0 duplicate + 0 left out + 1 rejected\n" in result.stderr


@pytest.mark.parametrize(
    ("is_named", "code", "line"),
    [(True, 1, "the file has no page"), (False, 0, "has no page; left out")],
)
def test_a_file_without_a_page(
    copied: Path, tmp_path: Path, is_named: bool, code: int, line: str
) -> None:
    """
    A file of a known format without a page is rejected if named, else left out.
    """
    (tmp_path / "all.pages").write_text("--- ", encoding="utf-8")
    path = tmp_path / "all.pages" if is_named else tmp_path
    result = copies.run(copied, "build", path, "--no-cache", "--graph", tmp_path / "graph")

    assert code == result.code
    assert line in result.stderr
