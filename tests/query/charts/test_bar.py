"""Bars are as long as their values, in the order of the answer."""

from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing import SVG, answer, bars, boxes, drawn, marks, number, stacked, texts, tooltips
from privkg.core.lettering import width
from privkg.query.charts._colours import SERIES
from privkg.rdf.terms import iri, literal, term


class TestBars:
    def test_are_in_the_order_of_the_answer(self) -> None:
        """
        Bars are in the order of the rows, each with its label and number.
        """
        root = bars(("Insecurity", 2), ("Disclosure", 12345), ("Appropriation", 7))

        assert ["Insecurity: 2", "Disclosure: 12,345", "Appropriation: 7"] == tooltips(root, "part")

    @given(st.lists(st.integers(5, 1000), min_size=2, max_size=8))
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
        A chart has twenty bars, and a line with the number of further rows.
        """
        root = bars(*((f"Actor {n}", n) for n in range(201)))

        assert (20, "and 181 more") == (len(marks(root, "bar")), texts(root)[-2])

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


class TestFew:
    def test_things_are_drawn_one_by_one(self) -> None:
        """
        Up to four things are squares instead of a bar, without an axis, and the caption has a note.
        """
        root = bars(("Insecurity", 4), ("Exposure", 0), ("Disclosure", 1))

        assert [4, 0, 1] == [len(list(bar.iter(f"{SVG}rect"))) for bar in marks(root, "bar")]
        assert ["4", "0", "1"] == [texts(bar)[-1] for bar in marks(root, "bar")]
        assert ["Incidents by harm, one square for each"] == texts(root)[1:2]

    @pytest.mark.parametrize("most", [5, 2.5])
    def test_more_or_parts_of_things_are_bars(self, most: float) -> None:
        """
        From five things on, and for numbers that are not whole, there is a bar with an axis.
        """
        root = bars(("a", most), ("b", 1))

        assert [1, 1] == [len(list(bar.iter(f"{SVG}rect"))) for bar in marks(root, "bar")]
        assert "Incidents by harm, the largest first" in texts(root)

    def test_ticks_of_whole_numbers_are_whole(self) -> None:
        """
        No tick is a fraction of a thing that cannot be divided.
        """
        root = stacked(("a", "x", 1), ("a", "y", 1))
        ticks = [text.text for text in root.iter(f"{SVG}text") if text.get("text-anchor") == "middle"]

        assert ["0", "1", "2"] == ticks[:3]


class TestShares:
    @pytest.mark.parametrize(("known", "rows", "shapes"), [(2, 4, 4), (8, 27, 2)])
    def test_have_the_number_that_they_are_of(self, known: int, rows: int, shapes: int) -> None:
        """
        A share is drawn within all of which it is one, and written as "2 of 4".
        """
        found = answer(("harmLabel", "known", "rows"), (literal("A"), number(known), number(rows)))
        root = drawn("bar", found, {"label": "harmLabel", "value": "known", "whole": "rows"})
        (bar,) = marks(root, "bar")

        assert (f"{known} of {rows}", shapes) == (texts(bar)[-1], len(list(bar.iter(f"{SVG}rect"))))
        assert [f"A: {known} of {rows}"] == tooltips(root, "part")
        assert "Known of rows by harm" in texts(root)[1]


class TestNames:
    def test_harms_are_in_solove_s_order(self) -> None:
        """
        Bars of harms are below the names of their groups, in the order of Solove's article.
        """
        root = named(("solove:Blackmail", 9), ("solove:Surveillance", 1), ("solove:Disclosure", 5))

        assert ["solove:Surveillance: 1", "solove:Disclosure: 5", "solove:Blackmail: 9"] == tooltips(
            root, "part"
        )
        assert ["information collection", "information dissemination"] == [
            text for group in marks(root, "group") for text in texts(group)
        ]

    @pytest.mark.parametrize("most", [7, 7_000, 7_000_000, 7_000_000_000])
    def test_of_ticks_are_apart(self, most: int) -> None:
        """
        The numbers of an axis do not meet, however long they are.
        """
        root = bars((f"{'A long name ' * 3}", most), ("b", 1))
        ticks = [text for text in root.iter(f"{SVG}text") if text.get("font-size") == "11"]
        at = [float(text.get("x", "")) for text in ticks]
        room = max(width(text.text or "", 11) for text in ticks)

        assert len(at) > 1
        assert all(right - left > room for left, right in pairwise(at))

    def test_of_harms_have_the_hue_and_shape_of_their_group(self) -> None:
        """
        Bars of harms have the hue of their group, whose name has its shape; other bars are grey.
        """
        root = named(("solove:Intrusion", 9), ("solove:Surveillance", 7))
        fills = [box.get("fill") for part in marks(root, "part") for box in part.iter(f"{SVG}rect")]
        signs = [sign.get("fill") for group in marks(root, "group") for sign in group.iter(f"{SVG}path")]

        assert ["#2a459f", "#0b7f76"] == fills == signs
        assert "Incidents by harm, in Solove’s order" == texts(root)[1]

    def test_types_of_actors_do_not_overlap(self) -> None:
        """
        Types that include others are totals below the others, without a fill, the largest last.
        """
        root = named(("pk:Actor", 9), ("pk:Company", 5), ("pk:School", 2), ("pk:Platform", 1))

        fills = [box.get("fill") for part in marks(root, "part") for box in part.iter(f"{SVG}rect")]

        assert [
            "pk:School: 2",
            "pk:Platform: 1",
            "pk:Company, all types: 5",
            "All types of actors: 9",
        ] == tooltips(root, "part")
        assert ["#5a564c", "#5a564c", "#ffffff", "#ffffff"] == fills
        assert "does not add up" in texts(root)[-1]

    def test_a_broad_type_alone_is_drawn(self) -> None:
        """
        A type is drawn if the answer has none that it includes.
        """
        assert ["pk:Actor: 9"] == tooltips(named(("pk:Actor", 9)), "part")


class TestYears:
    def test_are_columns_from_left_to_right(self) -> None:
        """
        Each year has a column with its number, in order, and years without any are named too.
        """
        root = yearly((2019, 7), (2016, 1))
        (first, _), (second, _) = boxes(root, "part")

        assert ["2016: 1", "2019: 7"] == tooltips(root, "part")
        assert ["2016", "2017", "2018", "2019"] == [t for t in texts(root) if t.startswith("201")]
        assert first < second
        assert "4 years" in root.findtext(f"{SVG}desc", "")

    def test_few_are_squares(self) -> None:
        """
        Up to four things of a year are squares.
        """
        root = yearly((2019, 4), (2020, 1))

        assert [4, 1] == [len(list(part.iter(f"{SVG}rect"))) for part in marks(root, "part")]

    def test_columns_are_as_high_as_their_numbers(self) -> None:
        """
        The heights of columns are proportional to their numbers.
        """
        root = yearly((2019, 40), (2020, 10))
        heights = [
            float(box.get("height", "")) for p in marks(root, "part") for box in p.iter(f"{SVG}rect")
        ]

        assert pytest.approx(heights[0]) == 4 * heights[1]

    @pytest.mark.parametrize("years", [(1500, 2020), (1, 9999)])
    def test_a_long_span_has_those_with_a_number(self, years: tuple[int, int]) -> None:
        """
        Of a span of more than 120 years only those with a number have room.
        """
        assert "2 years" in yearly(*((year, 5) for year in years)).findtext(f"{SVG}desc", "")

    def test_too_many_are_cut_and_counted(self) -> None:
        """
        A chart has the last 120 years, and a line with the number of earlier ones.
        """
        root = yearly(*((year, 5) for year in range(1800, 2000)))

        assert ("1880: 5", "and 80 earlier years") == (tooltips(root, "part")[0], texts(root)[-2])

    def test_names_do_not_touch(self) -> None:
        """
        The names of many years are apart.
        """
        root = yearly(*((year, 6) for year in range(1000, 1600, 5)))
        at = sorted(
            float(text.get("x", ""))
            for text in root.iter(f"{SVG}text")
            if len(text.text or "") == 4 and text.get("text-anchor") == "middle"
        )

        assert min(after - before for before, after in pairwise(at)) > 28

    def test_an_unknown_year_is_a_bar(self) -> None:
        """
        An answer with a value that is not a year has bars.
        """
        assert 2 == len(marks(yearly(("unknown", 1), (2020, 1)), "label"))


def named(*rows: tuple[str, int]) -> Element:
    """Return a bar chart of resources, which are their own labels, and values."""
    found = [(term(name), literal(name), number(value)) for name, value in rows]
    return drawn("bar", answer(("harm", "harmLabel", "incidents"), *found))


def yearly(*rows: tuple[int | str, int]) -> Element:
    """Return the chart of numbers by year."""
    found = [(literal(str(year).zfill(4)), number(value)) for year, value in rows]
    return drawn("bar", answer(("year", "incidents"), *found), {"label": "year", "value": "incidents"})


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
        The caption below the question names the columns of value, label and series, and the order.
        """
        assert "Incidents by harm and status, the largest first" == texts(stacked(*self.ROWS))[1]
        assert "Incidents by harm and status" == texts(stacked(*self.ROWS[:2]))[1]


class TestNothing:
    def test_an_unbound_series_is_a_dash(self) -> None:
        """
        Rows without a series are a series named with a dash.
        """
        found = answer(("harmLabel", "status", "incidents"), (literal("A"), None, number(1)))
        roles = {"label": "harmLabel", "series": "status", "value": "incidents"}

        assert ["A, –: 1"] == tooltips(drawn("bar", found, roles), "part")
