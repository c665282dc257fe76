"""Which use is proposed for a column, by its header and its values."""

from pathlib import Path

import pytest

from privkg.sources._records import Layout
from privkg.sources.tables import columns, uses
from privkg.sources.tables.columns import Sample

LONG = "A list of the customers was on a server that anybody could read, and somebody found it {}. " * 2
LINKS = [f"https://news.example.org/{n}" for n in range(4)]


def sample(name: str, *values: str, records: int = 0) -> Sample:
    return Sample(name=name, values=values, records=records or len(values))


def use(name: str, *values: str) -> str:
    """Return the proposed use of a column alone."""
    return uses.propose([sample(name, *values)])[0].use


class TestHeaders:
    @pytest.mark.parametrize(
        ("expected", "name", "values"),
        [
            ("date", "BreachDate", ("2019-05-02", "May 2020")),
            ("date", "year", ("2019", "2020")),
            ("reported", "date_reported", ("2019-05-02", "May 2020")),
            ("last_checked", "Checked on", ("2019-05-02", "May 2020")),
            ("sources", "Source(s)", tuple(LINKS)),
            ("people_affected", "People affected", ("1,300", "20")),
            ("affected", "People affected", ("Customers", "Pupils")),
            ("title", "Name of the incident", ("Acme Mail", "Acme Bank")),
            ("actors", "Responsible organisation", ("Acme Mail", "Acme Bank")),
            ("locations", "COUNTRY", ("Norway", "Norway")),
            ("harms", "Harm", ("Disclosure", "Leakage")),
            ("information", "Data classes", ("Names", "Shoe sizes")),
            ("technologies", "Technology", ("Drones", "Drones")),
            ("laws", "Law", ("GDPR", "GDPR")),
            ("outcome", "Outcome", ("A fine", "None")),
            ("description", "Summary", (LONG, LONG[3:])),
        ],
    )
    def test_name_a_use(self, expected: str, name: str, values: tuple[str, ...]) -> None:
        """
        A word of the header names the use, if the values are of it.
        """
        assert expected == use(name, *values)

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("Date", ("often", "rarely")),
            ("Source", ("newspaper", "radio")),
            ("People affected", ("true", "false")),
            ("Harm", ("3", "4")),
            ("Title", ("true", "false")),
            ("Update", ("Acme", "Bank")),
            ("Country", ("", "")),
        ],
    )
    def test_are_not_enough(self, name: str, values: tuple[str, ...]) -> None:
        """
        A header does not name a use if the values are of another kind, or the word is part of another.
        """
        assert "" == use(name, *filter(None, values))

    def test_the_best_word_names_the_one_column(self) -> None:
        """
        A use of one column is that of the best word; the other column has another use or none.
        """
        samples = [
            sample("Case", "Acme one", "Bank one"),
            sample("Title", "A leak", "A loss"),
            sample("Summary", LONG, LONG[1:]),
            sample("Description", LONG[2:], LONG[3:]),
        ]

        assert ["", "title", "lead", "description"] == [one.use for one in uses.propose(samples)]


class TestValues:
    @pytest.mark.parametrize(
        ("expected", "values"),
        [
            ("date", ("2019-05-02", "May 2020", "2021")),
            ("sources", tuple(LINKS)),
            ("description", (LONG, LONG[1:])),
            ("title", ("Acme loses a disk", "Bank leaks a list", "Shop sells names")),
            ("code", ("Public", "Public", "Public; Finance")),
            ("harms", ("Disclosure", "Surveillance", "Insecurity", "Rain")),
            ("tangible_harms", ("financial cost", "Psychological", "Stigma", "Rain")),
            ("", ("2019", "2020", "2021")),
            ("", ("true", "false", "true")),
            ("", ("https://example.org/a.png", "https://example.org/b.JPG")),
            ("", ('[{"a": 1}]', '[{"a": 2}]')),
            ("", ("a", "b", "c")),
            ("", ()),
        ],
    )
    def test_suggest_a_use(self, expected: str, values: tuple[str, ...]) -> None:
        """
        A column whose header names no use has the one that its values suggest, or none with a reason.
        """
        found = uses.propose([sample("Kolonne", *values)])[0]

        assert (expected, True) == (found.use, bool(found.why))

    def test_a_column_without_a_name_has_none(self) -> None:
        """
        A column that the header does not name cannot be used.
        """
        assert "" == use("", *LINKS)


class TestSeparators:
    @pytest.mark.parametrize(
        ("separator", "name", "values"),
        [
            (";", "Harm", ("Disclosure; Insecurity", "Disclosure")),
            (",", "Harm", ("Disclosure, Insecurity", "Insecurity, Disclosure")),
            ("", "Harm", ("Disclosure, of names", "Insecurity")),
            ("", "Country", ("Oslo, Norway", "Bergen, Norway", "Oslo, Norway")),
            ("|", "Company", ("Acme, Inc.|Bank", "Bank")),
            ("\n", "Link", (f"{LINKS[0]}\n{LINKS[1]}", LINKS[2])),
            (" ", "Link", (f"{LINKS[0]} {LINKS[1]}", LINKS[2])),
            ("", "Link", ("https://example.org/a;b,c", LINKS[2])),
            ("", "Story", (LONG, LONG.replace(",", ";"))),
            ("", "Company", ('["a; b"]', '["c"]')),
        ],
    )
    def test_are_between_short_words(self, separator: str, name: str, values: tuple[str, ...]) -> None:
        """
        Cells are split between words or addresses; at commas only if the words recur.
        """
        assert separator == uses.propose([sample(name, *values)])[0].separator


class TestKeys:
    @pytest.mark.parametrize(
        ("expected", "samples"),
        [
            ("Id", [sample("Name", "a", "b"), sample("Id", "000001", "000002")]),
            ("Name", [sample("Title", "a long one", "another"), sample("Name", "a", "b")]),
            ("Name", [sample("Id", "1", "1"), sample("Name", "a", "b")]),
            ("Case no.", [sample("Case no.", *map(str, range(19)), records=20)]),
            (None, [sample("Name", *map(str, range(19)), records=20)]),
            (None, [sample("Id", "1", "2", "3", records=2)]),
            (None, [sample("", "1", "2")]),
            (None, [sample("Id")]),
            (None, [sample("Id", "1" * 101, "2" * 101)]),
        ],
    )
    def test_identify_each_record(self, expected: str | None, samples: list[Sample]) -> None:
        """
        The key has another value in each record, or, with the header of one, in nearly each.
        """
        found = uses.key_of(samples)

        assert expected == (found and found.name)


class TestForms:
    @pytest.mark.parametrize(
        ("form", "values"),
        [
            ("html", ("It <b>leaked</b>.", "It<br/>did.", "A & B")),
            ("list", ('["a", "b"]', "[]", '["c"]')),
            ("text", ("1 < 2 > 0", "[sic] a", "{")),
            ("text", ("[1, 2]", '[{"a": "b"}]')),
            ("text", ()),
        ],
    )
    def test_of_cells(self, form: str, values: tuple[str, ...]) -> None:
        """
        Cells with tags are HTML, and lists of strings in JSON are lists; others are text.
        """
        assert form == sample("a", *values).form


class TestSamples:
    @pytest.mark.parametrize(("count", "length", "expected"), [(1_200, 1, 1_000), (80, 100_000, 51)])
    def test_are_of_the_first_records(
        self, tmp_path: Path, count: int, length: int, expected: int
    ) -> None:
        """
        Of a long file, the first 1,000 records are read, or fewer if they are long.
        """
        path = tmp_path / "one.csv"
        path.write_text("What\n" + ("x" * length + "\n") * count)

        assert expected == columns.samples(path, Layout(format="csv"))[0].records

    def test_of_json_name_values_and_not_objects(self, tmp_path: Path) -> None:
        """
        An object in JSON has no column of its own, and a name without a value has one.
        """
        path = tmp_path / "one.jsonl"
        path.write_text('{"a": {"b": 1}, "c": null, "d": []}\n{"a": {"e": 2}}\n')

        assert ["c", "d", "a.b", "a.e"] == [
            one.name for one in columns.samples(path, Layout(format="jsonl"))
        ]


class TestTerms:
    def test_that_are_missing_are_counted_once(self) -> None:
        """
        Words that differ in case only are one word of the table of values.
        """
        found = uses.propose([sample("Data", "Names; Shoe sizes", "SHOE SIZES")])[0]

        assert 1 == found.without_term
