"""Axes have few, round, ascending ticks, and dates cover their days."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.query.charts._scales import Days, day_ticks, number_ticks, read_days

FIRST_OF_2014 = datetime.date(2014, 1, 1).toordinal()
DATES = st.dates().map(datetime.date.toordinal)


class TestReadDays:
    @pytest.mark.parametrize(
        ("text", "first", "count"),
        [
            ("2014", 0, 365),
            ("2014-02", 31, 28),
            ("2014-03-05", 63, 1),
            ("2014-03-05Z", 63, 1),
            ("2014-03-05+02:00", 63, 1),
            ("2014-05:00", 0, 365),
            ("2014-03-05T23:59:59.5Z", 63, 1),
            ("2016", 730, 366),
        ],
    )
    def test_a_date_covers_its_days(self, text: str, first: int, count: int) -> None:
        """
        A year, month or day covers its days, whatever its time zone.
        """
        assert Days(FIRST_OF_2014 + first, FIRST_OF_2014 + first + count) == read_days(text)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "2014-13",
            "2014-00",
            "2014-02-30",
            "0000",
            "-0044",
            "12014",
            "20XX",
            "2014/",
            "../2014",
            "٢٠١٤",
            "2014 ",
        ],
    )
    def test_an_invalid_date_covers_no_days(self, text: str) -> None:
        """
        Text that is not a date, an impossible day and a year outside of 1 to 9999 have no days.
        """
        assert read_days(text) is None

    @given(st.dates())
    def test_a_day_is_in_its_month_and_that_in_its_year(self, day: datetime.date) -> None:
        """
        The days of a year include those of its months, and these include their days, up to 9999.
        """
        spans = [read_days(day.isoformat()[:length]) for length in (4, 7, 10)]
        firsts = [span.first for span in spans if span]
        afters = [span.after for span in spans if span]

        assert (sorted(firsts), sorted(afters, reverse=True)) == (firsts, afters)


class TestNumberTicks:
    @pytest.mark.parametrize(
        ("low", "high", "ticks"),
        [(0, 10, [0, 2, 4, 6, 8, 10]), (0, 3, [0, 0.5, 1, 1.5, 2, 2.5, 3]), (-5, 12, [-5, 0, 5, 10])],
    )
    def test_are_round(self, low: float, high: float, ticks: list[float]) -> None:
        """
        Ticks are multiples of one, two or five times a power of ten.
        """
        assert ticks == number_ticks(low, high)

    @given(st.floats(-1e300, 0), st.floats(0, 1e300))
    def test_are_few_and_within(self, low: float, high: float) -> None:
        """
        An axis of any range has at most eight ticks, ascending and within the range.
        """
        ticks = number_ticks(low, high)

        assert 1 <= len(ticks) <= 8
        assert sorted(set(ticks)) == ticks
        assert low * (1 + 1e-9) <= ticks[0]
        assert ticks[-1] <= high * (1 + 1e-9)


class TestDayTicks:
    @pytest.mark.parametrize(
        ("first", "last", "words"),
        [
            ("2014-01-01", "2014-01-03", ["2014-01-01", "2014-01-02", "2014-01-03"]),
            ("2014-01-15", "2014-06-15", ["2014-02", "2014-03", "2014-04", "2014-05", "2014-06"]),
            ("2006-05-01", "2021-05-01", ["2010", "2015", "2020"]),
        ],
    )
    def test_are_days_months_or_years(self, first: str, last: str, words: list[str]) -> None:
        """
        The ticks of an axis are days, months or years, depending on its length.
        """
        begin, end = (datetime.date.fromisoformat(day).toordinal() for day in (first, last))

        assert words == [text for _, text in day_ticks(Days(begin, end + 1))]

    @given(DATES, DATES)
    def test_are_few_and_within(self, one: int, other: int) -> None:
        """
        A time axis of any length has at most eight ticks, ascending and within the range.
        """
        first, last = sorted((one, other))
        days = [day for day, _ in day_ticks(Days(first, last + 1))]

        assert len(days) <= 8
        assert sorted(set(days)) == days
        assert all(first <= day <= last for day in days)
