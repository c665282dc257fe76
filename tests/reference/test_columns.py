"""Each property of the ontology has a column in a table, or is listed here as left out."""

import pytest

from privkg.rdf.terms import A, Term, term
from privkg.reference import columns, concepts, properties

WITHOUT_COLUMN = {
    "pk:followUpOf",
    "pk:hasViolation",  # the table of rows has its inverse
    "pk:involvesActor",  # derived, as the next one
    "pk:involvesHarm",
    "pk:markedHarm",
}
"""Properties of incidents that no table has."""
TABLED = [
    curie
    for table in (columns.INCIDENTS, columns.ROWS, columns.DECISIONS, *columns.SHARED.values())
    for curie in table.values()
]
LISTED = [curie for shown in columns.LISTED.values() for curies in shown.values() for curie in curies]


def properties_of(kind: str) -> set[Term]:
    """Return the properties whose domain in the ontology is a class."""
    domains = {term("rdfs:domain"), term("schema:domainIncludes")}
    return {s for s, p, o in concepts.triples() if p in domains and o == term(kind)}


class TestTables:
    @pytest.mark.parametrize(
        ("kind", "table"),
        [
            ("pk:Incident", columns.INCIDENTS),
            ("pk:Violation", columns.ROWS),
            ("pk:Decision", columns.DECISIONS),
        ],
    )
    def test_each_property_has_a_column(self, kind: str, table: columns.Columns) -> None:
        """
        Each property of incidents, rows or decisions in the ontology is in their table.
        """
        shown = {term(curie) for curie in table.values()}

        assert properties_of(kind) - {term(curie) for curie in WITHOUT_COLUMN} <= shown

    def test_what_has_no_column_is_a_property(self) -> None:
        """
        The properties that are listed as left out exist and have no column.
        """
        left_out = {term(curie) for curie in WITHOUT_COLUMN}

        assert left_out == properties_of("pk:Incident") - {term(c) for c in columns.INCIDENTS.values()}


class TestNames:
    def test_each_shown_property_has_a_plain_name(self) -> None:
        """
        Each property in a table or list has a JSON name.
        """
        shown = {term(curie) for curie in (*TABLED, *LISTED)}

        assert set() == shown - {A} - properties.names().keys()

    def test_each_property_of_pages_has_a_plain_name(self) -> None:
        """
        Each property on a page or in a document has a JSON name.
        """
        assert set() == {*columns.FIRST, *columns.IN_SHORT} - {A} - properties.names().keys()
