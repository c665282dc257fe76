"""Dates: what is read, what is refused, and that nothing is ever added to what was written."""

import datetime
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privkg import dates
from privkg.dates import Date

MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
days = st.dates(min_value=datetime.date(1000, 1, 1))
FORMS = (
    "{day} {month} {year}",
    "{day:02} {month} {year}",
    "{month} {day}, {year}",
    "{month:.3}. {day}, {year}",
    "{day} {month:.3} {year}",
    "the {day}th of {month} {year}",
)


def written(day: datetime.date, form: str) -> str:
    return form.format(day=day.day, month=MONTHS[day.month - 1], year=f"{day.year:04}")


class TestCertainDates:
    @pytest.mark.parametrize(
        ("text", "start", "datatype"),
        [
            ("2019", "2019", "xsd:gYear"),
            ("2087", "2087", "xsd:gYear"),
            ("November 2020", "2020-11", "xsd:gYearMonth"),
            ("november,  2020", "2020-11", "xsd:gYearMonth"),
            ("Sept. 2020", "2020-09", "xsd:gYearMonth"),
            ("2020-11", "2020-11", "xsd:gYearMonth"),
            ("21 October 2020", "2020-10-21", "xsd:date"),
            ("9 November 2020", "2020-11-09", "xsd:date"),
            ("Nov. 9, 2020", "2020-11-09", "xsd:date"),
            ("9th of November 2020", "2020-11-09", "xsd:date"),
            ("2020-11-09", "2020-11-09", "xsd:date"),
            ("2020‑11‑09", "2020-11-09", "xsd:date"),
            ("29 February 2020", "2020-02-29", "xsd:date"),
            ("Ｎｏｖｅｍｂｅｒ　２０２０", "2020-11", "xsd:gYearMonth"),
            ("November\u00a02020\u200b.", "2020-11", "xsd:gYearMonth"),
        ],
    )
    def test_keep_the_precision_they_have(self, text: str, start: str, datatype: str) -> None:
        """
        A year stays a year, a month a month, and needs no second text.
        """
        assert Date(start, datatype) == dates.read(text)


class TestVagueDates:
    @pytest.mark.parametrize(
        ("text", "start", "edtf"),
        [
            ("c. 2012", "2012", "2012~"),
            ("ca 2012", "2012", "2012~"),
            ("circa 2015", "2015", "2015~"),
            ("about November 2015", "2015-11", "2015-11~"),
            ("2012?", "2012", "2012?"),
            ("c. 2012?", "2012", "2012%"),
            ("Spring 2020", "2020", "2020-21"),
            ("fall 2020", "2020", "2020-23"),
            ("2013-2015", "2013", "2013/2015"),
            ("2019–2020", "2019", "2019/2020"),
            ("c. 2013 - 2015", "2013", "2013~/2015"),
            ("between 2013 and 2015", "2013", "2013/2015"),
            ("from 2013 until 2015", "2013", "2013/2015"),
            ("March-May 2018", "2018-03", "2018-03/2018-05"),
            ("November 2019 to January 2020", "2019-11", "2019-11/2020-01"),
            ("9-12 November 2020", "2020-11-09", "2020-11-09/2020-11-12"),
            ("2020-10-21 to 2020-11", "2020-10-21", "2020-10-21/2020-11"),
            ("since 2018", "2018", "2018/.."),
            ("since c. November 2018", "2018-11", "2018-11~/.."),
        ],
    )
    def test_give_their_start_and_their_edtf(self, text: str, start: str, edtf: str) -> None:
        """
        A range or a vaguer date gives its start at its own precision, and all of itself as EDTF.
        """
        datatype = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}[len(start)]

        assert Date(start, datatype, edtf) == dates.read(text)


class TestRefused:
    @pytest.mark.parametrize(
        "text",
        [
            *("", " ", "-", "TBD", "not known", "n/a", "ongoing"),
            *("Novembre 2014", "Novemer 2020", "Nov 9 2020 or so", "Monday 9 November 2020"),
            *("03/04/2020", "03.04.2020", "3-4-2020", "11/2020", "11-2020", "2020/11/09", "20201109"),
            *("2020-02-30", "29 February 2019", "31 April 2020", "2020-13", "2020-00-00", "13/13/2020"),
            *("late 2019", "early 2020", "mid-2020", "Q3 2020", "the 1990s", "before 2020"),
            *("2020-21", "2020 to 2019", "2018-present", "2013, 2015", "2018-2019-2020"),
            *("2013 and 2015", "9 and 12 November 2020", "9 November", "November", "9"),
            *("..2020", "2020..", "2020…", "201X", "-2020", "20 20", "99999", "999", "0000"),
            *("2020 BC", "9 November 2020, 10:00", "2020-11-09T10:00:00", "٢٠٢٠"),
        ],
    )
    def test_what_does_not_say_one_date(self, text: str) -> None:
        """
        What is ambiguous, impossible, unfinished or only partly read is no date.
        """
        assert dates.read(text) is None


class TestProperties:
    @given(day=days, form=st.sampled_from(FORMS))
    def test_every_day_in_every_form_is_read_back(self, day: datetime.date, form: str) -> None:
        """
        A day written in a usual English form is that day.
        """
        assert Date(day.isoformat(), "xsd:date") == dates.read(written(day, form))

    @given(start=days, end=days)
    def test_every_range_is_read_back(self, start: datetime.date, end: datetime.date) -> None:
        """
        Two days make a range if they are in order, and nothing otherwise.
        """
        found = dates.read(f"{written(start, FORMS[0])} - {written(end, FORMS[0])}")
        edtf = f"{start.isoformat()}/{end.isoformat()}"

        assert (Date(start.isoformat(), "xsd:date", edtf) if start <= end else None) == found

    @settings(max_examples=300)
    @given(st.text(alphabet=st.sampled_from("0123456789-/., ?cNovsincetoandXYf\u00a0２²")))
    def test_nothing_is_invented(self, text: str) -> None:
        """
        Each number of a reading stands in the text, however odd the text is.
        """
        found = dates.read(text)
        plain = text.translate(str.maketrans("２²", "22"))
        written_numbers = {int(number) for number in re.findall(r"\d+", plain)}
        read_numbers = {int(part) for part in (found.start.split("-") if found else [])}

        assert read_numbers <= written_numbers | ({11} if "Nov" in text else set())

    @given(st.text())
    def test_no_text_raises(self, text: str) -> None:
        """
        Any text is a date or none.
        """
        assert dates.read(text) is None or re.search(r"\d", text)
