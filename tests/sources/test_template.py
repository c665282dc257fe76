"""An empty page has every field that the reader knows, and holds nothing it does not understand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import FIELDS, ROW, codes, empty_page, incident

OPTIONAL = ("Technology", "People affected", "Outcome", "Original purpose", "New purpose", "Status")


class TestPage:
    @pytest.mark.parametrize("label", [*FIELDS, *ROW, *OPTIONAL, "According to"])
    def test_has_every_field(self, label: str) -> None:
        """
        Each field of the infobox and of a row begins a line.
        """
        starts = [line.partition(":")[0] for line in empty_page("Letters").splitlines()]

        assert label in starts

    def test_everything_in_it_is_understood(self) -> None:
        """
        The reader has nothing left that it cannot place.
        """
        assert "PK205" not in codes(incident(empty_page("Letters opened")))

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
        White space in a title is folded, and nothing else in it is touched.
        """
        assert first == empty_page(title).splitlines()[0]

    @settings(max_examples=50)
    @given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1))
    def test_the_title_is_read_back(self, title: str) -> None:
        """
        A title of letters and digits is the incident's title.
        """
        assert title == incident(empty_page(f"On {title}")).title.removeprefix("On ")
