"""GROUP_CONCAT joins the text of any term and skips unbound values, as other engines do."""

import json

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from privkg.store.graph import Quads, in_memory

XSD = "http://www.w3.org/2001/XMLSchema#"
VALUES = [
    "<urn:a>",
    "1",
    "2",
    "true",
    '"x"',
    '"y"',
    '"x"@en',
    '"y"@en',
    f'"2019"^^<{XSD}gYear>',
    '"; )"',
]


@pytest.fixture(scope="module")
def quads() -> Quads:
    """A resource with two numbers, one with two IRIs, and one with neither."""
    return in_memory(
        [
            f'<urn:a> <urn:p> "1"^^<{XSD}integer> <urn:g> .\n',
            f'<urn:a> <urn:p> "2"^^<{XSD}integer> <urn:g> .\n',
            "<urn:b> <urn:p> <urn:x> <urn:g> .\n",
            "<urn:b> <urn:p> <urn:y> <urn:g> .\n",
            "<urn:c> <urn:q> <urn:z> <urn:g> .\n",
        ]
    )


def cells(quads: Quads, query: str) -> list[str | None]:
    """Return the values of ?g in the rows of a query."""
    found = json.loads(quads.answer(query, "json", "turtle")[1])
    return [row.get("g", {}).get("value") for row in found["results"]["bindings"]]


class TestValues:
    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ("1 2", "1 2"),
            ("<urn:a> <urn:b>", "urn:a urn:b"),
            ("<urn:a> 'b' 1 true", "urn:a b 1 true"),
            ("'a' UNDEF 'b'", "a b"),
            ("UNDEF UNDEF", ""),
            ("'a'@en 'b'@fr 'c'", "a b c"),
            ("''  1", " 1"),
        ],
    )
    def test_all_are_joined(self, quads: Quads, values: str, expected: str) -> None:
        """
        Numbers, IRIs and typed literals are joined by their text; unbound values are skipped.
        """
        query = f"SELECT (GROUP_CONCAT(?x) AS ?g) {{ VALUES ?x {{ {values} }} }}"

        assert [expected] == cells(quads, query)

    @pytest.mark.parametrize(
        ("call", "expected"),
        [
            ("GROUP_CONCAT(?x)", "1 2 1"),
            ("group_concat ( ?x )", "1 2 1"),
            ("GROUP_CONCAT(DISTINCT ?x)", "1 2"),
            ("GROUP_CONCAT(DISTINCT?x;SEPARATOR=',')", "1,2"),
            ("GROUP_CONCAT(?x; separator=', ')", "1, 2, 1"),
            ('GROUP_CONCAT(?x; separator = "" )', "121"),
            (r"GROUP_CONCAT(?x; separator='\n')", "1\n2\n1"),
            (r"GROUP_CONCAT(?x; separator='\'); (')", "1'); (2'); (1"),
            ("GROUP_CONCAT(?x + 1)", "2 3 2"),
            ("GROUP_CONCAT((?x + 1) * 2)", "4 6 4"),
            ("GROUP_CONCAT(IF(?x < 2, <urn:a>, ?x))", "urn:a 2 urn:a"),
            ("GROUP_CONCAT(CONCAT(STR(?x), ';)'))", "1;) 2;) 1;)"),
            ("GROUP_CONCAT(?x # a comment )\n)", "1 2 1"),
            ("GROUP_CONCAT(?x;separator=','#)\n)", None),
            ("CONCAT('<', GROUP_CONCAT(?x), '>')", "<1 2 1>"),
            ("CONCAT(GROUP_CONCAT(?x), GROUP_CONCAT(DISTINCT ?x; separator=''))", "1 2 112"),
            ("STRLEN(GROUP_CONCAT(?x))", "5"),
        ],
    )
    def test_calls_of_any_form(self, quads: Quads, call: str, expected: str | None) -> None:
        """
        DISTINCT, separators and expressions are kept; an ambiguous call is not rewritten.
        """
        query = f"SELECT ({call} AS ?g) {{ VALUES ?x {{ 1 2 1 }} }}"

        assert [expected] == cells(quads, query)

    def test_in_groups_and_subqueries(self, quads: Quads) -> None:
        """
        Each group of a subquery has its own result, also in HAVING and ORDER BY.
        """
        query = (
            "SELECT ?g { { SELECT ?s (GROUP_CONCAT(?o; separator='|') AS ?g)"
            " { { SELECT * { ?s ?p ?any OPTIONAL { ?s <urn:p> ?o } } ORDER BY ?o } } GROUP BY ?s"
            " HAVING (GROUP_CONCAT(DISTINCT ?o) != 'no') } } ORDER BY ?s"
        )

        assert ["1|1|2|2", "urn:x|urn:x|urn:y|urn:y", ""] == [
            "|".join(sorted((cell or "").split("|"))) for cell in cells(quads, query)
        ]

    def test_results_for_strings_are_unchanged(self, quads: Quads) -> None:
        """
        Strings of one language are joined to a string of that language; DISTINCT compares languages.
        """
        one = "SELECT (GROUP_CONCAT(?x) AS ?g) { VALUES ?x { 'a'@en 'b'@en } }"
        two = "SELECT (GROUP_CONCAT(DISTINCT ?x) AS ?g) { VALUES ?x { 'a'@en 'a'@fr } }"

        assert b'?g\n"a b"@en\n' == quads.answer(one, "tsv", "turtle")[1]
        assert ["a a"] == cells(quads, two)

    @pytest.mark.parametrize("call", ["GROUP_CONCAT()", "GROUP_CONCAT(?x", "GROUP_CONCAT(?x; ?y)"])
    def test_errors_show_the_query_as_typed(self, quads: Quads, call: str) -> None:
        """
        An error in a query shows the text that was typed, not the rewritten text.
        """
        from privkg.core.errors import QueryError

        with pytest.raises(QueryError) as raised:
            quads.answer(f"SELECT ({call} AS ?g) {{ ?x ?y ?z }}", "csv", "turtle")

        assert "COALESCE" not in str(raised.value)


class TestAnyValues:
    @given(
        st.lists(st.sampled_from(VALUES), min_size=1, max_size=6),
        st.sampled_from(["", "DISTINCT "]),
        st.sampled_from(["", "; separator=','", '; separator="); "']),
    )
    def test_as_rdflib(self, values: list[str], distinct: str, separator: str) -> None:
        """
        For any values the result equals rdflib's.
        """
        call = f"GROUP_CONCAT({distinct}?x{separator})"
        query = f"SELECT ({call} AS ?g) {{ VALUES ?x {{ {' '.join(values)} }} }}"
        (row,) = rdflib.Graph().query(query)

        assert [str(row[0])] == cells(in_memory([]), query)  # type: ignore[index]
