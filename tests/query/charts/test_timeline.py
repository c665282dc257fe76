"""Each event of a timeline is a bar over the days of its date, on a line of its own."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing import ROLES, SVG, answer, boxes, date, drawn, marks, texts, timeline, tooltips
from privkg.core.lettering import width
from privkg.rdf.terms import literal

YEARS = st.integers(1, 9999).map("{:04}".format)


class TestSpans:
    def test_are_what_the_dates_cover(self) -> None:
        """
        Bars of a year, a month and a day are as long as their numbers of days.
        """
        root = timeline(("2015", "year"), ("2015-04", "month"), ("2015-06-01", "day"))
        (start, year), (april, month), _ = boxes(root, "event")

        assert pytest.approx(30 / 365, abs=0.001) == month / year
        assert pytest.approx(90 / 365, abs=0.001) == (april - start) / year

    def test_of_a_range_reach_to_its_end(self) -> None:
        """
        The bar of a range covers all days from its start to its end.
        """
        found = answer(
            ("date", "end", "title"),
            (date("2014"), date("2016"), literal("range")),
            (date("2014"), None, literal("year")),
            (date("2016"), date("2014"), literal("the wrong way round")),
        )
        root = drawn("timeline", found, {"date": "date", "end": "end", "label": "title"})
        (_, year), (_, three_years), (_, wrong) = boxes(root, "event")

        assert pytest.approx((1096 / 365, 366 / 365), abs=0.01) == (three_years / year, wrong / year)
        assert "2014 – 2016: range" == tooltips(root, "event")[1]

    def test_of_an_edtf_range_reach_to_its_end(self) -> None:
        """
        The bar of an EDTF range covers all days of its start and end, that of a decade ten years.
        """
        root = timeline(("2007/2010-05", "range"), ("199X", "decade"), ("2008-21", "season"))
        (_, decade), (_, spanned), (_, season) = boxes(root, "event")

        assert pytest.approx((3653 / 366, 1247 / 366), abs=0.01) == (decade / season, spanned / season)
        assert "2007/2010-05: range" == tooltips(root, "event")[1]

    def test_without_an_end_reach_to_the_latest_date(self) -> None:
        """
        A range without an end is drawn up to the last day of any event, and the caption explains it.
        """
        root = timeline(("2014/..", "goes on"), ("2016", "year"), ("2012/..", "longer"))
        ends = [round(start + length, 2) for start, length in boxes(root, "event")]

        assert 1 == len(set(ends))
        assert "without an end" in " ".join(texts(root))

    def test_of_a_day_can_be_seen(self) -> None:
        """
        The bar of a day on an axis of two centuries is at least three pixels wide.
        """
        root = timeline(("1800", "a"), ("1900-01-01", "day"), ("1999", "b"))
        lengths = [length for _, length in boxes(root, "event")]

        assert min(lengths) >= 3

    def test_dates_are_printed_at_their_precision(self) -> None:
        """
        A year or month is printed as such, not as a day.
        """
        root = timeline(("2014", "a"), ("2014-05", "b"))

        assert ["2014: a", "2014-05: b"] == tooltips(root, "event")
        assert {"2014", "2014-05"} <= set(texts(root))


class TestEvents:
    def test_are_in_the_order_of_their_dates(self) -> None:
        """
        Events are sorted by date, whatever the order of the answer.
        """
        root = timeline(("2016", "c"), ("2014-02", "b"), ("2014", "a"))

        assert ["2014: a", "2014-02: b", "2016: c"] == tooltips(root, "event")

    @given(st.lists(st.tuples(YEARS, st.text(max_size=80)), min_size=2, max_size=12))
    def test_do_not_collide(self, rows: list[tuple[str, str]]) -> None:
        """
        Events with any dates are on separate lines.
        """
        root = timeline(*rows)
        tops = [float(box.get("y", "")) for e in marks(root, "event") for box in e.iter(f"{SVG}rect")]

        assert len(rows) == len(tops)
        assert all(later - earlier >= 16 for earlier, later in pairwise(tops))

    @given(st.lists(st.tuples(YEARS, st.text(max_size=200)), min_size=1, max_size=6))
    def test_labels_fit_on_the_chart(self, rows: list[tuple[str, str]]) -> None:
        """
        A label next to its bar or on it begins and ends within the chart.
        """
        root = timeline(*rows)
        for text in (each for event in marks(root, "event") for each in event.iter(f"{SVG}text")):
            part = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.get("text-anchor", "")]
            length = width(text.text or "", 12)
            start = float(text.get("x", "")) - part * length

            assert 0 <= start
            assert start + length <= 720.01

    def test_without_a_date_are_counted(self) -> None:
        """
        Events without a readable date are counted below the chart.
        """
        found = answer(
            ("date", "title"),
            (date("2014"), literal("a")),
            (None, literal("b")),
            (literal("some day in May"), literal("c")),
        )

        root = drawn("timeline", found)

        assert (["2014: a"], "2 undated") == (tooltips(root, "event"), texts(root)[-1])

    def test_of_a_group_have_its_colour(self) -> None:
        """
        Events of a group have its colour, and name it in their tooltips.
        """
        rows = [(date(f"201{n}"), literal("e"), literal(group)) for n, group in enumerate("xyx")]
        roles = {"date": "date", "label": "title", "group": "kind"}
        root = drawn("timeline", answer(("date", "title", "kind"), *rows), roles)
        fills = [box.get("fill") for e in marks(root, "event") for box in e.iter(f"{SVG}rect")]

        assert ["x", "y"] == tooltips(root, "series")
        assert ([0, 1, 0], "2010: e (x)") == (
            [fills.index(f) for f in fills],
            tooltips(root, "event")[0],
        )

    def test_too_many_are_cut_and_counted(self) -> None:
        """
        A timeline has three hundred events, and a line with the number of further ones.
        """
        root = timeline(*[("2014", "x")] * 302)

        assert (300, "and 2 more") == (len(marks(root, "event")), texts(root)[-2])

    def test_axis_of_many_is_at_both_ends(self) -> None:
        """
        From forty events on, the ticks of the axis are named above and below the events.
        """
        few, many = (timeline(*(("2019", "a"), ("2024", "b")) * n) for n in (19, 20))

        assert (1, 2) == (texts(few).count("2022"), texts(many).count("2022"))


class TestDetails:
    def test_are_below_their_bar(self) -> None:
        """
        Words on what came of an event are below its bar; without any, this is noted.
        """
        found = answer(
            ("date", "title", "outcome"),
            (date("2014"), literal("Letters opened"), literal("A fine of 5 euros.")),
            (date("2015"), literal("Letters shown"), None),
        )
        root = drawn("timeline", found, {**ROLES["timeline"], "detail": "outcome"})
        first, second = map(texts, marks(root, "event"))

        assert ["Letters opened", "A fine of 5 euros."] == first
        assert ["Letters shown", "no outcome recorded"] == second
        assert "2014: Letters opened. A fine of 5 euros." == tooltips(root, "event")[0]

    def test_do_not_meet_other_events(self) -> None:
        """
        The words below a bar are above the next bar.
        """
        rows = [(date(f"{year}"), literal("a"), literal("b")) for year in range(2000, 2010)]
        found = answer(("date", "title", "outcome"), *rows)
        root = drawn("timeline", found, {**ROLES["timeline"], "detail": "outcome"})
        events = marks(root, "event")
        tops = [float(box.get("y", "")) for each in events for box in each.iter(f"{SVG}rect")]
        words = [float([*each.iter(f"{SVG}text")][-1].get("y", "")) for each in events]

        assert all(above + 4 < below for above, below in zip(words, tops[1:], strict=False))
