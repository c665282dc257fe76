"""Lines in a sorted file are found by their subject, all of them and no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.rdf.terms import Term, iri
from privkg.store import quads_text, sorted_lines
from privkg.store.sorted_lines import SortedLines

SUBJECTS = ("a", "a!", "aa", "a/b", "b", "ä", "z" * 50)
PREDICATE = iri("https://example.org/p")
STATED = st.sets(st.tuples(st.sampled_from(SUBJECTS), st.integers(0, 30)), min_size=1)


def subject(name: str) -> Term:
    return iri(f"https://example.org/{name}")


class TestSortedLines:
    @given(st.lists(STATED, min_size=1, max_size=3))
    def test_lines_of_each_subject(
        self, tmp_path_factory: pytest.TempPathFactory, stated: list[set[tuple[str, int]]]
    ) -> None:
        """
        The lines about a resource in several graphs are found, and none about another resource.
        """
        graphs = [
            quads_text.pack(
                iri(f"https://example.org/graph-{number}"),
                [(subject(name), PREDICATE, Term(f'"{"x" * value}"')) for name, value in triples],
            )
            for number, triples in enumerate(stated)
        ]
        path = tmp_path_factory.mktemp("lines") / "lines.nq"
        sorted_lines.write(path, graphs)
        found = SortedLines(path)
        lines = [line for packed in graphs for line in packed.text().decode().splitlines(keepends=True)]

        for name in (*SUBJECTS, "none"):
            expected = sorted(line for line in lines if line.startswith(f"{subject(name)} "))
            assert expected == found.about(subject(name)).splitlines(keepends=True)
