"""What can be mended without asking, and that nothing else is touched."""

import os
import re
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import converted, decision_text, document, incident, page_text, row_text
from privkg.check import fixes
from privkg.core.errors import StoreError
from privkg.core.model import Document
from privkg.rdf.terms import Triple

SPACES = st.sampled_from([" ", "  ", "\t", "\u00a0", " \t "])
SPELLINGS = st.sampled_from(
    ["Secondary Use", "secondary use", "SECONDARY-USE", "Breach of confidentiality", "surveilance"]
)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Draw a page with odd blanks and odd spellings."""
    harm, actor = draw(SPELLINGS), f"Example{draw(SPACES)}Agency"
    rows = (row_text(Threat=f"{actor} watching people{draw(SPACES)}", Harm=draw(SPELLINGS)),)
    page = page_text(Solove_Harm=f"{harm},{draw(SPACES)}Exposure", Threat_Actors=actor, rows=rows)
    return page.replace("\n", draw(st.sampled_from(["\n", "  \n", "\r\n", "\t\r\n"])))


def mended(text: str) -> str:
    found = incident(text)
    return fixes.mended(found.page.document, fixes.edits(found))


def facts(text: str) -> set[Triple]:
    """Return the facts of a page, blanks set aside."""
    spaced = [[" ".join(t.replace("\\t", " ").split()) for t in one] for one in converted(text).facts]
    return {(s, p, o) for s, p, o in spaced}  # type: ignore[misc]


class TestSpellings:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("secondary use", "Secondary Use"),
            ("SECONDARY-USE", "Secondary Use"),
            ("breach Of Confidentiality", "Breach of Confidentiality"),
        ],
    )
    def test_of_harms_are_those_of_pages(self, written: str, expected: str) -> None:
        """
        A harm is written as pages write it: in capitals, but for the small words.
        """
        assert f"Solove Harm {expected}\n" in mended(page_text(Solove_Harm=written))

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("Role: SELLER, data controller\n", "Role: Seller, Data Controller\n"),
            ("Decision: fine\n", "Decision: Fine\n"),
            ("Body: Example  Court\n", "Body: Example Court\n"),
            ("Recipient: Example\tBroker\n", "Recipient: Example Broker\n"),
            ("Amount: 500\u00a0000 GBP\n", "Amount: 500 000 GBP\n"),
        ],
    )
    def test_of_roles_and_decisions_are_mended(self, before: str, after: str) -> None:
        """
        Roles and kinds of decisions are written as pages write them, and blanks are single.
        """
        label, _, value = before.partition(": ")
        row = row_text(**({label: value.strip()} if label in ("Role", "Recipient") else {}))
        decision = {"Amount": "500 EUR", label: value.strip()} if row == row_text() else {}
        text = page_text(rows=(f"{row}\nStatus: Alleged",), decisions=decision_text(**decision))

        assert before in text
        assert after in mended(text)
        assert facts(text) == facts(mended(text))

    def test_of_rows_are_mended_too(self) -> None:
        """
        The harm, the consequences and the status of a row are concepts.
        """
        row = row_text(Harm="surveillance", Secondary_Consequences="anxiety", Status="alleged")
        text = mended(page_text(rows=(row,)))

        assert "Harm: Surveillance\nSecondary Consequences: Anxiety\nStatus: Alleged" in text

    @pytest.mark.parametrize("word", ["Surveilance", "Spying", "Something else"])
    def test_of_unknown_words_stay(self, word: str) -> None:
        """
        What is not certain is left for people to mend.
        """
        assert f"Solove Harm {word}\n" in mended(page_text(Solove_Harm=word))

    def test_of_free_text_stay(self) -> None:
        """
        Words outside the fields of concepts are the page's own.
        """
        text = page_text(lead="There was  secondary use.", Technology="cctv")

        assert text == mended(text)


class TestSpaces:
    def test_at_the_ends_of_lines_go(self) -> None:
        """
        No line ends in blanks.
        """
        text = page_text(lead="A lead. \t\nAnother line.\u00a0")

        assert page_text(lead="A lead.\nAnother line.") == mended(text)

    def test_within_values_are_one(self) -> None:
        """
        Two blanks, a tab or an unbreakable blank within a value become one blank.
        """
        text = page_text(Threat_Actors="Example  Agency", Affected="People\tin\u00a0Moscow")

        assert page_text(Affected="People in Moscow") == mended(text)

    def test_before_windows_line_ends_go(self) -> None:
        """
        Line ends stay as they are.
        """
        assert page_text().replace("\n", "\r\n") == mended(page_text().replace("\n", " \r\n"))


class TestMended:
    @settings(max_examples=40)
    @given(pages())
    def test_is_mended_for_good(self, text: str) -> None:
        """
        A page mended twice is a page mended once.
        """
        assert mended(text) == mended(mended(text))

    @settings(max_examples=40)
    @given(pages())
    def test_says_the_same(self, text: str) -> None:
        """
        Mending changes no fact, blanks set aside.
        """
        assert facts(text) == facts(mended(text))

    @settings(max_examples=60)
    @given(st.text(st.sampled_from("Harm: Su\n\t \u00a0\r{}=,\u2028"), max_size=60))
    def test_of_any_text_loses_no_letter(self, lead: str) -> None:
        """
        Whatever stands in a lead, only blanks go.
        """
        text = page_text(lead=lead)

        assert re.sub(r"\s", "", text) == re.sub(r"\s", "", mended(text))

    def test_of_a_good_page_is_the_page(self) -> None:
        """
        What is right is not touched.
        """
        assert () == fixes.edits(incident(page_text()))

    def test_of_utf_16_is_left(self) -> None:
        """
        A page of another encoding is told, not mended.
        """
        assert () == fixes.edits(incident(page_text(Solove_Harm="exposure").encode("utf-16")))


class TestDiff:
    def test_shows_what_goes_and_what_comes(self) -> None:
        """
        The change of a line is shown as patch reads it.
        """
        page = document("a\nb \nc\n", "x.txt")

        assert (
            fixes.diff(page, "a\nb\nc\n") == "--- x.txt\n+++ x.txt\n@@ -1,3 +1,3 @@\n a\n-b \n+b\n c\n"
        )


class TestWrite:
    @pytest.fixture
    def page(self, tmp_path: Path) -> Document:
        path = tmp_path / "page.txt"
        path.write_bytes(b"\xef\xbb\xbfa \r\n")
        return document(path.read_bytes(), str(path))

    def test_keeps_mark_and_line_ends(self, page: Document) -> None:
        """
        A byte-order mark and line ends are those of before.
        """
        fixes.write(page, "a\r\n")

        assert Path(page.path).read_bytes() == b"\xef\xbb\xbfa\r\n"

    def test_keeps_the_rights(self, page: Document) -> None:
        """
        Who may read and write stays as it was.
        """
        Path(page.path).chmod(0o640)
        fixes.write(page, "a\r\n")

        assert stat.S_IMODE(Path(page.path).stat().st_mode) == 0o640

    def test_follows_a_link(self, page: Document, tmp_path: Path) -> None:
        """
        A link stays a link; the file it leads to is mended.
        """
        link = tmp_path / "link.txt"
        link.symlink_to(page.path)
        fixes.write(document(link.read_bytes(), str(link)), "a\r\n")

        assert link.is_symlink()
        assert Path(page.path).read_bytes() == b"\xef\xbb\xbfa\r\n"

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no FIFO")
    def test_refuses_what_is_no_file_any_more(self, page: Document) -> None:
        """
        A FIFO in place of the page is not waited for.
        """
        Path(page.path).unlink()
        os.mkfifo(page.path)

        with pytest.raises(StoreError, match="not a regular file"):
            fixes.write(page, "new")

    def test_refuses_a_file_that_changed(self, page: Document) -> None:
        """
        What somebody else wrote meanwhile is not lost.
        """
        Path(page.path).write_text("new")

        with pytest.raises(StoreError, match="changed while it was mended"):
            fixes.write(page, "a\r\n")

    def test_leaves_nothing_beside(self, page: Document) -> None:
        """
        No other file is left in the folder.
        """
        fixes.write(page, "a\r\n")

        assert [page.path] == [str(path) for path in Path(page.path).parent.iterdir()]

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write it")
    def test_respects_a_file_that_may_not_be_written(self, page: Document) -> None:
        """
        A file without the right to write is told, not replaced.
        """
        Path(page.path).chmod(0o440)

        with pytest.raises(StoreError, match="cannot be written"):
            fixes.write(page, "a\r\n")
