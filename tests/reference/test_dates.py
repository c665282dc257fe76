"""Dates: which texts are parsed, which are rejected; nothing is added to what is written."""

import datetime
import re

import pyparsing
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from privkg.reference import dates
from privkg.reference.dates import Date

MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
days = st.dates(min_value=datetime.date(1000, 1, 1))
years = st.integers(1800, 2100)
DATATYPES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
FORMS = (
    "{day} {month} {year}",
    "{day:02} {month} {year}",
    "{month} {day}, {year}",
    "{month:.3}. {day}, {year}",
    "{day} {month:.3} {year}",
    "the {day}th of {month} {year}",
)

months = st.integers(1, 12)
MARKS = (" - ", "–", " to ", " until ", "/")
SEASONS = ("spring", "summer", "autumn", "winter")
PARTS = {
    "{name} {year}": (21, SEASONS),
    "the {name} of {year}": (21, SEASONS),
    "Q{number} {year}": (33, (1, 2, 3, 4)),
    "{year}-Q{number}": (33, (1, 2, 3, 4)),
    "the {name} quarter of {year}": (33, ("first", "second", "third", "fourth")),
    "H{number} {year}": (40, (1, 2)),
    "{name} half of {year}": (40, ("first", "second")),
}
"""Forms of a part of a year: the code of the first in EDTF, and the names of all."""
edtfs = st.one_of(
    years.map(str),
    st.builds("{}-{:02}".format, years, months),
    days.map(datetime.date.isoformat),
    st.integers(181, 209).filter(lambda decade: decade % 10).map("{}X".format),
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
            ("12-Mar-2019", "2019-03-12", "xsd:date"),
            ("Mar-2019", "2019-03", "xsd:gYearMonth"),
            ("on 3 May 2019", "2019-05-03", "xsd:date"),
            ("sometime in 2019", "2019", "xsd:gYear"),
            ("29 February 2020", "2020-02-29", "xsd:date"),
            ("Ｎｏｖｅｍｂｅｒ　２０２０", "2020-11", "xsd:gYearMonth"),
            ("November\u00a02020\u200b.", "2020-11", "xsd:gYearMonth"),
        ],
    )
    def test_keep_the_precision_they_have(self, text: str, start: str, datatype: str) -> None:
        """
        A year stays a year, a month stays a month, and neither needs an EDTF form.
        """
        assert Date(start, datatype) == dates.read(text)


class TestLibrary:
    def test_queries_are_parsed_as_fast_as_before(self) -> None:
        """
        After a date was read, parsers do not remember what they tried, which doubles rdflib's time.
        """
        pyparsing.ParserElement.enable_packrat()
        dates.read("3 of May, 1907")

        assert not pyparsing.ParserElement._packratEnabled


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
            ("2012~", "2012", "2012~"),
            ("2012%", "2012", "2012%"),
            ("c. Q3 2021", "2021", "2021-35~"),
            ("Spring 2020", "2020", "2020-21"),
            ("fall 2020", "2020", "2020-23"),
            ("Winter 2020", "2020", "2020-24"),
            ("the summer of 2020", "2020", "2020-22"),
            ("Winter 2020-2021", "2020-12", "2020-12/2021-02"),
            ("Winter 2020/21", "2020-12", "2020-12/2021-02"),
            ("the winter of 2020–21", "2020-12", "2020-12/2021-02"),
            ("winter 2020 – 2021", "2020-12", "2020-12/2021-02"),
            ("Q3 2021", "2021", "2021-35"),
            ("2021 Q3", "2021", "2021-35"),
            ("2021-Q1", "2021", "2021-33"),
            ("Q4/2021", "2021", "2021-36"),
            ("1Q 2021", "2021", "2021-33"),
            ("2021 H2", "2021", "2021-41"),
            ("~2012", "2012", "2012~"),
            ("third quarter of 2021", "2021", "2021-35"),
            ("the second quarter of 2021", "2021", "2021-34"),
            ("1st quarter 2020", "2020", "2020-33"),
            ("H1 2021", "2021", "2021-40"),
            ("the second half of 2019", "2019", "2019-41"),
            ("the 1990s", "1990", "199X"),
            ("1990s", "1990", "199X"),
            ("201X", "2010", "201X"),
            ("circa the 1990s", "1990", "199X~"),
        ],
    )
    def test_give_their_start_and_their_edtf(self, text: str, start: str, edtf: str) -> None:
        """
        An approximate date has its start at the written precision, and an EDTF form.
        """
        assert Date(start, DATATYPES[len(start)], edtf) == dates.read(text)

    @pytest.mark.parametrize(
        ("text", "start", "edtf", "omitted"),
        [
            ("early 2019", "2019", None, "early"),
            ("late 2019", "2019", None, "late"),
            ("mid-2019", "2019", None, "mid"),
            ("Mid 2019", "2019", None, "mid"),
            ("in early 2019", "2019", None, "early"),
            ("the beginning of 2019", "2019", None, "beginning"),
            ("start of 2019", "2019", None, "start"),
            ("late in 2019", "2019", None, "late"),
            ("end of May 2019", "2019-05", None, "end"),
            ("late summer 2019", "2019", "2019-22", "late"),
            ("mid-March 2019", "2019-03", None, "mid"),
            ("the early 1990s", "1990", "199X", "early"),
            ("early 2019 to late 2020", "2019", "2019/2020", "early, late"),
            ("early to mid 2019", "2019", None, "early, mid"),
            ("late 2018 – present", "2018", "2018/..", "late"),
        ],
    )
    def test_keep_apart_what_no_form_can_hold(
        self, text: str, start: str, edtf: str | None, omitted: str
    ) -> None:
        """
        A word that EDTF cannot express, such as "early", is omitted and reported.
        """
        assert Date(start, DATATYPES[len(start)], edtf, omitted) == dates.read(text)


class TestRanges:
    @pytest.mark.parametrize(
        ("text", "start", "edtf"),
        [
            ("2013-2015", "2013", "2013/2015"),
            ("2019–2020", "2019", "2019/2020"),
            ("2019 — 2020", "2019", "2019/2020"),
            ("2019/2020", "2019", "2019/2020"),
            ("2019~/2020?", "2019", "2019~/2020?"),
            ("c. 2013 - 2015", "2013", "2013~/2015"),
            ("between 2013 and 2015", "2013", "2013/2015"),
            ("from 2013 until 2015", "2013", "2013/2015"),
            ("2013 through 2015", "2013", "2013/2015"),
            ("1998-99", "1998", "1998/1999"),
            ("2013-15", "2013", "2013/2015"),
            ("2019/20", "2019", "2019/2020"),
            ("2020–21", "2020", "2020/2021"),
            ("2022/23", "2022", "2022/2023"),
            ("March-May 2018", "2018-03", "2018-03/2018-05"),
            ("Nov.–Dec. 2020", "2020-11", "2020-11/2020-12"),
            ("between March and May 2019", "2019-03", "2019-03/2019-05"),
            ("November 2019 to January 2020", "2019-11", "2019-11/2020-01"),
            ("Dec 2019/Jan 2020", "2019-12", "2019-12/2020-01"),
            ("March 2019 to May 2020", "2019-03", "2019-03/2020-05"),
            ("2007–May 2010", "2007", "2007/2010-05"),
            ("May 2007-2010", "2007-05", "2007-05/2010"),
            ("9-12 November 2020", "2020-11-09", "2020-11-09/2020-11-12"),
            ("9th-12th of November 2020", "2020-11-09", "2020-11-09/2020-11-12"),
            ("November 9-12, 2020", "2020-11-09", "2020-11-09/2020-11-12"),
            ("from 12 to 15 March 2019", "2019-03-12", "2019-03-12/2019-03-15"),
            ("12 March – 3 April 2019", "2019-03-12", "2019-03-12/2019-04-03"),
            ("28 Feb - 3 Mar 2021", "2021-02-28", "2021-02-28/2021-03-03"),
            ("March 3 - April 5, 2019", "2019-03-03", "2019-03-03/2019-04-05"),
            ("May 3rd, 2019 - June 5th, 2020", "2019-05-03", "2019-05-03/2020-06-05"),
            ("2020-10-21 to 2020-11", "2020-10-21", "2020-10-21/2020-11"),
            ("2020-10-21/2020-11-03", "2020-10-21", "2020-10-21/2020-11-03"),
            ("Autumn 2020 – Spring 2021", "2020", "2020-23/2021-21"),
            ("spring to autumn 2020", "2020", "2020-21/2020-23"),
            ("Spring 2020 to November 2020", "2020", "2020-21/2020-11"),
            ("Q1-Q3 2021", "2021", "2021-33/2021-35"),
            ("Q4 2020 – Q2 2021", "2020", "2020-36/2021-34"),
            ("the 1990s to 2005", "1990", "199X/2005"),
            ("since 2018", "2018", "2018/.."),
            ("from 2018", "2018", "2018/.."),
            ("since c. November 2018", "2018-11", "2018-11~/.."),
            ("since March 2020", "2020-03", "2020-03/.."),
            ("2019–present", "2019", "2019/.."),
            ("2018-present", "2018", "2018/.."),
            ("2019 - ongoing", "2019", "2019/.."),
            ("2019 (ongoing)", "2019", "2019/.."),
            ("since 2018, ongoing", "2018", "2018/.."),
            ("March 2020 to date", "2020-03", "2020-03/.."),
            ("from March 2019 until now", "2019-03", "2019-03/.."),
            ("July 4, 2019 to the present day", "2019-07-04", "2019-07-04/.."),
            ("2019 onwards", "2019", "2019/.."),
            ("from 2019 on", "2019", "2019/.."),
            ("Winter 2020-2021 to present", "2020-12", "2020-12/.."),
            ("Winter 2019-2020 to Winter 2021-2022", "2019-12", "2019-12/2022-02"),
            ("2018/..", "2018", "2018/.."),
        ],
    )
    def test_give_their_start_and_their_edtf(self, text: str, start: str, edtf: str) -> None:
        """
        A range has its start at the written precision, and both ends in its EDTF form.
        """
        assert Date(start, DATATYPES[len(start)], edtf) == dates.read(text)


class TestRefused:
    @pytest.mark.parametrize(
        "text",
        [
            *("٢٠١٤", "2014-٠١", "٩ November 2014"),  # digits of other scripts
            *("", " ", "-", "TBD", "not known", "n/a", "ongoing", "present", "recently"),
            *("Novembre 2014", "Novemer 2020", "Nov 9 2020 or so", "Monday 9 November 2020"),
            *("03/04/2020", "03.04.2020", "3-4-2020", "11/2020", "11-2020", "2020/11/09", "20201109"),
            *("25/10/2020", "10/25/2020", "31.12.2020", "25-10-2020", "Q5 2021", "H3 2021"),
            *("2020-02-30", "29 February 2019", "31 April 2020", "2020-13", "2020-00-00", "13/13/2020"),
            *("before 2020", "after 2020", "by 2020", "until 2020", "up to 2020", "../2020", "/2020"),
            *("2020-21", "2020-35", "2010/11", "2010–11", "1999-00", "the 1900s", "2000s", "90s"),
            *("2020 to 2019", "May-March 2018", "Dec - Jan 2020", "12-9 November 2020", "2013, 2015"),
            *("Spring 2020-2021", "Summer 2020/21", "Winter 2020-2022", "winter 2020 to 2021"),
            *("2018-2019-2020", "2015 or 2016", "May or June 2019", "early 3 March 2019"),
            *("2013 and 2015", "9 and 12 November 2020", "March and May 2019", "between 2013 to 2015"),
            *("9 November", "November", "9", "July - present", "early", "- 2019", "2019 -", "2019 to"),
            *(
                "..2020",
                "2020..",
                "2020…",
                "-2020",
                "20 20",
                "99999",
                "999",
                "0000",
                "c. Winter 2020-21",
            ),
            *("2020 BC", "9 November 2020, 10:00", "2020-11-09T10:00:00", "٢٠٢٠"),
        ],
    )
    def test_other_texts_are_not_dates(self, text: str) -> None:
        """
        An ambiguous, impossible or incomplete text, or one with an unknown word, is not a date.
        """
        assert dates.read(text) is None

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("25/10/2020", "write 25 October 2020 or 2020-10-25"),
            ("10/25/2020", "write 25 October 2020 or 2020-10-25"),
            ("03/04/2020", "write 4 March 2020 or 3 April 2020, whichever is meant"),
            ("2020/11/09", "write 9 November 2020 or 2020-11-09"),
            ("11/2020", "write November 2020 or 2020-11"),
            ("2020-21", "write 2020-2021 for a range or Spring 2020 for a part of the year"),
            ("2020-35", "write 2020-2035 for a range or Q3 2020 for a part of the year"),
            ("2010/11", "write 2010-2011 for a range or November 2010 for a month"),
            ("1999-00", "write 1999-2000"),
            ("1999/02", "write 1999-2002 for a range or February 1999 for a month"),
            ("2017/06", "write June 2017"),
            ("2035-21", "write Spring 2035"),
            ("2017-13", "write it as November 2014, 2014 or 2014-11-03"),
            ("2014-14", "write it as November 2014, 2014 or 2014-11-03"),
            ("the 2000s", "write 2000-2009 for the decade or 2000-2099 for the century"),
            ("Summer 2020/21", "write Summer 2020 for one summer or Summer 2020 - Summer 2021"),
            ("before 2019", "write both ends of the range, such as 2010-2018"),
            ("2013 and 2015", "write one date, or a range such as 2013-2015"),
            ("9 and 12 November 2020", "write one date, or a range"),
            ("May or June 2019", "write one date, or a range"),
            ("2020 to 2019", "write the earlier date first"),
            ("ongoing", "write when it began, such as since 2018"),
            ("Novembre 2014", "did you mean November 2014?"),
            ("9 Septembr 2014", "did you mean 9 September 2014?"),
            ("Januar to Marsch 2014", "write it as November 2014, 2014 or 2014-11-03"),
            ("Novembre", "write it as November 2014, 2014 or 2014-11-03"),
            ("13/13/2020", "write it as November 2014, 2014 or 2014-11-03"),
        ],
    )
    def test_advice_names_the_form_to_write(self, text: str, words: str) -> None:
        """
        The advice for a text that is not a date is a form that can be parsed.
        """
        assert (None, True) == (dates.read(text), dates.advice(text).startswith(words))


class TestWords:
    @pytest.mark.parametrize(
        ("edtf", "words"),
        [
            ("2019", "2019"),
            ("2020-11", "November 2020"),
            ("2020-11-03", "3 November 2020"),
            ("2020-22", "summer 2020"),
            ("2021-35", "third quarter of 2021"),
            ("2021-40", "first half of 2021"),
            ("201X", "2010s"),
            ("2019~", "about 2019"),
            ("2019?", "2019?"),
            ("2020-11%", "about November 2020?"),
            ("2019/2021", "2019 to 2021"),
            ("2019~/2020-11-03", "about 2019 to 3 November 2020"),
            ("2019/..", "since 2019"),
        ],
    )
    def test_each_form_has_words(self, edtf: str, words: str) -> None:
        """
        Each form of EDTF that dates are stored in has words.
        """
        assert words == dates.in_words(edtf)

    @pytest.mark.parametrize(
        "text", ["", "soon", "2020-13", "2020-22-01", "201X-11", "2019/", "../2019", "2019/2020/2021"]
    )
    def test_no_other_text_has(self, text: str) -> None:
        """
        Other texts have no words, so that they are shown as they are.
        """
        assert dates.in_words(text) is None

    @given(st.sampled_from(["{}", "{}~", "{}?", "{}%", "{}/..", "{}/{}"]), st.lists(edtfs, min_size=2))
    def test_words_are_read_as_the_date(self, form: str, parts: list[str]) -> None:
        """
        The words of a date are parsed as that date, or not at all where English is ambiguous.
        """
        text = form.format(*sorted(parts)[:2])
        found = dates.read(dates.in_words(text) or "")

        assert found is None or text == (found.edtf or found.start)


class TestProperties:
    @given(day=days, form=st.sampled_from(FORMS))
    def test_every_day_in_every_form_is_read_back(self, day: datetime.date, form: str) -> None:
        """
        A day in each usual English form is parsed as that day.
        """
        assert Date(day.isoformat(), "xsd:date") == dates.read(written(day, form))

    @given(start=days, end=days)
    def test_every_range_is_read_back(self, start: datetime.date, end: datetime.date) -> None:
        """
        Two days are a range if and only if they are in order.
        """
        found = dates.read(f"{written(start, FORMS[0])} - {written(end, FORMS[0])}")
        edtf = f"{start.isoformat()}/{end.isoformat()}"
        expected = Date(start.isoformat(), "xsd:date", edtf) if start <= end else None

        assert expected == found

    @given(year=years, form=st.sampled_from(list(PARTS)), number=st.integers(1, 4))
    def test_every_part_of_a_year_is_read_back(self, year: int, form: str, number: int) -> None:
        """
        A quarter, half or season in each of its forms is parsed as its EDTF code.
        """
        first, names = PARTS[form]
        index = (number - 1) % len(names)
        text = form.format(name=names[index], number=index + 1, year=year)

        assert Date(f"{year}", "xsd:gYear", f"{year}-{first + index}") == dates.read(text)

    @given(start=st.tuples(years, months), end=st.tuples(years, months), mark=st.sampled_from(MARKS))
    def test_every_range_of_months_is_read_back(
        self, start: tuple[int, int], end: tuple[int, int], mark: str
    ) -> None:
        """
        Two months with any separator are a range if and only if they are in order.
        """
        text = mark.join(f"{MONTHS[month - 1]} {year}" for year, month in (start, end))
        left, right = (f"{year}-{month:02}" for year, month in (start, end))
        expected = Date(left, "xsd:gYearMonth", f"{left}/{right}") if start <= end else None

        assert expected == dates.read(text)

    @given(year=years, mark=st.sampled_from("-–/"), is_short=st.booleans())
    def test_a_winter_of_two_years_is_one(self, year: int, mark: str, is_short: bool) -> None:
        """
        A winter of two years lasts from December of the first to February of the second.
        """
        assume(not is_short or year % 100 < 99)
        after = f"{year + 1}"[2 if is_short else 0 :]
        edtf = f"{year}-12/{year + 1}-02"

        assert Date(f"{year}-12", "xsd:gYearMonth", edtf) == dates.read(f"Winter {year}{mark}{after}")

    @given(st.sampled_from(["{}", "{}~", "{}/..", "{}?/{}", "{}/{}%"]), st.lists(edtfs, min_size=2))
    def test_the_edtf_that_is_written_is_read(self, form: str, parts: list[str]) -> None:
        """
        An EDTF text of years, months, days or decades is parsed as itself.
        """
        text = form.format(*sorted(parts)[:2])
        found = dates.read(text)

        assert found is None or text == (found.edtf or found.start)

    @settings(max_examples=300)
    @given(st.text(alphabet=st.sampled_from("0123456789-/., ?cNovsincetoandXYf\u00a0２²")))
    def test_nothing_is_invented(self, text: str) -> None:
        """
        Each number of a result occurs in the text, for any text.
        """
        found = dates.read(text)
        plain = text.translate(str.maketrans("２²", "22"))
        written_numbers = {int(number) for number in re.findall(r"\d+", plain.replace("Nov", " 11 "))}
        read_numbers = {int(part) for part in (found.start.split("-") if found else [])}

        assert read_numbers <= written_numbers

    @given(st.text())
    def test_no_text_raises(self, text: str) -> None:
        """
        Parsing does not raise an error for any text.
        """
        assert dates.read(text) is None or re.search(r"\d", text)
