"""Mappings are written as SSSOM in one order, and read back as they were, strictly."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.errors import RdfError
from privkg.links import sssom
from privkg.links.mapping import LEXICAL, Alternative, Mapping
from privkg.terms import Term, iri, term

WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=30)
IRIS = st.from_regex(r"https://example\.org/[a-z0-9/]{1,20}", fullmatch=True).map(iri)
SCORES = st.integers(0, 100).map(lambda share: share / 100)


def mapping(subject: str = "a", object_: str = "b", **more: object) -> Mapping:
    """Return a mapping, what a test does not care about filled in."""
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
    """Return the mappings of a file of this text."""
    (folder / "a.sssom.tsv").write_text(text, encoding="utf-8")
    return sssom.read(folder / "a.sssom.tsv")


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
        Any mapping comes back, its texts on one line and without what parts a table.
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
        However mappings come, their table is the same.
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

    def test_a_prefix_of_the_file_is_understood(self, tmp_path: Path) -> None:
        """
        Other tools' prefixes are read from the head of the table.
        """
        text = sssom.write("test", [mapping()]).replace("https://example.org/b", "ex:b")
        (found,) = read_back(tmp_path, f"#curie_map:\n#  ex: https://example.org/\n{text}")

        assert iri("https://example.org/b") == found.object


class TestFaults:
    def test_no_file_is_no_mapping(self, tmp_path: Path) -> None:
        """
        A table that was never written has no rows.
        """
        assert [] == sssom.read(tmp_path / "none.sssom.tsv")

    def test_no_table(self, tmp_path: Path) -> None:
        """
        A file without the columns of SSSOM is told, with the line on which they should be.
        """
        with pytest.raises(RdfError, match=r"a\.sssom\.tsv:2: not an SSSOM table"):
            read_back(tmp_path, "# a note\na\tb\n")

    @pytest.mark.parametrize(
        ("old", "new"),
        [("owl:sameAs", "unknown:same"), ("\t0.50\t", "\t1.50\t"), ("https://example.org/a", "a b")],
    )
    def test_a_row_that_cannot_be_used(self, tmp_path: Path, old: str, new: str) -> None:
        """
        A row with a name or number that is none is told at its line.
        """
        text = sssom.write("test", [mapping()])
        last = text.count("\n")

        with pytest.raises(RdfError, match=rf"a\.sssom\.tsv:{last}: cannot be used"):
            read_back(tmp_path, text.replace(old, new))
