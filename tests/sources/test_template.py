"""An empty page has every field that the parser knows, and nothing that it does not understand."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import FIELDS, ROW, codes, empty_page, incident
from privkg.build import lifting
from privkg.core.model import Incident, Row
from privkg.reference.authority import Authority
from privkg.sources._grammar import page_fields
from privkg.sources._grammar.page_fields import PageField
from privkg.sources.privacywiki_text import write

Record = TypeVar("Record", Incident, Row)
_FIELDS = (*page_fields.INFOBOX, *page_fields.ROW, *page_fields.DECISION)
OPTIONAL = {
    *("Technology", "People affected", "Outcome", "Original purpose", "New purpose", "Status"),
    *("According to", *(field.name for field in _FIELDS if field.is_optional)),
}


def without_optional(record: Record, fields: Iterable[PageField]) -> Record:
    """Return a record without the optional fields that it leaves empty."""
    optional = {field.attribute for field in fields if field.is_optional}
    return replace(
        record, left_empty=tuple(one for one in record.left_empty if one.attribute not in optional)
    )


class TestPage:
    @pytest.mark.parametrize("label", [*FIELDS, *ROW, *sorted(OPTIONAL)])
    def test_has_every_field(self, label: str) -> None:
        """
        Each field of the infobox and of a row begins a line.
        """
        starts = [line.partition(":")[0] for line in empty_page("Letters").splitlines()]

        assert label in starts

    def test_everything_in_it_is_understood(self) -> None:
        """
        An empty page has nothing that is not understood.
        """
        assert "PK205" not in codes(incident(empty_page("Letters opened")))

    def test_it_has_no_decision(self) -> None:
        """
        The empty block of decisions is not a decision; its optional fields are left empty.
        """
        found = incident(empty_page("Letters opened"))
        empty = {one.attribute for one in (*found.left_empty, *found.rows[0].left_empty)}

        assert () == found.decisions
        assert {"reported", "last_checked", "decisions", "recipients", "passages", "laws"} <= empty

    def test_optional_fields_make_no_finding(self) -> None:
        """
        A new page has the same findings as a page without optional fields.
        """
        new = incident(empty_page("Letters opened"))
        row = without_optional(new.rows[0], page_fields.ROW)
        short = incident(write(replace(without_optional(new, page_fields.INFOBOX), rows=(row,))))
        found = [lifting.lift(one, "letters", Authority(())) for one in (short, new)]

        assert codes(found[0]) == codes(found[1])

    @pytest.mark.parametrize(
        ("title", "first"),
        [
            ("Letters", "Letters"),
            ("  Letters\n opened\t", "Letters opened"),
            ("{title} {0}", "{title} {0}"),
        ],
    )
    def test_the_title_is_its_first_line(self, title: str, first: str) -> None:
        """
        White space in a title is collapsed; the rest is unchanged.
        """
        assert first == empty_page(title).splitlines()[0]

    @settings(max_examples=50)
    @given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1))
    def test_the_title_is_read_back(self, title: str) -> None:
        """
        A title of letters and digits is parsed unchanged.
        """
        assert title == incident(empty_page(f"On {title}")).title.removeprefix("On ")
