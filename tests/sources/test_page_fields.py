"""The table of fields agrees with records, documentation and parser."""

import dataclasses
import re

import pytest

from builders import empty_page
from checkout import ROOT
from privkg.core.model import Decision, Incident, Row
from privkg.sources._grammar import page_fields
from privkg.sources._grammar.layout import zones
from privkg.sources._grammar.page_fields import PageField

DOCUMENTED = (ROOT / "docs" / "reference" / "page-format.md").read_text(encoding="utf-8")
_TABLE = re.compile(r"^\| field \|.*\n\|---.*\n((?:\|.*\n)+)", re.MULTILINE)
_FIRST_CELL = re.compile(r"^\| ([^|]+) \|", re.MULTILINE)
TABLES = [
    [name.strip() for cell in _FIRST_CELL.findall(rows) for name in cell.split(",")]
    for rows in _TABLE.findall(DOCUMENTED)
]
"""The fields that each table of the documented page names."""


class TestRecords:
    @pytest.mark.parametrize("field", [field for field in page_fields.INFOBOX if field.attribute])
    def test_an_incident_has_each_field(self, field: PageField) -> None:
        """
        Each field of the infobox fills an attribute of an incident.
        """
        assert field.attribute in {one.name for one in dataclasses.fields(Incident)}

    @pytest.mark.parametrize("field", page_fields.ROW)
    def test_a_row_has_each_field(self, field: PageField) -> None:
        """
        Each field of a row fills an attribute of a row.
        """
        assert field.attribute in {one.name for one in dataclasses.fields(Row)}

    def test_each_attribute_of_a_row_has_a_field(self) -> None:
        """
        A row has no attributes but its fields, its span, its empty fields, and what registers add.
        """
        of_registers = {"actors", "inferred_by"}
        attributes = (
            {one.name for one in dataclasses.fields(Row)} - {"span", "left_empty"} - of_registers
        )

        assert attributes == {field.attribute for field in page_fields.ROW}

    def test_each_attribute_of_a_decision_has_a_field(self) -> None:
        """
        A decision has no attributes but its fields, its span and its empty fields.
        """
        attributes = {one.name for one in dataclasses.fields(Decision)} - {"span", "left_empty"}

        assert attributes == {field.attribute for field in page_fields.DECISION}


class TestDocumentation:
    def test_has_a_row_for_each_field_of_the_infobox(self) -> None:
        """
        The documented table of the infobox has the fields in order, after the title.
        """
        wanted = [field.name for field in page_fields.INFOBOX if field.attribute]

        assert ["first line", *wanted] == TABLES[0]

    def test_has_a_row_for_each_field_of_a_row(self) -> None:
        """
        The documented table of a row has its fields in order.
        """
        assert [field.name for field in page_fields.ROW] == TABLES[1]

    def test_has_a_row_for_each_field_of_a_decision(self) -> None:
        """
        The documented table of a decision has its fields in order.
        """
        assert [field.name for field in page_fields.DECISION] == TABLES[2]

    @pytest.mark.parametrize("headings", page_fields.SECTIONS.values())
    def test_names_each_section(self, headings: tuple[str, ...]) -> None:
        """
        Each section is documented by its heading.
        """
        assert f"**{headings[0]}**" in DOCUMENTED


class TestSections:
    def test_are_read_as_written(self) -> None:
        """
        An empty page has all sections in order.
        """
        found = [zone.name for zone in zones(empty_page("Letters opened"))]

        assert ["head", *page_fields.SECTIONS] == found
