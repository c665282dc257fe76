"""Data that privkg writes and reads again is unchanged, or is rejected before writing."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builders import page_text
from privkg import build
from privkg.build import read
from privkg.build.cache import cache_in
from privkg.build.find import File
from privkg.build.pages import LiftedPage
from privkg.build.read import ReadOptions
from privkg.core import documents
from privkg.core.errors import PrivkgError
from privkg.core.files import stamps
from privkg.publish.versions import report, seal
from privkg.publish.versions.diff import Changes
from privkg.rdf import iris
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import iri, iri_text, literal, term
from privkg.reference.links.mapping import State
from privkg.reference.links.tables import LinkTables
from privkg.store import generations, quads_text, rdf
from privkg.store.graph import Graph, open_graph
from privkg.store.page_table import PageEntry

ANY = st.text(st.characters(exclude_categories=[]), max_size=20)
ODD = (
    "\ud800",
    "a\u2028b\u2029c\x85d",
    "\0",
    "\x1b[31m",
    "a\tb\nc\rd",
    "\u202ereversed\u2066",
    "\"'\\|,;#<>{}",
    "x" * 131_073,
    "\ufeff\ufffe\U0010ffff",
)
"""Texts that one writer or another has no room for."""
FEW = settings(max_examples=25)
NAME = "https://w3id.org/privkg/graph/one"


def odd(name: str) -> Callable[[Any], Any]:
    """Return a decorator that passes each odd text as one argument of a test."""

    def decorate(test: Any) -> Any:
        for text in ODD:
            test = example(**{name: text})(test)
        return test

    return decorate


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The graph of an invented page."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "page.txt").write_text(page_text(), encoding="utf-8")
    build.build([folder / "page.txt"], folder / "graph")
    return open_graph(folder / "graph")


class TestGraph:
    @FEW
    @given(text=ANY)
    @odd("text")
    def test_its_folder(self, tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
        """
        Store, text, manifest and seal preserve any value and page name, or the build is rejected.
        """
        folder = tmp_path_factory.mktemp("graph") / "graph"
        pages = (PageEntry("0" * 64, (f"{text}.txt",), "one"),)
        try:
            value = literal(text)
            triple = iri("https://example.org/a"), term("dcterms:title"), value
            packed = quads_text.pack(iri(NAME), [triple])
            lines = [f"{line}\n" for line in packed.text().decode().split("\n")[:-1]]
            with generations.building(folder):
                written = generations.write(folder, [packed], pages, DEFAULT)
        except (PrivkgError, UnicodeEncodeError):
            assert "\ud800" in text or not _is_utf8(text)
            assert not list(folder.glob("gen-*"))
            return
        graph = open_graph(folder)
        graph.verify()

        assert written == graph.manifest
        assert lines == [line.replace(" .\n", f" <{NAME}> .\n") for line in graph.lines(NAME)]
        assert [value] == [o for (_, _, o), _ in graph.triples()]


def _is_utf8(text: str) -> bool:
    return text == text.encode(errors="replace").decode()


class TestPublished:
    @FEW
    @given(name=st.binary(min_size=1, max_size=40))
    @example("\u202e\u2028\x1b".encode())
    @example(b"\xff\xfe")
    @example(b'"\\\t\n\r')
    @example("é".encode())
    def test_the_names_of_what_was_kept(
        self, tmp_path_factory: pytest.TempPathFactory, small: Graph, name: bytes
    ) -> None:
        """
        A user's file of any name in a published folder is recorded as kept, and is not a fault.
        """
        folder = tmp_path_factory.mktemp("published")
        named = os.fsdecode(name.replace(b"/", b"").replace(b"\0", b"").lstrip(b".") or b"x")
        try:
            seal.seal(folder, small, [named])
        except PrivkgError:
            assert [] == list(folder.iterdir())
            return
        (folder / named).write_text("mine", encoding="utf-8")

        assert 1 == len(seal.kept(folder))
        assert [] == list(seal.verify(folder))


class TestCache:
    @FEW
    @given(text=ANY)
    @odd("text")
    def test_what_was_read(self, tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
        """
        A page with any field values is read back unchanged from the cache.
        """
        folder = tmp_path_factory.mktemp("cache")
        content = page_text(Actor=f"{text} Ltd", Act=text).encode(errors="replace")
        (folder / "page.txt").write_bytes(content)
        (found,) = read.read(File(folder / "page.txt"), ReadOptions())
        if isinstance(found, LiftedPage):
            cache = cache_in(folder / "cache", ())
            document = documents.decode(content, str(folder / "page.txt"))
            cache.put(document, "text", [found])
            (again,) = cache.get(document, "text") or ()

            assert (found.facts, found.findings, found.mentions, found.title) == (
                again.facts,
                again.findings,
                again.mentions,
                again.title,
            )

    @FEW
    @given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
    def test_its_stamp(self, tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
        """
        The stamp of a folder is valid with the text it was written with, and with no other.
        """
        path = tmp_path_factory.mktemp("stamp") / "TAG"
        stamps.write(path, text)

        assert stamps.is_genuine(path, text)
        assert not stamps.is_genuine(path, f"{text}.")


class TestLinks:
    @FEW
    @given(why=ANY)
    @odd("why")
    def test_what_was_rejected(self, tmp_path_factory: pytest.TempPathFactory, why: str) -> None:
        """
        A rejected link with any reason is read back as rejected, or nothing is written.
        """
        folder = tmp_path_factory.mktemp("links")
        known = LinkTables(folder)
        one, two = iri("https://example.org/a"), iri("https://example.org/b")
        known.reject(one, two, why)
        try:
            known.save()
        except PrivkgError:
            assert [] == list(folder.glob("*.tsv"))
            return

        assert [(one, two)] == [each.pair for each in LinkTables(folder).mappings(State.REJECTED)]


class TestNotice:
    @FEW
    @given(titles=st.lists(ANY, min_size=1, max_size=4))
    def test_what_is_due(self, tmp_path_factory: pytest.TempPathFactory, titles: list[str]) -> None:
        """
        The notice that is due can be parsed, and concerns each removed incident, whatever its title.
        """
        taken = iris.slugs((title, str(n) * 64) for n, title in enumerate(titles))
        removed = tuple(sorted({iri_text(DEFAULT.incident(slug)) for slug in taken.values()}))
        changes = Changes(
            added={}, removed={}, changed={}, things={}, notices=(), removed_without_notice=removed
        )
        path = tmp_path_factory.mktemp("notice") / "due.ttl"
        path.write_text(report.to_notice(changes, DEFAULT), encoding="utf-8")

        concerned = [o for _, p, o in rdf.read_turtle(path) if p == term("pk:concerns")]
        assert list(removed) == sorted(map(iri_text, concerned))
