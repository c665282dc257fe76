"""Bars are as long as their values, in the order of the answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing import answer, bars, boxes, drawn, marks, number, said, stacked, texts
from privkg.query.charts._colours import SERIES
from privkg.rdf.terms import iri, literal


class TestBars:
    def test_are_in_the_order_of_the_answer(self) -> None:
        """
        Bars stand as the rows come, each with its label and its number.
        """
        root = bars(("Insecurity", 2), ("Disclosure", 12345), ("Appropriation", 7))

        assert ["Insecurity: 2", "Disclosure: 12,345", "Appropriation: 7"] == said(root, "part")

    @given(st.lists(st.integers(1, 1000), min_size=2, max_size=8))
    def test_are_as_long_as_their_values(self, values: list[int]) -> None:
        """
        The longest bar is as many times as long as another as its value is as large.
        """
        widths = [width for _, width in boxes(bars(*((f"{v}", v) for v in values)), "part")]

        assert pytest.approx([max(widths) * v / max(values) for v in values], abs=0.02) == widths

    def test_of_one_name_stay_apart(self) -> None:
        """
        Two things that happen to have one name are two bars.
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
        What is no number, or none that can be drawn, is said below and not drawn.
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
        Values that are all the same, all nothing, far apart or below zero are drawn.
        """
        root = bars(*(("a", value) for value in values))

        assert shown == [texts(bar)[-1] for bar in marks(root, "bar")]

    @pytest.mark.parametrize("value", ["1e-300", "1e300", "-1e300"])
    def test_the_smallest_and_largest_numbers_are_drawn(self, value: str) -> None:
        """
        Numbers at the ends of what can be reckoned with give bars of the same length.
        """
        (_, one), (_, other) = boxes(bars(("a", value), ("b", value)), "part")

        assert one == other > 0

    def test_too_many_are_cut_and_counted(self) -> None:
        """
        After two hundred bars the drawing says how many more there are.
        """
        root = bars(*((f"Actor {n}", n) for n in range(207)))

        assert (200, "and 7 more") == (len(marks(root, "bar")), texts(root)[-2])

    def test_grow_the_picture(self) -> None:
        """
        A picture of more bars is higher, not denser.
        """
        few, many = (bars(*[("a", 1)] * count).get("height", "") for count in (10, 20))

        assert float(many) > 1.5 * float(few)

    def test_a_long_label_is_folded_and_told_in_full(self) -> None:
        """
        A label too long for two lines ends in an ellipsis; pointing at it tells it all.
        """
        label = "Department of information technology of the city " * 4
        (group,) = marks(bars((label, 1)), "label")

        assert [2, True] == [len(texts(group)), texts(group)[-1].endswith("…")]
        assert [label.strip()] == said(group, "label")

    def test_a_thing_without_a_label_is_named_by_its_iri(self) -> None:
        """
        An IRI stands as its short form, and nothing as a dash.
        """
        unnamed = answer(
            ("harmLabel", "incidents"),
            (iri("https://w3id.org/privkg/solove#Disclosure"), number(1)),
            (None, number(1)),
        )

        assert ["solove:Disclosure", "–"] == said(drawn("bar", unnamed), "label")


class TestSeries:
    ROWS = (("A", "Reported", 1), ("B", "Alleged", 2), ("A", "Alleged", 3))

    def test_stand_in_one_bar_side_by_side(self) -> None:
        """
        The rows of a label are parts of one bar, each where the one before ends.
        """
        (first, width), (second, other_width), _ = boxes(stacked(*self.ROWS), "part")

        assert 2 == len(marks(stacked(*self.ROWS), "bar"))
        assert pytest.approx((first + width, 3 * width), abs=0.02) == (second, other_width)

    def test_have_a_legend_and_a_total(self) -> None:
        """
        Series are told by the legend, and a bar's total stands beside it.
        """
        root = stacked(*self.ROWS)

        assert ["Reported", "Alleged"] == said(root, "series")
        assert ["4", "2"] == [texts(bar)[-1] for bar in marks(root, "bar")]

    def test_have_the_same_colour_and_order_in_each_bar(self) -> None:
        """
        A series has one colour, and one place, whichever rows come first.
        """
        root = stacked(("A", "x", 1), ("A", "y", 1), ("B", "y", 1), ("B", "x", 1))

        assert ["A, x: 1", "A, y: 1", "B, x: 1", "B, y: 1"] == said(root, "part")

    def test_beyond_the_colours_share_one(self) -> None:
        """
        Series that cannot be told apart by colour are one part, and the legend counts them.
        """
        root = stacked(*(("A", f"S{n}", 1) for n in range(len(SERIES) + 3)))

        assert ("and 3 more", "A, and 3 more: 3") == (said(root, "series")[-1], said(root, "part")[-1])

    def test_values_of_one_series_add_up(self) -> None:
        """
        Two rows of the same label and series are one part.
        """
        root = stacked(("A", "x", 1), ("A", "x", 2))

        assert (["A, x: 3"], "Rows used: all.") == (said(root, "part"), texts(root)[-1])

    def test_words_of_the_columns_are_the_caption(self) -> None:
        """
        What is counted, and by what, stands below the question in words.
        """
        assert "Incidents by harm and status" == texts(stacked(*self.ROWS))[1]


class TestNothing:
    def test_an_unbound_series_is_a_dash(self) -> None:
        """
        Rows without a series are a series of their own.
        """
        found = answer(("harmLabel", "status", "incidents"), (literal("A"), None, number(1)))
        roles = {"label": "harmLabel", "series": "status", "value": "incidents"}

        assert ["A, –: 1"] == said(drawn("bar", found, roles), "part")
