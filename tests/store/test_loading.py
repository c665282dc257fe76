"""Graphs of any size are updated line by line, in pieces of any size."""

from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privkg.rdf.terms import Term, Triple, iri
from privkg.store import loading, quads_text
from privkg.store.graph_table import GraphTable
from privkg.store.quads_text import PackedGraph

GRAPH = iri("https://example.org/graph")
TRIPLES = st.lists(st.integers(0, 40), unique=True).map(sorted)


def triples(numbers: list[int]) -> list[Triple]:
    """Return a triple for each number; the longer ones sort between shorter ones."""
    found = [(iri("https://example.org/s"), iri("https://example.org/p"), _value(n)) for n in numbers]
    return sorted(found)


def _value(number: int) -> Term:
    return Term(f'"{"x" * (number % 7)}{number}"')


def packed(numbers: list[int]) -> PackedGraph:
    return quads_text.pack_sorted(GRAPH, triples(numbers))


@pytest.fixture(scope="module", params=[1, 64, 1000])
def in_pieces_of(request: pytest.FixtureRequest) -> int:
    """The size of a piece of text, in bytes."""
    return int(request.param)


class TestUpdate:
    @settings(max_examples=12)  # each makes two stores on disk
    @given(former=TRIPLES.filter(bool), new=TRIPLES)
    def test_the_store_has_the_new_lines(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        in_pieces_of: int,
        former: list[int],
        new: list[int],
    ) -> None:
        """
        After an update text and store are those of the new graph, however long the pieces are.
        """
        folder = tmp_path_factory.mktemp("update")
        before, after = folder / "before", folder / "after"
        before.mkdir()
        after.mkdir()
        loading.write(before, [packed(former)])
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(quads_text, "_PIECE", in_pieces_of)
            loading.update(after, before, [packed(new)])
            found = GraphTable(after)
            store = pyoxigraph.Store.read_only(str(after / "store"))
            loading.verify(store, quads_text.checked(after, found))

        assert [packed(new).count] * bool(new) == list(found.values())


class TestPackSorted:
    @given(numbers=TRIPLES)
    def test_it_is_the_text_of_pack(self, numbers: list[int]) -> None:
        """
        Sorted triples that are packed in parts are the same text as those packed at once.
        """
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(quads_text, "_LINES_AT_ONCE", 3)
            found = packed(numbers)

        expected = quads_text.pack(GRAPH, triples(numbers))

        assert (expected.count, expected.stored, expected.text()) == (
            found.count,
            found.stored,
            found.text(),
        )


class TestPieces:
    @pytest.mark.parametrize("size", [1, 50, 10_000])
    def test_they_are_whole_lines_of_the_text(self, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
        """
        Pieces end with a line, and joined they are the text.
        """
        monkeypatch.setattr(quads_text, "_PIECE", size)
        monkeypatch.setattr(quads_text, "_MEMBER_AT_ONCE", 20)
        graph = packed(list(range(100)))
        pieces = list(graph.stored_pieces())

        assert graph.text() == b"".join(pieces)
        assert all(piece.endswith(b"\n") for piece in pieces)

    def test_a_truncated_text_is_an_error(self, tmp_path: Path) -> None:
        """
        A text whose end is missing is an error, after its pieces.
        """
        graph = packed(list(range(100)))
        cut = PackedGraph(graph.graph, graph.count, graph.stored, graph.member[:-20], graph.sha256)

        with pytest.raises(ValueError, match="is truncated"):
            list(cut.stored_pieces())

    def test_a_line_above_the_limit_is_an_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A text without an end of line is an error as soon as it is longer than a line can be.
        """
        monkeypatch.setattr(quads_text, "_PIECE", 10)
        monkeypatch.setattr(quads_text, "_MOST_OF_A_LINE", 50)

        with pytest.raises(ValueError, match="line larger than"):
            list(packed(list(range(1))).stored_pieces())
