"""A proposed mapping: it has each column, and is a mapping once a person has completed it."""

import csv
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from privkg.core.errors import InputError, PageError, UsageError
from privkg.core.text import quoted
from privkg.reference import concepts
from privkg.sources import Excluded, Refused, Text, _records
from privkg.sources._records import values
from privkg.sources.tables import mapped_texts, mapping_file, proposal
from privkg.sources.tables.mapping import TableMapping
from spreadsheets import FORMATS, SAMPLE, complete, in_format

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
WORDS = st.sampled_from(["Date", "Title", "Harm", "data", "Country", "link", "Id", "2019", "Disclosure"])


def written(folder: Path, table: Path) -> Path:
    """Return the file of the proposed mapping of a table, in a folder."""
    for name, text in proposal.of(table).files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / mapping_file.NAME


def completed(folder: Path, table: Path) -> TableMapping:
    """Return the proposed mapping of a table, completed."""
    mapping = written(folder, table)
    complete(mapping)
    return mapping_file.load(mapping)


class TestFormats:
    @pytest.mark.parametrize("form", FORMATS)
    def test_have_the_same_uses(self, tmp_path: Path, form: str) -> None:
        """
        The columns of each format have the same uses; two header rows name them.
        """
        found = completed(tmp_path, in_format(tmp_path, form))

        assert {
            "title_passages": ["Overskrift «title»"],
            "dates": ["When?"],
            "locations": ["Country"],
            "harms": ["Harm"],
            "information": ["Whose information"],
            "descriptions": ["Story"],
            "sources": ["Link"],
        } == {field: [*columns[0].names] for field, columns in found.fields.items()}
        assert ("No.", [("Sector",)]) == (found.key, [code.names for code in found.codes])


class TestRegisters:
    @pytest.mark.parametrize(
        ("register", "expected"),
        [
            ("aiaaic/incidents.csv", {Text: 2242, Refused: 1, Excluded: 1}),
            ("aiid/incidents.csv", {Text: 1367}),
            ("hibp/breaches.json", {Text: 875}),
        ],
    )
    def test_are_read(
        self, tmp_path: Path, shared_folder: Path, register: str, expected: dict[type, int]
    ) -> None:
        """
        The records of real registers are read by completed proposals; one of them has no title itself.
        """
        table = shared_folder / "data" / register
        mapping = str(completed(tmp_path, table).path)
        members = list(mapped_texts(table, mapping))
        incidents = [one for member in members if isinstance(member, Text) for one in member.incidents()]

        assert expected == Counter(map(type, members))
        assert {one.record.name for one in incidents if one.record and one.is_title_derived} <= {
            f"{tmp_path.name}-AIAAIC0184"
        }


class TestText:
    def test_has_examples_and_reasons(self) -> None:
        """
        A comment above each column has two of its values and the reason; unused ones are at the end.
        """
        lines = proposal.of(SAMPLE).files[mapping_file.NAME].splitlines()

        assert (
            '# "2019-05-02", "May 2020": the header has "when", and the values are dates'
            == lines[lines.index('date = "When?"') - 1]
        )
        assert [
            '# "What": "lists", "disks"',
            '# "Whether it\'s \\"open\\"": "yes", "no"',
            '# A column without a name: "a remark"',
        ] == [line.rpartition(": ")[0] for line in lines[lines.index("# Without a use:") + 1 :]]

    def test_is_the_same_each_time(self) -> None:
        """
        The same table has the same proposal.
        """
        assert proposal.of(SAMPLE) == proposal.of(SAMPLE)

    def test_a_long_value_is_shortened(self, tmp_path: Path) -> None:
        """
        An example has 40 characters at most.
        """
        table = tmp_path / "long.csv"
        table.write_text(f"Id,What\n1,{'x' * 50_000}\n")

        assert f'\n# "{"x" * 39}…": the values' in proposal.of(table).files[mapping_file.NAME]

    @pytest.mark.parametrize("row", ["", "1,2\n1,2\n"], ids=["no record", "no key"])
    def test_a_key_may_be_left_to_the_person(self, tmp_path: Path, row: str) -> None:
        """
        If no column identifies a record, the key is empty too.
        """
        table = tmp_path / "one.csv"
        table.write_text(f"Id,What\n{row}")

        assert '\nkey = ""  # the column that ' in proposal.of(table).files[mapping_file.NAME]


class TestCompletion:
    @pytest.mark.parametrize(
        ("fact", "line"), [("title", 7), ("homepage", 8), ("licence", 9), ("credit", 10)]
    )
    def test_an_empty_fact_is_refused(self, tmp_path: Path, fact: str, line: int) -> None:
        """
        A mapping without one of the facts is one error with its place and what to write.
        """
        mapping = written(tmp_path, SAMPLE)
        complete(mapping)
        lines = mapping.read_text(encoding="utf-8").splitlines()
        lines[line - 1] = f'{fact} = " "'
        mapping.write_text("\n".join(lines), encoding="utf-8")

        with pytest.raises(InputError) as caught:
            mapping_file.load(mapping)

        expected = f"{mapping}:{line}:1: {fact} is empty; write a value, as in {fact} = "
        assert str(caught.value).startswith(expected)

    def test_a_word_without_a_term_is_refused(self, tmp_path: Path) -> None:
        """
        A table of values in which a term is not filled in is one error with its line.
        """
        mapping = written(tmp_path, SAMPLE)
        tables = {path.name: path.read_bytes() for path in tmp_path.glob("*.tsv")}
        complete(mapping)
        (tmp_path / "harms.sssom.tsv").write_bytes(tables["harms.sssom.tsv"])

        with pytest.raises(InputError, match=r"harms.sssom.tsv:10: object_id is empty; write "):
            mapping_file.load(mapping)

    def test_known_words_have_their_terms(self, tmp_path: Path) -> None:
        """
        The words that are labels of terms mean these; the others are left to the person.
        """
        table = completed(tmp_path, SAMPLE).fields["information"][0].table
        pd = "https://w3id.org/dpv/pd#"

        assert table is not None
        assert {
            "names": (f"{pd}Name",),
            "email addresses": (f"{pd}EmailAddress",),
            "shoe sizes": (),
        } == {word: meaning.terms for word, meaning in table.meanings.items()}


class TestRefusals:
    @pytest.mark.parametrize("name", ["hibp.json", "VCDB.csv"])
    def test_a_name_of_another_register(self, tmp_path: Path, name: str) -> None:
        """
        A file with the name of a register that ships with privkg would have its IRIs.
        """
        with pytest.raises(UsageError, match="a register that privkg reads already; rename the file"):
            proposal.of(tmp_path / name)

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            ("Id,Name,Id\n1,2,3\n", '1: the header has "Id" twice: columns 1 and 3; rename one'),
            ("", "the file has no row 1, which is to be in its header"),
            (",".join(f"Column {n}" for n in range(15_000)), "1: 15000 columns, too many for a mapping"),
            ('Id,Name\n1,"2\n', "2:3: a quotation mark that is never closed"),
        ],
        ids=["twice", "empty", "too many columns", "open quotation mark"],
    )
    def test_a_table_that_cannot_be_read(self, tmp_path: Path, content: str, message: str) -> None:
        """
        What a build refuses to read is one error here too, with its place.
        """
        table = tmp_path / "one.csv"
        table.write_text(content)

        with pytest.raises(PageError) as caught:
            proposal.of(table)

        assert message in str(caught.value)

    def test_no_name_is_a_register(self, tmp_path: Path) -> None:
        """
        A file whose name has no letter has a mapping all the same.
        """
        table = tmp_path / "….csv"
        table.write_text("Id,What\n1,2\n")

        assert "data/sources/table" == proposal.of(table).folder


class TestAnyTable:
    @given(st.data())
    def test_has_a_mapping_with_each_column(self, data: st.DataObject) -> None:
        """
        Of any table, each column has a use or is listed, and the completed mapping is valid.
        """
        cells = CELLS | WORDS
        names = data.draw(
            st.lists(cells, min_size=1, max_size=5, unique_by=lambda name: " ".join(name.split()))
        )
        rows = data.draw(st.lists(st.lists(cells, min_size=len(names), max_size=len(names)), max_size=5))
        with tempfile.TemporaryDirectory() as folder:
            table = Path(folder, "any.csv")
            with table.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([names, *rows])
            _check(Path(folder), table)


def _check(folder: Path, table: Path) -> None:
    """Check that a table is one error, or has a mapping with each of its columns."""
    try:
        mapping = written(folder, table)
    except InputError:
        return
    text = mapping.read_text(encoding="utf-8").replace('\nkey = ""', '\nkey = "x"')
    mapping.write_text(text, encoding="utf-8")
    complete(mapping)
    found = mapping_file.load(mapping)
    listed = text.partition("# Without a use:\n")[2]
    columns = [name for name in _records.columns(table, found.layout) if name]

    assert [] == [
        name for name in columns if name not in found.columns and f"# {quoted(name)}" not in listed
    ]


class TestTablesOfValues:
    @given(st.lists(CELLS.filter(str.strip) | WORDS, max_size=8))
    @example(["a\tb", '"a" b', "# c", "a:b", "|"])
    def test_have_each_word(self, words: list[str]) -> None:
        """
        Any words are in a table once, which is read back when the terms are filled in.
        """
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"harms{values.SUFFIX}")
            text = values.proposed("any", "harms", words, concepts.harms())
            path.write_text(text, encoding="utf-8")
            (Path(folder) / mapping_file.NAME).write_text("")
            complete(Path(folder) / mapping_file.NAME)

            table = values.load(path)

        assert [] == [word for word in words if table.find(word) is None]
        assert {word for word in words if concepts.harms().find(word)} <= {
            word for word in words if (found := table.find(word)) and found.terms
        }
