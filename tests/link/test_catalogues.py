"""Each row of another catalogue is accepted or rejected with its reason, whatever is in it."""

import os
from pathlib import Path

import pytest

from privkg.core.errors import FileError
from privkg.core.text import quoted
from privkg.link import catalogues

AIAAIC = "AIAAIC ID#,Headline,Summary/links\n"


class TestRows:
    @pytest.mark.parametrize(
        "address", ["https://e.org/%zz", "https://[/", "https://e.org/\ufffe", "https://e.org/a b"]
    )
    def test_an_address_that_is_no_iri(self, tmp_path: Path, address: str) -> None:
        """
        A row of a table whose address is not an IRI is rejected at its line.
        """
        path = tmp_path / "a.csv"
        path.write_text(f"{AIAAIC}AIAAIC1,T,{address}\nAIAAIC2,T,https://e.org/\n", encoding="utf-8")

        found = catalogues.read(path)

        assert "read 2 = 1 accepted + 0 duplicate + 1 rejected" == found.counts
        assert f"{path}:2: {quoted(address)} is not an IRI" in found.rejected[0]

    @pytest.mark.parametrize(
        "entry",
        [
            '{"incident_id": 1, "sameAs": "https://e.org/%zz"}',
            r'{"iri": "https://e.org/\ud800", "title": "T"}',
        ],
    )
    def test_an_entry_that_is_no_iri(self, tmp_path: Path, entry: str) -> None:
        """
        An entry of a list that has an invalid IRI is rejected by its number.
        """
        path = tmp_path / "a.json"
        path.write_text(f"[{entry}]", encoding="utf-8")

        (rejected,) = catalogues.read(path).rejected

        assert rejected.startswith(f"{path}:1: ")
        assert "is not an IRI" in rejected


class TestFiles:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            (f'[{{"incident_id": {"9" * 5_000}}}]', "not JSON: a number is too long"),
            ("[NaN]", "not JSON: NaN is not a number"),
            ("[1e400]", "not JSON: 1e400 is too large for a number"),
            ("[" * 100_000, "nested deeper than 100 levels"),
            (f'{AIAAIC}AIAAIC1,"{"a" * 140_000}",b\n', "2: not CSV: field larger than field limit"),
        ],
    )
    def test_what_cannot_be_read(self, tmp_path: Path, text: str, words: str) -> None:
        """
        A file with a number, a depth or a cell beyond all bounds is refused in one message.
        """
        path = tmp_path / "a"
        path.write_text(text, encoding="utf-8")

        with pytest.raises(FileError, match=words):
            catalogues.read(path)

    @pytest.mark.skipif(os.name == "nt", reason="there are no FIFOs")
    def test_a_fifo(self, tmp_path: Path) -> None:
        """
        A FIFO is refused, not waited for.
        """
        os.mkfifo(tmp_path / "a.csv")

        with pytest.raises(FileError, match="not a regular file"):
            catalogues.read(tmp_path / "a.csv")
