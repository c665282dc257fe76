"""Bars are as long as their values, in the order of the answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing import answer, bars, boxes, drawn, marks, number, stacked, texts, tooltips
from privkg.query.charts._colours import SERIES
from privkg.rdf.terms import iri, literal


class TestBars:
    def test_are_in_the_order_of_the_answer(self) -> None:
        """
        Bars are in the order of the rows, each with its label and number.
        """
        root = bars(("Insecurity", 2), ("Disclosure", 12345), ("Appropriation", 7))

        assert ["Insecurity: 2", "Disclosure: 12,345", "Appropriation: 7"] == tooltips(root, "part")

    @given(st.lists(st.integers(1, 1000), min_size=2, max_size=8))
    def test_are_as_long_as_their_values(self, values: list[int]) -> None:
        """
        The lengths of bars are proportional to their values.
        """
        widths = [width for _, width in boxes(bars(*((f"{v}", v) for v in values)), "part")]

        assert pytest.approx([max(widths) * v / max(values) for v in values], abs=0.02) == widths

    def test_with_the_same_label_are_not_merged(self) -> None:
        """
        Two rows with the same label are two bars.
        """
        assert 2 == len(marks(bars(("The agency", 1), ("The agency", 2)), "bar"))

    def test_below_zero_go_the_other_way(self) -> None:
        """
        A bar below zero ends where one above zero begins.
        """
        (up, _), (down, length) = boxes(bars(("up", 4), ("down", -2.5)), "part")

        assert pytest.approx(up) == down + length

    def test_a_row_without_a_number_is_counted(self) -> None:
        """
        Rows without a number, or with one that is too large, are counted below the chart.
        """
        others = ["NaN", "1_0", "1e999", "٣", "9" * 1_000_001, ""]
        root = bars(("a", 1), *(("b", text) for text in others))

        assert (1, "6 rows without a number") == (len(marks(root, "bar")), texts(root)[-1])

    @pytest.mark.parametrize(
        ("values", "shown"),
        [
            ((0, 0), ["0", "0"]),
            ((5, 5), ["5", "5"]),
            ((10**15, 1), ["1e+15", "1"]),
            ((-1, -2), ["-1", "-2"]),
        ],
    )
    def test_odd_values_are_drawn(self, values: tuple[int, int], shown: list[str]) -> None:
        """
        Values that are all equal, all zero, far apart or negative are drawn.
        """
        root = bars(*(("a", value) for value in values))

        assert shown == [texts(bar)[-1] for bar in marks(root, "bar")]

    @pytest.mark.parametrize("value", ["1e-300", "1e300", "-1e300"])
    def test_the_smallest_and_largest_numbers_are_drawn(self, value: str) -> None:
        """
        Equal numbers near the limits of a float are bars of equal length.
        """
        (_, one), (_, other) = boxes(bars(("a", value), ("b", value)), "part")

        assert one == other > 0

    def test_too_many_are_cut_and_counted(self) -> None:
        """
        A chart has two hundred bars, and a line with the number of further rows.
        """
        root = bars(*((f"Actor {n}", n) for n in range(207)))

        assert (200, "and 7 more") == (len(marks(root, "bar")), texts(root)[-2])

    def test_grow_the_chart(self) -> None:
        """
        A chart of more bars is higher, not denser.
        """
        few, many = (bars(*[("a", 1)] * count).get("height", "") for count in (10, 20))

        assert float(many) > 1.5 * float(few)

    def test_a_long_label_is_cut_and_has_a_tooltip(self) -> None:
        """
        A label too long for two lines ends in an ellipsis, and the tooltip has all of it.
        """
        label = "Department of information technology of the city " * 4
        (group,) = marks(bars((label, 1)), "label")

        assert [2, True] == [len(texts(group)), texts(group)[-1].endswith("…")]
        assert [label.strip()] == tooltips(group, "label")

    def test_a_thing_without_a_label_is_named_by_its_iri(self) -> None:
        """
        A bar without a label has the short form of its IRI, or a dash.
        """
        unnamed = answer(
            ("harmLabel", "incidents"),
            (iri("https://w3id.org/privkg/solove#Disclosure"), number(1)),
            (None, number(1)),
        )

        assert ["solove:Disclosure", "–"] == tooltips(drawn("bar", unnamed), "label")


class TestSeries:
    ROWS = (("A", "Reported", 1), ("B", "Alleged", 2), ("A", "Alleged", 3))

    def test_are_stacked_in_one_bar(self) -> None:
        """
        The rows of a label are parts of one bar, each starting where the one before ends.
        """
        (first, width), (second, other_width), _ = boxes(stacked(*self.ROWS), "part")

        assert 2 == len(marks(stacked(*self.ROWS), "bar"))
        assert pytest.approx((first + width, 3 * width), abs=0.02) == (second, other_width)

    def test_have_a_legend_and_a_total(self) -> None:
        """
        The legend names the series, and each bar is followed by its total.
        """
        root = stacked(*self.ROWS)

        assert ["Reported", "Alleged"] == tooltips(root, "series")
        assert ["4", "2"] == [texts(bar)[-1] for bar in marks(root, "bar")]

    def test_have_the_same_colour_and_order_in_each_bar(self) -> None:
        """
        The order of series is the same in all bars, whatever the order of rows.
        """
        root = stacked(("A", "x", 1), ("A", "y", 1), ("B", "y", 1), ("B", "x", 1))

        assert ["A, x: 1", "A, y: 1", "B, x: 1", "B, y: 1"] == tooltips(root, "part")

    def test_beyond_the_colours_share_one(self) -> None:
        """
        Series beyond the number of colours are merged, and the legend counts them.
        """
        root = stacked(*(("A", f"S{n}", 1) for n in range(len(SERIES) + 3)))

        assert ("and 3 more", "A, and 3 more: 3") == (
            tooltips(root, "series")[-1],
            tooltips(root, "part")[-1],
        )

    def test_values_of_one_series_add_up(self) -> None:
        """
        Two rows of the same label and series are one part.
        """
        root = stacked(("A", "x", 1), ("A", "x", 2))

        assert (["A, x: 3"], "Rows used: all.") == (tooltips(root, "part"), texts(root)[-1])

    def test_words_of_the_columns_are_the_caption(self) -> None:
        """
        The caption below the question names the columns of value, label and series.
        """
        assert "Incidents by harm and status" == texts(stacked(*self.ROWS))[1]


class TestNothing:
    def test_an_unbound_series_is_a_dash(self) -> None:
        """
        Rows without a series are a series named with a dash.
        """
        found = answer(("harmLabel", "status", "incidents"), (literal("A"), None, number(1)))
        roles = {"label": "harmLabel", "series": "status", "value": "incidents"}

        assert ["A, –: 1"] == tooltips(drawn("bar", found, roles), "part")
