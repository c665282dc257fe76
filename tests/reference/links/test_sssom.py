"""SSSOM tables are written in a stable order, and parsed strictly."""

import csv
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import counting
from privkg.core.errors import Place, RdfError
from privkg.rdf.terms import Term, iri, term
from privkg.reference.links import sssom
from privkg.reference.links.mapping import LEXICAL, NO_TERM, Alternative, Mapping

WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=30)
IRIS = st.from_regex(r"https://example\.org/[a-z0-9/]{1,20}", fullmatch=True).map(iri)
HEADER = "\t".join(sssom.COLUMNS) + "\n"
SCORES = st.integers(0, 100).map(lambda share: share / 100)


def mapping(subject: str = "a", object_: str = "b", **more: object) -> Mapping:
    """Return a mapping, with defaults for the attributes that a test does not name."""
    whole: dict[str, object] = {
        "subject": iri(f"https://example.org/{subject}"),
        "subject_label": "A",
        "predicate": term("owl:sameAs"),
        "object": iri(f"https://example.org/{object_}"),
        "object_label": "B",
        "justification": LEXICAL,
        "score": 0.5,
        "method": "by its name",
    }
    return Mapping(**(whole | more))  # type: ignore[arg-type]


def read_back(folder: Path, text: str) -> list[Mapping]:
    """Return the mappings of a file with this text."""
    (folder / "a.sssom.tsv").write_text(text, encoding="utf-8")
    return sssom.read(folder / "a.sssom.tsv")


def refusal(folder: Path, text: str) -> str:
    """Return the error message about a file with this text."""
    with pytest.raises(RdfError) as refused:
        read_back(folder, text)
    return str(refused.value)


class TestRoundTrip:
    @given(subject=IRIS, object_=IRIS, label=WORDS, method=WORDS, score=SCORES, other=IRIS)
    def test_what_is_written_is_read(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        subject: Term,
        object_: Term,
        label: str,
        method: str,
        score: float,
        other: Term,
    ) -> None:
        """
        A mapping is read back as written; its texts are on one line, without separators.
        """
        plain = " ".join(label.replace("|", "/").split())
        given = mapping(
            subject=subject[1:-1].removeprefix("https://example.org/"),
            object_=object_[1:-1].removeprefix("https://example.org/"),
            subject_label=plain,
            method=" ".join(method.replace("|", "/").split()),
            score=score,
            alternatives=(Alternative(0.25, other, plain),),
        )
        text = sssom.write("test", [given])

        assert [given] == read_back(tmp_path_factory.mktemp("sssom"), text)

    def test_the_order_is_one(self) -> None:
        """
        The table does not depend on the order of the mappings.
        """
        some = [mapping("a", "b"), mapping("a", "c"), mapping("b", "a")]

        assert sssom.write("test", some) == sssom.write("test", reversed(some))

    def test_known_addresses_are_curies(self) -> None:
        """
        The table declares its prefixes and uses them.
        """
        text = sssom.write("test", [mapping(object=iri("https://sws.geonames.org/524901/"))])

        assert "#  geonames: https://sws.geonames.org/\n" in text
        assert "\tgeonames:524901/\t" in text

    @pytest.mark.parametrize(
        "unusual",
        [
            {"object": iri("https://example.org/a\u2028b")},
            {"object": iri("https://example.org/'a'#b")},
            {"subject_label": '"A" and "B"'},
            {"subject_label": "#A"},
            {"is_negative": True},
            {"more": (("author_id", "orcid:0000-0000-0000-0001"), ("mapping_date", "2026-11-26"))},
        ],
    )
    def test_what_is_unusual_is_read_too(self, tmp_path: Path, unusual: dict[str, object]) -> None:
        """
        Line separators in an IRI, quotation marks, number signs and further columns are read back.
        """
        given = replace(mapping(), **unusual)  # type: ignore[arg-type]

        assert [given] == read_back(tmp_path, sssom.write("test", [given]))

    def test_what_utf8_cannot_hold_is_replaced(self, tmp_path: Path) -> None:
        """
        A lone surrogate in a label does not make the table unreadable.
        """
        (found,) = read_back(tmp_path, sssom.write("test", [mapping(object_label="a\ud800b")]))

        assert "a?b" == found.object_label

    def test_a_prefix_of_the_file_is_understood(self, tmp_path: Path) -> None:
        """
        Prefixes of other tools are read from the curie_map of the table.
        """
        text = sssom.write("test", [mapping()]).replace("https://example.org/b", "ex:b")
        (found,) = read_back(tmp_path, f"#curie_map:\n#  ex: https://example.org/\n{text}")

        assert iri("https://example.org/b") == found.object

    def test_prefixes_of_the_format_need_no_declaration(self, tmp_path: Path) -> None:
        """
        The prefixes that SSSOM defines are read from any table.
        """
        text = sssom.write("test", [mapping()]).replace("https://example.org/b", "sssom:NoTermFound")
        (found,) = read_back(tmp_path, text)

        assert NO_TERM == found.object

    @pytest.mark.parametrize(("side", "has_terms"), [("subject", False), ("object", False), ("", True)])
    def test_a_term_that_was_not_found_is_known(self, side: str, has_terms: bool) -> None:
        """
        A mapping has its terms unless one side is the one for terms that were not found.
        """
        found = replace(mapping(), **{side: NO_TERM}) if side else mapping()  # type: ignore[arg-type]

        assert has_terms == found.has_terms


class TestFaults:
    def test_no_file_is_no_mapping(self, tmp_path: Path) -> None:
        """
        A missing file has no mappings.
        """
        assert [] == sssom.read(tmp_path / "none.sssom.tsv")

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("# a note\na\tb\n", "a.sssom.tsv:2: the header of an SSSOM table lacks subject_id and"),
            ("", "a.sssom.tsv:1: the header of an SSSOM table lacks"),
            ("#curie_map:\n", "a.sssom.tsv:2: the header of an SSSOM table lacks"),
            (
                HEADER.replace("predicate_id\t", ""),
                ":1: the header of an SSSOM table lacks predicate_id; write",
            ),
            (HEADER.replace("other", "comment"), ":1: the column comment occurs twice"),
            (HEADER.replace("subject_id", '"subject_id'), ':1: a cell begins with a quotation mark (")'),
        ],
    )
    def test_no_header(self, tmp_path: Path, text: str, words: str) -> None:
        """
        A file without the columns of SSSOM is rejected at the line of its header.
        """
        assert words in refusal(tmp_path, text)

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ("owl:sameAs", "unknown:same", 'predicate_id: unknown prefix "unknown"'),
            ("https://example.org/a", "a b", 'subject_id: "a b" is neither an IRI nor a CURIE; write'),
            ("https://example.org/b", "", "object_id is empty; write an IRI or a CURIE"),
            ("semapv:LexicalMatching", " ", "mapping_justification is empty"),
            ("\t0.50\t", "\t1.50\t", 'confidence is "1.50"; write a number from 0 to 1'),
            ("\t0.50\t", "\tnan\t", 'confidence is "nan"'),
            ("\t0.50\t", "\t0,5\t", 'confidence is "0,5"'),
            ("\tA\t", '\t"A\t', 'a cell begins with a quotation mark (")'),
            ("\tA\t", '\t"A" b\t', 'a cell begins with a quotation mark (")'),
            ("\tA\t", f"\t{'A' * 131_073}\t", "a cell is longer than 131072 characters"),
            ("\tA\t", "\t", "10 cells for 11 columns"),
            ("\tA\t", "\tA\tA\t", "12 cells for 11 columns"),
            (
                "owl:sameAs\t",
                "owl:sameAs\tno",
                'predicate_modifier is "no"; write Not, or leave it empty',
            ),
            ("https://example.org/b", "http://example.org/%zz", "has a % without two hex digits"),
            ("https://example.org/b", "http://[::1/", "check host, port and brackets"),
            ("https://example.org/b", "http://example.org/\ufffe", "has the character U+FFFE"),
            ("https://example.org/b", "wd:a b", "is not an IRI: it has the character U+0020"),
            ("by its name\t", "by its name\tnone:x 0.50 X", 'unknown prefix "none"'),
        ],
    )
    def test_a_row_that_cannot_be_used(self, tmp_path: Path, old: str, new: str, words: str) -> None:
        """
        An invalid row is rejected at its line, and the message contains what to write.
        """
        text = sssom.write("test", [mapping()])
        message = refusal(tmp_path, text.replace(old, new))

        assert f"a.sssom.tsv:{text.count(chr(10))}: " in message
        assert words in message

    def test_a_namespace_that_is_no_iri(self, tmp_path: Path) -> None:
        """
        A declared prefix whose namespace is not an IRI is rejected at the row that uses it.
        """
        text = "#curie_map:\n#  ex: notaniri\n" + sssom.write("test", [mapping()])

        assert 'object_id: "notanirib" is not an IRI: it has no scheme' in refusal(
            tmp_path, text.replace("https://example.org/b", "ex:b")
        )

    def test_a_folder_in_place_of_a_table(self, tmp_path: Path) -> None:
        """
        A folder is an error, not a table without rows.
        """
        (tmp_path / "a.sssom.tsv").mkdir()

        with pytest.raises(RdfError, match="not a regular file"):
            sssom.read(tmp_path / "a.sssom.tsv")

    @pytest.mark.parametrize("kind", ["fifo", "dangling link"])
    def test_what_is_no_table_is_not_taken_for_none(self, tmp_path: Path, kind: str) -> None:
        """
        A FIFO and a broken symbolic link are errors with the path, not a table without rows.
        """
        path = tmp_path / "a.sssom.tsv"
        if kind == "fifo":
            os.mkfifo(path)
        else:
            path.symlink_to(tmp_path / "nowhere")

        with pytest.raises(RdfError, match=f"^{path}: "):
            sssom.read(path)


class TestSpellings:
    @pytest.mark.parametrize(
        "change",
        [
            lambda text: f"\ufeff{text}",
            lambda text: text.replace("\n", "\r\n"),
            lambda text: text.replace("\n", "\n\n"),
            lambda text: "".join(line for line in text.splitlines(keepends=True) if line[0] != "#"),
            lambda text: text.replace("\tA\t", '\t"A"\t'),
            lambda text: text.replace("\tA\t", "\t A \t"),
        ],
        ids=["byte-order mark", "CRLF", "blank lines", "no head", "quoted", "spaces"],
    )
    def test_tables_as_other_tools_write_them(
        self, tmp_path: Path, change: Callable[[str], str]
    ) -> None:
        """
        A byte-order mark, line ends, quotation marks and a missing head make no difference.
        """
        assert [mapping()] == read_back(tmp_path, change(sssom.write("test", [mapping()])))

    @pytest.mark.parametrize("modifier", ["Not", "not", "NOT", " nOt "])
    def test_not_in_any_spelling(self, tmp_path: Path, modifier: str) -> None:
        """
        A mapping is negative with "Not" in any case.
        """
        text = sssom.write("test", [mapping()]).replace("owl:sameAs\t", f"owl:sameAs\t{modifier}")

        assert [True] == [each.is_negative for each in read_back(tmp_path, text)]

    def test_further_columns_are_kept(self, tmp_path: Path) -> None:
        """
        Reviewers, and a remark without alternatives, are written back unchanged.
        """
        text = sssom.write("test", [mapping()])
        text = text.replace("\tother\n", "\tother\treviewer_id\n").replace(
            "by its name\t\n", "by its name\ta remark\torcid:0000-0000-0000-0001\n"
        )

        assert text == sssom.write("test", read_back(tmp_path, text))


class TestLength:
    def test_a_table_takes_linear_time(self, tmp_path: Path) -> None:
        """
        A table is parsed in linear time.
        """

        def table(length: int) -> None:
            rows = (mapping(f"a{n}", f"b{n}") for n in range(length))
            assert length == len(read_back(tmp_path, sssom.write("accepted", rows)))

        assert counting.growth(table, 100) < 1.1

    @pytest.mark.parametrize("line", ["", "a", "a\tb\t", "\t\t", " a \t b", "a'b\t|"])
    def test_cells_without_quotation_marks(self, line: str) -> None:
        """
        A line without quotation marks has the cells that the csv module returns.
        """
        (cells,) = csv.reader([line], delimiter="\t", strict=True) if line else ([],)

        assert [cell.strip() for cell in cells] == sssom._cells(line, Place(file="links.tsv", line=1))
